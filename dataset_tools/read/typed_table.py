"""A table's rows as typed batches, together with what its labels are to its schema."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from dataset_tools.compile.column import Column, compile_columns
from dataset_tools.compile.match import Match, match_fields
from dataset_tools.model.package import Resource
from dataset_tools.read.ahead import Worked, in_turn
from dataset_tools.read.batch import Batch, Unread
from dataset_tools.read.reader import TableFacts, TableReader
from dataset_tools.read.typed import TypedBatch, read_types

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the labels of a table are to its schema: which fields match, and how they are read."""

    match: Match
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, table: TableFacts, resource: Resource) -> Self:
        """Match the labels that a table has, once it is open, with the fields of the schema."""
        match = match_fields(resource.schema, table.labels, table.width)
        columns = compile_columns(
            match.fields,
            resource.dialect.null_sequence,
            native=table.is_native,
        )
        return cls(match=match, columns=columns)

    def only(self, wanted: tuple[str, ...] | None) -> Self:
        """Leave out the fields that are not wanted; None wants all."""
        if wanted is None:
            return self
        chosen = (column for column in self.columns if column.field.name in wanted)
        return replace(self, columns=tuple(chosen))


def typed_batches(
    table: TableReader,
    resource: Resource,
    wanted: tuple[str, ...] | None = None,
) -> Worked[tuple[Header, TypedBatch]]:
    """Go through a table in a thread, and give its rows as the types of its fields."""

    def typed(header: Header, batch: Batch) -> tuple[Header, TypedBatch]:
        return header, read_types(batch, header.columns)

    return worked_batches(table, resource, typed, wanted)


def worked_batches(
    table: TableReader,
    resource: Resource,
    work: Callable[[Header, Batch], T],
    wanted: tuple[str, ...] | None = None,
) -> Worked[T]:
    """Go through a table in a thread, and give in order what others make of each batch.

    Parameters
    ----------
    work
        What is made of a batch; it depends on nothing else, since two threads do it at once.
    wanted
        The fields that the header is to have; None wants all.
    """

    def inputs() -> Generator[tuple[Header, Unread]]:
        header: Header | None = None
        for unread in table.unread():
            header = header or Header.of(table, resource).only(wanted)
            yield header, unread

    def made(header: Header, unread: Unread) -> T:
        return work(header, unread())

    return in_turn(made, inputs(), small=table.is_small)
