"""Settings beside the command line: whose word counts, and for which packages."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Call, MakePackage

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
ROWS = "id,name\n1,Ann\nx,Bo\ny,Cy\n\n"


@pytest.fixture
def here(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_package(ROWS, fields=FIELDS)
    monkeypatch.chdir(folder)
    return folder


def settings(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "dataset-tools.toml").write_text(text, encoding="utf-8")


def codes(out: str) -> list[str]:
    return [error["code"] for task in json.loads(out)["tasks"] for error in task["errors"]]


def test_settings_are_what_the_command_line_does_not_say(here: Path, call: Call) -> None:
    settings(here, 'skip = ["blank-row"]\nmax-errors = 1')
    assert codes(call("validate", "--json").out) == ["DT201"]
    assert codes(call("validate", "--json", "--max-errors", "9").out) == ["DT201", "DT201"]
    assert codes(call("validate", "--json", "--skip", "DT201").out) == ["DT307"]


def test_a_package_of_an_archive_has_the_settings_beside_it_never_its_own(
    here: Path, call: Call
) -> None:
    with zipfile.ZipFile(here / "package.zip", "w") as archive:
        for name in ("datapackage.json", "table.csv"):
            archive.write(here / name, name)
        archive.writestr("dataset-tools.toml", 'skip = ["type-error", "blank-row"]')
    assert call("validate", "package.zip").code == 1
    settings(here, 'skip = ["type-error", "blank-row"]\nnew-since = "main"')
    assert call("validate", "package.zip").code == 0
    assert call("validate", "datapackage.json").code == 2


def test_bare_tables_and_schemas_have_none(here: Path, call: Call) -> None:
    (here / "schema.json").write_text(json.dumps({"fields": FIELDS}))
    settings(here, 'skip = ["type-error", "blank-row"]')
    assert call("validate", "table.csv").code == 0
    assert call("validate", "table.csv", "--schema", "schema.json").code == 1


def test_each_of_several_packages_has_its_own(here: Path, call: Call) -> None:
    for name in ("lax", "strict"):
        (here / name).mkdir()
        for file in ("datapackage.json", "table.csv"):
            (here / name / file).write_bytes((here / file).read_bytes())
    settings(here / "lax", 'skip = ["type-error", "blank-row"]')
    done = call("validate", "lax", "strict", "--json")
    assert (done.code, codes(done.out)) == (1, ["DT201", "DT201", "DT307"])
    assert call("validate", "lax").code == 0
    settings(here / "strict", "max-errors = 'x'")
    done = call("validate", "lax", "strict")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        'DT001 strict/dataset-tools.toml: "max-errors" must be a whole number, 0 or more\n'
    )


def test_sources_are_relative_to_the_file(here: Path, call: Call) -> None:
    (here / "deep").mkdir()
    settings(here, 'sources = "documents"')
    done = call("validate", "datapackage.json")
    assert (done.code, done.err) == (2, "DT002 there is no folder documents\n")
    (here / "documents").mkdir()
    assert call("validate", "datapackage.json").code == 1


def test_warnings_fail_where_the_settings_say_so(make_package: MakePackage, call: Call) -> None:
    rule = {"name": "old", "formula": "id > 5", "severity": "warning"}
    folder = make_package("id,name\n1,Ann\n", fields=FIELDS, schema={"dataset-tools:rules": [rule]})
    assert call("validate", folder).code == 0
    settings(folder, 'fail-on = "warning"')
    assert call("validate", folder).code == 1
    assert call("validate", folder, "--fail-on", "error").code == 0
