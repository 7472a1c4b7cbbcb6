"""The report as GitLab's code quality report: one entry a finding."""

from collections.abc import Iterator

from dataset_tools.escapes import json_text
from dataset_tools.render.places import line_of, path_of
from dataset_tools.render.visible import visible
from dataset_tools.report.report import Report

_MESSAGE = 400
_SEVERITIES = {"error": "major", "warning": "minor"}


def report_gitlab(report: Report) -> str:
    """Return the report as a JSON array, an entry a line; fingerprints are those of the report."""
    return "".join(gitlab_pieces(report))


def gitlab_pieces(report: Report) -> Iterator[str]:
    """Yield the report, an entry at a time."""
    start = "["
    for entry in _entries(report):
        yield f"{start}\n{json_text(entry, indent=None)}"
        start = ","
    yield "[]\n" if start == "[" else "\n]\n"


def _entries(report: Report) -> Iterator[dict[str, object]]:
    for entry in report.entries():
        error = entry.error
        whose = f"{entry.task.name}: " if entry.task else ""
        yield {
            "description": visible(f"{whose}{error.message} (fix: {error.mend})", _MESSAGE),
            "check_name": error.kind.code,
            "fingerprint": entry.fingerprint,
            "severity": _SEVERITIES[error.severity],
            "location": {"path": path_of(error), "lines": {"begin": line_of(error) or 1}},
        }
