"""Any bytes as a zip of a package: it is refused, or its report tells what is wrong."""

import bz2
import gzip
import io
import lzma
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.files import unpack as unpacking
from dataset_tools.files.unpack import unpack
from dataset_tools.package import Package
from tests.fuzz.packages import check_report
from tests.fuzz.target import Choices, Target, json_bytes

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
NAMES = (
    *("datapackage.json", "t.csv", "a/datapackage.json", "a/t.csv", "../t.csv", "/t.csv", "t.csv/"),
    *("C:\\t.csv", "", ".", "..", "\0", "a//b", "./t.csv", "datapackage.yaml", "é.csv", "x" * 300),
)
COMPRESSIONS = ("gz", "bz2", "xz", "zst", "zip")
MODES = (0o100644, 0o120777, 0o040755, 0o010644, 0)
DESCRIPTOR = json_bytes(
    {
        "resources": [
            {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}]}},
            {"name": "u", "path": "t.csv/", "compression": "zip", "innerpath": "t.csv"},
        ]
    }
)
_MOST_PLAIN = 1 << 22


def archive_of(choices: Choices) -> bytes:
    """Make an archive of a few members, with a few bytes of it changed."""
    made = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(made, "w") as archive:
        for at in range(1 + choices.number(3)):
            name = NAMES[at] if choices.truth() else choices.of(NAMES)
            member = zipfile.ZipInfo(name)
            member.compress_type = choices.of(METHODS[:3])  # LZMA's writer takes 90 MB
            member.external_attr = choices.of(MODES) << 16
            plain = DESCRIPTOR if choices.truth() or not at else choices.raw(60)
            archive.writestr(member, plain)
    content = bytearray(made.getvalue())
    for _ in range(choices.number(6)):
        content[choices.number(min(len(content), 1 << 16) - 1)] = choices.number(255)
    cut = choices.number(40)
    return bytes(content[:-cut] if cut and choices.truth() else content) + choices.rest()


def check(data: bytes) -> None:
    """Validate an archive, and unpack a file."""
    choices = Choices(data)
    mode = choices.number(3)
    if mode == 0:
        _check_unpacking(choices)
        return
    content = choices.rest() if mode == 1 else archive_of(choices)
    with tempfile.NamedTemporaryFile(suffix=".zip", dir=_folder()) as file:
        file.write(content)
        file.flush()
        try:
            package = Package.open(file.name)
        except CouldNotRun as error:
            assert str(error)
            return
        check_report(package.validate())


def _folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (no disk is worn)


def _check_unpacking(choices: Choices) -> None:
    """Undo any compression of any bytes, whole and in small pieces: both say the same."""
    way = unpack(choices.of(COMPRESSIONS), "t.csv" if choices.truth() else None)
    size = 1 + choices.number(30)
    content = choices.rest()
    assert way is not None
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    results = []
    for pieces in ([content], parts):
        try:
            plain = b"".join(_bounded(way(iter(pieces))))
            results.append(plain)
        except FileFault as fault:
            assert fault.note
            results.append(b"FAULT " + fault.code.encode())
    assert results[0] == results[1], "small pieces are unpacked otherwise"


def _bounded(pieces: Iterator[bytes]) -> list[bytes]:
    kept, size = [], 0
    for piece in pieces:
        assert len(piece) <= max(unpacking.PIECE, 1 << 20)
        size += len(piece)
        if size > _MOST_PLAIN:
            break
        kept.append(piece)
    return kept


def _zipped(*names: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name in names:
            archive.writestr(name, DESCRIPTOR if name.endswith("json") else b"a\n1\n")
    return made.getvalue()


_PLAIN = b"a,b\n1,2\n" * 4
TARGET = Target(
    check=check,
    seeds=(
        *(b"\1" + _zipped("datapackage.json", "t.csv", method=method) for method in METHODS),
        b"\1" + _zipped("a/datapackage.json", "a/t.csv", "b/c/datapackage.json"),
        b"\1" + _zipped("x.txt"),
        b"\1" + _zipped("datapackage.json", "../t.csv", "/t.csv"),
        b"\0\0\0\5" + gzip.compress(_PLAIN, mtime=0),
        b"\0\0\0\5" + gzip.compress(_PLAIN, mtime=0) * 2 + b"\0\0",
        b"\0\1\0\5" + bz2.compress(_PLAIN),
        b"\0\2\0\5" + lzma.compress(_PLAIN),
        b"\0\3\0\5" + b"\x28\xb5\x2f\xfd\x04\x00\x41\x00\x00hello wo\x00\x00\x00\x00",
        b"\0\4\0\5" + _zipped("t.csv"),
        b"\0\4\1\5" + _zipped("t.csv", "u.csv"),
        *(bytes([2, *range(at, at + 60)]) for at in range(0, 90, 6)),
        *(bytes([3, *range(at, at + 60, 2)]) for at in range(0, 90, 6)),
    ),
    words=(
        "PK\x03\x04",
        "PK\x01\x02",
        "PK\x05\x06",
        "PK\x06\x06",
        "datapackage.json",
        "t.csv",
        "../",
    ),
)
