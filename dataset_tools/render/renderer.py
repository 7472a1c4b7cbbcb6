"""What can be rendered as what: one table a thing, from the name of a format to its renderer."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from dataset_tools.registry import look_up

if TYPE_CHECKING:
    from dataset_tools.describe.summary import PackageSummary
    from dataset_tools.diff.difference import Difference
    from dataset_tools.evidence.result import EvidenceResult
    from dataset_tools.fix.fixed import Fixed
    from dataset_tools.frames.rows import Rows
    from dataset_tools.infer.proposal import Draft
    from dataset_tools.report.report import Report

REPORT_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.text:report_text",
        "json": "dataset_tools.render.json:report_json",
        "junit": "dataset_tools.render.junit:report_junit",
        "sarif": "dataset_tools.render.sarif:report_sarif",
        "github": "dataset_tools.render.github:report_github",
        "gitlab": "dataset_tools.render.gitlab:report_gitlab",
        "html": "dataset_tools.render.html:report_html",
        "markdown": "dataset_tools.render.markdown:report_markdown",
    },
)
REPORT_PIECES: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.text:text_pieces",
        "json": "dataset_tools.render.json:json_pieces",
        "gitlab": "dataset_tools.render.gitlab:gitlab_pieces",
    },
)
"""The formats that list every error, and so are made in pieces."""

ROW_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "table": "dataset_tools.render.rows:rows_table",
        "csv": "dataset_tools.render.rows:rows_csv",
        "json": "dataset_tools.render.rows:rows_json",
        "markdown": "dataset_tools.render.rows:rows_markdown",
    },
)
EVIDENCE_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.coverage:evidence_text",
        "json": "dataset_tools.render.coverage:evidence_json",
        "html": "dataset_tools.render.evidence_html:evidence_html",
    },
)
SUMMARY_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.summary:summary_text",
        "json": "dataset_tools.render.summary:summary_json",
        "markdown": "dataset_tools.render.summary:summary_markdown",
    },
)
DRAFT_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.draft:draft_text",
        "json": "dataset_tools.render.draft:draft_json",
    },
)
DIFFERENCE_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.difference:difference_text",
        "json": "dataset_tools.render.difference:difference_json",
        "markdown": "dataset_tools.render.difference:difference_markdown",
        "html": "dataset_tools.render.difference_html:difference_html",
    },
)
FIX_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "dataset_tools.render.fixed:fixed_text",
        "json": "dataset_tools.render.fixed:fixed_json",
    },
)


def report_renderer(format: str) -> "Callable[[Report], str]":
    """Return the function that renders a report; raise UsageError if there is no such format."""
    return cast("Callable[[Report], str]", look_up("format", format, REPORT_FORMATS))


def report_pieces(format: str) -> "Callable[[Report], Iterable[str]]":
    """Return the function that renders a report in pieces; those of most formats are one."""
    if format in REPORT_PIECES:
        found = look_up("format", format, REPORT_PIECES)
        return cast("Callable[[Report], Iterable[str]]", found)
    whole = report_renderer(format)
    return lambda report: (whole(report),)


def rows_renderer(format: str) -> "Callable[[Rows], str]":
    """Return the function that renders rows; raise UsageError if there is no such format."""
    return cast("Callable[[Rows], str]", look_up("format", format, ROW_FORMATS))


def evidence_renderer(format: str) -> "Callable[[EvidenceResult], str]":
    """Return the function that renders proofs; raise UsageError if there is no such format."""
    return cast("Callable[[EvidenceResult], str]", look_up("format", format, EVIDENCE_FORMATS))


def summary_renderer(format: str) -> "Callable[[PackageSummary], str]":
    """Return the function that renders a summary; raise UsageError if there is no such format."""
    return cast("Callable[[PackageSummary], str]", look_up("format", format, SUMMARY_FORMATS))


def draft_renderer(format: str) -> "Callable[[Draft], str]":
    """Return the function that renders a draft; raise UsageError if there is no such format."""
    return cast("Callable[[Draft], str]", look_up("format", format, DRAFT_FORMATS))


def difference_renderer(format: str) -> "Callable[[Difference], str]":
    """Return the function that renders a difference; raise UsageError if there is none."""
    return cast("Callable[[Difference], str]", look_up("format", format, DIFFERENCE_FORMATS))


def fix_renderer(format: str) -> "Callable[[Fixed], str]":
    """Return the function that renders mends; raise UsageError if there is no such format."""
    return cast("Callable[[Fixed], str]", look_up("format", format, FIX_FORMATS))
