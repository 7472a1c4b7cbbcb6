"""From text columns to typed ones: whole columns at once, and one by one what is left."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.field_types.types import field_type
from dataset_tools.read.batch import Batch, Indices

MANY = 200
"""From so many texts on that a column declined, it is asked which the parser surely refuses."""
DIGITS = 15
"""Up to so many digits a double tells decimals apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """The rows of one field whose text is not of its type; the parser says why."""

    rows: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedBatch:
    """A batch with its values.

    ``texts`` and ``values`` have a column a field, by name; null in ``texts`` is a missing value,
    null in ``values`` also a misfit or a value in ``beyond``: one that is valid and that the
    dtype cannot hold (an integer beyond 64 bits, a NaN, or any value of a Python type), by field
    and row.
    """

    batch: Batch
    texts: pl.DataFrame
    values: pl.DataFrame
    misfits: Mapping[str, Misfit]
    beyond: Mapping[str, Mapping[int, object]]


def read_types(batch: Batch, columns: tuple[Column, ...]) -> TypedBatch:
    """Read the cells of a batch as the types of its fields."""
    wanted = [
        *(column.text.alias(f"t{at}") for at, column in enumerate(columns)),
        *(
            column.typed.alias(f"v{at}")
            for at, column in enumerate(columns)
            if column.typed is not None
        ),
    ]
    longest = {
        f"l{at}": column.text.str.len_bytes().max()
        for at, column in enumerate(columns)
        if column.ties is not None
    }
    read = batch.cells.select(*wanted, **longest)
    texts, values = {}, {}
    misfits: dict[str, Misfit] = {}
    beyond: dict[str, Mapping[int, object]] = {}
    for at, column in enumerate(columns):
        name = column.field.name
        text = read.get_column(f"t{at}")
        value = read.get_column(f"v{at}") if column.typed is not None else _untyped(text, column)
        left = text.is_not_null() & value.is_null() if _declined(text, value, column) else None
        if left is not None:
            value, misfit, extra = _one_by_one(column, text, value, left)
            if misfit is not None:
                misfits[name] = misfit
            if extra:
                beyond[name] = extra
        if column.ties is not None and _longest(read, at) > DIGITS:
            value, exact = _exact_ties(column, column.ties, text, value)
            if exact:
                beyond[name] = {**beyond.get(name, {}), **exact}
        texts[name], values[name] = text.alias(name), value.alias(name)
    return TypedBatch(
        batch=batch,
        texts=pl.DataFrame(texts),
        values=pl.DataFrame(values),
        misfits=misfits,
        beyond=beyond,
    )


def _longest(read: pl.DataFrame, at: int) -> int:
    lengths = read.get_column(f"l{at}")
    return int(lengths[0] or 0) if len(lengths) else 0


def no_rows(columns: tuple[Column, ...], place: str) -> TypedBatch:
    """Make the batch of a table without rows."""
    names = {column.field.name: column.dtype for column in columns}
    batch = Batch(place=place, cells=pl.DataFrame(), first_row=1, line_numbers=lambda rows: rows)
    return TypedBatch(
        batch=batch,
        texts=pl.DataFrame(schema=dict.fromkeys(names, pl.String)),
        values=pl.DataFrame(schema=names),
        misfits={},
        beyond={},
    )


def _exact_ties(
    column: Column,
    ties: pl.Series,
    text: pl.Series,
    value: pl.Series,
) -> tuple[pl.Series, dict[int, object]]:
    """Take out the numbers of many digits whose doubles are those of a bound."""
    is_long = text.str.len_bytes() > DIGITS
    rows = (value.is_in(ties.implode()) & is_long).fill_null(value=False)
    if not rows.any():
        return value, {}
    at = rows.arg_true().to_list()
    return value.scatter(at, None), {row: column.parse(text[row]) for row in at}


def _untyped(text: pl.Series, column: Column) -> pl.Series:
    return pl.Series(text.name, [None], dtype=column.dtype).new_from_index(0, len(text))


def _declined(text: pl.Series, value: pl.Series, column: Column) -> bool:
    return column.holds_python_values or text.null_count() != value.null_count()


def _one_by_one(
    column: Column,
    text: pl.Series,
    value: pl.Series,
    left: pl.Series,
) -> tuple[pl.Series, Misfit | None, dict[int, object]]:
    """Let the reference parser decide the texts that the column form declined."""
    refused, left = _refused(column, text, left)
    rows = left.arg_true().to_numpy().astype(np.int64)
    read = text.gather(rows).to_list()
    values = _parse_all(column, set(read))
    to_column = field_type(column.field.type).to_column
    held: dict[str, object] = {}
    for each, parsed in values.items():
        fitting = each if column.holds_python_values else to_column(parsed)
        if fitting is not None:
            held[each] = fitting
    if held:
        fill = [
            (row, held[each]) for row, each in zip(rows.tolist(), read, strict=True) if each in held
        ]
        value = value.scatter(
            [row for row, _ in fill],
            pl.Series([each for _, each in fill], dtype=column.dtype),
        )
    beyond = {
        row: values[each]
        for row, each in zip(rows.tolist(), read, strict=True)
        if each in values and (column.holds_python_values or each not in held)
    }
    bad = rows[[each not in values for each in read]] if values else rows
    if refused.size:
        bad = np.union1d(refused, bad)
    return value, Misfit(rows=bad) if bad.size else None, beyond


def _refused(
    column: Column,
    text: pl.Series,
    left: pl.Series,
) -> tuple[Indices, pl.Series]:
    """Part what is surely refused from what is left to the parser, where that is much."""
    if column.refused is None or left.sum() < MANY:
        return np.empty(0, np.int64), left
    frame = pl.DataFrame({"text": text})
    refused = left & frame.select(column.refused.fill_null(value=False)).to_series()
    return refused.arg_true().to_numpy().astype(np.int64), left & ~refused


def _parse_all(column: Column, texts: set[str]) -> dict[str, object]:
    """Return the values of the texts that have one."""
    values: dict[str, object] = {}
    for text in texts:
        with suppress(ValueError):
            values[text] = column.parse(text)
    return values
