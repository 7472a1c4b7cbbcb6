"""Every record of a delimited file, with its row and line number, whatever the file holds."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dataset_tools.files.folder import Folder
from dataset_tools.read import csv as reader
from dataset_tools.read import pieces, structure
from dataset_tools.read.csv import DelimitedTable
from dataset_tools.read.layout import Layout


@dataclass
class Read:
    labels: tuple[str, ...] | None
    rows: list[tuple[int, int, tuple[str, ...]]]
    blank: list[int]
    faults: list[tuple[str, int | None]]


def read(
    folder: Path,
    *parts: bytes,
    encoding: str = "utf-8",
    layout: Layout | None = None,
) -> Read:
    for number, data in enumerate(parts):
        (folder / f"{number}.csv").write_bytes(data)
    table = DelimitedTable(
        files=Folder(folder),
        paths=tuple(f"{number}.csv" for number in range(len(parts))),
        encoding=encoding,
        layout=layout or Layout(),
    )
    rows: list[tuple[int, int, tuple[str, ...]]] = []
    blank: list[int] = []
    for batch in table.batches():
        at = np.arange(batch.cells.height, dtype=np.int64)
        numbers, lines = batch.row_numbers(at), batch.line_numbers(at)
        rows += [(int(numbers[i]), int(lines[i]), batch.texts(int(i))) for i in at]
        blank += [int(numbers[i]) for i in batch.blank]
    return Read(table.labels, rows, blank, [(fault.code, fault.line) for fault in table.faults])


def test_reads_rows_with_their_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,name\n1,Ann\n2,Bob\n")
    assert found.labels == ("id", "name")
    assert found.rows == [(2, 2, ("1", "Ann")), (3, 3, ("2", "Bob"))]


def test_a_quoted_line_break_is_one_row_and_two_lines(tmp_path: Path) -> None:
    found = read(tmp_path, b'id,name\n1,"Ann\nLee"\n2,Bob\n')
    assert found.rows == [(2, 2, ("1", "Ann\nLee")), (3, 4, ("2", "Bob"))]


def test_ragged_and_empty_rows_keep_their_cells_and_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,name\n1\n\n2,Bob,x\n,\n3,Cy\n")
    assert found.rows == [
        (2, 2, ("1",)),
        (3, 3, ()),
        (4, 4, ("2", "Bob", "x")),
        (5, 5, ("", "")),
        (6, 6, ("3", "Cy")),
    ]
    assert found.blank == [3, 5]


def test_a_stray_quotation_mark_belongs_to_its_cell(tmp_path: Path) -> None:
    found = read(tmp_path, b'id,name\n1,5" tall\n2,"a" b\n3,"x\ny"\n4,z\n')
    assert [cells for *_, cells in found.rows] == [
        ("1", '5" tall'),
        ("2", "a b"),
        ("3", "x\ny"),
        ("4", "z"),
    ]
    assert [line for _, line, _ in found.rows] == [2, 3, 4, 6]


def test_a_file_cut_in_a_quoted_cell_is_told_at_the_row_that_opens_it(tmp_path: Path) -> None:
    found = read(tmp_path, b'id,name\n1,Ann\n2,"Bo\n3,Cy\n')
    assert found.rows == [(2, 2, ("1", "Ann"))]
    assert found.faults == [("DT504", 3)]


def test_records_count_on_from_file_to_file_and_lines_do_not(tmp_path: Path) -> None:
    found = read(tmp_path, b"id\n1\n2\n", b"id\n3\n")
    assert found.rows == [(2, 2, ("1",)), (3, 3, ("2",)), (4, 2, ("3",))]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_ending_is_read(tmp_path: Path, ending: bytes) -> None:
    found = read(tmp_path, ending.join([b"id,name", b"1,Ann", b"2,Bob", b""]))
    assert found.rows == [(2, 2, ("1", "Ann")), (3, 3, ("2", "Bob"))]


def test_without_a_header_the_first_row_is_row_one(tmp_path: Path) -> None:
    found = read(tmp_path, b"1,Ann\n", layout=Layout(header_rows=()))
    assert (found.labels, found.rows) == (None, [(1, 1, ("1", "Ann"))])


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    assert read(tmp_path, b"").faults == [("DT503", None)]


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("latin-1", "name\nAndré\n".encode("latin-1")),
        ("utf-16", "name\nAndré\n".encode("utf-16")),
        ("utf-8", "\ufeffname\nAndré\n".encode()),
        ("windows-1252", "name\nAndré\n".encode("cp1252")),
    ],
)
def test_reads_the_declared_encoding(tmp_path: Path, encoding: str, data: bytes) -> None:
    found = read(tmp_path, data, encoding=encoding)
    assert (found.labels, found.rows) == (("name",), [(2, 2, ("André",))])


def test_bytes_that_are_not_of_the_encoding_end_the_reading(tmp_path: Path) -> None:
    assert [code for code, _ in read(tmp_path, b"name\nAnn\nAndr\xe9\n").faults] == ["DT505"]


@pytest.mark.parametrize("name", ["utf-9", "base64", "undefined", "zlib"])
def test_an_encoding_that_is_none_is_a_fault(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, b"id\n1\n", encoding=name).faults == [("DT506", None)]


def test_a_record_beyond_the_bound_is_a_fault(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader, "MAX_RECORD", 100)
    monkeypatch.setattr(pieces, "PIECE", 64)
    found = read(tmp_path, b'id\n1\n"' + b"x" * 300)
    assert found.faults == [("DT510", 3)]


@pytest.mark.parametrize(
    ("layout", "data", "rows"),
    [
        (Layout(delimiter=";"), b"a;b\n1;x,y\n", [("1", "x,y")]),
        (Layout(delimiter="\t"), b"a\tb\n1\tx\n", [("1", "x")]),
        (Layout(delimiter="::"), b"a::b\n1::x\n", [("1", "x")]),
        (Layout(quote="'"), b"a,b\n1,'x,y'\n", [("1", "x,y")]),
        (Layout(quote=None), b'a,b\n1,"x\n', [("1", '"x')]),
        (Layout(escape="\\"), b"a,b\n1,x\\,y\n", [("1", "x,y")]),
        (Layout(skip_initial_space=True), b'a,b\n1, "x,y"\n', [("1", "x,y")]),
        (Layout(comment_char="#"), b"a,b\n# no\n1,x\n", [("1", "x")]),
        (Layout(line_terminator=";"), b"a,b;1,x;2,y;", [("1", "x"), ("2", "y")]),
        (Layout(header_rows=(2,)), b"title\na,b\n1,x\n", [("1", "x")]),
    ],
)
def test_reads_the_dialect(
    tmp_path: Path,
    layout: Layout,
    data: bytes,
    rows: list[tuple[str, ...]],
) -> None:
    found = read(tmp_path, data, layout=layout)
    assert (found.labels, [cells for *_, cells in found.rows]) == (("a", "b"), rows)


CELLS = st.text(alphabet='ab,"\n\r é', max_size=5)
WRITABLE = st.text(alphabet='ab,"\n é', max_size=5)
"""Cells that the csv module quotes where they need it; it leaves a carriage return bare."""


def by_the_csv_module(text: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]


def or_empty(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return an empty line and a lone empty cell, which no reader tells apart, as one."""
    return () if cells == ("",) else cells


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("few", [0, structure.FEW_QUOTES])
@given(
    body=st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=8).map("\n".join),
    piece=st.integers(1, 40),
)
@example(body='a,"b\nc",d\n"\n', piece=3)
@example(body='a"b,c\n"x\ny",z\n', piece=5)
def test_any_text_is_read_as_the_csv_module_reads_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    body: str,
    piece: int,
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    monkeypatch.setattr(structure, "FEW_QUOTES", few)
    text = "x,y,z\n" + body
    found = read(tmp_path, text.encode())
    expected = by_the_csv_module(text)[1:]
    if found.faults:
        expected = expected[:-1]
    read_cells = [cells for *_, cells in found.rows]
    assert [*map(or_empty, read_cells)] == [*map(or_empty, expected)]
    assert [row for row, *_ in found.rows] == list(range(2, len(expected) + 2))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(WRITABLE, min_size=2, max_size=2), min_size=1, max_size=12),
    piece=st.integers(1, 60),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_is_read_back_with_its_lines(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[list[str]],
    piece: int,
    ending: str,
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=ending)
    writer.writerow(["x", "y"])
    lines = []
    for row in rows:
        lines.append(_line(text.getvalue()))
        writer.writerow(row)
    found = read(tmp_path, text.getvalue().encode())
    assert found.faults == []
    assert [cells for *_, cells in found.rows] == [tuple(row) for row in rows]
    assert [line for _, line, _ in found.rows] == lines


def _line(before: str) -> int:
    """Return the number of the line that begins after a text; CR, LF and CRLF end lines."""
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


@pytest.mark.parametrize("start", ["x\x01", '\x04"M\x18', "\ufeff"])
def test_a_first_row_that_begins_like_a_compressed_file_is_text(tmp_path: Path, start: str) -> None:
    found = read(tmp_path, f"id,name\n{start},Ann\n2,Bob\n".encode())
    assert [cells for *_, cells in found.rows] == [(start, "Ann"), ("2", "Bob")]


def test_line_ends_are_part_of_cells_where_records_end_otherwise(tmp_path: Path) -> None:
    layout = Layout(line_terminator="|")
    found = read(tmp_path, b"id,name|1,An\nn|2,B\r\nob|", layout=layout)
    assert [cells for *_, cells in found.rows] == [("1", "An\nn"), ("2", "B\r\nob")]


@pytest.mark.parametrize("piece", [4, 1 << 20])
def test_the_header_is_no_row_where_bytes_further_on_are_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    layout = Layout(line_terminator=";")
    found = read(tmp_path, b"id;1;2;\xe9;4;", layout=layout)
    assert (found.labels, [cells for *_, cells in found.rows]) == (("id",), [("1",), ("2",)])
    assert [code for code, _ in found.faults] == ["DT505"]


@pytest.mark.parametrize("piece", [4, 1 << 20])
def test_a_quoted_cell_with_bad_bytes_is_not_told_as_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    found = read(tmp_path, b'id,name\n1,Ann\n2,"B\n\xe9"\n3,C\n')
    assert [cells for *_, cells in found.rows] == [("1", "Ann")]
    assert [code for code, _ in found.faults] == ["DT505"]


@pytest.mark.parametrize("layout", [Layout(), Layout(escape="\\")])
@pytest.mark.parametrize("piece", [6, 1 << 20])
def test_rows_before_bytes_that_are_not_of_another_encoding_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int, layout: Layout
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    data = "id,name\n1,Ann\n2,Bob\n".encode("utf-16-le") + b"\x00\xd8\n\x00"
    found = read(tmp_path, data, encoding="utf-16-le", layout=layout)
    assert found.labels == ("id", "name")
    assert found.rows == [(2, 2, ("1", "Ann")), (3, 3, ("2", "Bob"))]
    assert [code for code, _ in found.faults] == ["DT505"]


@pytest.mark.parametrize("piece", [6, 1 << 20])
def test_the_header_before_a_torn_character_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    found = read(tmp_path, "id,name\n1".encode("utf-16-le") + b"\x41", encoding="utf-16-le")
    assert (found.labels, found.rows) == (("id", "name"), [])
    assert [code for code, _ in found.faults] == ["DT505"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16"])
@pytest.mark.parametrize("piece", [1, 2, 3])
def test_a_byte_order_mark_in_pieces_is_read_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, piece: int
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    mark = "" if encoding == "utf-16" else "\ufeff"
    found = read(tmp_path, f"{mark}id\n1\n".encode(encoding), encoding=encoding)
    assert (found.labels, found.rows) == (("id",), [(2, 2, ("1",))])


def test_utf_16_without_its_mark_and_with_bad_bytes_is_a_fault(tmp_path: Path) -> None:
    data = "id\n1\n".encode("utf-16-le") + b"\x00\xd8\n\x00"
    assert [code for code, _ in read(tmp_path, data, encoding="utf-16").faults] == ["DT505"]
