"""Hostile cells, names and paths: each format is read back, whole or visibly escaped."""

import json
from html.parser import HTMLParser
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from dataset_tools.render.github import report_github
from dataset_tools.render.gitlab import report_gitlab
from dataset_tools.render.html import report_html
from dataset_tools.render.junit import report_junit
from dataset_tools.render.markdown import report_markdown
from dataset_tools.render.renderer import REPORT_FORMATS, report_renderer
from dataset_tools.render.sarif import report_sarif
from dataset_tools.render.text import report_text
from dataset_tools.render.visible import visible
from dataset_tools.report.report import Report
from tests.render.conftest import cell_error, commands, obeyed, task_of

SOME = [
    "\x1b[2J", "\x00", "\x07", "\r", "\n", "\r\n", "\t", "\x85", "\x9b", "\u2028", "\x7f",
    "::", "::error::x", "::add-mask::x", "%0A", "%25", "%", ",", ":", "=", "##[add-mask]x",
    "##vso[task.complete]", "|", "\\|", "\\", "`", "``", "*b*", "__b__", "~~s~~", "$x$",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</code></table>", "&lt;", "&",
    "]]>", "-->", '"', "'", "[a](javascript:alert(1))", "![a](//b/c)", "@all", "#1", ":smile:",
    "https://evil.example", "www.evil.example", "\u202e", "\u2066", "\u200b", "\ufeff",
    "\ufffe", "\ud800", "\U000e0041", '=HYPERLINK("x")', "=cmd|'/C calc'!A0", "+1", "-1",
    "@SUM(1)", "é", "漢", "🙂",
]  # fmt: skip
PIECES = st.sampled_from(SOME)
HIDDEN = set("\x1b\x07\x00\r\u202e\u2066\x9b\x85\u2028")
HOSTILE = st.lists(PIECES, min_size=1, max_size=5).map("".join)
PLACES = HOSTILE.map(lambda text: f"data/{text}.csv")
FEW = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def report_of(cell: str, name: str = "table", place: str = "data/table.csv") -> Report:
    return Report(tasks=(task_of(cell_error(cell, place=place, field_name=name), name=name),))


class Page(HTMLParser):
    """The tags, attributes and texts of a page, with those of code apart."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts: list[str] = []
        self.codes: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag == "code":
            self.codes.append("")
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            continue

    def handle_data(self, data: str) -> None:
        if "code" in self._open:
            self.codes[-1] += data
        if self._open and self._open[-1] == "script":
            self.scripts[-1] += data


@FEW
@given(HOSTILE, HOSTILE, PLACES)
def test_no_line_of_any_format_is_a_runners_command(cell: str, name: str, place: str) -> None:
    report = report_of(cell, name, place)
    for format in REPORT_FORMATS:
        text = report_renderer(format)(report)
        assert not HIDDEN & set(text), format
        found = obeyed(text)
        assert found == ([] if format != "github" else text.splitlines())
    names = [command for command, _, _ in commands(report_github(report))]
    assert names == ["error", "notice"]


@FEW
@given(HOSTILE, PLACES)
def test_github(cell: str, place: str) -> None:
    name, properties, message = next(commands(report_github(report_of(cell, place=place))))
    assert (name, properties["line"]) == ("error", "3")
    assert properties["file"] == visible(place, 400)
    assert f'"{visible(cell, 400)}" in row 3' in message


@FEW
@given(HOSTILE, HOSTILE)
def test_junit(cell: str, name: str) -> None:
    tree = etree.fromstring(report_junit(report_of(cell, name)).encode())
    (failure,) = tree.iter("failure")
    assert f'"{visible(cell, 400)}" in row 3' in str(failure.get("message"))
    assert f'"{visible(cell, 400)}" in row 3' in str(failure.text)
    assert [suite.get("name") for suite in tree] == ["package", visible(name, 400)]


@FEW
@given(HOSTILE)
def test_json_sarif_and_gitlab(cell: str) -> None:
    report = report_of(cell)
    whole: Any = json.loads(report.to_json())
    assert whole["tasks"][0]["errors"][0]["cell"] == cell
    (result,) = json.loads(report_sarif(report))["runs"][0]["results"]
    message = result["message"]["text"]
    if "](" in visible(cell, 400):
        message = message.replace("\\[", "[").replace("\\]", "]").replace("\\\\", "\\")
    assert f'"{visible(cell, 400)}" in row 3' in message
    (entry,) = json.loads(report_gitlab(report))
    assert f'"{visible(cell, 400)}" in row 3' in entry["description"]


@FEW
@given(PLACES)
def test_a_path_in_sarif_is_a_uri(place: str) -> None:
    (result,) = json.loads(report_sarif(report_of("x", place=place)))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(' <>"{}|\\^`#') & set(uri)
    assert uri.startswith("data/")


@FEW
@given(HOSTILE, HOSTILE)
def test_html(cell: str, name: str) -> None:
    page, plain = Page(report_html(report_of(cell, name))), Page(report_html(report_of("x")))
    assert visible(cell, 400) in page.codes
    assert (page.tags, page.attributes, page.links) == (plain.tags, plain.attributes, [])
    assert page.scripts == plain.scripts


@FEW
@given(HOSTILE, HOSTILE)
def test_markdown(cell: str, name: str) -> None:
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    page = Page(reader.render(report_markdown(report_of(cell, name))))
    plain = Page(reader.render(report_markdown(report_of("x"))))
    assert visible(cell, 400) in page.codes
    assert (page.tags, page.links) == (plain.tags, [])


@FEW
@given(HOSTILE)
def test_text(cell: str) -> None:
    assert f'"{visible(cell, 400)}" in row 3' in report_text(report_of(cell))
