"""The evidence as one HTML page: each document with its cited spans, linked to their rows."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dataset_tools.escapes import escaped
from dataset_tools.evidence.coverage import Coverage
from dataset_tools.evidence.fragment import Fragment
from dataset_tools.evidence.proof import CitedBy, TableProof, Tally
from dataset_tools.evidence.result import EvidenceResult
from dataset_tools.render.page import code, lines, page, text
from dataset_tools.render.words import counted

_MOST_ROWS = 10_000
_MOST_LINKS = 20
RowKey = tuple[int, int]
"""A table's place among the tables, and a row's number."""


@dataclass(slots=True)
class _Row:
    """A row that cites, and its number on the page."""

    number: int
    table: TableProof
    cited: CitedBy
    fragments: list[Fragment] = field(default_factory=list)

    @property
    def name(self) -> str:
        key = f" ({', '.join(self.cited.key)})" if self.cited.key else ""
        return f"{self.table.table}, row {self.cited.row_number}{key}"


def evidence_html(result: EvidenceResult) -> str:
    """Return the page; what no row cites stands plain."""
    rows = list(_rows(result))
    word = "valid" if result.valid else "invalid"
    return page(f"Evidence: {word}", "".join(_body(result, rows)))


def _rows(result: EvidenceResult) -> Iterator[_Row]:
    number = 0
    for proof in result.tables:
        found: dict[int, _Row] = {}
        for cited in proof.cited:
            if cited.row_number not in found:
                number += 1
                found[cited.row_number] = _Row(number, proof, cited)
            found[cited.row_number].fragments.append(cited.fragment)
        yield from found.values()


def _body(result: EvidenceResult, rows: list[_Row]) -> Iterator[str]:
    total = sum((table.tally for table in result.tables), Tally())
    word = (
        "Valid" if result.valid else "Invalid: dataset-tools validate --sources says what is wrong"
    )
    yield f'<header class="{"good" if result.valid else "bad"}"><h1>{word}</h1>\n'
    yield f'<p class="quiet">{_counts(total)} in {counted(len(result.tables), "table")}</p>'
    yield "</header>\n<main>\n"
    if result.strength is not None:
        proved = len(result.strength.proved)
        yield f"<p>Strength: {proved:,} of {result.strength.swaps:,} swaps are still proved.</p>\n"
    shown = rows[:_MOST_ROWS]
    for number, source in enumerate(result.sources):
        yield from _source(source, number, shown)
    yield from _tables(result.tables)
    yield "<section><h2>Rows and what they cite</h2>\n"
    quoter = _Quoter(result.sources)
    for row in shown:
        yield from _card(row, quoter)
    if more := len(rows) - len(shown):
        yield f'<p class="quiet">and {counted(more, "row")} more</p>\n'
    yield "</section>\n</main>\n"


def _counts(tally: Tally) -> str:
    return (
        f"{tally.proved:,} proved, {tally.inferred:,} inferred, "
        f"{tally.not_proved:,} not proved, {tally.exempt:,} exempt"
    )


def _source(source: Coverage, number: int, rows: list[_Row]) -> Iterator[str]:
    yield f"<section><h2>{text(source.source)}</h2>\n"
    if not source.text:
        yield "<p>The document is not there, or cannot be a source.</p>\n</section>\n"
        return
    yield (
        f'<p class="quiet">{source.cited_sentences:,} of {counted(source.sentences, "sentence")}'
        f" and {source.cited_characters:,} of {counted(source.characters, 'character')}"
        " are cited; what is not stands plain.</p>\n"
    )
    yield f'<div class="document">{"".join(_marked(source, number, rows))}</div>\n</section>\n'


def _marked(source: Coverage, number: int, rows: list[_Row]) -> Iterator[str]:
    """Yield the document in pieces that begin and end where a cited span does."""
    begins: dict[int, list[_Row]] = {}
    ends: dict[int, list[_Row]] = {}
    for row in rows:
        for fragment in row.fragments:
            if fragment.source == source.source:
                begins.setdefault(fragment.start, []).append(row)
                ends.setdefault(fragment.end, []).append(row)
    citing = _Citing()
    edges = sorted({0, len(source.text), *begins, *ends})
    for start, end in pairwise(edges):
        citing.leave(ends.get(start, []))
        citing.enter(begins.get(start, []))
        piece = _several_lines(source.text[start:end])
        cited = citing.first_rows()
        yield _mark(piece, f"at-{number}-{start}", cited) if cited else piece


class _Citing:
    """The rows that cite a place, kept in their order while the place moves on."""

    def __init__(self) -> None:
        self._times: Counter[int] = Counter()
        self._order: list[int] = []
        self._rows: dict[int, _Row] = {}

    def enter(self, rows: list[_Row]) -> None:
        """Take up rows whose span begins."""
        for row in rows:
            if not self._times[row.number]:
                insort(self._order, row.number)
            self._times[row.number] += 1
            self._rows[row.number] = row

    def leave(self, rows: list[_Row]) -> None:
        """Take out rows whose span ends."""
        for row in rows:
            self._times[row.number] -= 1
            if not self._times[row.number]:
                del self._order[bisect_left(self._order, row.number)]

    def first_rows(self) -> list[_Row]:
        """Return the first of the rows, one more than are shown."""
        return [self._rows[number] for number in self._order[: _MOST_LINKS + 1]]


def _mark(piece: str, id_: str, cited: list[_Row]) -> str:
    names = "; ".join(row.name for row in cited[:_MOST_LINKS])
    title = text(names)
    if len(cited) == 1:
        link = f'<a href="#row-{cited[0].number}" title="{title}">{piece}</a>'
        return f'<mark id="{id_}">{link}</mark>'
    links = "".join(
        f'<a href="#row-{row.number}" title="{text(row.name)}">{row.number}</a>'
        for row in cited[:_MOST_LINKS]
    )
    more = "…" if cited[_MOST_LINKS:] else ""
    return f'<mark id="{id_}" class="twice" title="{title}">{piece}</mark><sup>{links}{more}</sup>'


def _several_lines(piece: str) -> str:
    return lines("\n".join(escaped(line) for line in piece.split("\n")))


def _tables(tables: tuple[TableProof, ...]) -> Iterator[str]:
    yield "<section><h2>Fields</h2>\n<table><thead><tr><th>table</th><th>field</th>"
    yield "<th>proved as</th><th>cells</th></tr></thead>\n<tbody>\n"
    for proof in tables:
        for each in proof.fields:
            yield f'<tr><td data-label="table">{text(proof.table)}</td>'
            yield f'<td data-label="field">{code(each.name)}</td>'
            yield f'<td data-label="proved as">{text(each.match)}</td>'
            yield f'<td data-label="cells">{_counts(each.tally)}</td></tr>\n'
    yield "</tbody></table></section>\n"


def _card(row: _Row, quoter: "_Quoter") -> Iterator[str]:
    number = row.number
    yield f'<article class="card" id="row-{number}"><h3><span class="quiet">{number}</span> '
    yield f"{text(row.name)}</h3>\n<dl>\n"
    bound: dict[str | None, list[Fragment]] = {}
    for fragment in row.fragments:
        bound.setdefault(fragment.field, []).append(fragment)
    cells = dict(zip(row.table.names, row.cited.cells, strict=False))
    for field_proof in row.table.fields:
        name = field_proof.name
        quotes = quoter.links(bound.pop(name, []))
        if cells.get(name) or quotes:
            yield f"<dt>{text(name)}</dt><dd>{code(cells.get(name, ''))} {quotes}</dd>\n"
    for other, fragments in bound.items():
        yield f"<dt>{text(other or 'cited')}</dt><dd>{quoter.links(fragments)}</dd>\n"
    yield "</dl></article>\n"


class _Quoter:
    """Quotes cited spans, each linked to its place in the document."""

    def __init__(self, sources: Iterable[Coverage]) -> None:
        self._places = {source.source: (at, source.text) for at, source in enumerate(sources)}

    def links(self, fragments: list[Fragment]) -> str:
        """Return the quotations of fragments."""
        return " ".join(map(self._link, fragments[:_MOST_LINKS]))

    def _link(self, fragment: Fragment) -> str:
        number, whole = self._places.get(fragment.source, (0, ""))
        quoted = " ".join(whole[fragment.start : fragment.end].split())
        if not quoted:
            return text(f"{fragment.source}#char={fragment.start},{fragment.end}")
        return f'<a href="#at-{number}-{fragment.start}">“{text(quoted, 200)}”</a>'
