"""GitHub's REST API of releases: requests, its limits, and what its refusals mean."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlsplit

from dataset_tools.exceptions import (
    CredentialsRefused,
    NoCredentials,
    NoSuchPlace,
    NotPublished,
    TooLarge,
    Unreachable,
)
from dataset_tools.publish.http import Body, Client, Request, json_body, origin
from dataset_tools.publish.secret import Secret
from dataset_tools.publish.tries import Answer, Broken, Look

HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_PAGE = 100
_MOST_PAGES = 100
_UNNAMED_LIMIT = 60.0
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_LARGE, _TOO_MANY = 401, 403, 404, 413, 429
_REDIRECTS = range(300, 400)
_LONGEST = 400
_RIGHTS = "Use a token that may write the repository's contents (Contents: write, or scope repo)."


def github_client(base: str, secret: Secret) -> Client:
    """Return a client of the API at that URL."""
    return Client(base, secret, scheme="Bearer ", headers=HEADERS, limit=asked_pause)


def asked_pause(answer: Answer, number: int) -> float | None:
    """Return how long GitHub asks to wait, None where an answer is no limit.

    See *Rate limits for the REST API*: the first limit tells its end by ``x-ratelimit-reset``; the
    second by ``retry-after``, else it is a minute, then more and more.
    """
    if answer.status not in (_FORBIDDEN, _TOO_MANY):
        return None
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdigit():
        return float(asked)
    reset = answer.headers.get("x-ratelimit-reset", "").strip()
    if answer.headers.get("x-ratelimit-remaining", "").strip() == "0" and reset.isdigit():
        return max(1.0, int(reset) - time.time())
    if answer.status == _TOO_MANY or "rate limit" in answer.words.lower():
        return _UNNAMED_LIMIT * number
    return None


@dataclass(frozen=True, slots=True)
class Api:
    """The releases of one repository."""

    client: Client
    repository: str

    def find(self, path: str = "") -> Mapping[str, Any] | None:
        """Read an object of the repository; None where there is no such thing."""
        return self._object(path, self.client.send(self._get(path)), absent=True)

    def look(self, path: str) -> Any:
        """Read once, for what became of a write; None where there is no such thing."""
        answer = self.client.once(self._get(path))
        if answer.is_good:
            return answer.value()
        if answer.status == _NOT_FOUND:
            return None
        raise Broken(f"{path} was answered {answer.status}")

    def releases(self) -> Iterator[Mapping[str, Any]]:
        """Yield every release, the drafts too where the token may see them."""
        for number in range(1, _MOST_PAGES + 1):
            path = releases_page(number)
            found = self._value(path, self.client.send(self._get(path)))
            if not isinstance(found, list):
                raise self._senseless(path)
            yield from (each for each in found if isinstance(each, dict))
            if len(found) < _PAGE:
                return

    def write(
        self, method: str, path: str, values: Mapping[str, object], look: Look | None = None
    ) -> Mapping[str, Any]:
        """Write an object; ``look`` returns what was written where the answer was lost."""
        request = Request(method=method, path=self._path(path), body=json_body(values))
        answer = self.client.send(request, look)
        if isinstance(answer, Answer):
            found = self._object(path, answer, absent=False)
            if found is not None:
                return found
        elif isinstance(answer, dict):
            return answer
        raise self._senseless(path)

    def delete(self, path: str) -> None:
        """Delete; what is gone already is no fault."""
        answer = self.client.send(Request(method="DELETE", path=self._path(path)))
        if not answer.is_good and answer.status != _NOT_FOUND:
            raise self.refusal(path, answer)

    def delete_once(self, path: str) -> None:
        """Delete on the way of another write; raise Broken where it is not done."""
        answer = self.client.once(Request(method="DELETE", path=self._path(path)))
        if not answer.is_good and answer.status != _NOT_FOUND:
            raise Broken(f"{path} was answered {answer.status}")

    def send_file(self, upload_url: str, name: str, body: Body, look: Look) -> Any:
        """Send a file to the URL that a release names; what ``look`` found stands for an answer.

        Raises
        ------
        NotPublished
            The URL is not of GitHub's own: the token does not go there.
        """
        url = upload_url.partition("{")[0]
        if not is_upload_origin(self.client.base, url):
            raise NotPublished(
                f"{self.client.base} names {url} for uploads, which is no host of its own; the "
                "token is not sent there"
            )
        parts = urlsplit(url)
        client = replace(self.client, base=f"{parts.scheme}://{parts.netloc}")
        path = f"{parts.path}?name={quote(name, safe='')}"
        return client.send(Request(method="POST", path=path, body=body), look)

    def download(self, asset_id: int) -> Iterator[bytes] | None:
        """Return the bytes of an asset; the token is dropped where it is served elsewhere."""
        headers = {**self.client.headers, "Accept": "application/octet-stream"}
        url = f"{self.client.base}{self._path(f'/releases/assets/{asset_id}')}"
        return replace(self.client, headers=headers).download(url)

    def refusal(self, path: str, answer: Answer) -> NotPublished:
        """Return what a refusal means."""
        status, value = answer.status, answer.value()
        where = f"{self.client.base}{self._path(path)} was answered {status}"
        words = _words(value) or answer.words
        if status in _REDIRECTS:
            return NoSuchPlace(f"{self.repository} is moved: give its new name", status=status)
        if status in (_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND) and not self.client.secret:
            fix = "Set GITHUB_TOKEN to a token of a user who may publish there."
            return NoCredentials(f"{where}, and GITHUB_TOKEN is not set", fix=fix, status=status)
        if "empty" in words.lower() or "target_commitish" in words:
            fix = "Push a first commit to the repository: a release names one."
            return NoSuchPlace(f"{where}: {words}", fix=fix, status=status)
        if status == _NOT_FOUND:
            note = f"{where}: {words}; GitHub also hides so what the token may not do"
            return NoSuchPlace(note, fix=_RIGHTS, status=status)
        fix = _RIGHTS if status == _FORBIDDEN else ""
        return _kind_of(status)(f"{where}: {words}", fix=fix, status=status)

    def _get(self, path: str) -> Request:
        return Request(method="GET", path=self._path(path))

    def _path(self, path: str) -> str:
        return f"/repos/{self.repository}{path}"

    def _object(self, path: str, answer: Answer, *, absent: bool) -> Mapping[str, Any] | None:
        if absent and answer.status == _NOT_FOUND:
            return None
        found = self._value(path, answer)
        if isinstance(found, dict):
            return found
        raise self._senseless(path)

    def _value(self, path: str, answer: Answer) -> Any:
        if answer.is_good:
            return answer.value()
        raise self.refusal(path, answer)

    def _senseless(self, path: str) -> Unreachable:
        return Unreachable(f"{self.client.base} answered {self._path(path)} with no such thing")


def releases_page(number: int) -> str:
    """Return the path of a page of the list of releases."""
    return f"/releases?per_page={_PAGE}&page={number}"


def is_upload_origin(base: str, url: str) -> bool:
    """Whether files for the API at a base may go to a URL: its own origin, or its uploads host.

    Examples
    --------
    >>> is_upload_origin("https://api.example.org", "https://uploads.example.org/repos")
    True
    >>> is_upload_origin("https://api.example.org", "https://uploads.example.com/repos")
    False
    """
    try:
        (scheme, host, port), there = origin(base), origin(url)
    except ValueError:
        return False
    uploads = f"uploads.{host.removeprefix('api.')}" if host.startswith("api.") else host
    return there in ((scheme, host, port), (scheme, uploads, port))


def page_url(base: str, repository: str, tag: str) -> str:
    """Return where a person looks at a release.

    Examples
    --------
    >>> page_url("https://git.example.org/api/v3", "ada/x", "v1")
    'https://git.example.org/ada/x/releases/tag/v1'
    """
    parts = urlsplit(base)
    path = parts.path.removesuffix("/api/v3")
    host = f"{parts.scheme}://{parts.netloc.removeprefix('api.')}{path}"
    return f"{host}/{repository}/releases/tag/{quote(tag)}"


def already_exists(answer: Answer) -> bool:
    """Whether a refusal says that there is one of that name."""
    value = answer.value()
    errors = value.get("errors") if isinstance(value, dict) else None
    return any(
        isinstance(each, dict) and each.get("code") == "already_exists"
        for each in (errors if isinstance(errors, list) else ())
    )


def _kind_of(status: int) -> type[NotPublished]:
    if status in (_UNAUTHORIZED, _FORBIDDEN):
        return CredentialsRefused
    return TooLarge if status == _TOO_LARGE else NotPublished


def _words(value: object) -> str:
    """Return GitHub's own words for a refusal, on one line."""
    if not isinstance(value, dict):
        return ""
    message, errors = value.get("message"), value.get("errors")
    said = message if isinstance(message, str) else ""
    if errors:
        said = f"{said} {json.dumps(errors, ensure_ascii=False)}"
    return said.strip()[:_LONGEST]
