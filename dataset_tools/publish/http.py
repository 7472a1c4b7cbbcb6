"""HTTP for publishing: a secret for one origin, tries again, a look before a write is repeated.

Only what may pass by itself is tried again: 408, 425, 429, 5xx and broken connections, five times,
after random pauses (Brooker, *Exponential Backoff And Jitter*, 2015: full jitter), ``Retry-After``
honoured (RFC 9110, 10.2.3) up to ten minutes; a server may tell its limits in a way of its own,
too. After an unclear end of a write the caller's ``look`` says whether it happened all the same.
"""

import json
import math
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

from dataset_tools.exceptions import NoSuchPlace, Unreachable, UsageError
from dataset_tools.publish.secret import Secret

TRIES = 5
LONGEST_PAUSE = 60.0
LONGEST_ASKED_PAUSE = 600.0
SHORTEST_ASKED_PAUSE = 1.0
"""Seconds; a server that counts whole ones asks for none where a part of one is left."""
TIMEOUTS = (30.0, 300.0)
MOST_JSON = 256 << 20
MOST_REDIRECTS = 5
_PIECE = 1 << 20
_PASSING = frozenset({408, 425, 429})
_SERVER_ERRORS = 500
_OK = range(200, 300)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CLEAR = frozenset({429, 425})
_LONGEST_WORDS = 300
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})

Look = Callable[[], Any]
Limit = Callable[["Answer", int], float | None]
"""From an answer and the number of the next try to the seconds that the server asks to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a request sends: its length, and its pieces, made anew for each try."""

    length: int
    pieces: Callable[[], Iterable[bytes]]
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; ``path`` is below the client's base, ``headers`` win over the client's own."""

    method: str
    path: str
    body: Body | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether the server did what was asked."""
        return self.status in _OK

    def value(self) -> Any:
        """Return the body as JSON, None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def words(self) -> str:
        """The server's own words, short: a text as it is, of a page only that it is one."""
        text = self.body.decode("utf-8", "replace").strip()
        if text.startswith("<"):
            return "a page, not JSON"
        return text[:_LONGEST_WORDS]


class Broken(Exception):
    """The connection was refused or broke; whether the server did what was asked is unknown."""


def no_limit(_answer: Answer, _number: int) -> float | None:
    """Say that an answer is no limit of a server's own kind."""
    return None


def pause(seconds: float) -> None:
    """Wait before the next try."""
    time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Client:
    """Requests below one base URL; the secret header goes to its origin and nowhere else."""

    base: str
    secret: Secret
    header: str = "Authorization"
    scheme: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    limit: Limit = no_limit
    _pools: list[Any] = field(default_factory=list, repr=False)

    @property
    def secret_is_exposed(self) -> bool:
        """Whether the secret goes over a network as it is."""
        scheme, host, _ = origin(self.base)
        return bool(self.secret) and scheme == "http" and host not in _LOOPBACK

    def send(self, request: Request, look: Look | None = None) -> Any:
        """Send a request until it is answered for good.

        Parameters
        ----------
        look
            Says, after an unclear end, whether the write happened: what it returns, unless that
            is None, is returned in the place of an answer.

        Raises
        ------
        Unreachable
            No try was answered for good.
        """
        last: Answer | Broken | None = None
        for number in range(TRIES):
            if last is not None:
                self._wait(request, last, number)
                found = self._looked(look, last)
                if found is not None:
                    return found
            try:
                last = self.once(request)
            except Broken as broken:
                last = broken
                continue
            if not self._may_pass(last):
                return last
        found = self._looked(look, last)
        if found is not None:
            return found
        raise self._given_up(request, last)

    def once(self, request: Request) -> Answer:
        """Send a request once; raise Broken where there is no answer."""
        url = self.base + request.path
        with self._opened(request.method, url, request.body, request.headers) as response:
            return Answer(
                status=response.status,
                headers=_headers(response),
                body=_read(response),
            )

    def download(self, url: str) -> Iterator[bytes] | None:
        """Return the bytes of a URL in pieces, None where there is nothing; redirects followed."""
        last: Answer | Broken | None = None
        for number in range(TRIES):
            if last is not None:
                self._wait(Request(method="GET", path=url), last, number)
            try:
                found = self._final(url)
            except Broken as broken:
                last = broken
                continue
            if isinstance(found, Answer) and self._may_pass(found):
                last = found
                continue
            if isinstance(found, Answer):
                return None
            return found
        raise self._given_up(Request(method="GET", path=url), last)

    def _final(self, url: str) -> Answer | Iterator[bytes]:
        for _ in range(MOST_REDIRECTS):
            opened = self._opened("GET", url, None)
            response = opened.__enter__()
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                url = urljoin(url, location)
                opened.__exit__()
                continue
            if response.status in _OK:
                return _pieces(opened, response)
            body = _read(response)
            opened.__exit__()
            return Answer(status=response.status, headers=_headers(response), body=body)
        raise NoSuchPlace(f"{url} redirects too often")

    def _opened(
        self, method: str, url: str, body: Body | None, more: Mapping[str, str] = _NO_HEADERS
    ) -> "_Opened":
        headers = {
            "User-Agent": "dataset-tools",
            "Accept": "application/json",
            **self.headers,
            **more,
        }
        if body is not None:
            headers |= {"Content-Type": body.media_type, "Content-Length": str(body.length)}
        if self.secret and origin(url) == origin(self.base):
            headers[self.header] = f"{self.scheme}{self.secret.reveal()}"
        return _Opened(self._pool(), method, url, headers, body)

    def _pool(self) -> Any:
        if not self._pools:
            self._pools.append(_new_pool(self.base))
        return self._pools[0]

    def _may_pass(self, answer: Answer) -> bool:
        passing = answer.status in _PASSING or answer.status >= _SERVER_ERRORS
        return passing or self.limit(answer, 1) is not None

    def _wait(self, request: Request, last: Answer | Broken, number: int) -> None:
        """Wait before the try of that number, counted from 0; not for longer than makes sense."""
        asked = self._asked(last, number) if isinstance(last, Answer) else None
        if asked is not None and asked > LONGEST_ASKED_PAUSE and isinstance(last, Answer):
            raise Unreachable(
                f"{self._what(request)} was answered {last.status}: {last.words}; the server asks "
                f"to wait {math.ceil(asked / 60)} minutes",
                status=last.status,
            )
        jitter = random.uniform(0, min(LONGEST_PAUSE, 2.0**number))  # noqa: S311 (no secret)
        pause(jitter if asked is None else max(asked, SHORTEST_ASKED_PAUSE))

    def _asked(self, last: Answer, number: int) -> float | None:
        asked = _retry_after(last.headers.get("retry-after", ""))
        return self.limit(last, number) if asked is None else asked

    def _looked(self, look: Look | None, last: Answer | Broken | None) -> Any:
        """Look whether a write happened after all; None where it did not, or nobody can say."""
        if look is None or (isinstance(last, Answer) and self._is_clear(last)):
            return None
        try:
            return look()
        except Broken:
            return None

    def _is_clear(self, answer: Answer) -> bool:
        return answer.status in _CLEAR or self.limit(answer, 1) is not None

    def _what(self, request: Request) -> str:
        return f"{request.method} {self.base if request.path.startswith('/') else ''}{request.path}"

    def _given_up(self, request: Request, last: Answer | Broken | None) -> Unreachable:
        what = self._what(request)
        if isinstance(last, Answer):
            words = f"{what} was answered {last.status} after {TRIES} tries: {last.words}"
            return Unreachable(words, status=last.status)
        return Unreachable(f"{what} had no answer after {TRIES} tries: {last}")


class _Opened:
    """An answer that is being read; what urllib3 raises becomes Broken."""

    def __init__(
        self, pool: Any, method: str, url: str, headers: Mapping[str, str], body: Body | None
    ) -> None:
        self._call = (pool, method, url, headers, body)
        self._response: Any = None

    def __enter__(self) -> Any:
        from urllib3.exceptions import HTTPError

        pool, method, url, headers, body = self._call
        try:
            self._response = pool.request(
                method,
                url,
                headers=dict(headers),
                body=None if body is None else iter(body.pieces()),
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        except (HTTPError, OSError) as error:
            raise Broken(_reason(error)) from None
        return self._response

    def __exit__(self, *_: object) -> None:
        if self._response is not None:
            self._response.close()


def _pieces(opened: _Opened, response: Any) -> Iterator[bytes]:
    from urllib3.exceptions import HTTPError

    try:
        while piece := response.read(_PIECE):
            yield piece
    except (HTTPError, OSError) as error:
        raise Unreachable(f"the download broke off: {_reason(error)}") from None
    finally:
        opened.__exit__()


def _headers(response: Any) -> Mapping[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _read(response: Any) -> bytes:
    from urllib3.exceptions import HTTPError

    try:
        data: bytes = response.read(MOST_JSON)
    except (HTTPError, OSError) as error:
        raise Broken(_reason(error)) from None
    return data


def _reason(error: Exception) -> str:
    """Return what went wrong, without the object addresses of a library's words."""
    text = str(error).rpartition(">: ")[2] or str(error)
    return text.strip("()\"'")[:_LONGEST_WORDS]


def _new_pool(base: str) -> Any:
    try:
        import urllib3
    except ImportError:
        needs = "publishing needs urllib3: install datapackage-tools[publish]"
        raise UsageError(needs) from None
    from urllib.request import getproxies, proxy_bypass

    connect, read = TIMEOUTS
    options: dict[str, Any] = {
        "retries": False,
        "timeout": urllib3.Timeout(connect=connect, read=read),
    }
    parts = urlsplit(base)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return urllib3.ProxyManager(proxy, **options)
    return urllib3.PoolManager(**options)


def _retry_after(value: str) -> float | None:
    """Read ``Retry-After``: seconds, or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL (RFC 6454).

    Examples
    --------
    >>> origin("https://example.org/a") == origin("https://EXAMPLE.org:443/b")
    True
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, (parts.hostname or "").lower(), port


def base_url(text: str, *, what: str) -> str:
    """Return a URL that is a place to send to, without its last slash.

    Raises
    ------
    UsageError
        It is no http(s) URL, or holds a user's name or a password, which is a secret.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1)
    except ValueError:
        parts, usable = None, False
    if parts is None or not usable:
        raise UsageError(f'{what} is an http(s) URL, not "{text}"')
    if parts.username is not None or parts.query or parts.fragment:
        raise UsageError(f"{what} holds neither a user nor a query; secrets are of the environment")
    return text.rstrip("/")


def json_body(value: object) -> Body:
    """Return a value as the JSON body of a request."""
    data = json.dumps(value).encode("ascii")
    return Body(length=len(data), pieces=lambda: (data,), media_type="application/json")
