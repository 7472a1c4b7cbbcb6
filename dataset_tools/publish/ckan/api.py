"""CKAN's action API (version 3): reads, writes and uploads, and what its refusals mean."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dataset_tools.exceptions import (
    CredentialsRefused,
    NoCredentials,
    NoSuchPlace,
    NotPublished,
    TooLarge,
    Unreachable,
)
from dataset_tools.publish.http import Body, Client, Request, json_body
from dataset_tools.publish.publication import Content, Publication
from dataset_tools.publish.tries import Answer, Broken, Look

_FORBIDDEN = (401, 403)
_NOT_FOUND = 404
_TOO_LARGE = 413
_REDIRECTS = range(300, 400)
_LONGEST = 400
_FORM = "multipart/form-data; boundary="


@dataclass(frozen=True, slots=True)
class Api:
    """The actions of one portal."""

    client: Client

    def show(self, action: str, **parameters: object) -> Any:
        """Read; None where there is no such thing."""
        path = f"/api/3/action/{action}?{urlencode(parameters)}"
        return self._result(action, self.client.send(Request(method="GET", path=path)), absent=True)

    def find(self, action: str, **parameters: object) -> Mapping[str, object] | None:
        """Read an object; None where there is no such thing.

        Raises
        ------
        Unreachable
            What was answered is no object.
        """
        found = self.show(action, **parameters)
        if found is None or isinstance(found, dict):
            return found
        raise Unreachable(f"{self.client.base} answered {action} with something that is none")

    def look(self, action: str, **parameters: object) -> Any:
        """Read once, for what became of a write; None where there is no such thing."""
        path = f"/api/3/action/{action}?{urlencode(parameters)}"
        answer = self.client.once(Request(method="GET", path=path))
        value = answer.value()
        if answer.is_good and isinstance(value, dict):
            found = value.get("result")
            return found if isinstance(found, dict) else None
        if answer.status == _NOT_FOUND:
            return None
        raise Broken(f"{action} was answered {answer.status}")

    def write(self, action: str, values: Mapping[str, object], look: Look | None = None) -> Any:
        """Write; ``look`` returns what was written where the answer was lost."""
        request = Request(method="POST", path=f"/api/3/action/{action}", body=json_body(values))
        return self._written(action, self.client.send(request, look))

    def upload(
        self,
        action: str,
        values: Mapping[str, str],
        content: Content,
        publication: Publication,
        look: Look,
    ) -> Any:
        """Write with a file, which is read piece by piece."""
        body = form_body(values, content, publication)
        request = Request(method="POST", path=f"/api/3/action/{action}", body=body)
        return self._written(action, self.client.send(request, look))

    def _written(self, action: str, answer: Any) -> Any:
        return self._result(action, answer) if isinstance(answer, Answer) else answer

    def _result(self, action: str, answer: Answer, *, absent: bool = False) -> Any:
        value = answer.value()
        if answer.is_good and isinstance(value, dict) and value.get("success") is True:
            return value.get("result")
        if absent and answer.status == _NOT_FOUND and isinstance(value, dict):
            return None
        raise self._refusal(action, answer, value)

    def _refusal(self, action: str, answer: Answer, value: object) -> NotPublished:
        status, base = answer.status, self.client.base
        where = f"{base} answered {action} with {status}"
        words = _words(value) or answer.words
        if answer.is_good:
            return Unreachable(f"{where}, {answer.words}: no answer of CKAN's", status=status)
        if status in _REDIRECTS:
            to = answer.headers.get("location", "elsewhere")
            return NoSuchPlace(f"{base} is moved to {to}: give that URL", status=status)
        if status in _FORBIDDEN and not self.client.secret:
            note, fix = f"{where}, and CKAN_API_TOKEN is not set", "Set CKAN_API_TOKEN to a token."
            return NoCredentials(note, fix=fix, status=status)
        return _kind_of(status, words)(f"{where}: {words}", fix=_fix(value), status=status)


def _kind_of(status: int, words: str) -> type[NotPublished]:
    if status == _TOO_LARGE or "too large" in words.lower():
        return TooLarge
    if status in _FORBIDDEN:
        return CredentialsRefused
    return NoSuchPlace if status == _NOT_FOUND else NotPublished


def _words(value: object) -> str:
    """Return the portal's own words for a refusal, on one line."""
    error = value.get("error") if isinstance(value, dict) else value
    if isinstance(error, dict):
        said = {key: each for key, each in error.items() if not key.startswith("__")}
        if set(said) == {"message"}:
            return str(said["message"])[:_LONGEST]
        return json.dumps(said, ensure_ascii=False)[:_LONGEST]
    return error[:_LONGEST] if isinstance(error, str) else ""


def _fix(value: object) -> str:
    error = value.get("error") if isinstance(value, dict) else None
    if isinstance(error, dict) and "owner_org" in error:
        return "Give an organisation that you may publish for: --owner-org ORG."
    return ""


def form_body(values: Mapping[str, str], content: Content, publication: Publication) -> Body:
    """Return a form with a file (RFC 7578) as a body of known length."""
    boundary = uuid.uuid5(uuid.NAMESPACE_OID, content.sha256).hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in values.items()
    ]
    file_name = upload_name(content.path)
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="upload"; filename="{file_name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    head, tail = "".join(parts).encode("utf-8"), f"\r\n--{boundary}--\r\n".encode("ascii")

    def pieces() -> Iterator[bytes]:
        yield head
        yield from publication.pieces(content)
        yield tail

    length = len(head) + content.bytes + len(tail)
    return Body(length=length, pieces=pieces, media_type=f"{_FORM}{boundary}")


def upload_name(path: str) -> str:
    """Return the name of an uploaded file as CKAN keeps it (``munge_filename``).

    Examples
    --------
    >>> upload_name("data/My Table (1).CSV")
    'my-table-1.csv'
    """
    import re

    name = path.rpartition("/")[2].lower().strip()
    ascii_name = name.encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^a-z0-9_. -]", "", ascii_name).replace(" ", "-")
    plain = re.sub(r"-+", "-", plain)
    stem, dot, suffix = plain.rpartition(".")
    stem = (stem if dot else plain)[:60] or "file"
    return f"{stem}.{suffix[:20]}" if dot and suffix else stem
