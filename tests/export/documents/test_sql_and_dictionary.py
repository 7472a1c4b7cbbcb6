"""The statements are SQL that databases take; the dictionary says what the schema says."""

import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pytest
from markdown_it import MarkdownIt

from tests.conftest import ROOT, MakePackage
from tests.export.conftest import RunExport

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "title": "Number", "constraints": {"minimum": 1}},
    {
        "name": "na|me",
        "type": "string",
        "description": "*What* <i>it</i> is",
        "missingValues": ["-"],
    },
    {
        "name": "kind",
        "type": "string",
        "categories": [{"value": "x", "label": "Ex"}, {"value": "y"}],
    },
]


@pytest.fixture
def small(make_package: MakePackage) -> Path:
    return make_package(
        "id,na|me,kind\n1,a,x\n",
        fields=FIELDS,
        schema={"primaryKey": ["id"]},
        resource={"name": "things"},
        name="small",
        version="1.0.0",
        title="Small",
    )


def test_sqlite_and_duckdb_take_the_statements(export: RunExport) -> None:
    statements = export("sql", ROOT).path("schema.sql").read_text("utf-8")
    with sqlite3.connect(":memory:") as db:
        db.executescript(statements)
        found = db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()
    with duckdb.connect() as db:
        db.execute(statements)
    assert found == (14,)


def test_the_statements_say_what_the_schema_says(small: Path, export: RunExport) -> None:
    assert export("sql", small).path("schema.sql").read_text("utf-8") == (
        'CREATE TABLE "things" (\n'
        '  "id" BIGINT NOT NULL CHECK ("id" >= 1),\n'
        '  "na|me" VARCHAR,\n'
        "  \"kind\" VARCHAR CHECK (\"kind\" IN ('x', 'y')),\n"
        '  PRIMARY KEY ("id")\n'
        ");\n"
    )


def test_the_dictionary_is_whole(small: Path, export: RunExport) -> None:
    assert export("dictionary", small).path("dictionary.md").read_text("utf-8") == (
        "# Small\n"
        "\n"
        "- Version 1.0.0\n"
        "\n"
        "## things\n"
        "\n"
        "1 row\n"
        "\n"
        "| field | type | title | description | key | constraints | categories | missing values |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| id | integer | Number |  | primary key | minimum 1 |  |  |\n"
        "| na&#124;me | string |  | &#42;What&#42; &#60;i&#62;it&#60;/i&#62; is |  |  |  "
        '| "-" |\n'
        "| kind | string |  |  |  |  | x = Ex; y |  |\n"
    )


def test_no_text_is_taken_for_markup(make_package: MakePackage, export: RunExport) -> None:
    hostile = "a | b\n\n# h\n![x](http://x) <script> `c` @all"
    field = {"name": hostile, "type": "string", "title": hostile, "description": hostile}
    package = make_package(f'"{hostile}"\n1\n', fields=[field], title=hostile, description=hostile)
    text = export("dictionary", package).path("dictionary.md").read_text("utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inside = [child.type for token in tokens for child in token.children or ()]
    assert set(inside) <= {"text", "softbreak", "text_special"}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    assert sum(token.type == "td_open" for token in tokens) == 4
