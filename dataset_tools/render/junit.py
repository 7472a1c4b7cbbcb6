"""The report as JUnit's XML: a suite a table, a case a check, those that found nothing included."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.escapes import disarmed
from dataset_tools.render.groups import Group, groups_of
from dataset_tools.render.places import line_of, path_of
from dataset_tools.render.visible import visible
from dataset_tools.render.words import counted
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

_MOST = 20
_MESSAGE = 400
_PACKAGE = "package"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def report_junit(report: Report) -> str:
    """Return the report as XML that the schema of Jenkins' xUnit plug-in holds valid.

    A failure's message begins with the true number of findings; its text lists the first of them.
    """
    groups: dict[int | None, list[Group]] = {}
    for group in groups_of(report):
        groups.setdefault(None if group.task is None else id(group.task), []).append(group)
    suites = [
        _Suite(_PACKAGE, None, groups.get(None, [])),
        *(_Suite(task.name, task, groups.get(id(task), [])) for task in report.tasks),
    ]
    tests = sum(len(suite.cases) for suite in suites)
    failures = sum(suite.failures for suite in suites)
    counts = f'tests="{tests}" failures="{failures}" errors="0"'
    lines = [
        _HEAD,
        f'<testsuites name="dataset-tools" {counts} time="{report.seconds:.3f}">',
        *(line for suite in suites for line in suite.lines()),
        "</testsuites>",
    ]
    return disarmed("\n".join(lines) + "\n")


class _Suite:
    """The checks of one table, or of the package as a whole."""

    def __init__(self, name: str, task: Task | None, groups: list[Group]) -> None:
        self._name = f"{task.package}: {name}" if task and task.package else name
        self._task = task
        self.cases: dict[Check | None, list[Group]] = {}
        for each in task.checks if task else ():
            self.cases[each.check] = []
        for group in groups:
            self.cases.setdefault(group.check, []).append(group)
        if not self.cases and task is None:
            self.cases[None] = []

    @property
    def failures(self) -> int:
        """The number of checks that found errors."""
        return sum(_has_errors(groups) for groups in self.cases.values())

    def lines(self) -> Iterator[str]:
        """Yield the suite as lines of XML."""
        seconds = self._task.stats.seconds if self._task else 0.0
        yield (
            f'  <testsuite name={_attribute(self._name)} tests="{len(self.cases)}"'
            f' failures="{self.failures}" errors="0" skipped="0" time="{seconds:.3f}">'
        )
        for check, groups in self.cases.items():
            yield from self._case(check, groups)
        for note in self._task.warnings if self._task else ():
            yield f"    <system-out>{escape(visible(note, _MESSAGE))}</system-out>"
        yield "  </testsuite>"

    def _case(self, check: Check | None, groups: list[Group]) -> Iterator[str]:
        head = f"    <testcase name={_attribute(_case_name(check))} classname="
        head += _attribute(self._name)
        if not groups:
            yield f"{head}/>"
            return
        yield f"{head}>"
        for group in groups:
            yield from _found(group)
        yield "    </testcase>"


def _has_errors(groups: list[Group]) -> bool:
    return any(group.severity == "error" for group in groups)


def _case_name(check: Check | None) -> str:
    if check is None:
        return "Descriptor"
    subject = f"{', '.join(check.subject)}: " if check.subject else ""
    return f"{check.code} {subject}{CATALOGUE[check.code].title}"


def _found(group: Group) -> Iterator[str]:
    body = "\n".join(_body(group))
    if group.severity == "warning":
        number = counted(group.count, "warning")
        yield f"      <system-out>{number}:"
        yield f"{escape(body)}</system-out>"
        return
    first = f": {group.listed[0].message}" if group.listed else ""
    message = _attribute(f"{counted(group.count, 'error')}{first}")
    yield f"      <failure type={_attribute(group.kind.code)} message={message}>{escape(body)}"
    yield "</failure>"


def _body(group: Group) -> Iterator[str]:
    for error in group.listed[:_MOST]:
        yield visible(f"{_where(error)}: {error.message}", _MESSAGE)
    if group.count > min(len(group.listed), _MOST):
        yield f"and {group.count - min(len(group.listed), _MOST):,} more"
    mend = group.listed[0].mend if group.listed else group.kind.fix
    yield f"fix: {visible(mend, _MESSAGE)}"


def _where(error: Error) -> str:
    line = line_of(error)
    return path_of(error) if line is None else f"{path_of(error)}:{line}"


def _attribute(text: str) -> str:
    return quoteattr(visible(text, _MESSAGE))
