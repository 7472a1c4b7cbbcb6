"""The target ``folder``: versions below a folder, for file servers and static web sites."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.exceptions import NotPermitted
from dataset_tools.files.write import write_text
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import PIECE, Content, Publication
from dataset_tools.publish.target import Served
from dataset_tools.publish.versions import Pointer, Store, Stored, Versions, VersionState

_MODE = 0o644
_BEING_WRITTEN = ".publishing."
_STALE = 600.0
"""Seconds after which a file that nobody holds is left over from a publisher that was killed."""


@dataclass(frozen=True, slots=True)
class FolderStore(Store):
    """Files below a folder; a name that begins with a dot is a file that is being written."""

    root: Path

    def stored(self, folder: str, publication: Publication) -> Mapping[str, Stored]:
        """Return every file below a folder, those of the package hashed."""
        base = self.root / folder
        ours = {content.path for content in publication.all_contents}
        found = {}
        with _told(base):
            for path in sorted(base.rglob("*")) if base.is_dir() else ():
                name = path.relative_to(base).as_posix()
                if path.is_file() and not path.name.startswith("."):
                    digest = _sha256(path) if name in ours else ""
                    found[name] = Stored(bytes=path.stat().st_size, sha256=digest)
        return found

    def pointer(self, key: str) -> Pointer | None:
        """Read a small file."""
        path = self.root / key
        with _told(path):
            try:
                text = path.read_bytes().decode("utf-8", "replace")
            except FileNotFoundError:
                return None
        return Pointer(text=text, mark=None)

    def write_once(self, key: str, content: Content, publication: Publication) -> bool:
        """Write a file under a temporary name, then give it its own, which no other may have."""
        path = self.root / key
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=_BEING_WRITTEN, dir=path.parent)
            temporary = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    _try_lock(handle)
                    _sweep(temporary)
                    file.writelines(publication.pieces(content))
                    file.flush()
                    os.fsync(file.fileno())
                temporary.chmod(_MODE)
                return _take_name(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)

    def swap(self, key: str, text: str, before: Pointer | None) -> bool:
        """Replace a small file if it is still as it was."""
        path = self.root / key
        with _told(path), _alone(path.parent):
            now = self.pointer(key)
            if (now and now.text) != (before and before.text):
                return False
            write_text(path, text)
            return True

    def read(self, key: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        path = self.root / key
        with _told(path), path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def show(self, key: str) -> str:
        """Return the path of a file."""
        return (self.root / key).as_posix()


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """Publishes into a folder."""

    root: Path
    name: str = "folder"

    @property
    def versions(self) -> Versions:
        """The versions that the folder keeps."""
        return Versions(store=FolderStore(self.root))

    def place(self, publication: Publication) -> str:
        """Return the folder of the version."""
        return (self.root / self.versions.folder(publication)).as_posix()

    def survey(self, publication: Publication) -> VersionState:
        """Read what is there."""
        return self.versions.survey(publication)

    def plan(self, publication: Publication, state: VersionState) -> Plan:
        """Return the files that are left to write."""
        return self.versions.plan(publication, state)

    def carry_out(self, step: Step, publication: Publication, state: VersionState) -> VersionState:
        """Write a file."""
        return self.versions.carry_out(step, publication, state)

    def ids(self, _publication: Publication, _state: VersionState) -> Mapping[str, object]:
        """Return nothing: a folder has no ids."""
        return {}

    def files(self, publication: Publication, state: VersionState) -> Mapping[str, str]:
        """Return what is there of the package."""
        return self.versions.files(publication, state)

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read the files of the version."""
        return self.versions.served(publication, metadata_only=metadata_only)

    def hidden(self, text: str) -> str:
        """Return the text as it is: there is no secret."""
        return text


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what the system refuses as exit code 2 does."""
    try:
        yield
    except OSError as error:
        raise NotPermitted(f"{path}: {error.strerror or error}") from None


def _take_name(temporary: Path, path: Path) -> bool:
    """Give a whole file its name, unless there is one of that name."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        with suppress(FileExistsError), path.open("xb"):
            temporary.replace(path)
            return True
        return False
    return True


def _sweep(own: Path) -> None:
    """Remove what publishers that were killed left beside a file that is being written.

    A living one holds a lock on its file; the times are all of the file system's own clock.
    """
    now = own.stat().st_mtime
    for path in own.parent.glob(f"{_BEING_WRITTEN}*"):
        with suppress(OSError):
            if path != own and now - path.stat().st_mtime > _STALE and _is_let_go(path):
                path.unlink()


def _is_let_go(path: Path) -> bool:
    handle = os.open(path, os.O_RDONLY)
    try:
        return _try_lock(handle)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    """Lock an open file until it is closed; return whether nobody else has, as far as is known."""
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder against other publishers of this machine, where the system can lock it."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
