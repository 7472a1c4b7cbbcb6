"""Compressed files give the rows of the plain ones; sizes and hashes are of what is stored."""

import bz2
import gzip
import hashlib
import lzma
import zlib
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset_tools.exceptions import FileFault
from dataset_tools.files.unpack import unpack

ROWS = b"id,name\n1,Ann\n2,Bob\n"


def zstandard(data: bytes) -> bytes:
    stored = pa.BufferOutputStream()
    with pa.CompressedOutputStream(stored, "zstd") as stream:
        stream.write(data)
    packed: bytes = stored.getvalue().to_pybytes()
    return packed


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard,
}


@pytest.mark.parametrize("compression", PACK)
def test_rows_are_those_of_the_plain_file(read_table: Any, compression: str) -> None:
    stored = PACK[compression](ROWS)
    found = read_table({"t.csv.x": stored}, compression=compression)
    assert found.rows == [(2, 2, ("1", "Ann")), (3, 3, ("2", "Bob"))]
    assert found.facts == [(len(stored), hashlib.sha256(stored).hexdigest())]


@pytest.mark.parametrize("compression", PACK)
@pytest.mark.parametrize(
    "spoil",
    [lambda stored: stored[:-6], lambda _: ROWS],
    ids=["cut", "none"],
)
def test_a_cut_or_wrong_stream_is_one_fault(
    read_table: Any, compression: str, spoil: Callable[[bytes], bytes]
) -> None:
    stored = spoil(PACK[compression](ROWS))
    found = read_table({"t.csv.x": stored}, compression=compression)
    assert found.faults == [("DT511", None)]
    assert found.facts == [(len(stored), hashlib.sha256(stored).hexdigest())]


@given(data=st.binary(), piece=st.integers(1, 50), members=st.integers(1, 3))
@pytest.mark.parametrize("compression", PACK)
def test_what_is_packed_is_unpacked_whatever_the_pieces(
    compression: str, data: bytes, piece: int, members: int
) -> None:
    stored = PACK[compression](data) * members
    way = unpack(compression)
    assert way is not None
    pieces = (stored[at : at + piece] for at in range(0, len(stored), piece))
    assert b"".join(way(pieces)) == data * members


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(rows=st.lists(st.tuples(st.integers(), st.text('ab,"\n é')), max_size=20))
def test_gz_of_csv_reads_as_csv(read_table: Any, rows: list[tuple[int, str]]) -> None:
    lines = ['"' + text.replace('"', '""') + '"' for _, text in rows]
    text = "n,t\n" + "".join(f"{row[0]},{line}\n" for row, line in zip(rows, lines, strict=True))
    plain = read_table({"t.csv": text.encode()})
    packed = read_table({"t.csv.gz": gzip.compress(text.encode())}, compression="gz")
    assert (packed.rows, packed.faults) == (plain.rows, plain.faults)


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_a_bomb_ends_soon(compression: str) -> None:
    if compression == "gz":  # of another level than gzip's, which stays below the ratio
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
        stored = squeeze.compress(bytes(200 << 20)) + squeeze.flush()
    else:
        stored = PACK[compression](bytes(100 << 20))
    way = unpack(compression)
    assert way is not None
    with pytest.raises(FileFault) as fault:
        for _ in way(iter((stored,))):
            pass
    assert fault.value.code == "DT512"


def test_the_only_file_of_a_zip_is_read(read_table: Any, workbooks: Any) -> None:
    stored = workbooks.zipped({"t.csv": ROWS, "__MACOSX/._t.csv": b"x"})
    assert read_table({"t.csv.zip": stored}, compression="zip").cells == [
        ("1", "Ann"),
        ("2", "Bob"),
    ]


def test_innerpath_names_the_file(read_table: Any, workbooks: Any) -> None:
    stored = workbooks.zipped({"a.csv": b"id\n9\n", "b.csv": ROWS})
    found = read_table({"t.csv.zip": stored}, compression="zip", inner_path="a.csv")
    assert found.cells == [("9",)]


@pytest.mark.parametrize(
    ("members", "inner_path", "note"),
    [
        ({"a.csv": ROWS, "b.csv": ROWS}, None, "holds 2 files; innerpath"),
        ({"a.csv": ROWS}, "c.csv", 'no file "c.csv"'),
        ({}, None, "holds 0 files"),
        ({"../a.csv": ROWS}, None, 'climbs out of its folder by ".."'),
    ],
)
def test_a_zip_that_does_not_say_what_to_read(
    read_table: Any, workbooks: Any, members: dict[str, bytes], inner_path: str | None, note: str
) -> None:
    stored = workbooks.zipped(members)
    found = read_table({"t.csv.zip": stored}, compression="zip", inner_path=inner_path)
    assert found.faults == [("DT511", None)]
    assert note in found.notes[0]


def test_an_unknown_compression_is_told() -> None:
    assert unpack("lz4") is None
