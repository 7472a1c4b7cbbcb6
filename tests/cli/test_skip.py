"""``--skip``: what does not count, and that it is told."""

import json
from pathlib import Path

import pytest

from tests.conftest import Call, MakePackage

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "name", "type": "string", "constraints": {"required": True}},
]


@pytest.fixture
def here(make_package: MakePackage) -> Path:
    return make_package(
        "id,name\n1,Ann\nx,Bo\ny,\n1,Cy\n", fields=FIELDS, schema={"primaryKey": ["id"]}
    )


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["DT201"], ["DT202", "DT401"]),
        (["dt201", "Constraint-Error"], ["DT401"]),
        (["type-error", "primary-key"], ["DT202"]),
        (["DT999"], None),
        (["DT001"], None),
        (["error"], None),
        (["type"], None),
    ],
)
def test_codes_and_types(here: Path, call: Call, words: list[str], left: list[str] | None) -> None:
    done = call("validate", here, "--json", *(part for word in words for part in ("--skip", word)))
    if left is None:
        assert (done.code, done.out) == (2, "")
        assert f'DT001 --skip: there is no "{words[0]}"' in done.err
        return
    (task,) = json.loads(done.out)["tasks"]
    assert [error["code"] for error in task["errors"]] == left


def test_what_is_skipped_is_told(here: Path, call: Call) -> None:
    words = ("--skip", "type-error", "--skip", "DT202", "--skip", "DT401", "--max-errors", "1")
    done = call("validate", here, *words)
    assert done.code == 0
    assert done.out.splitlines()[0] == "note: table: skipped as asked: DT201 2, DT202 1, DT401 1"
    assert "\nvalid: 4 skipped findings; checked 1 table, 4 rows, 8 cells, 0 checks in" in done.out
    assert done.out.endswith(
        "findings of type-error, DT202, DT401 do not count, as asked (--skip)\n"
    )
    report = json.loads(call("validate", here, "--json", *words).out)
    assert report["stats"]["skipped"] == 4
    assert report["warnings"] == [
        "findings of type-error, DT202, DT401 do not count, as asked (--skip)"
    ]


def test_it_is_told_too_where_nothing_was_found(here: Path, call: Call) -> None:
    (here / "table.csv").write_text("id,name\n1,Ann\n")
    assert "valid: 0 skipped findings; " in call("validate", here, "--skip", "DT201").out


def test_a_skipped_check_is_no_passed_case(here: Path, call: Call) -> None:
    out = call("validate", here, "--skip", "DT201", "--format", "junit").out
    assert "DT202" in out
    assert '<testcase name="DT201' not in out


def test_a_descriptor_that_cannot_be_read_is_never_skipped(here: Path, call: Call) -> None:
    (here / "datapackage.json").write_text("{")
    done = call("validate", here, "--skip", "package-error")
    assert done.code == 1
    assert "nothing is skipped where nothing can be checked" in done.out


def test_evidence_is_skipped_likewise(make_package: MakePackage, call: Call) -> None:
    fields = [
        {"name": "id", "type": "string", "dataset-tools:evidence": {"match": "name"}},
        {"name": "evidence", "type": "string"},
    ]
    folder = make_package("id,evidence\na,id=\nb,id=\n", fields=fields)
    before = json.loads(call("validate", folder, "--json").out)
    codes = {error["code"] for task in before["tasks"] for error in task["errors"]}
    words = [part for code in codes for part in ("--skip", code)]
    after = json.loads(call("validate", folder, "--json", *words).out)
    assert (after["valid"], after["stats"].get("skipped", 0)) == (True, before["stats"]["errors"])
