"""Workbooks and their limits, canonical CSV, JSON Lines, and tables of other formats."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from dataset_tools import Package
from dataset_tools.export.data import xlsx
from dataset_tools.export.data.parquet import PLAIN_PARQUET, ROW_GROUP
from dataset_tools.export.exporter import Source, export_package
from tests.conftest import MakePackage
from tests.export.conftest import RunExport

TEXT: list[dict[str, Any]] = [{"name": "text", "type": "string"}]


def book_of(folder: Path) -> Any:
    (path,) = folder.glob("*.xlsx")
    return openpyxl.load_workbook(path)


def test_a_long_table_goes_on_in_another_sheet(
    make_package: MakePackage, export: RunExport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 3)
    package = make_package("text\na\nb\nc\nd\ne\n", fields=TEXT, resource={"name": "t" * 31})
    exported = export("xlsx", package)
    book = book_of(exported.folder)
    assert book.sheetnames == ["t" * 31, "t" * 27 + " (2)", "t" * 27 + " (3)", "dictionary"]
    rows = [[cell.value for cell in sheet["A"]] for sheet in book.worksheets[:3]]
    assert rows == [["text", "a", "b"], ["text", "c", "d"], ["text", "e"]]
    assert exported.about("", "t" * 31).startswith("a sheet has 3 rows; the table goes on in ")


def test_a_text_beyond_a_cell_is_cut_and_told(make_package: MakePackage, export: RunExport) -> None:
    package = make_package(f"text\n{'x' * 32_768}\n", fields=TEXT)
    exported = export("xlsx", package)
    assert len(book_of(exported.folder)["table"]["A2"].value) == 32_767
    assert exported.about("text", "table") == "a text is cut after 32,767 characters: 1 cell"


def test_names_of_sheets_are_made_fit_and_told(
    make_package: MakePackage, export: RunExport
) -> None:
    names = ["a/b", "A_B", "history", "x" * 40, "dictionary"]
    tables = [{"name": name, "path": "a.csv", "schema": {"fields": TEXT}} for name in names]
    exported = export("xlsx", make_package(resources=tables, files={"a.csv": "text\n1\n"}))
    assert book_of(exported.folder).sheetnames == [
        "a_b",
        "A_B_2",
        "history_",
        "x" * 31,
        "dictionary",
        "dictionary of fields",
    ]
    assert exported.about("", "a/b") == 'the sheet is named "a_b"'


def test_an_empty_text_is_told_from_a_missing_value_or_told(
    make_package: MakePackage, export: RunExport
) -> None:
    fields = [{"name": "a", "type": "string", "missingValues": ["-"]}, *TEXT]
    package = make_package('a,text\n"",x\n-,y\n', fields=fields)
    assert export("csv", package).path("table.csv").read_text("utf-8") == 'a,text\n"",x\n,y\n'
    told = "an empty text is an empty cell, as a missing value is: 1 cell"
    assert export("xlsx", package).about("a", "table") == told
    frame = pd.read_parquet(export("parquet", package).path("table.parquet"))
    assert frame["a"].tolist()[0] == ""
    assert frame["a"].isna().tolist() == [False, True]


def test_a_form_of_its_own_becomes_the_default_one_and_is_told(
    make_package: MakePackage, export: RunExport
) -> None:
    fields = [
        {"name": "day", "type": "date", "format": "%d.%m.%Y"},
        {"name": "price", "type": "number", "decimalChar": ",", "groupChar": "."},
        {"name": "flag", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
    ]
    package = make_package('day,price,flag\n31.01.2024,"1.234,50",ja\n', fields=fields)
    exported = export("csv", package)
    written = exported.path("table.csv").read_text("utf-8")
    assert written == "day,price,flag\n2024-01-31,1234.50,true\n"
    assert {field for _, field in exported.notes} == {"day", "price", "flag"}


def test_a_table_without_rows_has_its_columns(make_package: MakePackage, export: RunExport) -> None:
    package = make_package("id,text\n", fields=[{"name": "id", "type": "integer"}, *TEXT])
    schema = pq.read_schema(export("parquet", package).path("table.parquet"))
    assert [(field.name, str(field.type)) for field in schema] == [
        ("id", "int64"),
        ("text", "string"),
    ]
    assert export("csv", package).path("table.csv").read_text("utf-8") == "id,text\n"
    assert export("jsonl", package).path("table.jsonl").read_text("utf-8") == ""


def test_categories_stay_whole_over_row_groups(
    make_package: MakePackage, export: RunExport
) -> None:
    fields = [
        {"name": "size", "type": "string", "categories": ["s", "m", "l"], "categoriesOrdered": True}
    ]
    package = make_package("size\n" + "m\n" * (ROW_GROUP + 1), fields=fields)
    path = export("parquet", package).path("table.parquet")
    assert pq.ParquetFile(path).num_row_groups == 2
    frame = pd.read_parquet(path)
    assert frame["size"].cat.categories.tolist() == ["s", "m", "l"]
    assert frame["size"].cat.ordered


def test_values_with_types_of_their_own_go_the_same_way(
    make_package: MakePackage, export: RunExport
) -> None:
    rows = [{"n": 1.5, "any": [1, "a"], "day": "2024-01-31"}, {"n": None, "any": 5, "day": None}]
    fields = [
        {"name": "n", "type": "number"},
        {"name": "any", "type": "any"},
        {"name": "day", "type": "date"},
    ]
    package = make_package(resources=[{"name": "t", "data": rows, "schema": {"fields": fields}}])
    lines = export("jsonl", package).path("t.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"n": "1.5", "any": '[1, "a"]', "day": "2024-01-31"},
        {"n": None, "any": "5", "day": None},
    ]
    table = pq.read_table(export("parquet", package).path("t.parquet")).to_pylist()
    assert str(table[0]["n"]) == "1.5"


def test_empty_rows_are_left_out(make_package: MakePackage, export: RunExport) -> None:
    rows = {"name": "t", "data": [["a", "b"], ["1", "2"]]}
    package = make_package(resources=[rows])
    assert export("csv", package).path("t.csv").read_text("utf-8") == "a,b\n1,2\n"


def test_plain_parquet_has_the_same_rows_and_no_dictionary(
    make_package: MakePackage, tmp_path: Path
) -> None:
    kind = {"name": "kind", "type": "string", "categories": ["low", "high", "unused"]}
    folder = make_package("kind\nhigh\nlow\n", fields=[kind])
    opened = Package.open(folder)
    source = Source(
        package=opened.described.package, files=opened.located.files, report=opened.validate()
    )
    for name in ("one", "two"):
        export_package("parquet", PLAIN_PARQUET, source, tmp_path / name)
    path = tmp_path / "one" / "table.parquet"
    assert path.read_bytes() == (tmp_path / "two" / "table.parquet").read_bytes()
    table = pq.read_table(path)
    assert str(table.schema.field("kind").type) == "string"
    assert table["kind"].to_pylist() == ["high", "low"]
    assert b"unused" in table.schema.metadata[b"table_schema"]
