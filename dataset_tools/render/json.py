"""The report as JSON (design: a superset of frictionless's report)."""

from dataset_tools.report.report import Report


def report_json(report: Report) -> str:
    """Return the report as JSON text."""
    return report.to_json()
