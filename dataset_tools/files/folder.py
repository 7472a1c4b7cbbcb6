"""A package in a folder: what may be opened in it, and what may not."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dataset_tools.exceptions import FileFault
from dataset_tools.files.paths import MISSING, UNSAFE, is_url, safe_path


@dataclass(frozen=True, slots=True)
class Folder:
    """The files below a folder; links that leave it, devices and pipes are refused."""

    root: Path

    @property
    def place(self) -> str:
        """The folder as it was given."""
        return str(self.root)

    def open(self, path: str) -> BinaryIO:
        """Open a regular file below the folder for reading."""
        found = self._regular(path)
        try:
            return found.open("rb")
        except PermissionError:
            raise FileFault(MISSING, path, "may not be read") from None
        except OSError as error:
            raise FileFault(MISSING, path, f"cannot be read: {error.strerror}") from None

    def size(self, path: str) -> int:
        """Return the length of a file in bytes."""
        return self._regular(path).stat().st_size

    def show(self, path: str) -> str:
        """Return the path relative to the current folder where it lies below it."""
        if is_url(path):
            return path
        shown = self.root / path
        try:
            return shown.absolute().relative_to(Path.cwd()).as_posix()
        except ValueError:
            return shown.as_posix()

    def _regular(self, path: str) -> Path:
        found = self.root / safe_path(path)
        root = self.root.resolve()
        try:
            real = found.resolve(strict=True)
            mode = real.stat().st_mode
        except FileNotFoundError:
            raise FileFault(MISSING, path, "is missing") from None
        except (OSError, RuntimeError, ValueError):
            raise FileFault(MISSING, path, "cannot be reached") from None
        if not real.is_relative_to(root):
            raise FileFault(UNSAFE, path, "it is a link that leaves the package")
        if not stat.S_ISREG(mode):
            raise FileFault(MISSING, path, f"is {_kind(mode)}, not a file")
        if not os.access(real, os.R_OK):
            raise FileFault(MISSING, path, "may not be read")
        return real


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((word for test, word in kinds if test(mode)), "something else")
