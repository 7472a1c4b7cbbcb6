"""Encodings, dialects and headers, told from the bytes."""

import csv
import io

import pytest

from dataset_tools.infer.proposal import TableDraft
from tests.infer.conftest import DraftTable

ROWS = [["id", "name", "price"], ["1", "Zürich, city", "2.5"], ["2", 'the "b"', "3"]]


def names(table: TableDraft) -> list[str]:
    return [field.name for field in table.fields]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_delimiters_and_quotation_marks(
    draft_table: DraftTable, delimiter: str, quote: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL).writerows(ROWS)
    table = draft_table(text.getvalue())
    expected = {
        **({"delimiter": delimiter} if delimiter != "," else {}),
        **({"quoteChar": quote} if quote != '"' else {}),
    }
    assert table.dialect is not None
    assert table.dialect.properties == expected
    assert [field.type for field in table.fields] == ["integer", "string", "number"]


def test_a_decimal_comma_does_not_part_cells(draft_table: DraftTable) -> None:
    table = draft_table("a;b\n1,5;2,5\n3,25;4,5\n")
    assert table.dialect is not None
    assert table.dialect.properties == {"delimiter": ";"}
    assert [field.type for field in table.fields] == ["number", "number"]


@pytest.mark.parametrize(
    ("text", "properties", "fields"),
    [
        ("a, b\n1, x\n2, y\n", {"skipInitialSpace": True}, ["a", "b"]),
        ("# note\na,b\n1,x\n", {"commentChar": "#"}, ["a", "b"]),
        ("#a,b\n1,x\n", {}, ["#a", "b"]),
        ("\na,b\n1,x\n", {"headerRows": [2]}, ["a", "b"]),
        ("1,x\n2,y\n", {"header": False}, ["field1", "field2"]),
        ("x\nHello, world\nbye\n", {"delimiter": ";"}, ["x"]),
        ("country,1990,1991\nCH,1,2\nDE,3,4\n", {}, ["country", "1990", "1991"]),
        ("yes,a\nno,b\nyes,c\n", {"header": False}, ["field1", "field2"]),
        ("a,b\n", {}, ["a", "b"]),
        ("1,2\n", {"header": False}, ["field1", "field2"]),
        (",n\n0,a\n1,b\n", {"header": False, "commentRows": [1]}, ["field1", "n"]),
        ("n,n\n0,a\n1,b\n", {"header": False, "commentRows": [1]}, ["n", "n_2"]),
        ('a\tb\n5" x\t1\n"6 x\t2\n', {"delimiter": "\t", "quoteChar": ""}, ["a", "b"]),
    ],
)
def test_dialects(
    draft_table: DraftTable, text: str, properties: dict[str, object], fields: list[str]
) -> None:
    table = draft_table(text)
    assert table.dialect is not None
    assert (table.dialect.properties, names(table)) == (properties, fields)


@pytest.mark.parametrize(
    ("encoding", "told", "sure"),
    [
        ("ascii", "utf-8", 1.0),
        ("utf-8", "utf-8", 0.99),
        ("utf-8-sig", "utf-8", 1.0),
        ("utf-16", "utf-16", 1.0),
        ("utf-32", "utf-32", 1.0),
        ("windows-1252", "windows-1252", 0.8),
    ],
)
def test_encodings(draft_table: DraftTable, encoding: str, told: str, sure: float) -> None:
    text = "a,b\n1,plain\n" if encoding == "ascii" else "a,b\n1,Zürich\n2,Genève\n"
    table = draft_table(text.encode(encoding))
    assert table.encoding is not None
    assert (table.encoding.name, table.encoding.guess.sure) == (told, sure)
    assert names(table) == ["a", "b"]


def test_bytes_that_windows_1252_has_not(draft_table: DraftTable) -> None:
    table = draft_table(b"a,b\n1,\xe9\x81\n")
    assert table.encoding is not None
    assert (table.encoding.name, table.encoding.guess.word) == ("iso-8859-1", "doubtful")


def test_rows_that_no_dialect_mends_are_told(draft_table: DraftTable) -> None:
    table = draft_table("a,b\n1,x\n2,y,z\n\n" + "3,x\n" * 30)
    assert table.notes == (
        (
            "rows with more or fewer than the 2 cells of the first: 1, row 3 for one; "
            "validation will tell them"
        ),
        "empty rows: 1; validation will tell them",
    )
