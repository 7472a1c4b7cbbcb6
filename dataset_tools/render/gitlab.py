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
    entries = ",\n".join(json_text(entry, indent=None) for entry in _entries(report))
    return f"[\n{entries}\n]\n" if entries else "[]\n"


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
