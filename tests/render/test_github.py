"""Annotations: grouped, few, on the lines of the change first."""

from dataclasses import replace

from dataset_tools.errors import descriptor
from dataset_tools.errors.error import Error
from dataset_tools.render.github import github_commands, report_github
from dataset_tools.report.report import Report
from tests.render.conftest import GOLDEN, MakeReport, cell_error, commands, task_of


def test_whole(mixed: Report) -> None:
    assert report_github(mixed) == (GOLDEN / "report.github").read_text("utf-8")


def test_the_tenth_says_how_many_more(report: MakeReport) -> None:
    errors = [cell_error("x", 3, field_name=f"field_{number}") for number in range(13)]
    warnings = [replace(error, severity="warning") for error in errors[:11]]
    found = list(commands(report_github(report(*errors, *warnings))))
    names = [name for name, _, _ in found]
    assert (names.count("error"), names.count("warning")) == (10, 10)
    assert found[9][2].startswith("4 errors more, of 4 other kinds")
    assert found[19][2].startswith("2 warnings more, of 2 other kinds")
    assert "file" not in found[9][1]


def test_ten_are_all_shown(report: MakeReport) -> None:
    errors = [cell_error("x", 3, field_name=f"field_{number}") for number in range(10)]
    found = list(commands(report_github(report(*errors))))
    assert [properties["file"] for _, properties, _ in found[:-1]] == ["data/table.csv"] * 10


def test_changed_lines_come_first() -> None:
    old = [cell_error("x", 3, field_name=f"field_{number}") for number in range(20)]
    new = [cell_error("y", row, field_name="new") for row in (7, 8)]
    report = Report(tasks=(task_of(*old, *new),))
    first = next(commands(github_commands(report, {"data/table.csv": {8}})))
    assert (first[1]["line"], '"y" in row 8' in first[2]) == ("8", True)


def test_the_true_number_is_told_though_none_is_listed(report: MakeReport) -> None:
    whole = report(cell_error("x"), count=70)
    none = replace(whole, tasks=(replace(whole.tasks[0], errors=()),))
    (name, properties, message), _ = commands(report_github(none))
    assert (name, list(properties)) == ("error", ["title"])
    assert message.startswith("table: 70 errors")


def test_what_stands_in_no_file_stands_in_the_descriptor(report: MakeReport) -> None:
    found = report(cell_error("x", place="<memory>"))
    assert next(commands(report_github(found)))[1]["file"] == "datapackage.json"


def test_properties_are_escaped() -> None:
    error = Error(kind=descriptor.KINDS[0], note="50%", place="a,b:c%.json", line_number=1)
    text = report_github(Report(errors=(error,)))
    assert text.startswith("::error file=a%2Cb%3Ac%25.json,line=1,title=DT101 ")
    assert "::package: 50%25; fix" in text
