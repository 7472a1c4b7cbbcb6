"""A table of every type goes out and comes back by the ecosystem's readers, or it is told."""

import json
import math
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset_tools import Package
from tests.conftest import ROOT, Call
from tests.export.conftest import FIELDS, Export, RunExport

Row = dict[str, Any]
NAMES = [str(field["name"]) for field in FIELDS]
EMPTY: Row = dict.fromkeys(NAMES)
TYPED: list[Row] = [
    {
        "id": 1,
        "text": "=1+1",
        "any": "5",
        "kind": "low",
        "level": 1,
        "whole": 2**63 - 1,
        "large": 2**63,
        "price": Decimal("1.10"),
        "exact": Decimal("12345678901234567890.123456789"),
        "words": math.nan,
        "flag": True,
        "day": date(1, 1, 1),
        "clock": time(0, 0),
        "moment": datetime(1899, 12, 31, 23, 59, 59),  # noqa: DTZ001
        "zoned": datetime(2024, 1, 31, 12, tzinfo=UTC),
        "mixed": datetime(2024, 1, 31, 12, tzinfo=timezone(timedelta(hours=2))),
        "year": -44,
        "month": "2024-02",
        "span": "P1Y2M3DT4H5M6.5S",
        "point": [-0.1257, 51.5085],
        "thing": {"a": [1, None, "ü"]},
        "array": [1, "two", None],
        "list": ["a", "b"],
        "shape": {"type": "Point", "coordinates": [1.5, 2]},
    },
    {
        "id": 2,
        "text": 'say "hi",\nthen\tgo \u202e@SUM(A1)',
        "any": "x",
        "kind": "high",
        "level": 2,
        "whole": -(2**63),
        "large": -1,
        "price": Decimal("-0.01"),
        "exact": Decimal("-0.000000001"),
        "words": math.inf,
        "flag": False,
        "day": date(9999, 12, 31),
        "clock": time(23, 59, 59),
        "moment": datetime(9999, 12, 30, 0, 0, 0, 123456),  # noqa: DTZ001
        "zoned": datetime(1970, 1, 1, tzinfo=UTC),
        "mixed": "2024-01-31T12:00:00.1234567",
        "year": 12024,
        "month": "-0001-12",
        "span": "-PT0.001S",
        "point": [180, -90],
        "thing": {},
        "array": [],
        "list": ["=1"],
        "shape": {"type": "Point", "coordinates": [0, 0]},
    },
    {**EMPTY, "id": 3},
    {
        **EMPTY,
        "id": 4,
        "text": "\u0001_x000B_\r\n ' -- \U0001f600",
        "large": 2**127 - 1,
        "price": Decimal("1234567890123.45"),
        "exact": Decimal(0),
        "words": -1500.0,
        "day": date(1900, 2, 28),
        "moment": datetime(2024, 2, 29, 23, 59, 59, 500_000),  # noqa: DTZ001
        "zoned": datetime(2024, 6, 30, 23, 59, 59, 999_999, tzinfo=UTC),
        "mixed": datetime(2024, 1, 31, 12, tzinfo=UTC),
        "span": "P1Y",
    },
]


def arrow_rows(table: pa.Table) -> list[Row]:
    rows: list[Row] = table.to_pylist()
    return rows


def read_parquet(export: Export) -> list[Row]:
    return arrow_rows(pq.read_table(export.path("all.parquet")))


def read_parquet_by_duckdb(export: Export) -> list[Row]:
    found = duckdb.read_parquet(str(export.path("all.parquet"))).fetchall()
    return [dict(zip(NAMES, row, strict=True)) for row in found]


def read_parquet_by_polars(export: Export) -> list[Row]:
    return pl.read_parquet(export.path("all.parquet")).to_dicts()


def read_parquet_by_pandas(export: Export) -> list[Row]:
    frame = pd.read_parquet(export.path("all.parquet"), dtype_backend="pyarrow")
    return arrow_rows(pa.Table.from_pandas(frame, preserve_index=False))


def read_parquet_by_pandas_alone(export: Export) -> list[Row]:
    frame = pd.read_parquet(export.path("all.parquet"))
    assert {str(frame[name].dtype) for name in ("level", "whole", "year")} == {"Int64"}
    assert str(frame["flag"].dtype) == "boolean"
    plain = frame.astype(object)
    rows = plain.where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def read_arrow(export: Export) -> list[Row]:
    with pa.ipc.open_file(export.path("all.arrow")) as file:
        return arrow_rows(file.read_all())


def read_sqlite(export: Export) -> list[Row]:
    with sqlite3.connect(export.path("every-type.sqlite")) as db:
        return [dict(zip(NAMES, row, strict=True)) for row in db.execute('SELECT * FROM "all"')]


def read_duckdb(export: Export) -> list[Row]:
    with duckdb.connect(str(export.path("every-type.duckdb")), read_only=True) as db:
        found = db.execute('SELECT * FROM "all"').fetchall()
    return [dict(zip(NAMES, row, strict=True)) for row in found]


def read_xlsx(export: Export) -> list[Row]:
    book = openpyxl.load_workbook(export.path("every-type.xlsx"))
    rows = book["all"].iter_rows(min_row=2, values_only=True)
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def read_jsonl(export: Export) -> list[Row]:
    return [json.loads(line) for line in export.path("all.jsonl").open(encoding="utf-8")]


READERS: list[tuple[str, Callable[[Export], list[Row]]]] = [
    ("parquet", read_parquet),
    ("parquet", read_parquet_by_duckdb),
    ("parquet", read_parquet_by_polars),
    ("parquet", read_parquet_by_pandas),
    ("parquet", read_parquet_by_pandas_alone),
    ("arrow", read_arrow),
    ("sqlite", read_sqlite),
    ("duckdb", read_duckdb),
    ("xlsx", read_xlsx),
    ("jsonl", read_jsonl),
]


def same(read: Any, typed: Any) -> bool:
    """Whether a value is the same: of the same kind, and equal."""
    if isinstance(typed, float) and math.isnan(typed):
        return isinstance(read, float) and math.isnan(read)
    if isinstance(typed, date) and not isinstance(typed, datetime) and isinstance(read, datetime):
        return read == datetime(typed.year, typed.month, typed.day)  # noqa: DTZ001 (a workbook's)
    if isinstance(typed, datetime) and isinstance(read, datetime):
        return (read.tzinfo is None) == (typed.tzinfo is None) and read == typed
    if isinstance(typed, Decimal) and isinstance(read, int | float):
        return Decimal(repr(read)) == typed
    if isinstance(typed, bool) or isinstance(read, bool):
        return read is typed
    return type(read) is type(typed) and bool(read == typed)


@pytest.mark.parametrize(("format", "read"), READERS)
def test_a_value_comes_back_or_the_difference_is_told(
    format: str, read: Callable[[Export], list[Row]], every_type: Path, export: RunExport
) -> None:
    exported = export(format, every_type)
    rows = read(exported)
    assert len(rows) == len(TYPED)
    untold = {
        (name, row["id"], typed[name], row[name])
        for row, typed in zip(rows, TYPED, strict=True)
        for name in NAMES
        if not same(row[name], typed[name]) and not exported.about(name)
    }
    assert untold == set()


def test_canonical_csv_is_valid_by_the_same_schema(every_type: Path, export: RunExport) -> None:
    exported = export("csv", every_type)
    before = Package.open(every_type).rows("all").rows
    (every_type / "all.csv").write_bytes(exported.path("all.csv").read_bytes())
    after = Package.open(every_type)
    assert after.validate().valid
    assert after.rows("all").rows == before


@pytest.mark.parametrize("format", ["parquet", "arrow", "sqlite", "xlsx", "jsonl", "csv"])
def test_the_same_package_gives_the_same_bytes(
    format: str, every_type: Path, export: RunExport
) -> None:
    once, again = export(format, every_type), export(format, every_type)
    assert [each["sha256"] for each in once.files.values()] == [
        each["sha256"] for each in again.files.values()
    ]


def test_the_page_tells_the_differences(every_type: Path, export: RunExport) -> None:
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    table = page.partition("## What each format holds")[2]
    head, _, *lines = [line for line in table.splitlines() if line.startswith("|")]
    formats = [cell.strip() for cell in head.split("|")[3:-1]]
    told = {}
    for line in lines:
        field, _, *cells = [cell.strip() for cell in line.split("|")[1:-1]]
        for format, cell in zip(formats, cells, strict=True):
            told[field.strip("`"), format] = cell != "="
    done = {format: export(format, every_type) for format in formats}
    assert told == {
        (name, format): bool(exported.about(name))
        for name in NAMES
        for format, exported in done.items()
    }


def test_types_are_those_of_the_schema_and_the_data(every_type: Path, export: RunExport) -> None:
    schema = pq.read_schema(export("parquet", every_type).path("all.parquet"))
    found = {field.name: str(field.type) for field in schema}
    assert found["kind"] == "dictionary<values=string, indices=int32, ordered=0>"
    assert found["price"] == "decimal128(18, 2)"
    assert found["exact"] == "decimal128(38, 9)"
    assert found["day"] == "date32[day]"
    assert found["moment"] == "timestamp[us]"
    assert found["zoned"] == "timestamp[us, tz=UTC]"


def test_parquet_keeps_the_table_schema(every_type: Path, export: RunExport) -> None:
    metadata = pq.read_schema(export("parquet", every_type).path("all.parquet")).metadata
    assert json.loads(metadata[b"table_schema"])["fields"] == FIELDS
    package = json.loads(metadata[b"datapackage"])
    assert package["name"] == "every-type"
    assert package["resources"][0]["schema"]["primaryKey"] == ["id"]


def test_no_cell_of_a_workbook_is_a_formula(every_type: Path, export: RunExport) -> None:
    book = openpyxl.load_workbook(export("xlsx", every_type).path("every-type.xlsx"))
    types = {cell.data_type for row in book["all"].iter_rows() for cell in row}
    assert "f" not in types
    assert book["all"]["B2"].value == "=1+1"
    assert [cell.value for cell in book["dictionary"][2]][:3] == ["all", "id", "integer"]


def test_a_batch_of_other_numbers_changes_the_type_of_the_column(
    make_package: Callable[..., Path], export: RunExport
) -> None:
    """The types follow all rows, not the first that were read."""
    rows = "n\n" + "1.5\n" * 3_000_000 + "0.12345\n"
    package = make_package(rows, fields=[{"name": "n", "type": "number"}], name="late")
    schema = pq.read_schema(export("parquet", package).path("table.parquet"))
    assert str(schema.field("n").type) == "decimal128(18, 5)"


def test_text_mode_tells_notes_on_standard_error(every_type: Path, call: Call) -> None:
    done = call("export", "jsonl", every_type, "-o", every_type / "out")
    assert re.fullmatch(r"wrote .*all\.jsonl \([\d,]+ bytes, sha256:[0-9a-f]{64}\)\n", done.out)
    assert "note: all.day: a date is written as its ISO text\n" in done.err
