"""The report as JSON (design: a superset of frictionless's report)."""

from collections.abc import Iterator

from dataset_tools.report.report import Report


def report_json(report: Report) -> str:
    """Return the report as JSON text."""
    return report.to_json()


def json_pieces(report: Report) -> Iterator[str]:
    """Yield the report as JSON text, an error at a time."""
    return report.json_pieces()
