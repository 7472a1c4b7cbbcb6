"""Reports of several packages as one."""

from collections.abc import Iterable
from dataclasses import replace

from dataset_tools.report.report import Report


def merged(reports: Iterable[tuple[str | None, Report]]) -> Report:
    """Put reports together; each task then names the descriptor of its package, if it has one."""
    pairs = list(reports)
    if len(pairs) == 1:
        return pairs[0][1]
    return Report(
        tasks=tuple(
            replace(task, package=place) for place, report in pairs for task in report.tasks
        ),
        errors=tuple(error for _, report in pairs for error in report.errors),
        findings=tuple(error for _, report in pairs for error in report.findings),
        warnings=tuple(dict.fromkeys(note for _, report in pairs for note in report.warnings)),
        seconds=sum(report.seconds for _, report in pairs),
        skipped=_total(report.skipped for _, report in pairs),
        known_count=_total(report.known_count for _, report in pairs),
        known=tuple(error for _, report in pairs for error in report.known),
    )


def _total(numbers: Iterable[int | None]) -> int | None:
    """Add numbers up, None if there are none."""
    found = [each for each in numbers if each is not None]
    return sum(found) if found else None
