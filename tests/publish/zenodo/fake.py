"""A strict InvenioRDM in this process: what a real one (14.0.5) answered, and faults at will.

``tests/publish/zenodo/scripted.py`` holds it against the real one. Unknown routes and fields are
refused; as on Zenodo, who asks for records as plain JSON gets the form of another API.
"""

import copy
import hashlib
import itertools
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.publish.zenodo.fake_shapes import LICENCES, ROLES, entry, faults_of, kept, matches

TOKEN = "canary-51b7-token"  # noqa: S105 (what the tests look for)
OUTSIDER = "canary-99e2-outsider"
USERS = {TOKEN: "1", OUTSIDER: "2"}
ROUTES = (
    ("search_own", "GET", "/user/records"),
    ("search", "GET", "/records"),
    ("create", "POST", "/records"),
    ("record", "GET", "/records/ID"),
    ("draft", "GET", "/records/ID/draft"),
    ("edit", "POST", "/records/ID/draft"),
    ("metadata", "PUT", "/records/ID/draft"),
    ("discard", "DELETE", "/records/ID/draft"),
    ("reserve", "POST", "/records/ID/draft/pids/doi"),
    ("publish", "POST", "/records/ID/draft/actions/publish"),
    ("version", "POST", "/records/ID/versions"),
    ("draft_files", "GET", "/records/ID/draft/files"),
    ("declare", "POST", "/records/ID/draft/files"),
    ("draft_file", "GET", "/records/ID/draft/files/KEY"),
    ("delete", "DELETE", "/records/ID/draft/files/KEY"),
    ("draft_content", "GET", "/records/ID/draft/files/KEY/content"),
    ("send", "PUT", "/records/ID/draft/files/KEY/content"),
    ("commit", "POST", "/records/ID/draft/files/KEY/commit"),
    ("files", "GET", "/records/ID/files"),
    ("content", "GET", "/records/ID/files/KEY/content"),
    ("ask", "POST", "/records/ID/communities"),
    ("requests", "GET", "/records/ID/requests"),
    ("community", "GET", "/communities/ID"),
    ("found", "POST", "/communities"),
    ("licence", "GET", "/vocabularies/licenses/ID"),
)
READS = {name for name, method, _ in ROUTES if method == "GET"}


class Refused(Exception):
    def __init__(self, status: int, message: str = "", errors: object = None) -> None:
        super().__init__(status, message)
        self.status = status
        self.body: dict[str, Any] = {"status": status, "message": message}
        if errors is not None:
            self.body["errors"] = errors


@dataclass
class Fault:
    """What goes wrong at calls of a route: the answer is lost, or is this one.

    With ``happened`` the server does what was asked before it answers so.
    """

    status: int = 0
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    lost: bool = False
    happened: bool = False


@dataclass
class Call:
    """A request: who asks, and for what."""

    user: str
    id: str
    key: str
    query: dict[str, str]
    headers: Any
    data: bytes

    def value(self) -> Any:
        if self.headers["Content-Type"] != "application/json":
            raise Refused(415, "Invalid 'Content-Type' header. Expected one of: application/json")
        try:
            return json.loads(self.data)
        except ValueError:
            raise Refused(400, "Unable to decode JSON data in request body.") from None


@dataclass
class FakeInvenio:
    """The state of the server, the calls it had, and the faults to come."""

    url: str = ""
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[tuple[str, bool], dict[str, dict[str, Any]]] = field(default_factory=dict)
    parents: dict[str, dict[str, Any]] = field(default_factory=dict)
    communities: dict[str, dict[str, Any]] = field(default_factory=dict)
    inclusions: list[dict[str, Any]] = field(default_factory=list)
    index: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    most_bytes: int = 1 << 20
    is_lagging: bool = False
    is_racing: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call not in READS]

    def end_state(self) -> object:
        """Return what a visitor sees of published records: all but random ids and times."""
        return [
            {
                "metadata": record["metadata"],
                "files": {
                    key: file["data"].decode().replace(id, "ID")
                    for key, file in sorted(self.contents[id, False].items())
                },
            }
            for id, record in sorted(self.records.items())
        ]

    # ------------------------------------------------------------------ records and drafts

    def create(self, call: Call) -> Any:
        self._check_user(call)
        value = self._checked(call.value())
        parent: dict[str, Any] = {"id": self._id(), "owner": call.user, "next": "", "count": 1}
        parent["communities"] = []
        self.parents[parent["id"]] = parent
        draft = self._new_draft(parent, value, 1)
        return 201, self._shown(draft, value)

    def _new_draft(self, parent: dict[str, Any], value: Any, index: int) -> dict[str, Any]:
        id = self._id()
        draft = {
            "id": id,
            "created": f"2026-01-01T00:00:00.{next(self.numbers):06}+00:00",
            "revision_id": 5,
            "is_draft": True,
            "is_published": False,
            "pids": {},
            "index": index,
            "parent": parent["id"],
            "metadata": kept(value.get("metadata", {})),
            "access": value.get("access") or {"record": "public", "files": "public"},
            "custom_fields": {},
        }
        self.drafts[id], self.contents[id, True] = draft, {}
        parent["next"] = id
        self._index(id)
        return draft

    def draft(self, call: Call) -> Any:
        return 200, self._shown(self._own_draft(call))

    def record(self, call: Call) -> Any:
        if call.id not in self.records:
            what = "is not registered." if call.id in self.drafts else "does not exist."
            raise Refused(404, f"The persistent identifier {what}")
        return 200, self._shown(self.records[call.id])

    def edit(self, call: Call) -> Any:
        record = self._own_record(call)
        draft = {**copy.deepcopy(record), "is_draft": True, "revision_id": 4}
        self.drafts[call.id] = draft
        self.contents[call.id, True] = dict(self.contents[call.id, False])
        return 201, self._shown(draft)

    def metadata(self, call: Call) -> Any:
        draft = self._own_draft(call)
        given = call.headers["If-Match"]
        if given is not None and int(given) != draft["revision_id"]:
            revision = draft["revision_id"]
            message = f"Revision id provided({given}) doesn't match record's one({revision})"
            raise Refused(412, message)
        value = self._checked(call.value())
        draft["metadata"] = kept(value.get("metadata", {}))
        draft["access"] = value.get("access", draft["access"])
        draft["revision_id"] += 2
        self._index(call.id)
        return 200, self._shown(draft, value)

    def discard(self, call: Call) -> Any:
        draft = self._own_draft(call)
        del self.drafts[call.id], self.contents[call.id, True]
        parent = self.parents[draft["parent"]]
        if parent["next"] == call.id:
            parent["next"] = ""
        self._index(call.id)
        return 204, b""

    def reserve(self, call: Call) -> Any:
        draft = self._own_draft(call)
        if draft["pids"]:
            errors = [{"field": "pids.doi", "messages": ["A PID already exists for type doi"]}]
            raise Refused(400, "A validation error occurred.", errors)
        draft["pids"] = {"doi": {"identifier": f"10.5072/{call.id}", "provider": "datacite"}}
        draft["revision_id"] += 2
        return 201, self._shown(draft)

    def publish(self, call: Call) -> Any:
        if call.id in self.records and call.id not in self.drafts:
            self._check_user(call)
            raise Refused(404, "Not found.")
        draft = self._own_draft(call)
        errors = faults_of(draft["metadata"])
        files = self.contents[call.id, True]
        if not files:
            message = "Missing uploaded files. To disable files for this record please mark it as"
            errors.append({"field": "files.enabled", "messages": [f"{message} metadata-only."]})
        if any(file["status"] != "completed" for file in files.values()):
            message = "One or more files have not completed their transfer, please wait."
            errors.append({"field": "files", "messages": [message]})
        if errors:
            raise Refused(400, "A validation error occurred.", errors)
        parent = self.parents[draft["parent"]]
        if not draft["pids"]:
            draft["pids"] = {"doi": {"identifier": f"10.5072/{call.id}"}}
        record = {**copy.deepcopy(draft), "is_draft": False, "is_published": True}
        self.records[call.id], self.contents[call.id, False] = record, files
        del self.drafts[call.id], self.contents[call.id, True]
        parent["doi"] = f"10.5072/{parent['id']}"
        if parent["next"] == call.id:
            parent["next"] = ""
        self._index(call.id)
        return 202, self._shown(record)

    def version(self, call: Call) -> Any:
        record = self._own_record(call)
        parent = self.parents[record["parent"]]
        if parent["next"] in self.drafts and not self.is_racing:
            return 201, self._shown(self.drafts[parent["next"]])
        metadata = {key: record["metadata"][key] for key in record["metadata"] if key != "version"}
        metadata["publication_date"] = "2026-01-01"
        parent["count"] += 1
        draft = self._new_draft(parent, {"metadata": metadata}, parent["count"])
        return 201, self._shown(draft)

    # ------------------------------------------------------------------ search

    def search_own(self, call: Call) -> Any:
        self._check_user(call)
        return self._hits(call, [each for each in self.index.values() if self._owns(call, each)])

    def search(self, call: Call) -> Any:
        return self._hits(call, [each for each in self.index.values() if each["is_published"]])

    def _hits(self, call: Call, found: list[dict[str, Any]]) -> Any:
        matched = re.fullmatch(r'([a-z_.]+):"(.*)"', call.query["q"])
        assert matched, call.query["q"]
        what, value = matched[1], re.sub(r"\\(.)", r"\1", matched[2])
        assert call.query["allversions"] == "true"
        size, page = int(call.query["size"]), int(call.query["page"])
        if size > 25:
            raise Refused(400, "Page size cannot be greater than 25.")
        hits = [self._shown(each) for each in found if matches(each, what, value)]
        start = (page - 1) * size
        return 200, {"hits": {"hits": hits[start : start + size], "total": len(hits)}}

    def _index(self, id: str) -> None:
        if self.is_lagging:
            return
        found = self.drafts.get(id) or self.records.get(id)
        if found is None:
            self.index.pop(id, None)
        else:
            self.index[id] = copy.deepcopy(found)

    def refresh(self) -> None:
        """Let the index learn what it missed."""
        self.is_lagging = False
        for id in {*self.drafts, *self.records, *self.index}:
            self._index(id)

    # ------------------------------------------------------------------ files

    def draft_files(self, call: Call) -> Any:
        self._own_draft(call)
        return self._listed(call.id, is_draft=True)

    def files(self, call: Call) -> Any:
        if call.id not in self.records:
            raise Refused(404, "Not found.")
        return self._listed(call.id, is_draft=False)

    def _listed(self, id: str, *, is_draft: bool) -> Any:
        entries = [entry(file) for file in self.contents[id, is_draft].values()]
        return 200, {"enabled": True, "entries": entries, "order": []}

    def declare(self, call: Call) -> Any:
        self._own_draft(call)
        files = self.contents[call.id, True]
        for each in call.value():
            if each["key"] in files:
                raise Refused(400, f"File with key {each['key']} already exists.")
            files[each["key"]] = {"key": each["key"], "status": "pending", "data": None}
        return 201, self._listed(call.id, is_draft=True)[1]

    def draft_file(self, call: Call) -> Any:
        return 200, entry(self._file(call))

    def delete(self, call: Call) -> Any:
        del self.contents[call.id, True][self._file(call)["key"]]
        return 204, b""

    def send(self, call: Call) -> Any:
        if call.headers["Content-Type"] != "application/octet-stream":
            message = "Invalid 'Content-Type' header. Expected one of: application/octet-stream"
            raise Refused(415, message)
        file = self._file(call)
        if len(call.data) > self.most_bytes:
            raise Refused(413, "The data value transmitted exceeds the capacity limit.")
        if file["status"] == "completed":  # answered as done, with the old checksum, and lost
            del self.contents[call.id, True][call.key]
            return 200, {**entry(file), "errors": "File upload transfer failed."}
        file["data"] = call.data
        return 200, entry(file)

    def commit(self, call: Call) -> Any:
        file = self._file(call)
        if file["data"] is None:
            raise Refused(500, "The server encountered an internal error.")
        file["status"] = "completed"
        return 200, entry(file)

    def draft_content(self, call: Call) -> Any:
        return 200, self._file(call)["data"]

    def content(self, call: Call) -> Any:
        file = self.contents.get((call.id, False), {}).get(call.key)
        if file is None:
            raise Refused(404, f"Record '{call.id}' has no file '{call.key}'.")
        return 200, file["data"]

    def _file(self, call: Call) -> dict[str, Any]:
        self._own_draft(call)
        file = self.contents[call.id, True].get(call.key)
        if file is None:
            raise Refused(404, f"Record '{call.id}' has no file '{call.key}'.")
        return file

    # ------------------------------------------------------------------ communities, vocabularies

    def found(self, call: Call) -> Any:
        self._check_user(call)
        value = call.value()
        made = {"id": self._id(), "slug": value["slug"], "owner": call.user}
        self.communities[value["slug"]] = made
        return 201, made

    def community(self, call: Call) -> Any:
        if call.id not in self.communities:
            raise Refused(404, "The persistent identifier does not exist.")
        return 200, self.communities[call.id]

    def ask(self, call: Call) -> Any:
        record = self._own_record(call)
        (asked,) = (each["id"] for each in call.value()["communities"])
        if asked not in {each["id"] for each in self.communities.values()}:
            errors = [{"community_id": asked, "message": "Community not found."}]
            raise Refused(400, errors=errors)
        if any(each["receiver"]["community"] == asked for each in self._requests(record["id"])):
            message = "There is already an open inclusion request for this community."
            raise Refused(400, errors=[{"community_id": asked, "message": message}])
        made = {"topic": record["id"], "receiver": {"community": asked}, "status": "submitted"}
        self.inclusions.append(made)
        return 200, {"processed": [{"community_id": asked, "request": made}]}

    def requests(self, call: Call) -> Any:
        self._own_record(call)
        return 200, {"hits": {"hits": self._requests(call.id)}}

    def _requests(self, id: str) -> list[dict[str, Any]]:
        return [each for each in self.inclusions if each["topic"] == id]

    def licence(self, call: Call) -> Any:
        if call.id not in LICENCES:
            raise Refused(404, "The persistent identifier does not exist.")
        return 200, {"id": call.id, "title": {"en": LICENCES[call.id]}}

    # ------------------------------------------------------------------ rights and shapes

    def _check_user(self, call: Call) -> None:
        if not call.user:
            raise Refused(403, "Permission denied.")

    def _owns(self, call: Call, each: dict[str, Any]) -> bool:
        return bool(self.parents[each["parent"]]["owner"] == call.user)

    def _own_draft(self, call: Call) -> dict[str, Any]:
        if call.id not in self.drafts:
            raise Refused(404, "The persistent identifier does not exist.")
        if not self._owns(call, self.drafts[call.id]):
            raise Refused(403, "Permission denied.")
        return self.drafts[call.id]

    def _own_record(self, call: Call) -> dict[str, Any]:
        self.record(call)
        if not self._owns(call, self.records[call.id]):
            raise Refused(403, "Permission denied.")
        return self.records[call.id]

    def _checked(self, value: Any) -> Any:
        for right in value.get("metadata", {}).get("rights", ()):
            if "id" in right and right["id"] not in LICENCES:
                raise Refused(400, f"Invalid value {right['id']}.")
        for each in value.get("metadata", {}).get("contributors", ()):
            if each["role"]["id"] not in ROLES:
                raise Refused(400, f"Invalid value {each['role']['id']}.")
        return value

    def _shown(self, each: dict[str, Any], given: Any = None) -> dict[str, Any]:
        parent = self.parents[each["parent"]]
        pids = {"doi": {"identifier": parent["doi"]}} if "doi" in parent else {}
        shown = {
            **{key: each[key] for key in each if key not in ("index", "parent")},
            "versions": {
                "index": each["index"],
                "is_latest_draft": each["id"] == parent["next"],
            },
            "parent": {
                "id": parent["id"],
                "pids": pids,
                "communities": {"ids": parent["communities"]} if parent["communities"] else {},
            },
        }
        if given is not None:
            shown["errors"] = faults_of(given.get("metadata", {}))
        return copy.deepcopy(shown)

    def _id(self) -> str:
        digest = hashlib.sha256(f"{self.url}{next(self.numbers)}".encode()).hexdigest()
        return f"{digest[:5]}-{digest[5:10]}"
