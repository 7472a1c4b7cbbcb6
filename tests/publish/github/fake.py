"""A strict GitHub in this process: releases and assets as its reference has them, faults at will.

What the documentation does not allow is an assertion here; drafts are hidden from readers and from
the look-up by tag, names are changed, a published release is immutable, unfinished uploads stay.
"""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.publish.loopback import Handler, serving

TOKEN = "canary-5e1b-token"  # noqa: S105 (what the tests look for)
WRITES = ("POST", "PATCH", "DELETE")
CREATE = {"tag_name", "target_commitish", "name", "body", "draft", "prerelease", "make_latest"}


class Refused(Exception):
    def __init__(self, status: int, message: str, *errors: dict[str, str]) -> None:
        super().__init__(status)
        self.status = status
        self.value = {"message": message, "errors": list(errors)}


@dataclass
class Fault:
    """What happens to the calls of that name: this answer, or none though it was done.

    ``starter`` leaves an unfinished asset of the upload behind.
    """

    status: int = 0
    body: str = "{}"
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    lost: bool = False
    starter: bool = False


@dataclass
class FakeGithub:
    """The releases, the calls, and the faults to come."""

    url: str = ""
    uploads: str = ""
    elsewhere: str = ""
    releases: dict[int, dict[str, Any]] = field(default_factory=dict)
    data: dict[int, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    may_write: bool = True
    archived: bool = False
    empty: bool = False
    digests: bool = True
    last: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call.split()[0] in WRITES]

    def new_id(self) -> int:
        self.last += 1
        return self.last

    def end_state(self) -> object:
        """Return what a visitor sees: all but ids and ports."""
        return [
            {
                **{key: release[key] for key in ("tag_name", "name", "body", "draft")},
                "assets": {
                    asset["name"]: (asset["state"], self.data[asset["id"]])
                    for asset in sorted(release["assets"], key=lambda each: str(each["name"]))
                },
            }
            for release in self.releases.values()
        ]

    def draft(self, tag: str, **more: object) -> dict[str, Any]:
        """Put a draft there by hand."""
        return self.create({"tag_name": tag, "draft": True, **more})

    def asset(self, release: dict[str, Any], name: str, data: bytes, state: str) -> dict[str, Any]:
        id = self.new_id()
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        made = {
            "id": id,
            "name": name,
            "state": state,
            "size": len(data),
            "digest": digest if self.digests and state == "uploaded" else None,
            "browser_download_url": f"{self.url}/download/{name}",
        }
        release["assets"].append(made)
        self.data[id] = data
        return made

    def create(self, values: dict[str, Any]) -> dict[str, Any]:
        assert set(values) <= CREATE, set(values) - CREATE
        assert len(str(values.get("body", ""))) < 125_000
        if self.empty:
            raise Refused(422, "Repository is empty.")
        self.refuse_published(values["tag_name"])
        id = self.new_id()
        made = {
            "id": id,
            "name": None,
            "body": None,
            "prerelease": False,
            **values,
            "draft": bool(values.get("draft")),
            "upload_url": f"{self.uploads}/repos/ada/x/releases/{id}/assets{{?name,label}}",
            "html_url": f"{self.url}/ada/x/releases/{id}",
            "assets": [],
        }
        self.releases[id] = made
        return made

    def refuse_published(self, tag: str) -> None:
        if any(not each["draft"] and each["tag_name"] == tag for each in self.releases.values()):
            error = {"resource": "Release", "code": "already_exists", "field": "tag_name"}
            raise Refused(422, "Validation Failed", error)


ROUTES = [
    ("GET", r"", "repository"),
    ("GET", r"/releases/tags/([^/]+)", "by_tag"),
    ("GET", r"/releases", "releases"),
    ("POST", r"/releases", "create"),
    ("GET", r"/releases/(\d+)", "release"),
    ("PATCH", r"/releases/(\d+)", "patch"),
    ("GET", r"/releases/(\d+)/assets", "assets"),
    ("POST", r"/releases/(\d+)/assets", "upload"),
    ("GET", r"/releases/assets/(\d+)", "download"),
    ("DELETE", r"/releases/assets/(\d+)", "delete_asset"),
    ("DELETE", r"/releases/(\d+)", "delete"),
]


class _Handler(Handler):
    @property
    def fake(self) -> FakeGithub:
        found: FakeGithub = self.server.fake
        return found

    def answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        with self.fake.lock:
            self.fake.seen.append((self.path, dict(self.headers)))
            if self.server.role == "elsewhere":
                self.send(200, self.fake.data[int(parts.path.strip("/"))], {})
                return
            name, found = self._route(parts.path.removeprefix("/api/uploads"))
            assert (name == "upload") == parts.path.startswith("/api/uploads/"), self.path
            self.fake.calls.append(f"{self.command} {name}")
            fault = self.fake.faults.get(name)
            if fault is not None and fault.times > 0:
                fault.times -= 1
                if fault.starter:
                    self.fake.asset(self.fake.releases[found], query["name"], data[:2], "starter")
                if not fault.lost:
                    self.send(fault.status, fault.body.encode(), fault.headers)
                    return
            else:
                fault = None
            status, body, headers = self._run(name, found, query, data)
        if fault is not None:
            self.close_connection = True
            self.connection.close()
            return
        self.send(status, body, headers)

    def _route(self, path: str) -> tuple[str, Any]:
        assert path.startswith("/repos/"), path
        _, _, owner, repository, *rest = path.split("/")
        below = "".join(f"/{each}" for each in rest)
        for method, pattern, name in ROUTES:
            found = re.fullmatch(pattern, below)
            if method == self.command and found:
                value = unquote(found[1]) if found.groups() else f"{owner}/{repository}"
                return name, int(value) if value.isdigit() and name != "by_tag" else value
        raise AssertionError(f"{self.command} {path}")

    def _run(
        self, name: str, found: Any, query: dict[str, str], data: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        try:
            self._check(name)
            result = getattr(self, name)(found, query, data)
        except Refused as refused:
            return refused.status, json.dumps(refused.value).encode(), {}
        if isinstance(result, str):
            return 302, b"", {"Location": result}
        status = {"create": 201, "upload": 201, "delete": 204, "delete_asset": 204}.get(name, 200)
        return status, b"" if status == 204 else json.dumps(result).encode(), {}

    def _check(self, name: str) -> None:
        accept = "application/octet-stream" if name == "download" else "application/vnd.github+json"
        assert self.headers["Accept"] == accept
        assert self.headers["X-GitHub-Api-Version"] == "2022-11-28"
        assert self.headers["User-Agent"]
        given = self.headers["Authorization"]
        if given not in (None, f"Bearer {TOKEN}"):
            raise Refused(401, "Bad credentials")
        if self.command in WRITES and given is None:
            raise Refused(404, "Not Found")
        if self.command in WRITES and not self.fake.may_write:
            raise Refused(403, "Resource not accessible by personal access token")

    @property
    def _sees_drafts(self) -> bool:
        return self.headers["Authorization"] is not None and self.fake.may_write

    def _found(self, id: int) -> dict[str, Any]:
        release = self.fake.releases.get(id)
        if release is None or (release["draft"] and not self._sees_drafts):
            raise Refused(404, "Not Found")
        return release

    # ------------------------------------------------------------------ calls

    def repository(self, name: str, _query: Any, _data: bytes) -> Any:
        if name != "ada/x":
            raise Refused(404, "Not Found")
        return {
            "full_name": "ada/x",
            "default_branch": "main",
            "archived": self.fake.archived,
            "permissions": {"pull": True, "push": self.fake.may_write},
        }

    def by_tag(self, tag: str, _query: Any, _data: bytes) -> Any:
        for release in self.fake.releases.values():
            if release["tag_name"] == tag and not release["draft"]:
                return release
        raise Refused(404, "Not Found")

    def releases(self, _name: str, query: dict[str, str], _data: bytes) -> Any:
        size, page = int(query["per_page"]), int(query["page"])
        assert size <= 100
        every = [each for each in self.fake.releases.values() if self._sees_drafts]
        every += [each for each in self.fake.releases.values() if each not in every]
        shown = [each for each in every if self._sees_drafts or not each["draft"]][::-1]
        return shown[(page - 1) * size : page * size]

    def create(self, _name: str, _query: Any, data: bytes) -> Any:
        return self.fake.create(json.loads(data))

    def release(self, id: int, _query: Any, _data: bytes) -> Any:
        return self._found(id)

    def patch(self, id: int, _query: Any, data: bytes) -> Any:
        values, release = json.loads(data), self._found(id)
        assert set(values) <= CREATE, set(values) - CREATE
        if release["draft"] and values.get("draft") is False:
            self.fake.refuse_published(release["tag_name"])
        release |= values
        return release

    def assets(self, id: int, _query: Any, _data: bytes) -> Any:
        return self._found(id)["assets"]

    def upload(self, id: int, query: dict[str, str], data: bytes) -> Any:
        release = self._found(id)
        if not release["draft"]:
            raise Refused(422, "Cannot upload assets to an immutable release.")
        name = re.sub(r"[^A-Za-z0-9._-]", ".", query["name"])
        if any(each["name"] == name for each in release["assets"]):
            error = {"resource": "ReleaseAsset", "code": "already_exists", "field": "name"}
            raise Refused(422, "Validation Failed", error)
        return self.fake.asset(release, name, data, "uploaded")

    def download(self, id: int, _query: Any, _data: bytes) -> Any:
        for release in self.fake.releases.values():
            for asset in release["assets"]:
                if asset["id"] == id and asset["state"] == "uploaded" and id in self.fake.data:
                    self._found(release["id"])
                    return f"{self.fake.elsewhere}/{id}"
        raise Refused(404, "Not Found")

    def delete_asset(self, id: int, _query: Any, _data: bytes) -> Any:
        for release in self.fake.releases.values():
            for asset in release["assets"]:
                if asset["id"] == id:
                    assert release["draft"], "a release is immutable"
                    release["assets"].remove(asset)
                    return None
        raise Refused(404, "Not Found")

    def delete(self, id: int, _query: Any, _data: bytes) -> Any:
        assert self._found(id)["draft"], "a release is immutable"
        del self.fake.releases[id]


@contextmanager
def fake_github() -> Iterator[FakeGithub]:
    """Serve the API and its uploads, and the host that assets are served from."""
    with serving(_Handler) as (api, url), serving(_Handler) as (files, elsewhere):
        fake = FakeGithub(url=url, elsewhere=elsewhere, uploads=f"{url}/api/uploads")
        for server, role in ((api, "api"), (files, "elsewhere")):
            server.fake, server.role = fake, role
        yield fake
