"""SARIF: rules of the catalogue, places as URIs, fixes where they are certain."""

import json
from dataclasses import replace
from typing import Any

import pytest

from dataset_tools.errors import row as row_kinds
from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.errors.error import Error
from dataset_tools.render.sarif import report_sarif
from dataset_tools.report.report import Report
from tests.render.conftest import Check, MakeReport, cell_error, task_of

BLANK = replace(
    cell_error("", 4),
    kind=row_kinds.BLANK_ROW,
    cells=("", ""),
    field_name="",
    place="table.csv",
)


def run_of(report: Report) -> Any:
    return json.loads(report_sarif(report))["runs"][0]


def test_every_rule_of_the_catalogue_has_its_help(report: MakeReport) -> None:
    rules = run_of(report())["tool"]["driver"]["rules"]
    wanted = [code for code in CATALOGUE if not code.startswith("DT0")]
    assert [rule["id"] for rule in rules] == wanted
    for rule in rules:
        assert rule["shortDescription"]["text"] == CATALOGUE[rule["id"]].title
        assert CATALOGUE[rule["id"]].fix in rule["help"]["text"]
        assert rule["helpUri"].startswith("https://")


@pytest.mark.parametrize(
    ("place", "uri"),
    [
        ("odd name, 100%.csv", "odd%20name,%20100%25.csv"),
        ("./data/a#b.csv", "data/a%23b.csv"),
        ("a:b.csv", "a%3Ab.csv"),
        ("über/ü.csv", "%C3%BCber/%C3%BC.csv"),
        ("/data/x.csv", "file:///data/x.csv"),
    ],
)
def test_a_place_is_a_relative_uri(report: MakeReport, place: str, uri: str) -> None:
    (result,) = run_of(report(cell_error(place=place)))["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": uri}, "region": {"startLine": 3}}


def test_fingerprints_are_those_of_the_report(mixed: Report) -> None:
    whole: Any = mixed.to_object()
    listed = [*whole["errors"], *whole["tasks"][0]["errors"], *whole["tasks"][0]["findings"]]
    assert [
        result["partialFingerprints"]["primaryLocationLineHash"]
        for result in run_of(mixed)["results"]
    ] == [error["fingerprint"] for error in listed]


@pytest.mark.parametrize(
    ("error", "has_fix"),
    [
        (BLANK, True),
        (replace(BLANK, cells=(" ", "")), False),
        (replace(BLANK, place="table.xlsx"), False),
        (replace(BLANK, line_number=None), False),
        (cell_error(), False),
    ],
)
def test_only_what_is_certain_is_a_fix(error: Error, has_fix: bool) -> None:  # noqa: FBT001
    (result,) = run_of(Report(tasks=(task_of(error),)))["results"]
    assert ("fixes" in result) == has_fix


def test_a_fix_takes_the_row_out() -> None:
    (result,) = run_of(Report(tasks=(task_of(BLANK),)))["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    region = change["replacements"][0]["deletedRegion"]
    lines = ["id,size\n", "1,2\n", "2,3\n", ",\n", "3,4\n"]
    del lines[region["startLine"] - 1 : region["endLine"] - 1]
    assert lines == ["id,size\n", "1,2\n", "2,3\n", "3,4\n"]
    assert (region["startColumn"], region["endColumn"]) == (1, 1)


def test_a_cell_makes_no_link(report: MakeReport) -> None:
    (result,) = run_of(report(cell_error("[a](https://b)")))["results"]
    assert '"\\[a\\](https://b)" in row 3' in result["message"]["text"]


def test_what_was_known_is_suppressed_after_what_is_new(
    report: MakeReport, sarif_is_valid: Check
) -> None:
    made = report(cell_error("x", fingerprint="a"))
    known = replace(made.tasks[0], known=(cell_error("y", 4, fingerprint="b"),))
    (run,) = sarif_is_valid(report_sarif(replace(made, tasks=(known,), known_count=1)))["runs"]
    assert [(each["baselineState"], each.get("suppressions")) for each in run["results"]] == [
        ("new", None),
        ("unchanged", [{"kind": "external"}]),
    ]
