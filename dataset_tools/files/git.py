"""A package at a revision of git, read from the object store: nothing is checked out.

``REF:path`` is git's own way to name a file or folder at a revision: the path counts from the top
of the repository, or with ``./`` or ``../`` from the current folder.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from dataset_tools.exceptions import (
    CouldNotRun,
    DescriptorMissing,
    FileFault,
    NotFound,
    UsageError,
)
from dataset_tools.files.locate import DESCRIPTOR_NAMES, Located, locate_package
from dataset_tools.files.paths import MISSING, UNSAFE, safe_path

_LINK, _MODULE = "120000", "160000"
_IN_MEMORY = 16 << 20
_POINTER = b"version https://git-lfs."
LONGEST_POINTER = 1024
_OID = re.compile(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
LFS_NOTE = "is kept by Git LFS, and was not fetched (git lfs fetch)"
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
}


class NotAtRevision(NotFound):
    """A revision is there, and has no such package."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a tree has at a path: a file, or a link or another repository, which are not read."""

    mode: str
    object: str
    size: int


@dataclass(frozen=True, slots=True)
class GitTree:
    """The files below a folder of a repository at one commit; links and submodules are refused."""

    top: Path
    ref: str
    folder: str
    entries: Mapping[str, Entry]

    @property
    def place(self) -> str:
        """The revision and the folder, as git names them."""
        return f"{self.ref}:{self.folder}"

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading, copied out of the object store."""
        entry = self._file(path)
        copy = tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="dataset-tools-")  # noqa: SIM115 (the caller closes it)
        command = [_git(), "cat-file", "blob", entry.object]
        with subprocess.Popen(  # noqa: S603 (an object's own id)
            command, cwd=self.top, env=_environment(), stdout=subprocess.PIPE
        ) as process:
            shutil.copyfileobj(cast("BinaryIO", process.stdout), copy)
        if process.returncode:
            raise FileFault(MISSING, path, f"is not in the object store ({self.ref})")
        copy.seek(0)
        if copy.read(len(_POINTER)) == _POINTER:
            pointer = copy.read(LONGEST_POINTER)
            copy.close()
            return self._kept_by_lfs(path, pointer)
        copy.seek(0)
        return cast("BinaryIO", copy)

    def _kept_by_lfs(self, path: str, pointer: bytes) -> BinaryIO:
        """Open a file of which the tree has a pointer, if Git LFS has fetched it before."""
        found = _OID.search(pointer)
        if found is not None:
            digest = found[1].decode("ascii")
            store = Path(_output(["rev-parse", "--git-common-dir"], self.top).strip())
            kept = self.top / store / "lfs" / "objects" / digest[:2] / digest[2:4] / digest
            if kept.is_file():
                return kept.open("rb")
        raise FileFault(MISSING, path, LFS_NOTE)

    def size(self, path: str) -> int:
        """Return the length of a file in bytes."""
        return self._file(path).size

    def show(self, path: str) -> str:
        """Return the revision and the path, as git names them."""
        return f"{self.ref}:{self.folder}/{path}" if self.folder else f"{self.ref}:{path}"

    def _file(self, path: str) -> Entry:
        entry = self.entries.get(safe_path(path))
        if entry is None:
            raise FileFault(MISSING, path, f"is missing at {self.ref}")
        if entry.mode == _LINK:
            raise FileFault(UNSAFE, path, "it is a link")
        if entry.mode == _MODULE:
            raise FileFault(MISSING, path, "is a submodule, not a file")
        return entry


def locate_version(text: str) -> Located:
    """Find a package by a path, or by ``REF:path`` of git where there is no such path.

    Raises
    ------
    CouldNotRun
        There is no such package, revision or repository.
    """
    ref, colon, path = text.partition(":")
    is_path = not colon or "://" in text or "\0" in text or os.path.lexists(text)
    if is_path or not ref:
        return locate_package(text)
    return locate_at(ref, path)


def locate_at(ref: str, path: str, *, start: Path | None = None) -> Located:
    """Find a package at a revision: a folder that holds a descriptor, or a descriptor.

    Parameters
    ----------
    start
        A folder of the repository; None for the current one.

    Raises
    ------
    NotFound
        There is no repository, or no such revision.
    NotAtRevision
        There is no such path at it.
    DescriptorMissing
        The folder holds no descriptor.
    """
    here = start or Path()
    top = _top(here)
    commit = _commit(ref, here)
    wanted = _from_top(path, here, top)
    entries = _entries(commit, top)
    if wanted in entries:
        return _located(top, ref, wanted, entries)
    prefix = f"{wanted}/" if wanted else ""
    if not any(each.startswith(prefix) for each in entries):
        raise NotAtRevision(f"there is no {wanted or 'file'} at {ref}")
    for name in DESCRIPTOR_NAMES:
        if f"{prefix}{name}" in entries:
            return _located(top, ref, f"{prefix}{name}", entries)
    raise DescriptorMissing(f"there is no datapackage.json in {ref}:{wanted}")


def _located(top: Path, ref: str, descriptor: str, entries: Mapping[str, Entry]) -> Located:
    if descriptor.endswith(".zip"):
        raise UsageError(f"an archive is not read at a revision: {ref}:{descriptor}")
    folder, _, name = descriptor.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    below = {
        path.removeprefix(prefix): entry
        for path, entry in entries.items()
        if path.startswith(prefix)
    }
    return Located(GitTree(top, ref, folder, below), name)


def _from_top(path: str, here: Path, top: Path) -> str:
    """Return a path as the tree has it; one that begins with ./ or ../ counts from ``here``."""
    wanted = PurePosixPath(path)
    if path == "." or path.startswith(("./", "../")) or path == "..":
        there = Path(os.path.normpath(here.resolve() / path))
        if not there.is_relative_to(top):
            raise NotFound(f"{path} is outside of the repository {top}")
        wanted = PurePosixPath(there.relative_to(top).as_posix())
    plain = str(wanted).strip("/")
    return "" if plain == "." else plain


def _top(here: Path) -> Path:
    try:
        return Path(_output(["rev-parse", "--show-toplevel"], here).strip()).resolve()
    except _GitError as error:
        raise NotFound(f"{here.resolve()} is in no git repository ({error})") from None


def _commit(ref: str, here: Path) -> str:
    command = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"]
    try:
        return _output(command, here).strip()
    except _GitError:
        raise NotFound(
            f'there is no revision "{ref}" in this repository; a shallow clone has few of them: '
            "fetch more (actions/checkout: fetch-depth: 0)",
        ) from None


def _entries(commit: str, top: Path) -> dict[str, Entry]:
    """Return all files of a commit by their paths from the top."""
    try:
        listed = _output(["ls-tree", "-r", "-z", "-l", "--full-tree", commit], top)
    except _GitError as error:
        raise NotFound(f"the files at {commit} cannot be listed: {error}") from None
    entries = {}
    for line in listed.split("\0"):
        facts, tab, path = line.partition("\t")
        if tab:
            mode, _, name, size = facts.split()
            entries[path] = Entry(mode, name, int(size) if size.isdecimal() else 0)
    return entries


class _GitError(Exception):
    """Git ended with an error."""


def _output(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 (git, with arguments of our own and a checked revision)
        [_git(), *arguments], cwd=folder, env=_environment(), capture_output=True, check=False
    )
    if done.returncode:
        raise _GitError(done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2])
    return done.stdout.decode("utf-8", "surrogateescape")


def _environment() -> dict[str, str]:
    return {**os.environ, **_ENVIRONMENT}


def _git() -> str:
    found = shutil.which("git")
    if found is None:
        raise CouldNotRun("a revision needs git, and there is no git here")
    return found
