"""Small tables, typed and judged together where they are of one schema.

A call of polars or pandera costs by the column, whatever the rows: for a table of ten rows that is
most of its time.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
import polars as pl

from dataset_tools.engine.judged import BatchJudge, Judged
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Schema
from dataset_tools.read.batch import Batch, Indices
from dataset_tools.read.reader import TableReader
from dataset_tools.read.typed import Misfit, TypedBatch
from dataset_tools.read.typed_table import Header

ENOUGH = 1 << 20
"""So many bytes of cells are judged at once: more would not be cheaper by the byte."""


@dataclass(slots=True)
class LittleTables:
    """The small tables that were begun: the first that is asked for makes them all."""

    _waiting: deque["_Table"] = field(default_factory=deque)
    _headers: dict[tuple[object, ...], tuple[Schema, Header, BatchJudge]] = field(
        default_factory=dict,
    )

    def add(self, table: TableReader, resource: Resource) -> Generator[Judged]:
        """Begin a small table; its batches are made when they are asked for."""
        entry = _Table(table, resource)
        self._waiting.append(entry)
        return self._batches(entry)

    def _batches(self, entry: "_Table") -> Generator[Judged]:
        if entry.judged is None:
            self._make(entry)
        yield from entry.judged or ()
        entry.judged = []
        for batch in entry.rest:  # a small file may hold very many rows
            yield entry.judge.judged(entry.header, batch)

    def _make(self, wanted: "_Table") -> None:
        """Read and judge the tables up to the wanted one, and those after it up to an amount."""
        made: list[_Table] = []
        size = 0
        while self._waiting and (size < ENOUGH or wanted not in made):
            entry = self._waiting.popleft()
            size += entry.read(self._header_of)
            made.append(entry)
        self._judge(made)

    def _judge(self, made: Sequence["_Table"]) -> None:
        alike: dict[int, list[tuple[_Table, Batch]]] = {}
        for entry in made:
            entry.judged = []
            for batch in entry.batches:
                alike.setdefault(id(entry.judge), []).append((entry, batch))
            entry.batches = []
        for group in alike.values():
            first, _ = group[0]
            judged = _together(first.header, first.judge, [batch for _, batch in group])
            for (entry, _), each in zip(group, judged, strict=True):
                entry.take(each)

    def _header_of(self, table: TableReader, resource: Resource) -> tuple[Header, BatchJudge]:
        """Return the header of a table and its judge, the same ones for tables that are alike."""
        schema = resource.schema or Schema()
        key = (
            *(id(schema.fields), schema.fields_match, schema.rules),
            *(table.labels, table.width, table.is_native, resource.dialect.null_sequence),
        )
        if key not in self._headers:
            # The schema is kept, too: as long as it lives, no other fields have its number.
            self._headers[key] = (schema, Header.of(table, resource), BatchJudge(schema))
        _, header, judge = self._headers[key]
        return header, judge


@dataclass(slots=True, eq=False)
class _Table:
    """A table that was begun; ``judged`` is None until it is made, ``rest`` is yet to be read."""

    table: TableReader
    resource: Resource
    batches: list[Batch] = field(default_factory=list)
    judged: list[Judged] | None = None
    rest: Generator[Batch] = field(init=False)
    header: Header = field(init=False)
    judge: BatchJudge = field(init=False)

    def __post_init__(self) -> None:
        self.rest = self.table.batches()

    def read(
        self,
        header_of: Callable[[TableReader, Resource], tuple[Header, BatchJudge]],
    ) -> int:
        """Read the first batches, most often all, and match the labels; return their bytes."""
        size = 0
        for batch in self.rest:
            self.batches.append(batch)
            size += int(batch.cells.estimated_size())
            if size >= ENOUGH:
                break
        if self.batches:
            self.header, self.judge = header_of(self.table, self.resource)
        return size

    def take(self, judged: Judged) -> None:
        """Take up the next batch."""
        if self.judged is not None:
            self.judged.append(judged)


def _together(header: Header, judge: BatchJudge, batches: Sequence[Batch]) -> Iterator[Judged]:
    """Type and judge batches at once, and part what came of it."""
    if len(batches) == 1:
        yield judge.judged(header, batches[0])
        return
    first = batches[0]
    cells = pl.concat([batch.cells for batch in batches])
    whole = judge.judged(
        header,
        Batch(place=first.place, cells=cells, first_row=1, line_numbers=first.line_numbers),
    )
    ends = accumulate(batch.cells.height for batch in batches)
    for batch, end in zip(batches, ends, strict=True):
        yield _part(whole, batch, end - batch.cells.height)


def _part(whole: Judged, batch: Batch, start: int) -> Judged:
    """Cut out what was made of one batch."""
    typed, height = whole.typed, batch.cells.height
    misfits = {
        name: Misfit(rows=inside - start)
        for name, misfit in typed.misfits.items()
        if (inside := _between(misfit.rows, start, start + height)).size
    }
    beyond = {
        name: inside_of
        for name, values in typed.beyond.items()
        if (
            inside_of := {
                row - start: value for row, value in values.items() if start <= row < start + height
            }
        )
    }
    return Judged(
        header=whole.header,
        typed=TypedBatch(
            batch=batch,
            texts=typed.texts.slice(start, height),
            values=typed.values.slice(start, height),
            misfits=misfits,
            beyond=beyond,
        ),
        judge=whole.judge,
        verdicts={asked: verdict.slice(start, height) for asked, verdict in whole.verdicts.items()},
    )


def _between(rows: Indices, start: int, end: int) -> Indices:
    """Return the rows, which ascend, from a start on and before an end."""
    low, high = np.searchsorted(rows, (start, end))
    return rows[low:high]
