"""Files that are written whole: under a temporary name in the same folder, then renamed."""

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dataset_tools.exceptions import NotPermitted

_MODE = 0o644
_LONGEST = 40


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give the path of an empty file that takes its name only when all of it is written.

    For writers that want a path; they may replace the empty file.

    Raises
    ------
    NotPermitted
        The folder cannot be made or written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:_LONGEST]}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise NotPermitted(f"{path} cannot be written: {error.strerror}") from None
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(_MODE)
        temporary.replace(path)
    except OSError as error:
        raise NotPermitted(f"{path} cannot be written: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_writer(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when all of it is written.

    Raises
    ------
    NotPermitted
        The folder cannot be made or written to.
    """
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        yield file


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all."""
    write_pieces(path, (text,))


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a text that comes in pieces as UTF-8, whole or not at all."""
    with atomic_writer(path) as file:
        for piece in pieces:
            file.write(piece.encode("utf-8"))
