"""The module of models runs by itself, and judges as ``validate`` does."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pandera.pandas as pa
import pytest

from dataset_tools import Package
from tests.conftest import ROOT, MakePackage
from tests.export.conftest import RunExport

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"minimum": 1}},
    {
        "name": "odd name",
        "type": "string",
        "constraints": {"pattern": "[a-z]+(-[a-z]+)*", "maxLength": 7, "unique": True},
    },
    {"name": "class", "type": "string", "constraints": {"enum": ["a", "b"], "required": True}},
    {"name": "share", "type": "number", "constraints": {"exclusiveMaximum": 1}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    {"name": "moment", "type": "datetime", "constraints": {"maximum": "2030-01-01T00:00:00Z"}},
    {"name": "month", "type": "yearmonth", "constraints": {"minimum": "2020-01"}},
    {"name": "clock", "type": "time", "constraints": {"maximum": "12:00:00"}},
    {"name": "tags", "type": "list", "constraints": {"maxLength": 2}},
    {"name": "flag", "type": "boolean", "constraints": {"enum": [True]}},
    {"name": "kind", "type": "string", "categories": ["x", "y"]},
]
NAMES = [field["name"] for field in FIELDS]
SCHEMA = {
    "primaryKey": ["id"],
    "uniqueKeys": [["share", "day"]],
    "dataset-tools:rules": [
        {"name": "b-has-share", "formula": "`class` != 'b' or share is not None"},
        {"name": "not-too-many", "formula": "id < 100 or share > 0.5"},
    ],
}
GOOD = {
    "id": "1",
    "odd name": "a-b",
    "class": "a",
    "share": "0.5",
    "day": "2024-01-31",
    "moment": "2024-01-31T12:00:00Z",
    "month": "2024-01",
    "clock": "11:00:00",
    "tags": "p,q",
    "flag": "true",
    "kind": "x",
}
OTHER = {**dict.fromkeys(NAMES, ""), "id": "2", "class": "a"}


def line(row: dict[str, str]) -> str:
    return ",".join(f'"{row[name]}"' if row[name] else "" for name in NAMES) + "\n"


def models_of(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("models", folder / "models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def model_of(folder: Path, table: str) -> Any:
    found = [
        each
        for each in vars(models_of(folder)).values()
        if isinstance(each, type)
        and issubclass(each, pa.DataFrameModel)
        and getattr(each.Config, "name", None) == table
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"id": "0"},
        {"id": "2"},
        {"odd name": "A"},
        {"odd name": "a-b-c-d-e"},
        {"class": "c"},
        {"class": ""},
        {"class": "b", "share": ""},
        {"share": "1"},
        {"share": "0.99"},
        {"day": "1999-12-31"},
        {"moment": "2030-01-01T00:00:01Z"},
        {"month": "2019-12"},
        {"clock": "12:00:01"},
        {"tags": "p,q,r"},
        {"flag": "false"},
        {"id": "100"},
        {"id": "100", "share": "0.6"},
        {name: "" for name in NAMES if name not in ("id", "class")},
    ],
)
def test_a_model_judges_as_validate_does(
    change: dict[str, str], make_package: MakePackage, export: RunExport
) -> None:
    good = line(OTHER)
    package = make_package(
        ",".join(NAMES) + "\n" + good, fields=FIELDS, schema=SCHEMA, name="judged"
    )
    exported = export("pandera", package)
    assert exported.notes == {}
    model = model_of(exported.folder, "table")
    with (package / "table.csv").open("a", encoding="utf-8") as file:
        file.write(line({**GOOD, **change}))
    opened = Package.open(package)
    frame = opened.load("table", validate=False, errors="coerce").astype({"id": "int64"})
    if opened.validate().valid:
        model.validate(frame)
    else:
        with pytest.raises((pa.errors.SchemaError, pa.errors.SchemaErrors)):
            model.validate(frame)


def test_two_missing_values_of_a_unique_field_are_not_equal(
    make_package: MakePackage, export: RunExport
) -> None:
    rows = ",".join(NAMES) + "\n" + line(OTHER) + line({**OTHER, "id": "3"})
    package = make_package(rows, fields=FIELDS, schema=SCHEMA)
    model = model_of(export("pandera", package).folder, "table")
    assert len(model.validate(Package.open(package).load("table"))) == 2


def test_the_dataset_of_this_repository_is_valid_by_its_models(export: RunExport) -> None:
    exported = export("pandera", ROOT)
    package = Package.open(ROOT)
    for table in package.tables:
        model_of(exported.folder, table).validate(package.load(table))


def test_the_module_needs_pandas_and_pandera_alone(export: RunExport) -> None:
    text = export("pandera", ROOT).path("models.py").read_text("utf-8")
    assert "dataset_tools" not in text
    assert [line for line in text.splitlines() if line.startswith(("import", "from"))] == [
        "import datetime",
        "import numpy as np",
        "import pandas as pd",
        "import pandera.pandas as pa",
    ]


def test_names_of_any_kind_are_names_of_python(
    make_package: MakePackage, export: RunExport
) -> None:
    names = ["class", "pd", "validate", "_x", "é", 'a"b\n', "str", "1", "field_1", "good"]
    fields = [{"name": name, "type": "string"} for name in names]
    header = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    package = make_package(
        resources=[
            {"name": 'it\'s "1"\\', "path": "a.csv", "schema": {"fields": fields}},
            {"name": "None", "path": "a.csv", "schema": {"fields": fields}},
        ],
        files={"a.csv": header + "\n" + ",".join("x" * len(names)) + "\n"},
        name='"""\n\\',
    )
    exported = export("pandera", package)
    opened = Package.open(package)
    for table in opened.tables:
        model_of(exported.folder, table).validate(opened.load(table))


def test_what_a_model_cannot_judge_is_told(make_package: MakePackage, export: RunExport) -> None:
    fields = [
        {"name": "a", "type": "string", "constraints": {"pattern": r"\p{Lu}"}},
        {"name": "b", "type": "duration", "constraints": {"minimum": "P1D"}},
        {"name": "c", "type": "object", "constraints": {"jsonSchema": {"type": "object"}}},
    ]
    rules = [{"name": "r", "formula": "len(a) == 1"}]
    keys = [{"fields": ["a"], "reference": {"fields": ["a"]}}]
    schema = {"dataset-tools:rules": rules, "foreignKeys": keys}
    notes = export("pandera", make_package("a,b,c\nÄ,P2D,{}\n", fields=fields, schema=schema)).notes
    assert sorted(message for messages in notes.values() for message in messages) == [
        "bounds and enum of duration values are not in the model",
        "the foreign key to table is not in the model",
        "the jsonSchema is not in the model",
        "the pattern is not in the model: Python reads it in another way",
        'the row rule "r" is not in the model',
    ]
