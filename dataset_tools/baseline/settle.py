"""The report of what is new, after the findings that were there before are taken out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from dataset_tools.baseline.watcher import Recorder, Subtraction
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.report.checked import Checked, Severity, cut_notes, without_cut_notes
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

Counts = Counter[tuple[Check, Severity]]


def settled(report: Report, seen: Recorder, most: int) -> Report:
    """Return the report with new findings alone, at most so many listed a table.

    Parameters
    ----------
    report
        What was left after the first step.
    seen
        What saw all the findings.
    most
        How many errors are listed a table.
    """
    moved: frozenset[str] = frozenset()
    counts: dict[str, Counts] = {}
    if isinstance(seen, Subtraction):
        moved, counts = seen.moved()
    total = seen.counts.total() + len(moved)
    known = dict(seen.listed)
    tasks = []
    for task in report.tasks:
        number, old = seen.counts.pop(task.name, 0), known.pop(task.name, [])
        tasks.append(_task(task, moved, counts.pop(task.name, Counter()), (number, old), most))
    old = known.get("", [])
    return replace(
        report,
        tasks=tuple(tasks),
        errors=_without(report.errors, moved),
        findings=_without(report.findings, moved),
        known_count=total,
        known=(*old, *_of(moved, (*report.errors, *report.findings)))[:most],
    )


def _task(
    task: Task,
    moved: frozenset[str],
    counts: Counts,
    known: tuple[int, list[Error]],
    most: int,
) -> Task:
    errors, findings = _without(task.errors, moved)[:most], _without(task.findings, moved)[:most]
    by_severity = Counter[str]()
    for (_, severity), number in counts.items():
        by_severity[severity] += number
    stats = replace(
        task.stats,
        errors=task.stats.errors - by_severity["error"],
        warnings=task.stats.warnings - by_severity["warning"],
        known=known[0] + counts.total(),
    )
    notes = cut_notes((len(errors), stats.errors), (len(findings), stats.warnings))
    return replace(
        task,
        stats=stats,
        errors=errors,
        findings=findings,
        checks=tuple(_less(each, counts) for each in task.checks),
        warnings=(*without_cut_notes(task.warnings), *notes),
        known=(*known[1], *_of(moved, (*task.errors, *task.findings)))[:most],
    )


def _less(checked: Checked, counts: Counts) -> Checked:
    return replace(
        checked,
        errors=checked.errors - counts[checked.check, "error"],
        warnings=checked.warnings - counts[checked.check, "warning"],
    )


def _without(errors: Iterable[Error], moved: frozenset[str]) -> tuple[Error, ...]:
    return tuple(each for each in errors if each.fingerprint not in moved)


def _of(moved: frozenset[str], errors: Iterable[Error]) -> tuple[Error, ...]:
    return tuple(each for each in errors if each.fingerprint in moved)
