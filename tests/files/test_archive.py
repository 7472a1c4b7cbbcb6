"""Zip archives that are not what they say."""

import io
import zipfile
from pathlib import Path

import pytest

from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.files.archive import open_archive
from dataset_tools.files.unpack import unpack

TEXT = b"id,name\n" + b"1,Ann\n" * 50
HEADER = 30 + len("t.csv")
"""Where the bytes of the first member begin."""


def zipped(name: str = "t.csv", method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr(name, TEXT)
    return bytearray(made.getvalue())


def written(folder: Path, content: bytes | bytearray) -> Path:
    path = folder / "package.zip"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_reads_a_member_and_seeks_in_it(tmp_path: Path, method: int) -> None:
    with open_archive(written(tmp_path, zipped(method=method))).open("t.csv") as file:
        assert file.read() == TEXT
        file.seek(3)
        assert file.read(4) == b"name"
        assert file.tell() == 7


@pytest.mark.parametrize(
    ("method", "at"),
    [
        (zipfile.ZIP_DEFLATED, HEADER + 5),
        (zipfile.ZIP_BZIP2, HEADER + 20),
        (zipfile.ZIP_LZMA, HEADER + 20),
        (zipfile.ZIP_STORED, HEADER + 5),
    ],
)
def test_a_member_that_is_broken_is_a_fault_when_it_is_read(
    tmp_path: Path, method: int, at: int
) -> None:
    content = zipped(method=method)
    content[at] ^= 0xFF
    archive = open_archive(written(tmp_path, content))
    with archive.open("t.csv") as file, pytest.raises(FileFault, match="cannot be unpacked"):
        file.read()


def test_a_member_that_asks_for_much_memory_is_not_read(tmp_path: Path) -> None:
    content = zipped(method=zipfile.ZIP_LZMA)
    content[HEADER + 5 : HEADER + 9] = (3 << 30).to_bytes(4, "little")
    with pytest.raises(FileFault, match="asks for more memory"):
        open_archive(written(tmp_path, content)).open("t.csv")
    way = unpack("zip")
    assert way is not None
    with pytest.raises(FileFault, match="asks for more memory"):
        list(way(iter([bytes(content)])))


@pytest.mark.parametrize("name", ["", "\xe9.csv"])
def test_a_member_without_a_name_or_with_a_torn_one_is_a_fault(name: str) -> None:
    content = zipped(name or "t")
    if name:
        content = content.replace("\xe9".encode(), b"\xc1\xe9")
    else:
        end = content.rindex(b"PK\x01\x02")
        content[end + 28 : end + 30] = b"\0\0"
        del content[end + 46]
        size = content.rindex(b"PK\x05\x06")
        content[size + 12 : size + 16] = (size - end).to_bytes(4, "little")
    way = unpack("zip")
    assert way is not None
    with pytest.raises(FileFault):
        list(way(iter([bytes(content)])))


def test_what_is_no_archive_cannot_be_run(tmp_path: Path) -> None:
    with pytest.raises(CouldNotRun):
        open_archive(written(tmp_path, b"PK\x03\x04 and no more"))
