"""Markdown for summaries: grouped, cut where it must be, with a word."""

import pytest

from dataset_tools.render.markdown import report_markdown, summary_markdown
from dataset_tools.render.markdown_text import plain
from dataset_tools.report.report import Report
from tests.render.conftest import GOLDEN, MakeReport, cell_error


def test_whole(mixed: Report) -> None:
    assert report_markdown(mixed) == (GOLDEN / "report.md").read_text("utf-8")


@pytest.mark.parametrize("most", [20_000, 200_000])
def test_a_summary_is_cut_and_says_so(report: MakeReport, most: int) -> None:
    errors = [
        cell_error("漢" * 60, row, field_name=f"field_{row % 500}") for row in range(2, 6_002)
    ]
    text = summary_markdown(report(*errors), most)
    assert most / 2 < len(text.encode()) <= most
    assert "Invalid: 6,000 errors" in text
    assert text.endswith("`dataset-tools validate` lists them all.*\n")


def test_few_rows_of_a_rule_are_listed(report: MakeReport) -> None:
    text = report_markdown(report(many=30))
    assert text.count("\n| <code>data/table.csv") == 20
    assert text.endswith("and 10 more\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("first_name is 4.5", "first_name is 4.5"),
        ("_x_", "&#95;x&#95;"),
        ("a | b: c", "a &#124; b: c"),
        ("http://x www.y", "http&#58;//x www&#46;y"),
    ],
)
def test_plain_text_stays_readable(text: str, written: str) -> None:
    assert plain(text) == written
