"""The report as SARIF 2.1.0, within the limits of GitHub's code scanning."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal
from urllib.parse import quote

from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.errors.error import Error
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.escapes import json_text
from dataset_tools.render.places import line_of, path_of
from dataset_tools.render.visible import visible
from dataset_tools.report.report import Entry, Report
from dataset_tools.version import __version__

MOST_RESULTS = 25_000
MOST_BYTES = 9_000_000
"""GitHub takes 10 MB, zipped; the rest is for the rules."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MESSAGE = 400
_STANDARD = "https://datapackage.org/standard"
_HELP = {
    "DT11": f"{_STANDARD}/data-package/",
    "DT12": f"{_STANDARD}/data-resource/",
    "DT13": f"{_STANDARD}/table-dialect/",
    "DT1": f"{_STANDARD}/data-package/",
    "DT5": f"{_STANDARD}/data-resource/",
    "DT6": "https://www.rfc-editor.org/rfc/rfc5147",
    "DT": f"{_STANDARD}/table-schema/",
}
"""The page of the standard that a rule follows, by the beginning of its code; the first counts."""

_COULD_NOT_RUN = "DT0"
_TEXTS = (".csv", ".tsv", ".tab", ".txt")
_BLANK_ROW = "DT307"
State = Literal["new", "unchanged"]
_NONE = '"results": []'


def report_sarif(report: Report) -> str:
    """Return the report as one run; the list is cut where GitHub would refuse it, worst first."""
    rules = [kind for kind in CATALOGUE.values() if not kind.code.startswith(_COULD_NOT_RUN)]
    numbers = {kind.code: number for number, kind in enumerate(rules)}
    state: State | None = None if report.known_count is None else "new"
    new = (_result(entry, numbers, state) for entry in _worst_first(report))
    known = (_suppressed(entry, numbers) for entry in report.known_entries())
    results = list(_fitting(chain(new, known)))
    run = {
        "tool": {
            "driver": {
                "name": "Dataset Tools",
                "semanticVersion": __version__,
                "rules": [_rule(kind) for kind in rules],
            },
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": list(_notifications(report, len(results))),
            },
        ],
        "results": [],
    }
    log = json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"
    before, _, after = log.rpartition(_NONE)
    return "".join((before, '"results": [', ",".join(results), "]", after))


def _worst_first(report: Report) -> Iterator[Entry]:
    for severity in ("error", "warning"):
        yield from (entry for entry in report.entries() if entry.error.severity == severity)


def _fitting(results: Iterable[dict[str, object]]) -> Iterator[str]:
    """Yield results, a line each, as long as number and zipped size are within the limits."""
    zipper = zlib.compressobj()
    size = 0
    for number, result in enumerate(results):
        line = f"\n{json_text(result, indent=None)}"
        size += len(zipper.compress(line.encode()))
        if number == MOST_RESULTS or size > MOST_BYTES:
            return
        yield line


def _rule(kind: ErrorKind) -> dict[str, object]:
    help_text = f"{kind.explanation}\n\nMend: {kind.fix}"
    return {
        "id": kind.code,
        "name": "".join(word.capitalize() for word in kind.type.split("-")),
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": kind.explanation},
        "help": {"text": help_text, "markdown": help_text},
        "helpUri": next(page for start, page in _HELP.items() if kind.code.startswith(start)),
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["data", kind.type]},
    }


def _suppressed(entry: Entry, numbers: dict[str, int]) -> dict[str, object]:
    """Return a finding that was there before, which a reader is to pass over (3.27.23)."""
    return _result(entry, numbers, "unchanged") | {"suppressions": [{"kind": "external"}]}


def _result(
    entry: Entry,
    numbers: dict[str, int],
    state: State | None,
) -> dict[str, object]:
    error = entry.error
    whose = f"{entry.task.name}: " if entry.task else ""
    result: dict[str, object] = {
        "ruleId": error.kind.code,
        "ruleIndex": numbers[error.kind.code],
        "level": error.severity,
        "message": {"text": _plain(f"{whose}{error.message} (fix: {error.mend})")},
        "locations": [{"physicalLocation": _physical(error)}],
        "partialFingerprints": {
            "primaryLocationLineHash": entry.fingerprint,
            "datasetTools/v1": entry.fingerprint,
        },
    }
    if state is not None:
        result["baselineState"] = state
    if fix := _certain_fix(error):
        result["fixes"] = [fix]
    return result


def _plain(text: str) -> str:
    """Return a message in which no cell makes a link (SARIF 2.1.0, 3.11.6)."""
    shown = visible(text, _MESSAGE)
    if "](" not in shown:
        return shown
    return shown.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _physical(error: Error) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": _artifact(error)}
    if line := line_of(error):
        column = {"startColumn": error.column} if error.column else {}
        location["region"] = {"startLine": line, **column}
    return location


def _artifact(error: Error) -> dict[str, object]:
    path = quote(path_of(error), safe="/,", errors="surrogatepass")
    return {"uri": f"file://{path}" if path.startswith("/") else path}


def _certain_fix(error: Error) -> dict[str, object] | None:
    """Take out an empty row that is one line of a text file; no other mend is certain."""
    if error.kind.code != _BLANK_ROW or any(error.cells) or not error.line_number:
        return None
    if not path_of(error).lower().endswith(_TEXTS):
        return None
    start, end = error.line_number, error.line_number + 1
    region = {"startLine": start, "startColumn": 1, "endLine": end, "endColumn": 1}
    replacements = [{"deletedRegion": region}]
    change = {"artifactLocation": _artifact(error), "replacements": replacements}
    return {"description": {"text": error.kind.fix}, "artifactChanges": [change]}


def _notifications(report: Report, shown: int) -> Iterator[dict[str, object]]:
    total = report.error_count + report.warning_count + (report.known_count or 0)
    notes = [f"{task.name}: {note}" for task in report.tasks for note in task.warnings]
    if shown < total:
        yield _notification(
            f"only the first {shown:,} of {total:,} findings are listed, errors before warnings",
            "warning",
        )
    for note in (*notes, *report.warnings):
        yield _notification(note, "note")


def _notification(text: str, level: str) -> dict[str, object]:
    return {"level": level, "message": {"text": _plain(text)}}
