"""Data that stand in the descriptor itself (Data Resource, "Inline Data")."""

import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dataset_tools.files.opened import Files
from dataset_tools.model.dialect import Dialect
from dataset_tools.read.batch import Batch
from dataset_tools.read.json_rows import Item, item_batches
from dataset_tools.read.native_table import NativeTable, Unreadable
from dataset_tools.read.pieces import Pieces

MEMORY = "<memory>"
NOT_THERE = "DT514"


@dataclass(frozen=True, slots=True)
class InlineText:
    """Text in a descriptor as the only one of its files."""

    text: str

    @property
    def place(self) -> str:
        """Where the text stands."""
        return MEMORY

    def open(self, path: str) -> BinaryIO:  # noqa: ARG002 (there is one)
        """Open the text as UTF-8; half a character is written as its escape."""
        return io.BytesIO(self.text.encode("utf-8", "backslashreplace"))

    def size(self, path: str) -> int:
        """Return its length in bytes."""
        return len(self.open(path).read())

    def show(self, path: str) -> str:
        """Return the name of the place."""
        return path


def inline_text(text: str) -> tuple[Files, tuple[str, ...]]:
    """Return files that hold a text, and the path of it."""
    return InlineText(text), (MEMORY,)


@dataclass(slots=True, kw_only=True)
class InlineTable(NativeTable):
    """The rows of an inline array."""

    dialect: Dialect
    data: object

    def batches(self) -> Generator[Batch]:
        """Yield the rows; the number of a row is its line."""
        yield from self.guarded(self._rows(), MEMORY)

    def _rows(self) -> Iterator[Batch]:
        rows = _found(self.data, self.dialect.property)
        if not isinstance(rows, list):
            where = f' at the property "{self.dialect.property}"' if self.dialect.property else ""
            raise Unreadable(NOT_THERE, f"the inline data are no array of rows{where}")
        yield from item_batches(self, self.dialect, (Item(row) for row in rows), MEMORY)


def _found(value: object, path: str | None) -> object:
    """Return what stands at a property; a path with dots leads into objects."""
    if path is None or not isinstance(value, dict):
        return value if path is None else None
    if path in value:
        return value[path]
    head, dot, rest = path.partition(".")
    return _found(value.get(head), rest) if dot else None


def no_part(table: NativeTable, pieces: Pieces, place: str) -> Iterator[Batch]:
    """Read no file: inline data have none."""
    del table, pieces, place
    return iter(())
