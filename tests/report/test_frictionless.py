"""frictionless reads our JSON report, with an error of every type."""

import json

import pytest
from frictionless import Report as FrictionlessReport

from dataset_tools.errors.error import Error
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.errors.types import ERROR_TYPES
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task, TaskStats


def error_of(type_: str) -> Error:
    kind = ErrorKind(
        code="DT999",
        type=type_,
        title="A title",
        message='"{cell}" in row {row}: {note}',
        explanation="An explanation.",
        fix="A fix.",
    )
    return Error(
        kind=kind,
        note="a note",
        place="table.csv",
        row_number=2,
        line_number=2,
        cells=("1", "a"),
        cell="1",
        field_name="id",
        field_number=1,
        labels=("id", "name"),
        label="id",
        row_numbers=(1,),
        field_names=("id",),
        field_cells=("1",),
        reference_name="other",
        reference_field_names=("id",),
    )


@pytest.mark.parametrize("type_", ERROR_TYPES)
def test_an_error_of_every_type_is_read(type_: str) -> None:
    task = Task(
        name="table",
        type="table",
        place="table.csv",
        labels=("id", "name"),
        stats=TaskStats(errors=1, rows=1, fields=2),
        errors=(error_of(type_),),
    )
    descriptor = json.loads(Report(tasks=(task,), errors=(error_of(type_),)).to_json())
    read = FrictionlessReport.from_descriptor(descriptor)
    assert not read.valid
    assert [error.type for error in read.tasks[0].errors] == [type_]
    assert [error.type for error in read.errors] == [type_]
    assert read.to_descriptor()["tasks"][0]["errors"][0]["note"] == "a note"


def test_counts_of_what_does_not_count_are_read() -> None:
    task = Task(name="table", type="table", place="table.csv", stats=TaskStats(known=5, rows=1))
    report = Report(tasks=(task,), known_count=5, skipped=2, warnings=("skipped",))
    read = FrictionlessReport.from_descriptor(json.loads(report.to_json()))
    assert read.valid
    assert read.to_descriptor()["stats"]["known"] == 5
