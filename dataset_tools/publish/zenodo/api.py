"""InvenioRDM's REST API: reads, writes and uploads, and what its refusals mean.

Records are asked for as ``application/vnd.inveniordm.v1+json``: Zenodo answers a plain
``application/json`` in the form of its former self (zenodo-rdm#1078).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from dataset_tools.exceptions import (
    CredentialsRefused,
    Interrupted,
    NoCredentials,
    NoSuchPlace,
    NotPublished,
    TooLarge,
    Unreachable,
)
from dataset_tools.publish.http import Body, Client, Request, json_body
from dataset_tools.publish.publication import Content, Publication
from dataset_tools.publish.tries import Answer, Broken, Look
from dataset_tools.publish.zenodo.record import Record, RecordFile, mapping, mappings, text

TOKEN = "ZENODO_TOKEN"  # noqa: S105 (the name of the variable)
PAGE = 25
"""Hits of a page; Zenodo gives a guest no more at once."""
MOST_PAGES = 40
_HEADERS = MappingProxyType(
    {"Accept": "application/vnd.inveniordm.v1+json, application/json;q=0.9"}
)
_BYTES = "application/octet-stream"
_FORBIDDEN = (401, 403)
_NOT_FOUND = 404
_ABSENT = (404, 410)
_STALE = 412
_TOO_LARGE = 413
_REDIRECTS = range(300, 400)
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Api:
    """The resources of one server; ``client`` has the API for its base."""

    client: Client

    def find(self, path: str) -> Mapping[str, Any] | None:
        """Read an object; None where there is no such thing, or no more."""
        answer = self.client.send(Request(method="GET", path=path, headers=_HEADERS))
        return None if answer.status in _ABSENT else self._object(f"GET {path}", answer)

    def look(self, path: str) -> Mapping[str, Any] | None:
        """Read once, for what became of a write; None where there is no such thing."""
        answer = self.client.once(Request(method="GET", path=path, headers=_HEADERS))
        value = answer.value()
        if answer.is_good and isinstance(value, dict):
            return value
        if answer.status in _ABSENT:
            return None
        raise Broken(f"{path} was answered {answer.status}")

    def record(self, id: str) -> Record | None:
        """Read a published record."""
        found = self.find(record_path(id))
        return None if found is None else Record.of(found)

    def draft(self, id: str) -> Record | None:
        """Read a draft."""
        found = self.find(draft_path(id))
        return None if found is None else Record.of(found)

    def files(self, id: str, *, draft: bool) -> dict[str, RecordFile]:
        """Read the files of a record or of a draft, by their keys."""
        found = self.find(files_path(id, draft=draft)) or {}
        files = map(RecordFile.of, mappings(found, "entries"))
        return {file.key: file for file in files if file.key}

    def search(self, path: str, query: str) -> list[Record]:
        """Read every hit of a query, all versions."""
        hits: list[Record] = []
        for page in range(1, MOST_PAGES + 1):
            asked = {"q": query, "allversions": "true", "size": PAGE, "page": page}
            found = self.find(f"{path}?{urlencode(asked)}") or {}
            on_page = mappings(mapping(found, "hits"), "hits")
            hits += map(Record.of, on_page)
            if len(on_page) < PAGE:
                break
        return hits

    def write(
        self,
        method: str,
        path: str,
        value: object = None,
        *,
        look: Look | None = None,
        revision: int | None = None,
    ) -> Mapping[str, Any]:
        """Write and return the answer; ``look`` gives what was written where that was lost."""
        headers = dict(_HEADERS)
        if revision is not None:
            headers["If-Match"] = str(revision)
        body = None if value is None else json_body(value)
        request = Request(method=method, path=path, body=body, headers=headers)
        answer = self.client.send(request, look)
        if not isinstance(answer, Answer):
            return answer if isinstance(answer, dict) else {}
        return self._object(f"{method} {path}", answer)

    def send(self, id: str, key: str, content: Content, publication: Publication) -> RecordFile:
        """Send the bytes of a file that was declared; they may be sent again until committed."""
        body = Body(
            length=content.bytes, pieces=lambda: publication.pieces(content), media_type=_BYTES
        )
        path = f"{file_path(id, key, draft=True)}/content"
        answer = self.client.send(Request(method="PUT", path=path, body=body, headers=_HEADERS))
        return RecordFile.of(self._object(f"PUT {path}", answer))

    def delete(self, path: str) -> None:
        """Delete what may be gone already."""
        answer = self.client.send(Request(method="DELETE", path=path, headers=_HEADERS))
        if not answer.is_good and answer.status not in _ABSENT:
            raise self._refusal(f"DELETE {path}", answer)

    def _object(self, what: str, answer: Answer) -> Mapping[str, Any]:
        value = answer.value()
        if answer.is_good and isinstance(value, dict):
            return value
        raise self._refusal(what, answer)

    def _refusal(self, what: str, answer: Answer) -> NotPublished:
        status, base = answer.status, self.client.base
        where = f"{base} answered {what} with {status}"
        if answer.is_good:
            words = f"{where}, {answer.words}: no answer of InvenioRDM's"
            return Unreachable(words, status=status)
        if status in _REDIRECTS:
            to = answer.headers.get("location", "elsewhere")
            return NoSuchPlace(f"{base} is moved to {to}: give that URL", status=status)
        if status in _FORBIDDEN and not self.client.secret:
            fix = f"Set {TOKEN} to a token of that server."
            return NoCredentials(f"{where}, and {TOKEN} is not set", fix=fix, status=status)
        words = words_of(answer)
        return _kind_of(status, words)(f"{where}: {words}", status=status)


def _kind_of(status: int, words: str) -> type[NotPublished]:
    if status in _FORBIDDEN:
        return CredentialsRefused
    if "quota" in words.lower():
        return TooLarge
    kinds: Mapping[int, type[NotPublished]] = {
        _NOT_FOUND: NoSuchPlace,
        _STALE: Interrupted,
        _TOO_LARGE: TooLarge,
    }
    return kinds.get(status, NotPublished)


def words_of(answer: Answer) -> str:
    """Return the server's own words for a refusal, on one line."""
    value = answer.value()
    if not isinstance(value, dict):
        return answer.words
    said = [text(value, "message"), *complaints(value)]
    return "; ".join(each for each in said if each)[:_LONGEST] or answer.words


def complaints(value: Mapping[str, Any]) -> list[str]:
    """Return what the server finds wrong in the fields of a record, which it may have kept."""
    found = []
    for error in mappings(value, "errors"):
        messages = error.get("messages", error.get("message"))
        said = messages if isinstance(messages, list) else [messages]
        words = ", ".join(each if isinstance(each, str) else json.dumps(each) for each in said)
        found.append(f"{text(error, 'field')}: {words}".removeprefix(": "))
    return found


def record_path(id: str) -> str:
    """Return the path of a published record."""
    return f"/records/{_part(id)}"


def draft_path(id: str) -> str:
    """Return the path of a draft."""
    return f"{record_path(id)}/draft"


def files_path(id: str, *, draft: bool) -> str:
    """Return the path of a record's list of files."""
    return f"{draft_path(id) if draft else record_path(id)}/files"


def file_path(id: str, key: str, *, draft: bool) -> str:
    """Return the path of a file."""
    return f"{files_path(id, draft=draft)}/{_part(key)}"


def _part(value: str) -> str:
    return quote(value, safe="")
