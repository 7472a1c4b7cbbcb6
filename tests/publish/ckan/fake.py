"""A strict CKAN in this process: what the real one was seen to answer, and faults at will.

Unknown actions, keys and parameters are refused, so that a test fails where the real one would.
"""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.publish.loopback import Handler, serving

TOKEN = "canary-0f2c-token"  # noqa: S105 (what the tests look for)
LICENCES = [{"id": "cc-by", "url": "http://www.opendefinition.org/licenses/cc-by"}]
READS = {
    "package_show",
    "license_list",
    "resource_show",
    "datastore_info",
    "datastore_search",
    "download",
}
DATASET = {
    "name",
    "state",
    "title",
    "notes",
    "url",
    "version",
    "license_id",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "tags",
    "extras",
    "private",
    "owner_org",
    "id",
}


class Refused(Exception):
    def __init__(self, status: int, error: object) -> None:
        super().__init__(status)
        self.status, self.error = status, error


@dataclass
class Fault:
    """What goes wrong at the calls of an action: the answer is lost, or is this one."""

    status: int = 0
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    lost: bool = False


@dataclass
class FakeCkan:
    """The state of the portal, the calls it had, and the faults to come."""

    url: str = ""
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    most_bytes: int = 1 << 20
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call not in READS]

    def end_state(self) -> object:
        """Return what a visitor sees, by name: all but random ids and ports."""
        dataset = self.datasets["small"]
        names = {each["id"]: each["name"] for each in dataset["resources"]}
        random = ((dataset["id"], "ID"), (self.url, "URL"), *names.items())
        files = {names[id]: data.decode() for id, data in self.files.items()}
        tables = {names[id]: table for id, table in self.tables.items()}
        text = json.dumps([dataset, files, tables])
        for value, word in random:
            text = text.replace(value, word)
        state = json.loads(text)
        for resource in state[0]["resources"]:
            if resource["name"] == "datapackage.json":
                del resource["hash"], resource["sha256"]  # of a text with the port in it
        return state

    def resource(self, id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        for dataset in self.datasets.values():
            for resource in dataset["resources"]:
                if resource["id"] == id:
                    return dataset, resource
        raise Refused(404, {"__type": "Not Found Error", "message": "Not found"})

    def dataset(self, id: str) -> dict[str, Any]:
        for dataset in self.datasets.values():
            if id in (dataset["id"], dataset["name"]):
                return dataset
        raise Refused(404, {"__type": "Not Found Error", "message": "Not found"})

    # ------------------------------------------------------------------ actions

    def package_show(self, values: dict[str, Any]) -> Any:
        return self.dataset(values["id"])

    def license_list(self, _values: dict[str, Any]) -> Any:
        return LICENCES

    def package_create(self, values: dict[str, Any]) -> Any:
        assert set(values) <= DATASET, set(values) - DATASET
        if "owner_org" not in values:
            raise Refused(409, {"__type": "Validation Error", "owner_org": ["Missing value"]})
        if values["name"] in self.datasets:
            raise Refused(409, {"name": ["That URL is already in use."]})
        new = {
            "id": str(uuid.uuid4()),
            "resources": [],
            "type": "dataset",
            **values,
            "state": "active",
        }
        self.datasets[values["name"]] = new
        return new

    def package_patch(self, values: dict[str, Any]) -> Any:
        assert set(values) <= DATASET, set(values) - DATASET
        dataset = self.dataset(values.pop("id"))
        dataset |= values
        return dataset

    def resource_show(self, values: dict[str, Any]) -> Any:
        return self.resource(values["id"])[1]

    def resource_create(self, values: dict[str, Any]) -> Any:
        dataset = self.dataset(values.pop("package_id"))
        resource = {"datastore_active": False}
        dataset["resources"].append(resource)
        return self._put(dataset, resource, values)

    def resource_patch(self, values: dict[str, Any]) -> Any:
        return self._put(*self.resource(values["id"]), values)

    def _put(self, dataset: dict[str, Any], resource: dict[str, Any], values: Any) -> Any:
        upload = values.pop("upload", None)
        resource |= values
        if upload is not None:
            name, data = upload
            if len(data) > self.most_bytes:
                raise Refused(409, {"upload": ["File upload too large"]})
            self.files[resource["id"]] = data
            path = f"/dataset/{dataset['id']}/resource/{resource['id']}/download/{name}"
            resource |= {"url": self.url + path, "url_type": "upload", "size": len(data)}
        return resource

    def resource_delete(self, values: dict[str, Any]) -> Any:
        dataset, resource = self.resource(values["id"])
        dataset["resources"].remove(resource)
        self.files.pop(resource["id"], None)
        self.tables.pop(resource["id"], None)

    def datastore_info(self, values: dict[str, Any]) -> Any:
        return {"fields": self._table(values["id"])["fields"]}

    def datastore_search(self, values: dict[str, Any]) -> Any:
        rows = self._table(values["resource_id"])["rows"]
        start, limit = int(values.get("offset", 0)), int(values["limit"])
        return {"total": len(rows), "records": rows[start : start + limit]}

    def datastore_create(self, values: dict[str, Any]) -> Any:
        assert values["force"] is True
        id = values["resource_id"]
        self.resource(id)[1]["datastore_active"] = True
        self.tables.setdefault(id, {"fields": values["fields"], "rows": []})
        return {}

    def datastore_delete(self, values: dict[str, Any]) -> Any:
        self._table(values["resource_id"])
        del self.tables[values["resource_id"]]
        self.resource(values["resource_id"])[1]["datastore_active"] = False
        return {}

    def datastore_upsert(self, values: dict[str, Any]) -> Any:
        assert values["method"] == "insert"
        self._table(values["resource_id"])["rows"] += values["records"]
        return {}

    def _table(self, id: str) -> dict[str, Any]:
        if id not in self.tables:
            raise Refused(404, {"__type": "Not Found Error", "message": "Not found"})
        return self.tables[id]


class _Handler(Handler):
    def get(self) -> None:
        parts = urlsplit(self.path)
        if "/download/" in parts.path:
            self._answer("download", lambda: self._file(parts.path.split("/")[4]))
            return
        self._act(parts.path, dict(parse_qsl(parts.query)))

    def post(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] == "application/json":
            values = json.loads(data)
        else:
            values = _form(self.headers["Content-Type"], data)
        self._act(urlsplit(self.path).path, values)

    def _file(self, id: str) -> bytes:
        fake: FakeCkan = self.server.fake
        if id not in fake.files:
            raise Refused(404, "gone")
        return fake.files[id]

    def _act(self, path: str, values: dict[str, Any]) -> None:
        action = path.removeprefix("/api/3/action/")
        self._answer(action, lambda: getattr(self.server.fake, action)(values))

    def _answer(self, action: str, run: Callable[[], Any]) -> None:
        fake: FakeCkan = self.server.fake
        with fake.lock:
            fake.calls.append(action)
            fake.headers.append(dict(self.headers))
            fault = fake.faults.get(action)
            if fault is not None and fault.times > 0:
                fault.times -= 1
                if not fault.lost:
                    self.send(fault.status, fault.body.encode(), fault.headers)
                    return
            else:
                fault = None
            status, body = self._run(action, run)
        if fault is not None:
            self.close_connection = True
            self.connection.close()
            return
        self.send(status, body, {})

    def _run(self, action: str, run: Callable[[], Any]) -> tuple[int, bytes]:
        try:
            self._check_token(action)
            result = run()
        except Refused as refused:
            answer = {"success": False, "error": refused.error}
            return refused.status, json.dumps(answer).encode()
        if isinstance(result, bytes):
            return 200, result
        return 200, json.dumps({"success": True, "result": result}).encode()

    def _check_token(self, action: str) -> None:
        if action not in READS and self.headers["Authorization"] != TOKEN:
            raise Refused(403, {"__type": "Authorization Error", "message": "Access denied"})


def _form(content_type: str, data: bytes) -> dict[str, Any]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    values: dict[str, Any] = {}
    message: Any = BytesParser(policy=HTTP).parsebytes(head + data)
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if part.get_filename():
            values[name] = (part.get_filename(), payload)
        else:
            values[name] = payload.decode("utf-8")
    return values


@contextmanager
def fake_ckan() -> Iterator[FakeCkan]:
    """Serve a portal on a loopback port."""
    with serving(_Handler) as (server, url):
        server.fake = FakeCkan(url=url)
        yield server.fake
