"""What ``validate`` prints, whole."""

import json
import re
from pathlib import Path

import pytest
from inline_snapshot import snapshot
from pandera.config import ValidationDepth, config_context

from tests.conftest import Call, MakePackage

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "name", "type": "string", "constraints": {"required": True}},
]


@pytest.fixture
def here(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_package(
        "id,name\n1,Ann\n\nx,Bo\n3,\n4,Cy,more\n",
        fields=FIELDS,
        schema={"primaryKey": ["id"]},
    )
    monkeypatch.chdir(folder)
    return folder


def test_text(here: Path, call: Call) -> None:
    done = call("validate", here)
    assert (done.code, done.err) == (1, "")
    assert re.sub(r"in \d\.\d\d s", "in 0 s", done.out) == snapshot("""\
table.csv:3: DT307 Row 3 is empty
    fix: Take the row out.
table.csv:4: DT201 "x" in row 4, field "id": not a whole number
    fix: Mend the cell, or give the field the type that its cells have.
table.csv:5: DT202 Row 5, field "name": a required value is missing
    fix: Fill in the cell, or take `required` from the field.
table.csv:6: DT308 Row 6 has an extra cell "more" at position 3
    fix: Take the cell out, or quote the cell that holds a delimiter.

INVALID table (5 rows, 2 fields, 4 errors)
INVALID: 4 errors; checked 1 table, 5 rows, 10 cells, 4 checks in 0 s
""")


def test_quiet_prints_nothing_if_all_is_well(make_package: MakePackage, call: Call) -> None:
    folder = make_package("id,name\n1,Ann\n", fields=FIELDS)
    assert call("validate", folder, "--quiet").out == ""
    assert call("validate", folder).out.startswith("valid   table (1 row, 2 fields)\n")


def test_the_list_is_cut_and_the_count_is_not(here: Path, call: Call) -> None:
    report = json.loads(call("validate", here, "--json", "--max-errors", "2").out)
    assert report["stats"]["errors"] == report["tasks"][0]["stats"]["errors"] == 4
    assert [error["rowNumber"] for error in report["tasks"][0]["errors"]] == [3, 4]
    assert report["tasks"][0]["warnings"] == [
        "only the first 2 of 4 errors are listed (--max-errors)",
    ]


def test_several_packages_are_one_report(here: Path, call: Call) -> None:
    (here / "other.json").write_bytes((here / "datapackage.json").read_bytes())
    report = json.loads(call("validate", here, "other.json", "datapackage.json", "--json").out)
    assert [task["package"] for task in report["tasks"]] == ["datapackage.json", "other.json"]


def test_output_goes_to_a_file(here: Path, call: Call) -> None:
    done = call("validate", here, "--json", "--output", here / "report.json")
    assert (done.code, done.out) == (1, "")
    assert json.loads((here / "report.json").read_text("utf-8"))["valid"] is False


def test_controls_in_cells_are_shown_and_never_printed(
    make_package: MakePackage,
    call: Call,
) -> None:
    folder = make_package("id,name\n\x1b[2J\x07\u202e,a\n", fields=FIELDS)
    out = call("validate", folder).out
    assert "\\u001b[2J\\u0007\\u202e" in out
    assert not set("\x1b\x07\u202e") & set(out)


def test_what_pandera_is_told_elsewhere_turns_no_check_off(
    make_package: MakePackage, call: Call
) -> None:
    folder = make_package("id,name\n1,\n", fields=FIELDS)
    with config_context(
        validation_enabled=False,
        validation_depth=ValidationDepth.SCHEMA_ONLY,
    ):
        assert call("validate", folder).code == 1
