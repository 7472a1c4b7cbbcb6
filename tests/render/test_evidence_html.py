"""The page of the documents: cited spans linked to rows, the rest plain, nothing of it obeyed."""

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Call, MakePackage
from tests.render.conftest import obeyed

NEWS = "Ida Moor spoke.\n::error::Ida Moor <b>left</b>.\nNobody & ##[group]saw it.\u202e"


class Document(HTMLParser):
    """What the document says, and which of it is marked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.whole = ""
        self.marked: list[str] = []
        self._depth = 0
        self._inside: list[str] = []
        found = re.search(r'<div class="document">(.*?)</div>', page, re.DOTALL)
        assert found is not None
        self.feed(found[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._inside.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sup" in self._inside:
            return
        self.whole += data
        if "mark" in self._inside:
            self.marked[-1] += data


SOURCE = {"fields": [{"name": "id"}, {"name": "sha256"}, {"name": "length", "type": "integer"}]}
FACTS = {
    "fields": [
        {"name": "speaker", "dataset-tools:evidence": "name"},
        {"name": "id", "dataset-tools:evidence": "none"},
        {"name": "evidence", "dataset-tools:evidence": "fragments"},
    ],
    "primaryKey": ["id"],
}
RESOURCES = [
    {"name": "sources", "path": "sources.csv", "schema": {**SOURCE, "primaryKey": ["id"]}},
    {"name": "facts", "path": "facts.csv", "schema": FACTS},
]
ROWS = """speaker,id,evidence
Ida Moor,<i>a</i>,"speaker=news#char=0,8"
Ida Moor,b,"news#char=0,15 news#char=25,33"
"""


@pytest.fixture
def folder(make_package: MakePackage) -> Path:
    digest = hashlib.sha256(NEWS.encode()).hexdigest()
    return make_package(
        resources=RESOURCES,
        files={
            "sources.csv": f"id,sha256,length\nnews,{digest},{len(NEWS)}\n",
            "facts.csv": ROWS,
            "documents/news.txt": NEWS,
        },
        **{"dataset-tools:sources": "sources"},
    )


@pytest.fixture
def page(folder: Path, call: Call) -> str:
    done = call("evidence", folder, "--sources", folder / "documents", "--format", "html")
    assert (done.code, done.err) == (0, "")
    return done.out


def test_the_document_stands_whole_with_its_cited_spans_marked(page: str) -> None:
    document = Document(page)
    assert document.whole == NEWS.replace("##[", "#\\u0023[").replace("\u202e", "\\u202e")
    assert document.marked == ["Ida Moor", " spoke.", "Ida Moor"]


def test_spans_and_rows_are_linked_both_ways(page: str) -> None:
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links == {"row-1", "row-2", "at-0-0", "at-0-25"}
    assert all(page.count(f'id="{link}"') == 1 for link in links)
    assert '<sup><a href="#row-1" title="facts, row 2 (&lt;i&gt;a&lt;/i&gt;)">1</a>' in page


def test_nothing_of_it_is_obeyed(page: str) -> None:
    assert obeyed(page) == []
    assert "<i>" not in page
    assert "<b>" not in page
    assert "script-src 'none'" in page


def test_a_document_that_is_missing_is_told(folder: Path, call: Call) -> None:
    (folder / "empty").mkdir()
    done = call("evidence", folder, "--sources", folder / "empty", "--format", "html")
    assert done.code == 1
    assert "The document is not there" in done.out


def test_many_rows_on_one_span_stay_readable(folder: Path, call: Call) -> None:
    rows = "".join(f'Ida Moor,r{number},"news#char=0,8"\n' for number in range(3_000))
    (folder / "facts.csv").write_text(f"speaker,id,evidence\n{rows}")
    page = call("evidence", folder, "--sources", folder / "documents", "--format", "html").out
    assert page.partition("</sup>")[0].count('<a href="#row-') == 20
    assert page.count('<article class="card"') == 3_000
