"""A dataset at the Hub: what can be asked of it, its limits, and what its refusals mean."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote

from dataset_tools.exceptions import (
    CredentialsRefused,
    NoCredentials,
    NoSuchPlace,
    NotPublished,
    TooLarge,
    Unreachable,
)
from dataset_tools.publish.http import Client
from dataset_tools.publish.huggingface.library import Senseless, asked
from dataset_tools.publish.secret import Secret
from dataset_tools.publish.tries import Answer, Broken, Look, Tries
from dataset_tools.version import __version__

MAIN = "main"
_TYPE = "dataset"
_NAME = "dataset-tools"
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_LARGE, _TOO_MANY = 401, 403, 404, 413, 429
_CONFLICT, _STALE = 409, 412
_UNNAMED_LIMIT = 60.0
_HOUR = 3600.0
_WINDOW = re.compile(r"\br\s*=\s*0\s*;\s*t\s*=\s*(\d+)")
_RETRY_IN = re.compile(r"retry this action in (?:about )?(\d+|an?) (second|minute|hour)")
_SECONDS = {"second": 1.0, "minute": 60.0, "hour": _HOUR}
NO_TOKEN = "Set HF_TOKEN to a token of a user who may write there, or log in: hf auth login"  # noqa: S105 (words)
_RIGHTS = "Use a token that may write to the dataset (role write, or fine-grained for it)."
_XET = "Set HF_HUB_DISABLE_XET=1 to send large files by plain HTTP."


def hub_client(base: str, secret: Secret) -> Client:
    """Return the client of downloads, which drops the token where a file is served elsewhere."""
    return Client(base, secret, scheme="Bearer ", limit=asked_pause)


def asked_pause(answer: Answer, number: int) -> float | None:
    """Return how long the Hub asks to wait, None where an answer is no limit.

    Requests are counted in windows of five minutes, whose rest ``RateLimit`` tells (an IETF draft,
    *RateLimit header fields for HTTP*); commits in an hour, which only the words tell.
    """
    words = answer.words.lower()
    if answer.status == _CONFLICT and "conflicting operation" in words:
        return 2.0 * number
    if answer.status != _TOO_MANY:
        return None
    window = _WINDOW.search(answer.headers.get("ratelimit", ""))
    if window:
        return max(1.0, float(window[1]))
    told = _RETRY_IN.search(words)
    if told:
        return (float(told[1]) if told[1].isdigit() else 1.0) * _SECONDS[told[2]]
    return _HOUR if "hourly" in words or "per hour" in words else _UNNAMED_LIMIT * number


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as the tree tells it: ``sha256`` of one in large storage, else ``blob`` alone.

    ``blob`` is git's SHA-1 of the file, or of the pointer to it.
    """

    bytes: int
    blob: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refs:
    """The commits that branches and tags name."""

    branches: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hub:
    """One dataset, by the Hub's own library; downloads go by a client of ours."""

    client: Client
    repository: str
    library: Any = field(repr=False)

    @property
    def page(self) -> str:
        """Where a person looks at the dataset."""
        return f"{self.client.base}/datasets/{self.repository}"

    def is_private(self) -> bool | None:
        """Whether only some may see it; None where there is none that the token may see.

        Raises
        ------
        NoSuchPlace
            It is moved.
        """
        found = self._asked("read", lambda: self._api.dataset_info(self.repository), absent=True)
        if found is None:
            return None
        if found.id != self.repository:
            raise NoSuchPlace(f"{self.repository} is now {found.id}: give its new name")
        return bool(found.private)

    def refs(self) -> Refs:
        """Read the branches and the tags."""
        return self._asked("read branches and tags", self._refs)  # type: ignore[no-any-return]

    def look(self, found: Callable[[Refs], Any]) -> Look:
        """Return what reads the refs once, for what became of a write."""

        def look() -> Any:
            refs = self._once(self._refs)
            if isinstance(refs, Answer):
                raise Broken(f"the branches were answered {refs.status}")
            return found(refs)

        return look

    def tree(self, commit: str) -> Mapping[str, StoredFile]:
        """Read which files a commit has, by their paths."""

        def tree() -> Mapping[str, StoredFile]:
            found = self._api.list_repo_tree(
                self.repository, recursive=True, revision=commit, repo_type=_TYPE
            )
            return {each.path: _stored(each) for each in found if hasattr(each, "blob_id")}

        return self._asked("read the files", tree)  # type: ignore[no-any-return]

    def url(self, commit: str, path: str) -> str:
        """Return where a file of a commit is served."""
        return f"{self.page}/resolve/{quote(commit, safe='')}/{quote(path)}"

    def download(self, commit: str, path: str) -> Iterator[bytes] | None:
        """Return the bytes of a file, None where there is none."""
        return self.client.download(self.url(commit, path))

    def create(self, *, private: bool) -> None:
        """Make the dataset; one that is there by now is no fault."""

        def create() -> None:
            self._api.create_repo(self.repository, repo_type=_TYPE, private=private)

        self._written("create", create, self.look(lambda _refs: True))

    def create_branch(self, name: str, commit: str) -> str:
        """Let a branch begin at a commit; return the one that it names, if it is there by now."""

        def create() -> str:
            self._api.create_branch(self.repository, branch=name, revision=commit, repo_type=_TYPE)
            return commit

        look = self.look(lambda refs: refs.branches.get(name))
        return str(self._written(f"create branch {name}", create, look))

    def set_private(self, *, private: bool) -> None:
        """Say who may see it; the same twice is the same."""

        def change() -> None:
            self._api.update_repo_settings(self.repository, private=private, repo_type=_TYPE)

        self._asked("change who may see it", change)

    def operation(self, path: str, file: str) -> Any:
        """Return the addition of a file to a commit."""
        return self.library.CommitOperationAdd(path_in_repo=path, path_or_fileobj=file)

    def offers_xet(self, branch: str) -> bool:
        """Whether large files go by Xet: the library can, and the server has it."""
        utils = self.library.utils
        if self.library.constants.HF_HUB_DISABLE_XET or find_spec("hf_xet") is None:
            return False
        base, revision = self.client.base, quote(branch, safe="")
        url = f"{base}/api/datasets/{self.repository}/xet-write-token/{revision}"
        headers = utils.build_hf_headers(
            token=self.client.secret.reveal(),
            library_name=_NAME,
            library_version=__version__,
        )

        def ask() -> bool:
            found = utils.get_session().get(url, headers=headers).json()
            return isinstance(found, dict) and {"accessToken", "casUrl"} <= set(found)

        return bool(self._asked("ask for Xet", ask, absent=True))

    def upload(self, branch: str, operations: list[Any], *, by_xet: bool) -> None:
        """Ask how files are to be sent, and send the large ones; nothing is seen before a commit.

        A ``.gitignore`` of the dataset keeps no file out.
        """

        def upload() -> None:
            with self._xet(enabled=by_xet):
                self._api.preupload_lfs_files(
                    self.repository,
                    operations,
                    repo_type=_TYPE,
                    revision=branch,
                    free_memory=False,
                    gitignore_content="",
                )

        try:
            self._asked("upload", upload)
        except Unreachable as error:
            raise (
                Unreachable(error.message, fix=_XET, status=error.status) if by_xet else error
            ) from None

    def commit(
        self,
        branch: str,
        parent: str,
        additions: Iterable[Any],
        deletions: Iterable[str],
        *,
        message: str,
        look: Look,
    ) -> str:
        """Commit all at once upon a parent, and return the commit."""
        operations = [
            *additions,
            *(self.library.CommitOperationDelete(path, is_folder=False) for path in deletions),
        ]

        def commit() -> str:
            made = self._api.create_commit(
                self.repository,
                operations,
                commit_message=message,
                repo_type=_TYPE,
                revision=branch,
                parent_commit=parent,
            )
            return str(made.oid)

        return str(self._written("commit", commit, look))

    def tag(self, name: str, commit: str) -> str:
        """Tag a commit; return the commit that has the tag, which is another where it was there."""

        def tag() -> str:
            self._api.create_tag(self.repository, tag=name, revision=commit, repo_type=_TYPE)
            return commit

        look = self.look(lambda refs: refs.tags.get(name))
        return str(self._written(f"tag {name}", tag, look))

    @property
    def _api(self) -> Any:
        secret = self.client.secret
        return self.library.HfApi(
            endpoint=self.client.base,
            token=secret.reveal() or False,
            library_name=_NAME,
            library_version=__version__,
        )

    @contextmanager
    def _xet(self, *, enabled: bool) -> Iterator[None]:
        constants = self.library.constants
        before = constants.HF_HUB_DISABLE_XET
        constants.HF_HUB_DISABLE_XET = not enabled
        try:
            yield
        finally:
            constants.HF_HUB_DISABLE_XET = before

    def _refs(self) -> Refs:
        found = self._api.list_repo_refs(self.repository, repo_type=_TYPE)
        return Refs(
            branches={each.name: str(each.target_commit) for each in found.branches},
            tags={each.name: str(each.target_commit) for each in found.tags},
        )

    def _once(self, call: Callable[[], Any]) -> Any:
        try:
            return asked(call)
        except Senseless as error:
            raise Broken(str(error)) from None

    def _tried(self, word: str, call: Callable[[], Any], look: Look | None = None) -> Any:
        what = f"{self.page} ({word})"
        try:
            return Tries(what=what, limit=asked_pause).made(lambda: asked(call), look)
        except Senseless as error:
            raise Unreachable(f"{what} was answered with what makes no sense: {error}") from None

    def _asked(self, word: str, call: Callable[[], Any], *, absent: bool = False) -> Any:
        found = self._tried(word, call)
        if not isinstance(found, Answer):
            return found
        if absent and found.status == _NOT_FOUND:
            return None
        raise self.refusal(word, found)

    def _written(self, word: str, call: Callable[[], Any], look: Look) -> Any:
        """Write; where it was refused as it was made by now, look what there is."""
        found = self._tried(word, call, look)
        if not isinstance(found, Answer):
            return found
        if found.status in (_CONFLICT, _STALE):
            made = Tries(what=f"{self.page} ({word})", limit=asked_pause).made(look)
            if made is not None:
                return made
        raise self.refusal(word, found)

    def refusal(self, word: str, answer: Answer) -> NotPublished:
        """Return what a refusal means."""
        status = answer.status
        note = f"{self.page} ({word}) was answered {status}: {answer.words}".rstrip(": ")
        if not self.client.secret and status in (_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND):
            hidden = f"{note}; there is none, or only some may see it, and HF_TOKEN is not set"
            return NoCredentials(hidden, fix=NO_TOKEN, status=status)
        if status in (_UNAUTHORIZED, _FORBIDDEN):
            return CredentialsRefused(note, fix=_RIGHTS, status=status)
        if status == _NOT_FOUND:
            hides = f"{note}; the Hub also hides so what the token may not see"
            return NoSuchPlace(hides, fix=_RIGHTS, status=status)
        return (TooLarge if status == _TOO_LARGE else NotPublished)(note, status=status)


def _stored(file: Any) -> StoredFile:
    digest = str(file.lfs.sha256) if file.lfs else ""
    return StoredFile(bytes=int(file.size), blob=str(file.blob_id), sha256=digest)
