"""The report as GitHub's workflow commands: annotations on the lines that are wrong.

At most ten errors and ten warnings a step are shown, so a table's findings of one rule and field
are one annotation, and the tenth says how many more there are.
"""

from collections.abc import Container, Iterable, Iterator, Mapping

from dataset_tools.errors.error import Error
from dataset_tools.render.groups import Group, groups_of
from dataset_tools.render.places import first_rows, line_of, path_of
from dataset_tools.render.visible import visible
from dataset_tools.render.words import counted, verdict_of
from dataset_tools.report.checked import Severity
from dataset_tools.report.report import Report

MOST = 10
_MESSAGE = 600
Changed = Mapping[str, Container[int]]
"""The lines that a change touches, by the path of the file."""


def report_github(report: Report) -> str:
    """Return the report as workflow commands, one a line."""
    return github_commands(report, {})


def github_commands(report: Report, changed: Changed) -> str:
    """Return the report as workflow commands; findings on changed lines come first."""
    groups = list(groups_of(report))
    lines = [
        *_commands([each for each in groups if each.severity == "error"], "error", changed),
        *_commands([each for each in groups if each.severity == "warning"], "warning", changed),
        f"::notice title=Dataset Tools::{_message(verdict_of(report))}",
    ]
    return "\n".join(lines) + "\n"


def _commands(groups: Iterable[Group], word: Severity, changed: Changed) -> Iterator[str]:
    placed = [(group, _shown(group, changed)) for group in groups]
    placed.sort(key=lambda pair: pair[1] is None or not _is_changed(pair[1], changed))
    shown = placed if len(placed) <= MOST else placed[: MOST - 1]
    for group, error in shown:
        yield _command(word, group, error)
    if rest := placed[len(shown) :]:
        findings = sum(group.count for group, _ in rest)
        more = f"{counted(findings, word)} more, of {counted(len(rest), 'other kind')}"
        note = f"{more}: dataset-tools validate lists them all"
        yield f"::{word} title=Dataset Tools::{_message(note)}"


def _shown(group: Group, changed: Changed) -> Error | None:
    """Return the finding that stands for its group: the first on a changed line, else the first."""
    on_changed = (each for each in group.listed if _is_changed(each, changed))
    return next(on_changed, next(iter(group.listed), None))


def _is_changed(error: Error, changed: Changed) -> bool:
    return line_of(error) in changed.get(path_of(error), ())


def _command(word: Severity, group: Group, error: Error | None) -> str:
    title = f"{group.kind.code} {group.kind.title}"
    if error is None:
        found = f"{_whose(group)}: {counted(group.count, word)}"
        return f"::{word} title={_property(title)}::{_message(f'{found}; fix: {group.kind.fix}')}"
    properties = {"file": path_of(error), "line": line_of(error), "col": error.column}
    given = [f"{name}={_property(str(value))}" for name, value in properties.items() if value]
    parts = [f"{_whose(group)}: {error.message}", f"fix: {error.mend}"]
    if group.count > 1:
        rows = first_rows(group.listed)
        parts.insert(1, f"{counted(group.count, word)} in all{f', {rows}' if rows else ''}")
    given.append(f"title={_property(title)}")
    return f"::{word} {','.join(given)}::{_message('; '.join(parts))}"


def _whose(group: Group) -> str:
    return group.table or "package"


def _message(text: str) -> str:
    return visible(text, _MESSAGE).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
