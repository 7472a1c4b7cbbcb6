"""The report for people: what was found, where, how to mend it, and what was done."""

from collections.abc import Iterator

from dataset_tools.errors.error import Error
from dataset_tools.escapes import disarmed
from dataset_tools.render.visible import visible
from dataset_tools.render.words import counted, verdict_of
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

_MESSAGE = 400


def report_text(report: Report) -> str:
    """Return the report as lines of text."""
    return "".join(text_pieces(report))


def text_pieces(report: Report) -> Iterator[str]:
    """Yield the report, a line at a time."""
    for line in _lines(report):
        yield disarmed(line) + "\n"


def _lines(report: Report) -> Iterator[str]:
    for _, error in report.listed():
        yield from _error_lines(error)
    notes = [
        f"note: {visible(task.name)}: {visible(note, _MESSAGE)}"
        for task in report.tasks
        for note in task.warnings
    ]
    yield from notes
    if notes or report.error_count or report.warning_count:
        yield ""
    for task in report.tasks:
        yield _task_line(task)
    yield verdict_of(report)
    yield from (f"note: {visible(note, _MESSAGE)}" for note in report.warnings)


def _error_lines(error: Error) -> Iterator[str]:
    place = visible(error.place) or "descriptor"
    where = f"{place}:{error.line_number}" if error.line_number else place
    if error.pointer is not None and error.column:
        where = f"{where}:{error.column}"
    word = "" if error.severity == "error" else "warning: "
    yield f"{where}: {error.kind.code} {word}{visible(error.message, _MESSAGE)}"
    yield f"    fix: {visible(error.mend, _MESSAGE)}"


def _task_line(task: Task) -> str:
    stats = task.stats
    verdict = "valid  " if task.valid else "INVALID"
    line = f"{verdict} {visible(task.name)}"
    if task.type == "file":
        parts = [counted(stats.bytes or 0, "byte")]
    else:
        parts = [counted(stats.rows or 0, "row"), counted(stats.fields or 0, "field")]
    if stats.errors:
        parts.append(counted(stats.errors, "error"))
    if stats.warnings:
        parts.append(counted(stats.warnings, "warning"))
    return f"{line} ({', '.join(parts)})"
