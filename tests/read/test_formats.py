"""One table, however it is stored: the same verdict, the same values, the same keys."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from pandas.testing import assert_frame_equal

from dataset_tools import Package

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "name", "type": "string"},
    {"name": "share", "type": "number"},
    {"name": "open", "type": "boolean"},
    {"name": "day", "type": "date"},
]
SCHEMA = {"fields": FIELDS, "primaryKey": "id", "missingValues": ["", "n/a"]}
ROWS: list[tuple[object, ...]] = [
    (1, 'An "n"', 1.5, True, "2024-01-05"),
    (2, None, None, False, None),
    (3, "é", -2.0, None, "1999-12-31"),
]
NAMES = [str(field["name"]) for field in FIELDS]


def objects() -> list[dict[str, object]]:
    return [dict(zip(NAMES, row, strict=True)) for row in ROWS]


def write_csv(path: Path, _: Any) -> None:
    rows = pl.DataFrame(objects()).with_columns(pl.col("open").cast(pl.String))
    path.write_text(rows.write_csv(), encoding="utf-8")


def write_jsonl(path: Path, _: Any) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in objects()), encoding="utf-8")


def write_json(path: Path, _: Any) -> None:
    path.write_text(json.dumps(objects()), encoding="utf-8")


def write_gz(path: Path, _: Any) -> None:
    path.write_bytes(gzip.compress(json.dumps([NAMES, *ROWS]).encode()))


def write_parquet(path: Path, _: Any) -> None:
    pl.DataFrame(objects()).with_columns(pl.col("day").str.to_date()).write_parquet(path)


def write_sqlite(path: Path, _: Any) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (id INTEGER, name TEXT, share REAL, open BOOL, day DATE)")
        database.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", ROWS)
    database.close()


def write_xlsx(path: Path, workbooks: Any) -> None:
    path.write_bytes(workbooks.xlsx({"A": workbooks.xlsx_rows([NAMES, *ROWS])}))


def write_ods(path: Path, workbooks: Any) -> None:
    path.write_bytes(workbooks.ods(workbooks.ods_rows([NAMES, *ROWS])))


WRITERS: dict[str, Callable[[Path, Any], None]] = {
    "t.csv": write_csv,
    "t.jsonl": write_jsonl,
    "t.json": write_json,
    "t.json.gz": write_gz,
    "t.parquet": write_parquet,
    "t.sqlite": write_sqlite,
    "t.xlsx": write_xlsx,
    "t.ods": write_ods,
}


@pytest.fixture(params=list(WRITERS))
def package(request: pytest.FixtureRequest, tmp_path: Path, workbooks: Any) -> Package:
    WRITERS[request.param](tmp_path / request.param, workbooks)
    table: dict[str, object] = {"name": "t", "path": request.param, "schema": SCHEMA}
    if request.param == "t.sqlite":
        table["dialect"] = {"table": "t"}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "resources": [table],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return Package.open(tmp_path)


def test_it_is_valid(package: Package) -> None:
    report = package.validate()
    assert [error.message for _, error in report.listed()] == []
    assert report.tasks[0].stats.rows == len(ROWS)


def test_it_loads_the_same(package: Package) -> None:
    expected = pd.DataFrame(
        {
            "id": pd.array([1, 2, 3], dtype="int64"),
            "name": pd.array(['An "n"', None, "é"], dtype="str"),
            "share": pd.array([1.5, float("nan"), -2.0], dtype="float64"),
            "open": pd.array([True, False, None], dtype="boolean"),
            "day": pd.array(["2024-01-05", None, "1999-12-31"], dtype="datetime64[us]"),
        },
    )
    assert_frame_equal(package.load("t"), expected)


def test_it_shows_the_same(package: Package) -> None:
    rows = package.rows("t", where="id == 1").rows
    assert [rows[0]["name"], str(rows[0]["day"])] == ['An "n"', "2024-01-05"]


def test_a_cell_is_shown_plain_and_the_key_is_named(
    make_package: Callable[..., Path],
) -> None:
    rows = [{"id": "a", "n": "x\ny"}, {"id": "a", "n": 2.5}, {"id": "b", "n": True}]
    folder = make_package(
        resources=[
            {
                "name": "t",
                "data": rows,
                "schema": {
                    "fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}],
                    "primaryKey": "id",
                },
            },
        ],
    )
    errors = [error for _, error in Package.open(folder).validate().listed()]
    told = [(error.kind.code, error.row_number, error.cell) for error in errors]
    assert told == [
        ("DT201", 2, "x\ny"),
        ("DT401", 3, ""),
        ("DT201", 3, "2.5"),
        ("DT201", 4, "true"),
    ]
    assert [error.key for error in errors] == [("a",), ("a",), ("a",), ("b",)]


@pytest.mark.parametrize(
    ("table", "note"),
    [("nothing", "the database has: t"), ("seen", "the database has: t"), (None, "")],
)
def test_the_dialect_names_a_table_of_the_database(
    tmp_path: Path, table: str | None, note: str
) -> None:
    write_sqlite(tmp_path / "t.sqlite", None)
    with sqlite3.connect(tmp_path / "t.sqlite") as database:
        database.execute("CREATE VIEW seen AS SELECT 1")
    database.close()
    resource = {"name": "t", "path": "t.sqlite", "schema": SCHEMA}
    if table is not None:
        resource["dialect"] = {"table": table}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": [resource]}), encoding="utf-8"
    )
    errors = [error for _, error in Package.open(tmp_path).validate().listed()]
    assert [error.kind.code for error in errors] == (["DT514"] if note else [])
    assert all(note in error.message for error in errors)


@pytest.mark.parametrize("name", ["t.parquet", "t.sqlite"])
def test_what_is_not_of_its_format_is_told(make_package: Callable[..., Path], name: str) -> None:
    folder = make_package(
        resources=[{"name": "t", "path": name, "type": "table"}], files={name: b"id\n1\n" * 50}
    )
    errors = [error for _, error in Package.open(folder).validate().listed()]
    assert [error.kind.code for error in errors] == ["DT516"]
