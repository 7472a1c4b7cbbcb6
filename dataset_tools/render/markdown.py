"""The report in Markdown, for a job's summary or a comment: as much as a platform takes."""

from collections.abc import Iterable, Iterator

from dataset_tools.errors.error import Error
from dataset_tools.escapes import disarmed
from dataset_tools.render.groups import Group, groups_of, worst_first
from dataset_tools.render.markdown_text import code, plain, prose
from dataset_tools.render.places import line_of, path_of
from dataset_tools.render.words import counted, what_was_checked
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

MOST_BYTES = 1_000_000
"""GitHub takes a summary of 1 MiB a step, GitLab a comment of 1 MB."""

_MOST_ROWS = 20
_CUT = "\n*This is cut: {} not shown. `dataset-tools validate` lists them all.*\n"
_FOR_THE_CUT = 500


def report_markdown(report: Report) -> str:
    """Return the report in Markdown."""
    return summary_markdown(report, MOST_BYTES)


def summary_markdown(report: Report, most_bytes: int) -> str:
    """Return the report in Markdown of at most so many bytes; what is cut is told."""
    blocks = ["\n".join(_head(report)) + "\n"]
    room = most_bytes - _FOR_THE_CUT - len(blocks[0].encode())
    groups = worst_first(groups_of(report))
    for number, group in enumerate(groups):
        block = "\n".join(_group_lines(group)) + "\n"
        room -= len(block.encode())
        if room < 0:
            left = groups[number:]
            findings = counted(sum(each.count for each in left), "finding")
            blocks.append(_CUT.format(f"{findings} of {counted(len(left), 'rule')} are"))
            break
        blocks.append(block)
    return disarmed("".join(blocks))


def _head(report: Report) -> Iterator[str]:
    errors = counted(report.error_count, "error")
    verdict = "✅ Valid" if report.valid else f"❌ Invalid: {errors}"
    warned = f", {counted(report.warning_count, 'warning')}" if report.warning_count else ""
    yield from (f"## {verdict}{warned}", "", f"{what_was_checked(report)}".capitalize(), "")
    yield from ("| | table | file | rows | errors | warnings |", "|---|---|---|--:|--:|--:|")
    yield from map(_task_line, report.tasks[:_MOST_TASKS])
    if more := report.tasks[_MOST_TASKS:]:
        yield f"| | and {len(more):,} more | | | | |"
    notes = [*report.warnings, *(f"{each.name}: {note}" for each, note in _notes(report.tasks))]
    if notes:
        yield ""
        yield from (f"- {plain(note)}" for note in notes[:_MOST_TASKS])


_MOST_TASKS = 500


def _notes(tasks: Iterable[Task]) -> Iterator[tuple[Task, str]]:
    for task in tasks:
        for note in task.warnings:
            yield task, note


def _task_line(task: Task) -> str:
    stats = task.stats
    mark = "✅" if task.valid else "❌"
    rows = "" if stats.rows is None else f"{stats.rows:,}"
    cells = (mark, plain(task.name), code(task.place), rows, stats.errors, stats.warnings)
    return f"| {' | '.join(map(str, cells))} |"


def _group_lines(group: Group) -> Iterator[str]:
    word = group.severity
    subject = f", {code(group.subject)}" if group.subject else ""
    whose = plain(group.table) if group.table else "the package"
    title = f"{group.kind.code} {plain(group.kind.title)}"
    yield from ("", f"### {whose}{subject}: {title} ({counted(group.count, word)})", "")
    yield prose(group.listed[0].mend if group.listed else group.kind.fix)
    if not group.listed:
        return
    has_cells = any(error.cell for error in group.listed[:_MOST_ROWS])
    yield ""
    if has_cells:
        yield from ("| where | row | cell | what |", "|---|--:|---|---|")
    else:
        yield from ("| where | row | what |", "|---|--:|---|")
    for error in group.listed[:_MOST_ROWS]:
        yield _error_line(error, has_cells=has_cells)
    if group.count > min(_MOST_ROWS, len(group.listed)):
        left = group.count - min(_MOST_ROWS, len(group.listed))
        yield from ("", f"and {left:,} more")


def _error_line(error: Error, *, has_cells: bool) -> str:
    line = line_of(error)
    where = path_of(error) if line is None else f"{path_of(error)}:{line}"
    row = "" if error.row_number is None else str(error.row_number)
    cell = [code(error.cell)] if has_cells else []
    return f"| {' | '.join((code(where), row, *cell, plain(error.message)))} |"
