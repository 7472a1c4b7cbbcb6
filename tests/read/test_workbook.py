"""Sheets of workbooks: header rows, comments, dates, errors; and workbooks that are bombs."""

from typing import Any

import pytest

from dataset_tools.model.dialect import Dialect

ROWS: list[list[object]] = [["id", "name"], [1, "a"], [2.5, True]]
CELL = '<c r="{}"><v>1</v></c>'


def xlsx(workbooks: Any, rows: list[list[object]]) -> bytes:
    content: bytes = workbooks.xlsx({"A": workbooks.xlsx_rows(rows)})
    return content


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_rows_of_a_sheet(read_table: Any, workbooks: Any, format: str) -> None:
    content = xlsx(workbooks, ROWS) if format == "xlsx" else workbooks.ods(workbooks.ods_rows(ROWS))
    found = read_table({f"t.{format}": content})
    assert found.labels == ("id", "name")
    assert found.rows == [(2, 2, ("1", "a")), (3, 3, ("2.5", "true"))]


@pytest.mark.parametrize("dialect", [Dialect(sheet_name="B"), Dialect(sheet_number=2)])
def test_the_dialect_names_the_sheet(read_table: Any, workbooks: Any, dialect: Dialect) -> None:
    rows = workbooks.xlsx_rows
    content = workbooks.xlsx({"A": rows([["x"], [0]]), "B": rows([["y"], [1]])})
    assert read_table({"t.xlsx": content}, dialect=dialect).labels == ("y",)


@pytest.mark.parametrize("dialect", [Dialect(sheet_name="Z"), Dialect(sheet_number=9)])
def test_a_sheet_that_is_not_there_is_told(
    read_table: Any, workbooks: Any, dialect: Dialect
) -> None:
    found = read_table({"t.xlsx": xlsx(workbooks, ROWS)}, dialect=dialect)
    assert found.faults == [("DT514", None)]
    assert '"A"' in found.notes[0]


def test_blank_rows_and_cells_too_many_are_told_and_short_rows_are_filled(
    read_table: Any, workbooks: Any
) -> None:
    content = xlsx(workbooks, [["id", "name"], [1], [None], [2, "b", "x"], [None]])
    found = read_table({"t.xlsx": content})
    assert found.cells == [("1", ""), ("", ""), ("2", "b", "x")]
    assert found.blank == [3]


def test_a_table_may_begin_below_and_beside_the_first_cell(read_table: Any, workbooks: Any) -> None:
    content = xlsx(workbooks, [[None], [None, "id"], [None, 7]])
    found = read_table({"t.xlsx": content}, dialect=Dialect(header_rows=(2,)))
    assert (found.labels, found.rows) == (("", "id"), [(3, 3, ("", "7"))])


def test_header_rows_are_joined_and_comments_passed_over(read_table: Any, workbooks: Any) -> None:
    rows: list[list[object]] = [["#note"], ["fruit", "fruit"], ["id", "name"], ["#"], [1, "a"]]
    dialect = Dialect(header_rows=(1, 2), comment_char="#")
    found = read_table({"t.xlsx": xlsx(workbooks, rows)}, dialect=dialect)
    assert found.labels == ("fruit id", "fruit name")
    assert found.rows == [(5, 5, ("1", "a"))]


def test_a_sheet_without_a_header(read_table: Any, workbooks: Any) -> None:
    content = xlsx(workbooks, [[1, "a"]])
    found = read_table({"t.xlsx": content}, dialect=Dialect(header=False), fields=("id", "name"))
    assert found.rows == [(1, 1, ("1", "a"))]


def test_dates_are_iso_and_errors_are_texts(read_table: Any, workbooks: Any) -> None:
    sheet = (
        workbooks.xlsx_rows([["day", "n"]])
        + '<row r="2"><c r="A2" s="1"><v>45296</v></c><c r="B2" t="e"><v>#DIV/0!</v></c></row>'
    )
    found = read_table({"t.xlsx": workbooks.xlsx({"A": sheet})})
    assert found.cells == [("2024-01-05", "#DIV/0!")]


@pytest.mark.parametrize(
    "sheet",
    [
        f'<row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("XFD1048576")}</row>',
        f'<row r="1">{CELL.format("A1")}{CELL.format("A4294967295")}</row>',
    ],
)
def test_a_sheet_that_spans_too_much_is_refused(
    read_table: Any, workbooks: Any, sheet: str
) -> None:
    assert read_table({"t.xlsx": workbooks.xlsx({"A": sheet})}).faults == [("DT512", None)]


@pytest.mark.parametrize(
    "rows",
    [
        (
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="99" office:value-type="float" office:value="1"/>'
            "</table:table-row>"
        ),
        (
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
            "</table:table-row><table:table-row>"
            '<table:table-cell table:number-columns-repeated="99"/>'
            '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
        ),
    ],
)
def test_repeated_cells_that_span_too_much_are_refused(
    read_table: Any, workbooks: Any, rows: str
) -> None:
    assert read_table({"t.ods": workbooks.ods(rows)}).faults == [("DT512", None)]


def test_the_filling_at_the_end_of_a_sheet_is_no_part_of_it(
    read_table: Any, workbooks: Any
) -> None:
    filling = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = workbooks.ods(workbooks.ods_rows([["id"], [1]]) + filling)
    assert read_table({"t.ods": content}).cells == [("1",)]


def test_a_document_type_is_refused(read_table: Any, workbooks: Any) -> None:
    content = workbooks.zipped(
        {"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'},
    )
    found = read_table({"t.xlsx": content})
    assert found.faults == [("DT516", None)]
    assert "document type" in found.notes[0]


@pytest.mark.parametrize("content", [b"", b"id\n1\n", b"PK\x03\x04" + bytes(100)])
@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_what_is_no_workbook_is_told(read_table: Any, format: str, content: bytes) -> None:
    assert read_table({f"t.{format}": content}).faults == [("DT516", None)]
