"""The report's counts, exit codes, fingerprints and data frame."""

from dataclasses import replace

import pytest

from dataset_tools.errors import cell
from dataset_tools.errors.error import Error
from dataset_tools.report.fingerprint import fingerprint
from dataset_tools.report.report import InvalidTable, Report
from dataset_tools.report.task import Task, TaskStats

ERROR = Error(
    kind=cell.TYPE_ERROR,
    note="not a whole number",
    place="table.csv",
    row_number=3,
    line_number=4,
    cells=("7", "x"),
    cell="x",
    field_name="size",
    field_number=2,
    key=("7",),
)


def report_of(*errors: Error, count: int | None = None) -> Report:
    stats = TaskStats(errors=len(errors) if count is None else count)
    return Report(
        tasks=(Task(name="t", type="table", place="table.csv", stats=stats, errors=errors),),
    )


def test_counts_are_the_true_ones_though_the_list_is_cut() -> None:
    report = report_of(ERROR, count=70)
    assert (report.valid, report.error_count, len(list(report.listed()))) == (False, 70, 1)


@pytest.mark.parametrize(
    ("report", "fail_on", "code"),
    [
        (report_of(), "error", 0),
        (report_of(ERROR), "error", 1),
        (Report(findings=(replace(ERROR, severity="warning"),)), "error", 0),
        (Report(findings=(replace(ERROR, severity="warning"),)), "warning", 1),
    ],
)
def test_exit_codes(report: Report, fail_on: str, code: int) -> None:
    assert report.exit_code(fail_on) == code  # type: ignore[arg-type]


def test_a_fingerprint_is_never_of_a_position() -> None:
    moved = replace(ERROR, row_number=99, line_number=99, place="other.csv")
    assert fingerprint("t", moved) == fingerprint("t", ERROR)
    assert fingerprint("t", replace(ERROR, cell="y")) != fingerprint("t", ERROR)
    assert fingerprint("u", ERROR) != fingerprint("t", ERROR)


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    listed = report_of(ERROR, ERROR).to_object()["tasks"][0]["errors"]  # type: ignore[index]
    assert listed[1]["fingerprint"] == f"{listed[0]['fingerprint']}-2"


def test_as_a_data_frame() -> None:
    frame = report_of(ERROR).to_dataframe()
    assert frame[["table", "code", "row", "field", "cell"]].to_numpy().tolist() == [
        ["t", "DT201", 3, "size", "x"],
    ]
    assert str(frame.dtypes["row"]) == "Int64"
    assert report_of().to_dataframe().dtypes.equals(frame.dtypes)


def test_an_invalid_table_says_the_first_error_and_how_many_more() -> None:
    error = InvalidTable("t", report_of(ERROR, count=3))
    assert str(error) == (
        'table "t" is invalid: "x" in row 3, field "size": not a whole number '
        "(and 2 more in .report)"
    )
