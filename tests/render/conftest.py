"""Reports made by hand, and the published schemas that formats are held against."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema
from lxml import etree

from dataset_tools.errors import cell, descriptor
from dataset_tools.errors.error import Error
from dataset_tools.report.checked import checked, count_checks
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task, TaskStats

GOLDEN = Path(__file__).parent / "golden"
Check = Callable[[str], Any]
MakeReport = Callable[..., Report]


def cell_error(text: str = "x", row: int = 3, **changed: Any) -> Error:
    values = {
        "kind": cell.TYPE_ERROR,
        "note": "not a whole number",
        "place": "data/table.csv",
        "row_number": row,
        "line_number": row,
        "cells": (str(row), text),
        "cell": text,
        "field_name": "size",
        "field_number": 2,
        "key": (str(row),),
    }
    return Error(**{**values, **changed})


def task_of(*errors: Error, name: str = "table", count: int | None = None) -> Task:
    found = tuple(each for each in errors if each.severity == "error")
    warned = tuple(each for each in errors if each.severity == "warning")
    stats = TaskStats(
        errors=len(found) if count is None else count,
        warnings=len(warned),
        rows=len(errors),
        fields=2,
    )
    counts = count_checks(errors)
    if count is not None:
        counts[found[0].check, "error"] += count - len(found)
    return Task(
        name=name,
        type="table",
        place=f"data/{name}.csv",
        labels=("id", "size"),
        stats=stats,
        errors=found,
        findings=warned,
        checks=checked((), counts),
    )


@pytest.fixture
def report() -> MakeReport:
    """A report of one table with errors, or with so many equal ones."""

    def make(*errors: Error, many: int = 0, **options: Any) -> Report:
        listed = errors or tuple(cell_error(f"x{row}", row) for row in range(2, many + 2))
        return Report(tasks=(task_of(*listed, **options),), seconds=0.5)

    return make


@pytest.fixture
def mixed() -> Report:
    """A report with faults of the descriptor, two tables, and a warning."""
    fault = Error(
        kind=descriptor.KINDS[0],
        note="a comma is missing",
        place="datapackage.json",
        line_number=4,
        column=7,
        pointer="",
    )
    warning = cell_error("late", 9, severity="warning")
    return Report(
        tasks=(
            task_of(cell_error("a"), cell_error("b", 4), warning, name="people"),
            task_of(name="places"),
        ),
        errors=(fault,),
    )


@pytest.fixture
def sarif_is_valid(shared: Callable[[str], Path]) -> Check:
    """Hold SARIF against OASIS' schema; of results of equal shape one is enough."""
    path = shared("validators/ci/sarif-2.1.0/sarif-schema-2.1.0.json")
    validator = jsonschema.Draft4Validator(json.loads(path.read_text("utf-8")))

    def check(text: str) -> Any:
        log = json.loads(text)
        (run,) = log["runs"]
        some = list({_shape(each): each for each in run["results"]}.values())
        validator.validate({**log, "runs": [{**run, "results": some}]})
        return log

    return check


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{key}:{_shape(each)}' for key, each in sorted(value.items()))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_shape, value))}]"
    return type(value).__name__


@pytest.fixture
def junit_is_valid(shared: Callable[[str], Path]) -> Check:
    """Hold XML against the schema of Jenkins' xUnit plug-in, by two readers of schemas."""
    path = shared("validators/ci/junit/jenkins-junit-10.xsd")
    pure, libxml = xmlschema.XMLSchema(path), etree.XMLSchema(etree.parse(path))

    def check(text: str) -> Any:
        pure.validate(text)
        tree = etree.fromstring(text.encode())
        libxml.assertValid(tree)
        return tree

    return check


@pytest.fixture
def gitlab_is_valid(shared: Callable[[str], Path]) -> Check:
    """Hold entries against GitLab's schema and against what its documentation asks besides."""
    path = shared("validators/ci/gitlab-codequality/codeclimate.json")
    validator = jsonschema.Draft7Validator(json.loads(path.read_text("utf-8")))

    def check(text: str) -> Any:
        entries = json.loads(text)
        for entry in {_shape(each): each for each in entries}.values():
            validator.validate(entry)
        for entry in entries:
            assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
            assert entry["location"]["lines"]["begin"] >= 1
            assert not entry["location"]["path"].startswith(("./", "/"))
            assert entry["check_name"]
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)
        return entries

    return check


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Read workflow commands as GitHub's runner does (ActionCommand.cs)."""
    for line in text.splitlines():
        assert line.startswith("::"), line
        head, _, message = line[2:].partition("::")
        name, _, properties = head.partition(" ")
        read = {}
        for each in filter(None, properties.split(",")):
            key, _, value = each.partition("=")
            read[key] = _unescaped(value, ("%3A", ":"), ("%2C", ","))
        yield name, read, _unescaped(message)


def _unescaped(text: str, *more: tuple[str, str]) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, char)
    return text


def obeyed(text: str) -> list[str]:
    """Return the lines that a runner of GitHub or Azure would take for a command."""
    return [
        line
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if line.lstrip().startswith("::") or "##[" in line or "##vso[" in line.lower()
    ]
