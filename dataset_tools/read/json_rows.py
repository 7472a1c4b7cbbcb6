"""Items of JSON data as rows: arrays by position, objects by key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from dataset_tools.compile.native import plain_text, string_text
from dataset_tools.exceptions import FileFault
from dataset_tools.model.dialect import Dialect
from dataset_tools.read.batch import Batch
from dataset_tools.read.cell_text import DEEPEST, TooDeep, cell_text
from dataset_tools.read.native_table import Cells, NativeTable, Row, Unreadable
from dataset_tools.read.pieces import UndecodableBytes

SYNTAX = "DT513"
NO_ROW = "DT515"
EMPTY = "DT503"
HEAD = 1000
"""So many objects are looked at for their keys before the first row is given."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the data, and the line it starts on where there are lines.

    An item that is blank, an empty line, has no value.
    """

    value: object
    line: int | None = None
    is_blank: bool = False


def item_batches(
    table: NativeTable, dialect: Dialect, items: Iterator[Item], place: str
) -> Iterator[Batch]:
    """Yield the rows of items: an array of arrays, or of objects, as the dialect or they say."""
    begin: list[Item] = []
    for item in items:
        begin.append(item)
        if not item.is_blank:
            break
    if not begin:
        return _no_items(table, dialect)
    first = begin[-1]
    items = chain(begin, items)
    by_key = dialect.item_type == "object" or dialect.item_keys is not None
    if dialect.item_type is None and not by_key:
        by_key = isinstance(first.value, dict)
    reader = _Objects(table, dialect) if by_key else _Arrays(table, dialect)
    return table.batches_of(reader.rows(items, place), place)


def _no_items(table: NativeTable, dialect: Dialect) -> Iterator[Batch]:
    """No items: a table without rows where something says what its columns are."""
    if dialect.item_keys is not None:
        table.take_labels(dialect.item_keys, "", records=len(table.header_rows))
    elif dialect.item_type == "object" or not table.header_rows:
        table.width = len(table.field_names)
    else:
        raise Unreadable(EMPTY, "is empty")
    return iter(())


class _Arrays:
    """Rows that are arrays; the first is the header, unless the dialect has none."""

    def __init__(self, table: NativeTable, dialect: Dialect) -> None:
        self._table = table
        self._has_header = dialect.header

    def rows(self, items: Iterator[Item], place: str) -> Iterator[Row]:
        if self._has_header:
            header = self._cells(next(items))
            labels = tuple("" if cell is None else plain_text(cell) for cell in header)
            self._table.take_labels(labels, place)
        elif not self._table.width:
            self._table.width = len(self._table.field_names)
        for item in items:
            yield Row(self._cells(item), item.line)

    @staticmethod
    def _cells(item: Item) -> Cells:
        if item.is_blank:
            return []
        if not isinstance(item.value, list):
            raise _no_row(item, "an array")
        return _texts(item.value, item)


@dataclass(slots=True)
class _Objects:
    """Rows that are objects; their keys are the labels."""

    table: NativeTable
    dialect: Dialect
    _places: dict[str, int] = field(default_factory=dict)

    def rows(self, items: Iterator[Item], place: str) -> Iterator[Row]:
        table, keys = self.table, self.dialect.item_keys
        head: list[Item] = []
        ended: Exception | None = None
        if keys is None and table.labels is None:
            head, is_all, ended = _head(items)
            keys = _labels([each.value for each in head], table.field_names, is_all=is_all)
        if table.labels is None:
            table.take_labels(tuple(keys or ()), place, records=len(table.header_rows))
        self._places = {label: at for at, label in enumerate(table.labels or ())}
        for item in head:
            yield Row(self._cells(item), item.line)
        if ended is not None:
            raise ended
        for item in items:
            yield Row(self._cells(item), item.line)

    def _cells(self, item: Item) -> Cells:
        """Return the cells by label; a key that has no label makes a cell too many."""
        labels, value = self.table.labels or (), item.value
        if item.is_blank:
            return [None] * len(labels)
        if not isinstance(value, dict):
            raise _no_row(item, "an object")
        if tuple(value) == labels:
            return _texts(list(value.values()), item)
        cells: Cells = [None] * len(labels)
        extra: Cells = []
        for (key, _), text in zip(value.items(), _texts(list(value.values()), item), strict=True):
            at = self._places.get(_label(key))
            if at is not None:
                cells[at] = text
            elif self.dialect.item_keys is None:
                extra.append(text)
        return cells + extra


def _head(items: Iterator[Item]) -> tuple[list[Item], bool, Exception | None]:
    """Take the first items; say whether they are all, and what ended them before."""
    head: list[Item] = []
    try:
        for item in items:
            head.append(item)
            if len(head) == HEAD:
                return head, False, None
    except (Unreadable, UndecodableBytes, FileFault) as error:
        return head, False, error
    return head, True, None


def _labels(values: Sequence[object], names: tuple[str, ...], *, is_all: bool) -> tuple[str, ...]:
    """Return the keys of objects: the schema's first, in its order, since objects have none.

    Where further objects follow, a field whose key has not come yet may still come.
    """
    keys = dict.fromkeys(
        _label(key) for value in values if isinstance(value, dict) for key in value
    )
    named = [name for name in names if name in keys or not is_all]
    return tuple(dict.fromkeys((*named, *keys)))


def _label(key: str) -> str:
    """Return a key as a label; half a character stays escaped."""
    return plain_text(string_text(key))


def _texts(values: list[object], item: Item) -> Cells:
    try:
        return [cell_text(value) for value in values]
    except (TooDeep, RecursionError):
        note = f"a value is nested deeper than {DEEPEST} levels"
        raise Unreadable(SYNTAX, note, item.line) from None


def _no_row(item: Item, wanted: str) -> Unreadable:
    kinds = {list: "an array", dict: "an object", bool: "true or false", type(None): "null"}
    kind = kinds.get(type(item.value), "a text" if type(item.value) is str else "a number")
    return Unreadable(NO_ROW, f"an item is {kind} where {wanted} is a row", item.line)
