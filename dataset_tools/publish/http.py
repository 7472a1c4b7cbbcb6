"""HTTP for publishing: requests below one base URL, with a secret for its origin alone."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

from dataset_tools.exceptions import NoSuchPlace, Unreachable, UsageError
from dataset_tools.publish.secret import Secret
from dataset_tools.publish.tries import Answer, Broken, Limit, Look, Tries, no_limit, reason_of

TIMEOUTS = (30.0, 300.0)
"""Seconds to connect, and between two pieces of an answer."""
MOST_JSON = 256 << 20
MOST_REDIRECTS = 5
_PIECE = 1 << 20
_OK = range(200, 300)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


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
        return self._tries(request).made(lambda: self.once(request), look)

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
        tries = self._tries(Request(method="GET", path=url))
        found = tries.made(lambda: self._final(url))
        return None if isinstance(found, Answer) else found

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

    def _tries(self, request: Request) -> Tries:
        base = self.base if request.path.startswith("/") else ""
        return Tries(what=f"{request.method} {base}{request.path}", limit=self.limit)


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
            raise Broken(reason_of(error)) from None
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
        raise Unreachable(f"the download broke off: {reason_of(error)}") from None
    finally:
        opened.__exit__()


def _headers(response: Any) -> Mapping[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _read(response: Any) -> bytes:
    from urllib3.exceptions import HTTPError

    try:
        data: bytes = response.read(MOST_JSON)
    except (HTTPError, OSError) as error:
        raise Broken(reason_of(error)) from None
    return data


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
