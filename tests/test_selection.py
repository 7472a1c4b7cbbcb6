"""What the paths of a command line stand for."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dataset_tools.exceptions import NotFound
from dataset_tools.selection import select
from tests.conftest import Call, MakePackage

FIELDS = [{"name": "id", "type": "integer"}]


def table(name: str, *, refers_to: str | None = None, **more: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": FIELDS}
    if refers_to:
        reference = {"resource": refers_to, "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["id"], "reference": reference}]
    return {"name": name, "path": f"data/{name}.csv", "schema": schema, **more}


@pytest.fixture
def here(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_package(
        resources=[
            table("parents"),
            table("children", refers_to="parents"),
            table("others", schema="schemas/others.json"),
        ],
        files={
            "data/parents.csv": "id\n1\n",
            "data/children.csv": "id\n1\n",
            "data/others.csv": "id\n1\n",
            "data/loose.csv": "id\nx\n",
            "schemas/others.json": json.dumps({"fields": FIELDS}),
            "loose.json": json.dumps({"name": "loose", "path": "data/loose.csv"}),
        },
    )
    monkeypatch.chdir(folder)
    return folder


def chosen(*paths: str, schema: Path | None = None) -> list[tuple[list[str], list[str], bool]]:
    """Return the tables of each package, the chosen ones, and whether it is a bare table."""
    return [
        (list(each.package.tables), sorted(each.tables), each.bare)
        for each in select(paths, schema)
    ]


ALL = ["parents", "children", "others"]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([], [(ALL, [], False)]),
        (["datapackage.json"], [(ALL, [], False)]),
        (["data/others.csv"], [(ALL, ["others"], False)]),
        (["data/parents.csv"], [(ALL, ["children", "parents"], False)]),
        (["schemas/others.json", "data/children.csv"], [(ALL, ["children", "others"], False)]),
        (["data/others.csv", "."], [(ALL, [], False)]),
        (["data/loose.csv"], [(["loose"], [], True)]),
        (["loose.json"], [(["loose"], [], True)]),
    ],
)
def test_selects(here: Path, paths: list[str], expected: list[Any]) -> None:
    assert here.is_dir()
    assert chosen(*paths) == expected


def test_a_schema_switches_the_search_for_a_descriptor_off(here: Path) -> None:
    assert chosen("data/others.csv", schema=here / "schemas/others.json") == [
        (["others"], [], True)
    ]
    with pytest.raises(NotFound):
        select(["data/others.csv"], Path("nope.json"))


def test_a_bare_table_is_judged_by_the_schema_that_is_given(here: Path, call: Call) -> None:
    assert call("validate", here / "data/loose.csv").code == 0
    done = call("validate", "data/loose.csv", "--schema", "schemas/others.json", "--json")
    report = json.loads(done.out)
    assert done.code == 1
    assert "package" not in report["tasks"][0]
    assert [error["code"] for error in report["tasks"][0]["errors"]] == ["DT201"]


def test_a_faulty_schema_is_named_by_its_path(here: Path, call: Call) -> None:
    (here / "bad.json").write_text('{"fields": 5}')
    done = call("validate", "data/loose.csv", "--schema", "bad.json")
    assert (done.code, done.out.splitlines()[0][:9]) == (1, "bad.json:")


def test_changed_files_of_a_package_are_one_task_each(here: Path, call: Call) -> None:
    (here / "data/parents.csv").write_text("id\n2\n")
    done = call("validate", "data/parents.csv", "--json")
    report = json.loads(done.out)
    assert [task["name"] for task in report["tasks"]] == ["parents", "children"]
    assert [task["stats"]["errors"] for task in report["tasks"]] == [0, 1]


def test_standard_input_is_a_table(here: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert here.is_dir()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"id\n1\n2,3\n")))
    report = json.loads(call("validate", "-", "--json").out)
    assert [error["place"] for error in report["tasks"][0]["errors"]] == ["<stdin>"]
