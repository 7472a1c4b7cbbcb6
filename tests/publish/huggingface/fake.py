"""A strict Hub in this process: datasets as its library meets them, faults at will.

It keeps commits as git does, decides in ``preupload`` what is large, takes and serves large files
at another host, where no token may come, and commits upon the stated parent or not at all. What the
Hub would not take is in ``wrong``, which the tests find empty.
"""

import base64
import hashlib
import json
import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from tests.publish.loopback import Handler, serving

TOKEN = "hf_canary-7c2d-token"  # noqa: S105 (what the tests look for)
WRITES = ("create", "settings", "branch", "put", "verify", "commit", "tag")
LICENCES = {"cc-by-4.0", "cc0-1.0", "odbl", "mit", "other"}
LARGE = (".parquet", ".zip", ".gz", ".sqlite", ".xlsx")
SIZES = {
    "n<1K",
    "1K<n<10K",
    "10K<n<100K",
    "100K<n<1M",
    "1M<n<10M",
    "10M<n<100M",
    "100M<n<1B",
    "1B<n<10B",
    "10B<n<100B",
    "100B<n<1T",
    "n>1T",
}
_REPOSITORY = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*"


class Refused(Exception):
    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(status)
        self.status, self.message, self.code = status, message, code


@dataclass
class Fault:
    """What happens to the calls of that name: this answer in the place of what was asked.

    ``lost``: it was done, and this is the answer; without a status there is none.
    ``kill`` is a process that is killed at the call, after it was done where ``lost``.
    """

    status: int = 0
    body: str = "{}"
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    lost: bool = False
    kill: int = 0


@dataclass(frozen=True)
class File:
    data: bytes
    large: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def blob(self) -> str:
        text = self.data
        if self.large:
            text = f"version x\noid sha256:{self.sha256}\nsize {len(self.data)}\n".encode()
        return hashlib.sha1(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()


Files = dict[str, File]


@dataclass
class FakeHub:
    """One owner's datasets, the calls, and the faults to come."""

    url: str = ""
    elsewhere: str = ""
    verify_at: str = ""
    exists: bool = False
    private: bool = False
    moved_to: str = ""
    may_write: bool = True
    may_create: bool = True
    xet: bool = False
    limit: int = 10 << 20
    page: int = 1000
    commits: dict[str, Files] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call in WRITES]

    @property
    def files(self) -> Files:
        return self.commits[self.branches["main"]]

    def text(self, path: str) -> str:
        return self.files[path].data.decode()

    def end_state(self) -> object:
        """Return what a visitor sees: all but hashes of commits."""
        return (
            self.exists,
            self.private,
            {name: self.commits[commit] for name, commit in self.branches.items()},
            {name: self.commits[commit] for name, commit in self.tags.items()},
        )

    def make(self, *, private: bool = False) -> None:
        """Make the dataset as the Hub does."""
        self.exists, self.private = True, private
        self.put("main", {".gitattributes": File(b"*.parquet filter=lfs\n")}, "initial commit")

    def put(self, branch: str, files: Files, message: str) -> str:
        """Commit by hand."""
        told = f"{self.branches.get(branch)} {len(self.commits)} {message} {sorted(files)}"
        commit = hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()
        self.commits[commit], self.messages[commit] = files, message
        self.branches[branch] = commit
        self.large |= {each.sha256: each.data for each in files.values() if each.large}
        return commit

    def edit(self, path: str, data: bytes | None, *, branch: str = "main") -> None:
        """Change a file, or delete it, as a person does on the Hub's page."""
        files = dict(self.commits[self.branches[branch]])
        before = files.pop(path, None)
        if data is not None:
            large = before.large if before else path.endswith(LARGE)
            files[path] = File(data, large=large)
        self.put(branch, files, f"edit {path}")

    def commit_of(self, revision: str) -> str:
        found = self.branches.get(revision) or self.tags.get(revision)
        if found is None and revision in self.commits:
            found = revision
        if found is None:
            raise Refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return found


_API = rf"/api/datasets/({_REPOSITORY})"
ROUTES = [
    ("GET", rf"{_API}", "info"),
    ("GET", rf"{_API}/revision/([^/]+)", "revision"),
    ("GET", rf"{_API}/refs", "refs"),
    ("GET", rf"{_API}/tree/([^/]+)", "tree"),
    ("GET", rf"{_API}/xet-write-token/([^/]+)", "xet"),
    ("POST", r"/api/repos/create", "create"),
    ("PUT", rf"{_API}/settings", "settings"),
    ("POST", rf"{_API}/branch/([^/]+)", "branch"),
    ("POST", r"/api/validate-yaml", "card"),
    ("POST", rf"{_API}/preupload/([^/]+)", "preupload"),
    ("POST", rf"/datasets/({_REPOSITORY})\.git/info/lfs/objects/batch", "batch"),
    ("PUT", r"/large/([0-9a-f]{64})", "put"),
    ("POST", r"/lfs/verify", "verify"),
    ("POST", rf"{_API}/commit/([^/]+)", "commit"),
    ("POST", rf"{_API}/tag/([^/]+)", "tag"),
    ("GET", rf"/datasets/({_REPOSITORY})/resolve/([^/]+)/(.+)", "resolve"),
]
WITHOUT_TOKEN = ("put", "info", "refs", "tree", "resolve")


class _Handler(Handler):
    @property
    def fake(self) -> FakeHub:
        found: FakeHub = self.server.fake
        return found

    def answer(self) -> None:
        data = self._body()
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        with self.fake.lock:
            headers = {name.title(): value for name, value in self.headers.items()}
            self.fake.seen.append((self.path, headers))
            try:
                name, found = self._route(parts.path)
                self.fake.calls.append(name)
                fault = self._fault(name)
                if fault is not None and not fault.lost:
                    self.send(fault.status, fault.body.encode(), fault.headers)
                    return
                status, body, headers = self._run(name, found, query, data)
            except AssertionError as error:
                self.fake.wrong.append(f"{self.command} {self.path}: {error}")
                self.send(418, b"not as the Hub has it", {})
                return
            if fault is not None and fault.status:
                self.send(fault.status, fault.body.encode(), fault.headers)
                return
            if fault is not None:
                if fault.kill:
                    os.kill(fault.kill, signal.SIGKILL)
                self.close_connection = True
                self.connection.close()
                return
        self.send(status, body, {"RateLimit": '"api";r=499;t=120', **headers})

    def _fault(self, name: str) -> Fault | None:
        fault = self.fake.faults.get(name)
        if fault is None or fault.times <= 0:
            return None
        fault.times -= 1
        if fault.kill and not fault.lost:
            os.kill(fault.kill, signal.SIGKILL)
        return fault

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline(), 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def _route(self, path: str) -> tuple[str, list[str]]:
        if self.server.role == "elsewhere":
            assert path.startswith("/large/"), path
            name = "put" if self.command == "PUT" else "large"
            return name, [path.removeprefix("/large/")]
        for method, pattern, name in ROUTES:
            found = re.fullmatch(pattern, path)
            if method == self.command and found and name != "put":
                return name, [unquote(each) for each in found.groups()]
        raise AssertionError("there is no such call")

    def _run(
        self, name: str, found: list[str], query: dict[str, str], data: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        try:
            self._check(name, found)
            result = getattr(self, name)(found, query, data)
        except Refused as refused:
            headers = {"X-Error-Message": refused.message}
            if refused.code:
                headers["X-Error-Code"] = refused.code
            return refused.status, json.dumps({"error": refused.message}).encode(), headers
        if isinstance(result, tuple):
            return result
        return 200, json.dumps(result).encode(), {"Content-Type": "application/json"}

    def _check(self, name: str, found: list[str]) -> None:
        given = self.headers["Authorization"]
        if self.server.role == "elsewhere":
            assert given is None, "the token is sent to another host"
            return
        agent = self.headers["User-Agent"]
        assert agent.startswith("dataset-tools"), agent
        assert "agent/" not in agent, agent
        if given not in (None, f"Bearer {TOKEN}"):
            raise Refused(401, "Invalid credentials in Authorization header")
        if given is None and (name not in WITHOUT_TOKEN or self.fake.private or not self._is_here):
            raise Refused(401, "Invalid username or password.")
        if found and "/" in found[0] and not self._is_named(found[0]):
            raise Refused(404, "Repository not found", "RepoNotFound")
        may = self.fake.may_create if name == "create" else self.fake.may_write
        if name in (*WRITES, "batch", "preupload") and not may:
            raise Refused(403, "You don't have the required permissions to perform this action")

    @property
    def _is_here(self) -> bool:
        return self.fake.exists

    def _is_named(self, repository: str) -> bool:
        return self.fake.exists and repository == "ada/x"

    # ------------------------------------------------------------------ calls

    def info(self, found: list[str], _query: Any, _data: bytes) -> Any:
        id = self.fake.moved_to or found[0]
        return {"id": id, "sha": self.fake.branches["main"], "private": self.fake.private}

    def revision(self, found: list[str], _query: Any, _data: bytes) -> Any:
        return {**self.info(found, {}, b""), "sha": self.fake.commit_of(found[1])}

    def refs(self, _found: Any, _query: Any, _data: bytes) -> Any:
        def told(kind: str, refs: dict[str, str]) -> list[dict[str, str]]:
            return [
                {"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": commit}
                for name, commit in refs.items()
            ]

        branches, tags = told("heads", self.fake.branches), told("tags", self.fake.tags)
        return {"branches": branches, "tags": tags, "converts": []}

    def tree(self, found: list[str], query: dict[str, str], _data: bytes) -> Any:
        assert query.get("recursive", "").lower() == "true", query
        commit, start = self.fake.commit_of(found[1]), int(query.get("cursor", 0))
        files = sorted(self.fake.commits[commit].items())
        folders = sorted({path.rpartition("/")[0] for path, _ in files} - {""})
        folder = {"type": "directory", "oid": "0" * 40, "size": 0}
        every = [{**folder, "path": each} for each in folders]
        every += [_entry(path, file) for path, file in files]
        shown, rest = every[start : start + self.fake.page], every[start + self.fake.page :]
        headers = {}
        if rest:
            path = urlsplit(self.path).path
            link = f"{self.fake.url}{path}?recursive=true&cursor={start + self.fake.page}"
            headers["Link"] = f'<{link}>; rel="next"'
        return 200, json.dumps(shown).encode(), headers

    def xet(self, _found: Any, _query: Any, _data: bytes) -> Any:
        if not self.fake.xet:
            raise Refused(404, "Not Found")
        return {"accessToken": "xet", "casUrl": f"{self.fake.elsewhere}/cas", "exp": 4_000_000_000}

    def create(self, _found: Any, _query: Any, data: bytes) -> Any:
        values = json.loads(data)
        assert set(values) == {"name", "organization", "type", "visibility"}, values
        assert values["type"] == "dataset", values
        assert values["visibility"] in ("public", "private"), values
        if (values["organization"], values["name"]) != ("ada", "x"):
            raise Refused(403, "You don't have the rights to create a dataset under the namespace")
        if self.fake.exists:
            raise Refused(409, "You already created this dataset repo")
        self.fake.make(private=values["visibility"] == "private")
        return {"url": f"{self.fake.url}/datasets/ada/x"}

    def settings(self, _found: Any, _query: Any, data: bytes) -> Any:
        values = json.loads(data)
        assert set(values) == {"visibility"}, values
        self.fake.private = values["visibility"] == "private"
        return values

    def branch(self, found: list[str], _query: Any, data: bytes) -> Any:
        if found[1] in self.fake.branches:
            raise Refused(409, "Reference already exists")
        self.fake.branches[found[1]] = self.fake.commit_of(json.loads(data)["startingPoint"])
        return {}

    def card(self, _found: Any, _query: Any, data: bytes) -> Any:
        values = json.loads(data)
        assert set(values) == {"content", "repoType"}, values
        errors = list(_card_errors(values["content"]))
        told = {"errors": [{"message": each} for each in errors], "warnings": []}
        return 400 if errors else 200, json.dumps(told).encode(), {}

    def preupload(self, found: list[str], _query: Any, data: bytes) -> Any:
        values = json.loads(data)
        assert set(values) <= {"files", "gitIgnore"}, values
        assert 0 < len(values["files"]) <= 256
        there = self.fake.commits[self.fake.commit_of(found[1])]
        ignored = values.get("gitIgnore")
        if ignored is None:
            ignored = there[".gitignore"].data.decode() if ".gitignore" in there else ""
        return {"files": [self._mode(each, there, ignored.split()) for each in values["files"]]}

    def _mode(self, file: dict[str, Any], there: Files, ignored: list[str]) -> dict[str, Any]:
        sample = base64.b64decode(file["sample"], validate=True)
        assert len(sample) == min(512, file["size"]), file
        large = file["path"].endswith(LARGE) or file["size"] > self.fake.limit
        before = there.get(file["path"])
        oid = None if before is None else before.sha256 if before.large else before.blob
        name = file["path"].rpartition("/")[2]
        should_ignore = name in ignored or f"*.{name.rpartition('.')[2]}" in ignored
        mode = "lfs" if large else "regular"
        return {"path": file["path"], "uploadMode": mode, "shouldIgnore": should_ignore, "oid": oid}

    def batch(self, _found: Any, _query: Any, data: bytes) -> Any:
        values = json.loads(data)
        assert values["operation"] == "upload", values
        assert values["hash_algo"] == "sha256", values
        assert self.headers["Content-Type"] == "application/vnd.git-lfs+json"
        return {"transfer": "basic", "objects": [self._object(each) for each in values["objects"]]}

    def _object(self, each: dict[str, Any]) -> dict[str, Any]:
        told = {"oid": each["oid"], "size": each["size"]}
        if each["oid"] in self.fake.large:
            return told  # it is there: no actions at all
        upload = {"href": f"{self.fake.elsewhere}/large/{each['oid']}?signature=s"}
        verify = {"href": f"{self.fake.verify_at or self.fake.url}/lfs/verify"}
        return {**told, "actions": {"upload": upload, "verify": verify}}

    def put(self, found: list[str], _query: Any, data: bytes) -> Any:
        if hashlib.sha256(data).hexdigest() != found[0]:
            raise Refused(400, "the bytes have another SHA-256")
        self.fake.large[found[0]] = data
        return {}

    def verify(self, _found: Any, _query: Any, data: bytes) -> Any:
        values = json.loads(data)
        if len(self.fake.large.get(values["oid"], b"")) != values["size"]:
            raise Refused(404, "Not Found")
        return {}

    def commit(self, found: list[str], query: Any, data: bytes) -> Any:
        assert not query, query
        assert self.headers["Content-Type"] == "application/x-ndjson"
        header, *operations = [json.loads(line) for line in data.splitlines()]
        assert header["key"] == "header", header
        assert set(header["value"]) == {"summary", "description", "parentCommit"}, header
        assert operations, "an empty commit"
        assert found[1] in self.fake.branches, found
        head = self.fake.branches[found[1]]
        if header["value"]["parentCommit"] != head:
            raise Refused(412, "A commit has happened since. Please refresh and try again.")
        self.fake.sent.append(data)
        files = dict(self.fake.commits[head])
        touched: set[str] = set()
        for each in operations:
            path = each["value"]["path"]
            assert path not in touched, f"{path} twice"
            touched.add(path)
            self._apply(each["key"], each["value"], files)
        assert files != self.fake.commits[head], "nothing changes"
        commit = self.fake.put(found[1], files, header["value"]["summary"])
        url = f"{self.fake.url}/datasets/ada/x/commit/{commit}"
        return {"success": True, "commitOid": commit, "commitUrl": url}

    def _apply(self, key: str, value: dict[str, Any], files: Files) -> None:
        path = value["path"]
        if key == "deletedFile":
            if path not in files:
                raise Refused(404, "A file with this name doesn't exist", "EntryNotFound")
            del files[path]
        elif key == "lfsFile":
            assert value["algo"] == "sha256"
            data = self.fake.large.get(value["oid"])
            if data is None or len(data) != value["size"]:
                raise Refused(400, f"the LFS pointer of {path} points to no file")
            files[path] = File(data, large=True)
            if not path.endswith(LARGE):
                rules = files[".gitattributes"].data + f"{path} filter=lfs\n".encode()
                files[".gitattributes"] = File(rules)
        else:
            assert (key, value["encoding"]) == ("file", "base64"), key
            data = base64.b64decode(value["content"], validate=True)
            if len(data) > self.fake.limit or path.endswith(LARGE):
                raise Refused(400, f"{path} is to be sent by LFS")
            files[path] = File(data)

    def tag(self, found: list[str], _query: Any, data: bytes) -> Any:
        values = json.loads(data)
        assert set(values) == {"tag"}, values
        if values["tag"] in self.fake.tags:
            raise Refused(409, f"Tag {values['tag']} already exists")
        self.fake.tags[values["tag"]] = self.fake.commit_of(found[1])
        return {}

    def resolve(self, found: list[str], _query: Any, _data: bytes) -> Any:
        commit = self.fake.commit_of(found[1])
        file = self.fake.commits[commit].get(found[2])
        if file is None:
            raise Refused(404, "Entry not found", "EntryNotFound")
        headers = {"X-Repo-Commit": commit, "ETag": f'"{file.blob}"'}
        if not file.large:
            return 200, file.data, headers
        headers |= {"X-Linked-Etag": f'"{file.sha256}"', "X-Linked-Size": str(len(file.data))}
        headers["Location"] = f"{self.fake.elsewhere}/large/{file.sha256}?signature=s"
        return 302, b"", headers

    def large(self, found: list[str], _query: Any, _data: bytes) -> Any:
        if found[0] not in self.fake.large:
            raise Refused(404, "Not Found")
        return 200, self.fake.large[found[0]], {}


def _entry(path: str, file: File) -> dict[str, Any]:
    told = {"type": "file", "path": path, "oid": file.blob, "size": len(file.data)}
    if file.large:
        lfs = {"oid": file.sha256, "size": len(file.data), "pointerSize": 130}
        return {**told, "lfs": lfs, "xetHash": "0" * 64}
    return told


def _card_errors(text: str) -> Iterator[str]:
    """Yield what the Hub says of a card's metadata."""
    found = re.match(r"---\n(.*?)^---\n", text, re.DOTALL | re.MULTILINE)
    assert found, text
    values = yaml.safe_load(found[1])
    licences = values.get("license", [])
    for each in [licences] if isinstance(licences, str) else licences:
        if each not in LICENCES:
            yield f'"license" must be one of a list, and is {each}'
    if not set(values.get("size_categories", [])) <= SIZES:
        yield '"size_categories" must be of a list'
    names = [each["config_name"] for each in values.get("configs", [])]
    if len(names) != len(set(names)):
        yield '"configs" have a name twice'
    if sum(bool(each.get("default")) for each in values.get("configs", [])) > 1:
        yield '"configs" have two defaults'
    for tag in values.get("tags", []):
        if not isinstance(tag, str):
            yield '"tags" must be texts'


@contextmanager
def fake_hub() -> Iterator[FakeHub]:
    """Serve the Hub, and the host that large files go to and come from."""
    with serving(_Handler) as (hub, url), serving(_Handler) as (files, elsewhere):
        fake = FakeHub(url=url, elsewhere=elsewhere)
        for server, role in ((hub, "hub"), (files, "elsewhere")):
            server.fake, server.role = fake, role
        yield fake
