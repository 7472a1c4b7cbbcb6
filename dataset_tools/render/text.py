"""The report for people: what was found, where, how to mend it, and what was done."""

from collections.abc import Iterator

from dataset_tools.errors.error import Error
from dataset_tools.render.visible import visible
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

_MESSAGE = 400


def report_text(report: Report) -> str:
    """Return the report as lines of text."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    for error in (*report.errors, *report.findings):
        yield from _error_lines(error)
    for task in report.tasks:
        for error in (*task.errors, *task.findings):
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
    yield _verdict(report)
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
        parts = [_count(stats.bytes or 0, "byte")]
    else:
        parts = [_count(stats.rows or 0, "row"), _count(stats.fields or 0, "field")]
    if stats.errors:
        parts.append(_count(stats.errors, "error"))
    if stats.warnings:
        parts.append(_count(stats.warnings, "warning"))
    return f"{line} ({', '.join(parts)})"


def _verdict(report: Report) -> str:
    tables = [task for task in report.tasks if task.type == "table"]
    files = len(report.tasks) - len(tables)
    done = [
        _count(len(tables), "table"),
        *([_count(files, "other file")] if files else []),
        _count(sum(task.stats.rows or 0 for task in tables), "row"),
        _count(sum(task.stats.cells for task in tables), "cell"),
        _count(sum(task.stats.checks for task in tables), "check"),
    ]
    if fragments := sum(task.stats.fragments for task in tables):
        proofs = sum(task.stats.proofs for task in tables)
        done += [_count(fragments, "fragment"), _count(proofs, "proof")]
    what = f"checked {', '.join(done)} in {report.seconds:.2f} s"
    if report.valid:
        return f"valid: {what}"
    return f"INVALID: {_count(report.error_count, 'error')}; {what}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
