"""Where the files of an export go: a folder, or one file; all of them appear, or none."""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

from dataset_tools.exceptions import CouldNotRun, FileFault, UsageError
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import safe_path
from dataset_tools.files.write import atomic_path

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file that was written; ``table`` is empty where it is not of one table."""

    path: Path
    table: str
    bytes: int
    sha256: str


@dataclass(slots=True, kw_only=True)
class Destination:
    """A folder or a single file; files are renamed to their names when the work is done.

    ``only`` is the suffix of the one file that was asked for; None: all of them, in a folder.
    """

    path: Path
    is_folder: bool
    only: str | None = None
    _written: list[ExportedFile] = field(default_factory=list)
    _is_new: bool = False
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @classmethod
    def of(cls, path: Path, suffixes: tuple[str, ...], *, format: str, is_one: bool) -> Self:
        """Tell from a path what is to be written: with a suffix it is a file, else a folder.

        Raises
        ------
        UsageError
            The format is not of one file, or has no file of that suffix.
        """
        suffix = path.suffix.lower()
        if path.is_dir() or not suffix or (not is_one and suffix not in suffixes):
            return cls(path=path, is_folder=True)
        if not is_one:
            raise UsageError(f"{format} writes a file for each table; {path} must be a folder")
        if len(suffixes) > 1 and suffix not in suffixes:
            known = " and ".join(suffixes)
            raise UsageError(f"{format} writes {known} files, not {suffix}; or give a folder")
        return cls(path=path, is_folder=False, only=suffix if len(suffixes) > 1 else None)

    @property
    def files(self) -> tuple[ExportedFile, ...]:
        """The files that were written, in their order."""
        return tuple(self._written)

    @property
    def _folder(self) -> Path:
        return self.path if self.is_folder else self.path.parent

    def __enter__(self) -> Self:
        self._is_new = not self._folder.exists()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if error is not None and self._is_new:
            with contextlib.suppress(OSError):  # it was never made, or others wrote into it
                self._folder.rmdir()

    def wants(self, name: str) -> bool:
        """Whether a file of this name is asked for."""
        return self.only is None or PurePosixPath(name).suffix == self.only

    @contextlib.contextmanager
    def file(self, name: str, table: str = "") -> Iterator[Path]:
        """Give the temporary path of a file to be written."""
        path = self.path / name if self.is_folder else self.path
        temporary = self._stack.enter_context(atomic_path(path))
        yield temporary
        with temporary.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        size = temporary.stat().st_size
        self._written.append(ExportedFile(path=path, table=table, bytes=size, sha256=digest))

    def write(self, name: str, text: str) -> None:
        """Write a text as UTF-8 if a file of this name is asked for."""
        if self.wants(name):
            with self.file(name) as path:
                path.write_bytes(text.encode("utf-8"))

    def copy(self, files: Files, name: str, table: str = "", *, expected: str | None) -> None:
        """Copy a file of the package to its own path, unless it already stands there.

        Raises
        ------
        CouldNotRun
            The file is gone, or is not the one that was validated.
        """
        plain = safe_path(name)
        digest = hashlib.sha256()
        with (
            self.file(plain, table) as path,
            _opened(files, plain) as source,
            path.open("wb") as target,
        ):
            while data := source.read(_BUFFER):
                digest.update(data)
                target.write(data)
        if expected is not None and digest.hexdigest() != expected:
            raise CouldNotRun(f"{name} was changed while it was exported")


@contextlib.contextmanager
def _opened(files: Files, name: str) -> Iterator[BinaryIO]:
    try:
        with files.open(name) as file:
            yield file
    except FileFault as fault:
        raise CouldNotRun(f"{name} {fault.note}") from None
