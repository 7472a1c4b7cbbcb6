"""Keys, foreign keys and checks stand in the databases, and what does not is told."""

import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import ROOT, MakePackage
from tests.export.conftest import RunExport

COMPANIES: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"maxLength": 3}},
        {"name": "parent", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"fields": ["id"]}}],
}
MOVES: dict[str, Any] = {
    "fields": [
        {"name": "company", "type": "string", "constraints": {"required": True}},
        {"name": "change", "type": "number", "constraints": {"minimum": -100}},
        {"name": "day", "type": "date", "constraints": {"maximum": "2030-01-01"}},
        {"name": "flag", "type": "boolean"},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a", "it's"]}},
    ],
    "foreignKeys": [
        {"fields": ["company"], "reference": {"resource": "companies", "fields": ["id"]}},
    ],
}
BAD = [
    ("companies", "('a', NULL)"),
    ("companies", "('long', NULL)"),
    ("moves", "('nobody', 1, '2024-01-31', true, 'a')"),
    ("moves", "(NULL, 1, '2024-01-31', true, 'a')"),
    ("moves", "('a', -101, '2024-01-31', true, 'a')"),
    ("moves", "('a', 1, '2030-01-02', true, 'a')"),
    ("moves", "('a', 1, '2024-02-30', true, 'a')"),
    ("moves", "('a', 1, '2024-01-31', true, 'b')"),
]


@pytest.fixture
def package(make_package: MakePackage) -> Path:
    return make_package(
        resources=[
            {"name": "moves", "path": "moves.csv", "schema": MOVES},
            {"name": "companies", "path": "companies.csv", "schema": COMPANIES},
        ],
        files={
            "companies.csv": "id,parent\nb,a\na,\n",
            "moves.csv": "company,change,day,flag,kind\na,-17.5,2024-01-31,true,it's\n",
        },
        name="moves",
    )


@pytest.mark.parametrize(("table", "values"), BAD)
def test_sqlite_refuses_what_the_schema_forbids(
    table: str, values: str, package: Path, export: RunExport
) -> None:
    with sqlite3.connect(export("sqlite", package).path("moves.sqlite")) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("INSERT INTO moves VALUES ('b', 1, '2024-01-31', 0, 'a')")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(f"INSERT INTO {table} VALUES {values}")  # noqa: S608 (the test's own)


@pytest.mark.parametrize(("table", "values"), BAD)
def test_duckdb_refuses_what_the_schema_forbids(
    table: str, values: str, package: Path, export: RunExport
) -> None:
    with duckdb.connect(str(export("duckdb", package).path("moves.duckdb"))) as db:
        db.execute("INSERT INTO moves VALUES ('b', 1, '2024-01-31', true, 'a')")
        with pytest.raises(duckdb.Error):
            db.execute(f"INSERT INTO {table} VALUES {values}")  # noqa: S608 (the test's own)


def test_the_keys_of_the_dataset_hold_in_sqlite(export: RunExport) -> None:
    exported = export("sqlite", ROOT)
    (name,) = exported.files
    with sqlite3.connect(exported.path(name)) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_duckdb_tells_a_table_that_refers_to_itself(package: Path, export: RunExport) -> None:
    assert export("duckdb", package).about("parent", "companies") == (
        "the foreign key to companies is left out: "
        "DuckDB takes a row only after the one it refers to"
    )
    assert "foreign key" not in export("sqlite", package).about("parent", "companies")


def test_duckdb_tells_a_circle(make_package: MakePackage, export: RunExport) -> None:
    def table(name: str, other: str) -> dict[str, Any]:
        key = {"fields": ["to"], "reference": {"resource": other, "fields": ["id"]}}
        fields = [{"name": "id", "type": "integer"}, {"name": "to", "type": "integer"}]
        schema = {"fields": fields, "primaryKey": ["id"], "foreignKeys": [key]}
        return {"name": name, "path": "a.csv", "schema": schema}

    package = make_package(
        resources=[table("a", "b"), table("b", "a")], files={"a.csv": "id,to\n1,1\n"}, name="c"
    )
    told = [export("duckdb", package).about("to", name) for name in "ab"]
    assert [bool(each) for each in told].count(True) == 1
    assert "the tables refer to each other in a circle" in "".join(told)


def test_names_that_differ_in_case_alone_are_told(
    make_package: MakePackage, export: RunExport
) -> None:
    fields = [{"name": name, "type": "string"} for name in ("id", "ID")]
    package = make_package("id,ID\n1,2\n", fields=fields, name="case")
    exported = export("sqlite", package)
    with sqlite3.connect(exported.path("case.sqlite")) as db:
        assert db.execute('SELECT "id", "ID_2" FROM "table"').fetchall() == [("1", "2")]
    assert exported.about("ID", "table") == 'the column is named "ID_2"'


def test_numbers_that_no_double_holds_are_text(
    make_package: MakePackage, export: RunExport
) -> None:
    fields = [{"name": name, "type": "number"} for name in ("few", "many")]
    package = make_package("few,many\n-17.00,0.12345678901234567\n", fields=fields, name="n")
    exported = export("sqlite", package)
    with sqlite3.connect(exported.path("n.sqlite")) as db:
        assert db.execute('SELECT * FROM "table"').fetchall() == [(-17.0, "0.12345678901234567")]
    assert exported.about("few", "table") == ""
    assert exported.about("many", "table").startswith("numbers are the text of their digits")


def test_comments_of_duckdb_are_the_descriptions(
    make_package: MakePackage, export: RunExport
) -> None:
    fields = [{"name": "id", "type": "integer", "description": "it's a number"}]
    exported = export("duckdb", make_package("id\n1\n", fields=fields, name="n"))
    with duckdb.connect(str(exported.path("n.duckdb")), read_only=True) as db:
        found = db.execute("SELECT comment FROM duckdb_columns() WHERE NOT internal").fetchall()
    assert found == [("it's a number",)]
