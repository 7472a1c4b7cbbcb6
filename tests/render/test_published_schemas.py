"""Our JSON Schemas hold what we write and read, and refuse what we refuse."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from dataset_tools import Package
from dataset_tools.config.read import KEYS, settings_for
from dataset_tools.errors.catalogue import CATALOGUE, CODES_BY_WORD
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.exceptions import UsageError
from dataset_tools.render.schemas import SCHEMAS, schema_text
from tests.conftest import ROOT, Call, MakePackage

Json = Any
WITH_EXAMPLE = [kind for kind in CATALOGUE.values() if kind.example]


def standard(_: str) -> Resource[Json]:
    """Stand in for the profiles of the standard, which are fetched by a URL."""
    return Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})


def errors_of(name: str, value: Json) -> list[str]:
    schema = json.loads(schema_text(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    registry: Registry[Json] = Registry(retrieve=standard)  # type: ignore[call-arg]
    validator = jsonschema.Draft202012Validator(schema, registry=registry)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def written(folder: Path, files: Any) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.mark.parametrize("kind", WITH_EXAMPLE, ids=lambda kind: kind.code)
def test_a_report_of_every_code(kind: ErrorKind, tmp_path: Path) -> None:
    assert kind.example is not None
    folder = written(tmp_path, kind.example.bad)
    sources = folder / "sources" if (folder / "sources").is_dir() else None
    report = json.loads(Package.open(folder).validate(sources=sources).to_json())
    assert errors_of("report", report) == []


def test_reports_of_other_runs(make_package: MakePackage, call: Call) -> None:
    folder = make_package("id\n1\nx\n", fields=[{"name": "id", "type": "integer"}])
    (folder / "bare.csv").write_text("a\n1\n")
    (folder / "empty").mkdir()
    (folder / "empty" / "datapackage.json").write_text("[]")
    for arguments in (
        [folder, folder / "empty", folder / "bare.csv"],
        [folder, "--skip", "DT201"],
        [folder, "--baseline", folder / "known", "--write-baseline"],
        [folder, "--baseline", folder / "known", "--max-errors", "0"],
        [folder / "bare.csv"],
    ):
        done = call("validate", "--json", *arguments)
        assert errors_of("report", json.loads(done.out)) == []


def test_a_report_without_a_key_is_refused(make_package: MakePackage) -> None:
    folder = make_package("id\nx\n", fields=[{"name": "id", "type": "integer"}])
    report = json.loads(Package.open(folder).validate().to_json())
    del report["tasks"][0]["errors"][0]["rowNumber"]
    assert "'rowNumber' is a required property" in errors_of("report", report)[0]


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("", True),
        ('fail-on = "warning"\nskip = ["DT201", "type-error"]\nmax-errors = 0', True),
        ('baseline = "a"\nsources = "b"\nnew-since = "c"\nfail-fast = false', True),
        ("max-error = 5", False),
        ("max-errors = -1", False),
        ("max-errors = true", False),
        ('skip = "DT201"', False),
        ('skip = ["DT001"]', False),
        ('fail-on = "errors"', False),
        ('baseline = ""', False),
        ("remote = true", False),
    ],
)
def test_settings_are_judged_as_they_are_read(tmp_path: Path, text: str, *, is_good: bool) -> None:
    (tmp_path / "dataset-tools.toml").write_text(text)
    assert (errors_of("settings", tomllib.loads(text)) == []) == is_good
    if is_good:
        settings_for(tmp_path, CODES_BY_WORD)
    else:
        with pytest.raises(UsageError):
            settings_for(tmp_path, CODES_BY_WORD)


def test_every_setting_has_its_description() -> None:
    properties: Json = SCHEMAS["settings"]()["properties"]
    assert tuple(properties) == KEYS
    assert all(each["description"] for each in properties.values())


def test_our_own_dataset_is_held() -> None:
    assert errors_of("datapackage", json.loads((ROOT / "datapackage.json").read_text())) == []
    for path in (ROOT / "schemas").glob("*.json"):
        assert errors_of("tableschema", json.loads(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"fields": [{"name": "a", "dataset-tools:evidence": "nme"}]},
        {"fields": [{"name": "a", "dataset-tools:evidence": {"reason": "b"}}]},
        {"fields": [], "dataset-tools:rules": [{"name": "r"}]},
        {"fields": [], "dataset-tools:rules": [{"name": "r", "formula": "a", "severity": "x"}]},
    ],
)
def test_what_our_properties_cannot_say(schema: Json) -> None:
    assert errors_of("tableschema", schema)
    assert errors_of("datapackage", {"resources": [{"name": "t", "schema": schema}]})


def test_the_command_prints_them(call: Call) -> None:
    for name in SCHEMAS:
        assert json.loads(call("explain", "--schema", name).out)["title"]
    done = call("explain", "--schema", "reports")
    assert (done.code, done.out) == (2, "")
    assert 'did you mean "report"?' in done.err
