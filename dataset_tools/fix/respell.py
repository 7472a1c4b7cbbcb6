"""The cell by cell mends of one file: labels, spellings, quotation marks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dataset_tools.fix import labels, quotes
from dataset_tools.fix.cells import Record, Writing, table_records
from dataset_tools.fix.quotes import QuoteSurvey
from dataset_tools.fix.spellings import Respelling
from dataset_tools.model.schema import Schema
from dataset_tools.read.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Respelled:
    """A text after the mends, and how often each was made."""

    content: bytes
    mends: Mapping[str, int]


@dataclass(slots=True, kw_only=True)
class Respeller:
    """Mends the cells of a table's files.

    ``missing`` are the tokens of missing values by the position of the column.
    """

    layout: Layout
    schema: Schema | None
    columns: Mapping[int, Respelling]
    missing: Mapping[int, frozenset[str]]
    _writing: Writing = field(init=False)

    def __post_init__(self) -> None:
        self._writing = Writing(self.layout)

    def mend(self, content: bytes) -> Respelled:
        """Mend one file."""
        mark = (self.layout.quote or "").encode()
        has_marks = bool(mark) and mark in content
        uneven = self._uneven(content) if has_marks else frozenset()
        first = next(table_records(content, self.layout, self._writing), None)
        names = self._labels(first)
        if not (self.columns or uneven or names):
            return Respelled(content=content, mends={})
        made: Counter[str] = Counter()
        parts = [
            self._header(record, names, made)
            if at < self._headers
            else self._row(record, uneven, made)
            for at, record in enumerate(self._records(content))
        ]
        if not made:
            return Respelled(content=content, mends={})
        return Respelled(content="".join(parts).encode("utf-8"), mends=made)

    @property
    def _headers(self) -> int:
        return max(self.layout.header_rows, default=0)

    def _records(self, content: bytes) -> Iterator[Record]:
        return table_records(content, self.layout, self._writing)

    def _rows(self, content: bytes) -> Iterable[Record]:
        return (each for at, each in enumerate(self._records(content)) if at >= self._headers)

    def _uneven(self, content: bytes) -> frozenset[int]:
        return quotes.survey(self._rows(content), QuoteSurvey(self._writing, self.missing))

    def _labels(self, header: Record | None) -> Mapping[int, str]:
        if self.layout.header_rows != (1,) or header is None or header.cells is None:
            return {}
        return labels.respelled(self.schema, [cell.text for cell in header.cells])

    def _header(self, record: Record, names: Mapping[int, str], made: Counter[str]) -> str:
        if not names or record.cells is None:
            return record.written
        made[labels.NAME] += len(names)
        changes = {
            at: self._writing.rewritten(record.cells[at], name) for at, name in names.items()
        }
        return self._writing.record(record, changes)

    def _row(self, record: Record, uneven: frozenset[int], made: Counter[str]) -> str:
        """Mend one row; one without any text is no row, and none may become so."""
        if record.cells is None or not any(cell.text for cell in record.cells):
            return record.written
        texts = [cell.text for cell in record.cells]
        changes: dict[int, str] = {}
        done: list[str] = []
        for at, cell in enumerate(record.cells):
            respelling = self.columns.get(at)
            if respelling is not None and cell.text in respelling.texts:
                texts[at] = respelling.texts[cell.text]
                changes[at] = self._writing.rewritten(cell, texts[at])
                done.append(respelling.mends[cell.text])
            elif at in uneven and QuoteSurvey(self._writing, self.missing).is_needless(at, cell):
                changes[at] = cell.text
                done.append(quotes.NAME)
        if not changes or not any(texts):
            return record.written
        made.update(done)
        return self._writing.record(record, changes)
