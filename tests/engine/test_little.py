"""Small tables that are judged together: the report is that of each by itself."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataset_tools import Package
from dataset_tools.check import verdicts
from dataset_tools.engine import little
from dataset_tools.read import pieces
from tests.conftest import MakePackage

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"maximum": 10**20}},
        {"name": "share", "type": "number", "constraints": {"minimum": 0.1}},
        {"name": "word", "constraints": {"required": True, "pattern": "[a-z]+"}},
        {"name": "more", "type": "object"},
    ],
    "primaryKey": ["id"],
    "dataset-tools:rules": [{"name": "few", "formula": "id < 5 or share"}],
}
HEADER = "id,share,word,more\n"
ROWS = [
    "1,0.5,a,{}\n",
    "2,0.09999999999999999999,b,\n",
    f'{10**20 + 1},,c,"{{""a"": 1}}"\n',
    "x,y,,[\n",
    "7,,Z,\n",
    ",1,a,\n",
    "\n",
    "3\n",
    "4,1,d,,,\n",
    '"5\n",1,e,\n',
]
TABLES = st.lists(st.lists(st.sampled_from(ROWS), max_size=4), min_size=1, max_size=4)


def listed(tables: dict[str, str], **options: Any) -> list[tuple[Any, ...]]:
    """Validate tables in one package: errors and counts by table."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tables.items():
            Path(folder, f"{name}.csv").write_text(text, "utf-8")
        resources = [
            {"name": name, "path": f"{name}.csv", "schema": SCHEMA} for name in sorted(tables)
        ]
        descriptor = {"name": "p", "resources": resources}
        Path(folder, "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
        report = Package.open(folder).validate(**options)
    return [
        (
            *(task.name, task.labels, task.stats.rows, task.stats.cells, task.stats.checks),
            [
                (each.kind.code, each.row_number, each.line_number, each.cells, each.message)
                for each in task.errors
            ],
        )
        for task in report.tasks
    ]


@given(tables=TABLES)
@example(tables=[[row] for row in ROWS])
@example(tables=[[], [ROWS[0]], [], [ROWS[3]]])
def test_many_tables_are_judged_as_each_is_alone(tables: list[list[str]]) -> None:
    texts = {f"t{at}": HEADER + "".join(rows) for at, rows in enumerate(tables)}

    assert listed(texts) == [each for name in texts for each in listed({name: texts[name]})]


def test_tables_of_one_schema_take_one_call_of_pandera(
    make_package: MakePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    heights = []

    def counted(values: Any, judge: Any) -> verdicts.Verdicts:
        heights.append(values.height)
        return verdicts_of(values, judge)

    verdicts_of = verdicts.verdicts_of
    monkeypatch.setattr(verdicts, "verdicts_of", counted)
    other = {"fields": [{"name": "id", "type": "string"}]}
    package = make_package(
        files={"a.csv": "id\n1\n", "b.csv": "id\n2\n3\n", "c.csv": "id\n4\n", "d.csv": "id\n5\n"},
        resources=[
            {"name": name, "path": f"{name}.csv", "schema": schema}
            for name, schema in [
                ("a", {"fields": [{"name": "id", "type": "integer"}]}),
                ("b", {"fields": [{"name": "id", "type": "integer"}]}),
                ("c", other),
                ("d", {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}),
            ]
        ],
    )

    assert Package.open(package).validate().valid
    assert sorted(heights) == [1, 1, 3]


def test_a_small_file_of_many_rows_is_not_held_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    heights = []

    def counted(values: Any, judge: Any) -> verdicts.Verdicts:
        heights.append(values.height)
        return verdicts_of(values, judge)

    verdicts_of = verdicts.verdicts_of
    tables = {"many": HEADER + ROWS[0] * 2000 + ROWS[3], "one": HEADER + ROWS[4]}
    expected = listed(tables)
    monkeypatch.setattr(verdicts, "verdicts_of", counted)
    monkeypatch.setattr(pieces, "PIECE", 1 << 10)
    monkeypatch.setattr(little, "ENOUGH", 2 << 10)

    assert listed(tables) == expected
    assert sum(heights) == 2002
    assert max(heights) < 500
