"""The benchmark package's planted errors: all found, each at its place, none invented."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset_tools import Package

Shared = Callable[[str], Path]
Planted = tuple[str, int, str | None, int | None, str, str]


def make(maker: Path, folder: Path, *arguments: str) -> list[Planted]:
    """Write a benchmark package, and return what is planted in it."""
    command = [sys.executable, str(maker), "--out", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    return [
        (
            each["table"],
            each["rowNumber"],
            each["fieldName"],
            each["fieldNumber"],
            each["type"],
            Path(each["file"]).name,
        )
        for each in truth
    ]


def reported(folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(Package.open(folder).validate(max_errors=10_000).to_json())
    return report


def found(report: dict[str, Any]) -> list[Planted]:
    return [
        (
            task["name"],
            error["rowNumber"],
            error.get("fieldName") or None,
            error.get("fieldNumber") or None,
            error["type"],
            Path(error["place"]).name,
        )
        for task in report["tasks"]
        for error in task["errors"]
    ]


def lines_that_are_not_the_row(report: dict[str, Any]) -> list[str]:
    """Return the errors whose line in the file does not begin with the row's first cell.

    The generator's own line numbers are not compared: they count the line breaks that a row had
    before an error was planted in it.
    """
    lines: dict[str, list[str]] = {}
    wrong = []
    for task in report["tasks"]:
        for error in task["errors"]:
            place = error["place"]
            if place not in lines:
                lines[place] = Path(place).read_text("utf-8").split("\n")
            cells = error["cells"]
            line = lines[place][error["lineNumber"] - 1]
            if not line.startswith(cells[0] if cells else "") or bool(line) != bool(cells):
                wrong.append(f"{place}:{error['lineNumber']}")
    return wrong


@pytest.mark.kit
@pytest.mark.parametrize("seed", ["11", "22", "33"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["--rows", "2000", "--errors", "30"],
        ["--rows", "10000", "--errors", "70"],
        ["--rows", "10000", "--errors", "70", "--files", "3", "--multiline", "--blank-rows"],
        ["--rows", "2000", "--errors", "30", "--files", "3", "--multiline", "--blank-rows"],
        ["--rows", "300000", "--errors", "70", "--files", "3", "--multiline", "--blank-rows"],
        ["--rows", "300000", "--errors", "70"],
    ],
    ids=" ".join,
)
def test_exactly_the_planted_errors(
    shared: Shared,
    tmp_path: Path,
    arguments: list[str],
    seed: str,
) -> None:
    planted = make(shared("bench/make_bench.py"), tmp_path, *arguments, "--seed", seed)
    assert planted
    report = reported(tmp_path)
    assert Counter(found(report)) == Counter(planted)
    assert lines_that_are_not_the_row(report) == []
