"""A package in a zip file: its members are read in place and never unpacked by name."""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.files.paths import MISSING, UNSAFE, safe_path, unsafe_reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_MEMBERS = 100_000
MAX_RATIO = 1000
"""Compressed to plain bytes; a table of real data seldom passes 100."""
RATIO_FROM = 64 << 20
"""Plain bytes up to this size are read whatever their ratio."""
MAX_DICTIONARY = 256 << 20
"""Bytes that a stream may have its reader keep."""
BROKEN = (
    OSError,
    EOFError,
    IndexError,  # of a member without a name
    RuntimeError,  # NotImplementedError among them
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)
"""What the standard library raises where a compressed stream is not what it says."""


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
            opened = open_member(zipfile.ZipFile(self.path), member)
            return cast("BinaryIO", io.BufferedReader(_Member(opened, path)))
        except BROKEN as error:
            raise FileFault(MISSING, path, f"cannot be unpacked: {reason(error)}") from None

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


def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """Open a member for reading; raise one of BROKEN if it cannot be read in bounded memory."""
    file = archive.open(member)
    if member.compress_type == zipfile.ZIP_LZMA and archive.fp is not None:
        # the local header ends in its name and extra field; version, size and lc/lp/pb follow
        archive.fp.seek(member.header_offset + 26)
        name, extra = struct.unpack("<HH", archive.fp.read(4))
        archive.fp.seek(name + extra + 5, io.SEEK_CUR)
        if int.from_bytes(archive.fp.read(4), "little") > MAX_DICTIONARY:
            raise ValueError("it asks for more memory than is given")
    return file


def reason(error: Exception) -> str:
    """Say one of BROKEN in words."""
    return (
        "a name in it cannot be read"
        if isinstance(error, IndexError | UnicodeError)
        else str(error)
    )


class _Member(io.RawIOBase):
    """A member as it is read; what is wrong with its stream is a FileFault."""

    def __init__(self, file: IO[bytes], path: str) -> None:
        self._file = file
        self._path = path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            taken = self._file.read(len(view))
        except BROKEN as error:
            note = f"cannot be unpacked: {reason(error)}"
            raise FileFault(MISSING, self._path, note) from None
        view[: len(taken)] = taken
        return len(taken)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._file.seek(offset, whence)
        except BROKEN as error:
            note = f"cannot be unpacked: {reason(error)}"
            raise FileFault(MISSING, self._path, note) from None

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


def open_archive(path: Path) -> Archive:
    """Read the list of members of a zip file; raise CouldNotRun if it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except BROKEN as error:
        raise CouldNotRun(f"{path} is no zip archive: {reason(error)}") from None
    if len(listed) > MAX_MEMBERS:
        raise CouldNotRun(f"{path} has {len(listed):,} members, more than {MAX_MEMBERS:,}")
    members = {member.filename: member for member in listed if not unsafe_reason(member.filename)}
    return Archive(path, members)
