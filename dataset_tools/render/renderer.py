"""What a report can be rendered as."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import cast

from dataset_tools.registry import look_up
from dataset_tools.report.report import Report

ReportRenderer = Callable[[Report], str]
"""Turns a report into the whole text of its format, with a final newline."""

REPORT_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.text:report_text",
        "json": "dataset_tools.render.json:report_json",
    },
)


def report_renderer(format: str) -> ReportRenderer:
    """Return the renderer of a format; raise UsageError if there is none."""
    return cast("ReportRenderer", look_up("format", format, REPORT_FORMATS))
