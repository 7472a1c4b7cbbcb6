"""The findings of a report by table, rule and field, with their true number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.report.checked import Severity
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The findings of one check; ``listed`` are those at hand, ``count`` is their true number.

    ``task`` is None where they are of the package as a whole.
    """

    task: Task | None
    check: Check
    severity: Severity
    count: int
    listed: tuple[Error, ...]

    @property
    def kind(self) -> ErrorKind:
        """The entry of the catalogue."""
        return self.listed[0].kind if self.listed else CATALOGUE[self.check.code]

    @property
    def table(self) -> str:
        """The name of the table, empty for the package as a whole."""
        return self.task.name if self.task else ""

    @property
    def subject(self) -> str:
        """The fields, or the rule, that it is about."""
        return ", ".join(self.check.subject)


def groups_of(report: Report) -> Iterator[Group]:
    """Yield the findings of the package, then those of each table; errors before warnings."""
    yield from _groups(None, (*report.errors, *report.findings))
    for task in report.tasks:
        yield from _groups(task, (*task.errors, *task.findings))


def worst_first(groups: Iterable[Group]) -> list[Group]:
    """Sort groups so that errors come before warnings, else as they are."""
    return sorted(groups, key=lambda group: group.severity == "warning")


def _groups(task: Task | None, errors: tuple[Error, ...]) -> Iterator[Group]:
    listed: dict[tuple[Check, Severity], list[Error]] = {}
    for error in errors:
        listed.setdefault((error.check, error.severity), []).append(error)
    counts: dict[tuple[Check, Severity], int] = {}
    for each in task.checks if task else ():
        counts[each.check, "error"] = each.errors
        counts[each.check, "warning"] = each.warnings
    for key in dict.fromkeys((*listed, *counts)):
        check, severity = key
        found = tuple(listed.get(key, ()))
        if count := max(counts.get(key, 0), len(found)):
            yield Group(task=task, check=check, severity=severity, count=count, listed=found)
