"""A package in a zip file: its members are read in place and never unpacked by name."""

import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.files.paths import MISSING, UNSAFE, safe_path, unsafe_reason

MAX_MEMBERS = 100_000
MAX_RATIO = 1000
"""Compressed to plain bytes; a table of real data seldom passes 100."""
RATIO_FROM = 64 << 20
"""Plain bytes up to this size are read whatever their ratio."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of a zip archive, below ``prefix`` where the descriptor lies in a folder."""

    path: Path
    members: Mapping[str, zipfile.ZipInfo]
    prefix: str = ""

    @property
    def place(self) -> str:
        """The archive as it was given."""
        return str(self.path)

    def open(self, path: str) -> BinaryIO:
        """Open a member for reading; several may be open at once."""
        member = self._member(path)
        try:
            archive = zipfile.ZipFile(self.path)
            return cast("BinaryIO", archive.open(member))
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise FileFault(MISSING, path, f"cannot be unpacked: {error}") from None

    def size(self, path: str) -> int:
        """Return the length of a member in bytes, as the archive states it."""
        return self._member(path).file_size

    def show(self, path: str) -> str:
        """Return the archive and the member's path."""
        return f"{self.path.as_posix()}/{path}"

    def _member(self, path: str) -> zipfile.ZipInfo:
        member = self.members.get(self.prefix + safe_path(path))
        if member is None or member.is_dir():
            raise FileFault(MISSING, path, "is missing")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise FileFault(UNSAFE, path, "it is a link")
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_FROM and member.file_size / packed > MAX_RATIO:
            raise FileFault(
                UNSAFE,
                path,
                f"it unpacks from {packed:,} to {member.file_size:,} bytes, as a bomb would",
            )
        return member


def open_archive(path: Path) -> Archive:
    """Read the list of members of a zip file; raise CouldNotRun if it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CouldNotRun(f"{path} is no zip archive: {error}") from None
    if len(listed) > MAX_MEMBERS:
        raise CouldNotRun(f"{path} has {len(listed):,} members, more than {MAX_MEMBERS:,}")
    members = {member.filename: member for member in listed if not unsafe_reason(member.filename)}
    return Archive(path, members)
