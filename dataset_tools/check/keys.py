"""Keys: unique fields, primary and unique keys, foreign keys, in a batch and across batches.

Values are compared by their type, never by their text; a key with a null is no key (Data Package
v2, Table Schema: "null values MUST be excluded from the uniqueness check").
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dataset_tools.check.failures import Failures, Tell, Told, union, without
from dataset_tools.check.known_keys import KnownKeys
from dataset_tools.check.near_keys import MOST_KEYS, NearKeys
from dataset_tools.check.rows import missing_cells
from dataset_tools.check.seen_keys import SeenKeys
from dataset_tools.compile.column import Column
from dataset_tools.errors import key as kinds
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.read.batch import Indices
from dataset_tools.read.typed import TypedBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """The rows of a batch that have a key, their keys, and what kept the others from one.

    ``beyond`` are keys of which a value has no dtype, by row; ``null`` the rows whose key has a
    null, where that is the row's own fault and not told otherwise.
    """

    rows: Indices
    keys: pl.DataFrame
    beyond: dict[int, tuple[object, ...]]
    null: Indices


def keyed_rows(typed: TypedBatch, columns: tuple[Column, ...]) -> Keyed:
    """Part the rows of a batch into those with a key over these fields and those without."""
    names = [column.field.name for column in columns]
    batch = typed.batch
    unread = [batch.blank]
    for column in columns:
        unread.append(missing_cells(batch, column.number))
        if (misfit := typed.misfits.get(column.field.name)) is not None:
            unread.append(misfit.rows)
    beyond_rows = union(np.array(sorted(typed.beyond.get(name, ())), np.int64) for name in names)
    nulls = without(_null_rows(typed, names), *unread)
    skipped = union((nulls, *unread, beyond_rows))
    keys = pl.DataFrame([typed.values.get_column(name) for name in names])
    rows = np.arange(keys.height, dtype=np.int64)
    if skipped.size:
        rows = without(rows, skipped)
        keys = keys[rows]
    beyond = without(beyond_rows, nulls, *unread)
    return Keyed(
        rows=rows,
        keys=keys,
        beyond={row: _values(typed, names, row) for row in beyond.tolist()},
        null=nulls,
    )


def _null_rows(typed: TypedBatch, names: list[str]) -> Indices:
    """Return the rows where one of the fields has a missing value."""
    texts = [typed.texts.get_column(name) for name in names]
    parts = [text.is_null().arg_true().to_numpy() for text in texts if text.null_count()]
    return union(part.astype(np.int64) for part in parts)


def _values(typed: TypedBatch, names: list[str], row: int) -> tuple[object, ...]:
    """Return the values of one row, hashable, those without a dtype included."""
    values = []
    for name in names:
        beyond = typed.beyond.get(name, {})
        value = beyond[row] if row in beyond else typed.values.get_column(name)[row]
        values.append(_hashable(value))
    return tuple(values)


def _hashable(value: object) -> object:
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value


@dataclass(slots=True, kw_only=True)
class UniqueCheck:
    """Finds the second and each later row of the same key in a table."""

    kind: ErrorKind
    columns: tuple[Column, ...]
    null_kind: ErrorKind | None = None
    seen: SeenKeys = field(default_factory=SeenKeys)
    seen_beyond: dict[tuple[object, ...], int] = field(default_factory=dict)

    @property
    def subject(self) -> tuple[str, ...]:
        """The fields that are unique; a table's one primary key needs no names."""
        return _names(self.columns) if self.kind.type == "unique-error" else ()

    def failures(self, typed: TypedBatch, told: Indices) -> Iterator[Failures]:
        """Yield the rows of a batch that repeat a key; ``told`` have a null told before."""
        keyed = keyed_rows(typed, self.columns)
        numbers = typed.batch.row_numbers(keyed.rows)
        at, earlier = self.seen.repeated(keyed.keys, numbers)
        repeats = dict(zip(keyed.rows[at].tolist(), earlier.tolist(), strict=True))
        for row, key in keyed.beyond.items():
            number = int(typed.batch.row_numbers(np.array([row]))[0])
            first = self.seen_beyond.setdefault(key, number)
            if first != number:
                repeats[row] = first
        if repeats:
            yield self.repetitions(repeats)
        yield from self.nulls(keyed, told)

    def repetitions(self, repeats: dict[int, int]) -> Failures:
        """Return rows of a batch that repeat a key, each with the number of the row that had it."""
        return Failures(
            kind=self.kind,
            rows=np.array(sorted(repeats), np.int64),
            tell=self._teller(repeats),
            subject=self.subject,
            order=self.columns[0].number,
        )

    def nulls(self, keyed: Keyed, told: Indices) -> Iterator[Failures]:
        """Yield the rows whose key has a null, where a key may have none."""
        null, order = without(keyed.null, told), self.columns[0].number
        if self.null_kind is not None and null.size:
            yield Failures(kind=self.null_kind, rows=null, tell=self._null_teller(), order=order)

    def _teller(self, repeats: dict[int, int]) -> Tell:
        def tell(row_cells: tuple[str, ...], row: int) -> Told:
            cells = _cells(row_cells, self.columns)
            note = f"{_shown(self.columns, cells)} stands in row {repeats[row]}, too"
            if self.kind.type != "unique-error":
                return {"note": note}
            first = self.columns[0]
            return {
                "note": note,
                "cell": cells[0],
                "field_name": first.field.name,
                "field_number": first.number,
                "field_names": self.subject,
                "field_cells": cells,
            }

        return tell

    def _null_teller(self) -> Tell:
        def tell(row_cells: tuple[str, ...], _: int) -> Told:
            cells = _cells(row_cells, self.columns)
            return {"note": f"{_shown(self.columns, cells)} has a missing value"}

        return tell


@dataclass(slots=True)
class KeySet:
    """The keys of a table that others refer to."""

    columns: tuple[Column, ...]
    parts: list[pl.DataFrame] = field(default_factory=list)
    beyond: set[tuple[object, ...]] = field(default_factory=set)
    _known: KnownKeys | None = None
    _near: NearKeys | None = None

    def add(self, typed: TypedBatch) -> None:
        """Take up the keys of a batch."""
        keyed = keyed_rows(typed, self.columns)
        self.parts.append(keyed.keys)
        self.beyond.update(keyed.beyond.values())

    def known(self) -> KnownKeys:
        """Return the distinct keys, ready to be looked up; the parts become one."""
        if self.parts or self._known is None:
            names = [column.field.name for column in self.columns]
            empty = {column.field.name: column.dtype for column in self.columns}
            before = [] if self._known is None else [self._known.keys]
            whole = pl.concat([pl.DataFrame(schema=empty), *before, *self.parts])
            self._known = KnownKeys(whole.select(names).unique())
            self.parts = []
        return self._known

    def near(self) -> NearKeys | None:
        """Return the keys by what they are like, None where they are no texts or very many."""
        keys = self.known().keys
        is_text = keys.width == 1 and keys.dtypes[0] == pl.String
        if self._near is None and is_text and keys.height <= MOST_KEYS:
            self._near = NearKeys(keys.to_series().drop_nulls().sort())
        return self._near


@dataclass(slots=True, kw_only=True)
class ForeignKeyCheck:
    """Finds the rows whose key stands in no row of the table it refers to."""

    columns: tuple[Column, ...]
    reference_name: str
    reference_fields: tuple[str, ...]
    known: KeySet

    @property
    def subject(self) -> tuple[str, ...]:
        """The fields of the key."""
        return _names(self.columns)

    def failures(self, typed: TypedBatch) -> Iterator[Failures]:
        """Yield the rows of a batch that refer to nothing; a key with a null refers to none."""
        keyed = keyed_rows(typed, self.columns)
        missing = keyed.rows[self.known.known().unknown(keyed.keys)]
        beyond = [row for row, key in keyed.beyond.items() if key not in self.known.beyond]
        rows = union((missing, np.array(sorted(beyond), np.int64)))
        if rows.size:
            yield self.misses(rows)

    def misses(self, rows: Indices) -> Failures:
        """Return rows of a batch that refer to nothing."""
        return Failures(
            kind=kinds.FOREIGN_KEY,
            rows=rows,
            tell=self._tell,
            subject=self.subject,
            order=self.columns[0].number,
        )

    def _tell(self, row_cells: tuple[str, ...], _: int) -> Told:
        cells = _cells(row_cells, self.columns)
        target = f'"{self.reference_name}"' if self.reference_name else "this table"
        shown = _shown(self.columns, cells)
        return {
            "note": f"{shown} stands in no row of {target} ({', '.join(self.reference_fields)})",
            "field_names": self.subject,
            "field_cells": cells,
            "reference_name": self.reference_name,
            "reference_field_names": self.reference_fields,
            "fix": self.advice(cells),
        }

    def advice(self, cells: tuple[str, ...]) -> str:
        """Name the key that may have been meant; empty where none is much like it."""
        near = self.known.near()
        found = near.nearest(cells[0]) if near and len(cells) == 1 else None
        return f'Did you mean "{found}"? {kinds.FOREIGN_KEY.fix}' if found else ""


def _names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.field.name for column in columns)


def _cells(cells: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(
        cells[column.position] if column.position < len(cells) else "" for column in columns
    )


def _shown(columns: tuple[Column, ...], cells: tuple[str, ...]) -> str:
    pairs = zip(columns, cells, strict=True)
    return ", ".join(f'{column.field.name} "{cell}"' for column, cell in pairs)
