"""A number for each cell of a column: cells of equal values have equal ones, others not.

Values are told apart by their types: ``1.50`` and ``1.5`` are one number, and all missing values
are one. The numbers are hashes of 64 bits.
"""

from decimal import Decimal
from typing import Literal

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.compile.native import plain_text
from dataset_tools.diff.canonical import canonical_number, canonical_text, is_double
from dataset_tools.field_types.types import field_type
from dataset_tools.read.typed import TypedBatch

Likeness = Literal["value", "number", "text"]
"""How cells are compared: by their field's type, as numbers of unlike types, or as texts."""

NUMBERS = frozenset({"integer", "number", "year"})
_TEXTS = frozenset({"string", "any"})
_PLAIN_DIGITS = 15
"""A decimal of so many digits is the only one of its length that its double stands for."""
_EXACT_INTEGERS = 2**53
_UNLIKE = 7
"""Added to the seed of cells that have no value in the column, to keep them apart."""


def cell_hashes(typed: TypedBatch, column: Column, likeness: Likeness, seed: int) -> pl.Series:
    """Return the numbers of a batch's cells of one column."""
    texts = typed.texts.get_column(column.field.name)
    if likeness == "text":
        return _as_shown(texts, is_native=typed.batch.is_native).hash(seed)
    if column.field.type in _TEXTS and not typed.batch.is_native:
        return texts.hash(seed)  # a text is its own value, of whatever format
    values = typed.values.get_column(column.field.name)
    if column.field.type == "number" or likeness == "number":
        values, special = _numbers(typed, texts, values, column)
    else:
        special = _beyond(typed, texts, column)
    special |= _unreadable(typed, texts, column)
    hashes = values.hash(seed)
    if not special:
        return hashes
    written = pl.Series(list(special.values()), dtype=pl.String).hash(seed + _UNLIKE)
    return hashes.scatter(list(special), written)


def _as_shown(texts: pl.Series, *, is_native: bool) -> pl.Series:
    if not is_native:
        return texts
    return pl.Series(
        [None if text is None else plain_text(text) for text in texts], dtype=pl.String
    )


def _beyond(typed: TypedBatch, texts: pl.Series, column: Column) -> dict[int, str]:
    """Return the cells whose values no column holds."""
    beyond = typed.beyond.get(column.field.name, {})
    comparable = field_type(column.field.type).comparable
    known: dict[str, str] = {}
    special: dict[int, str] = {}
    for row, text in zip(beyond, texts.gather(list(beyond)), strict=True):
        if text not in known:
            known[text] = f"={canonical_text(comparable(beyond[row]))}"
        special[row] = known[text]
    return special


def _unreadable(typed: TypedBatch, texts: pl.Series, column: Column) -> dict[int, str]:
    """Return the cells that are not of the field's type."""
    misfit = typed.misfits.get(column.field.name)
    if misfit is None:
        return {}
    rows = misfit.rows.tolist()
    return {row: f"!{text}" for row, text in zip(rows, texts.gather(rows), strict=True)}


def _numbers(
    typed: TypedBatch,
    texts: pl.Series,
    values: pl.Series,
    column: Column,
) -> tuple[pl.Series, dict[int, str]]:
    """Return doubles, and as texts the numbers that are not exactly the double nearest to them."""
    if values.dtype == pl.Float64:
        is_short = (texts.str.len_bytes() <= _PLAIN_DIGITS) & ~texts.str.contains("[eE]")
        doubtful = values.is_not_null() & ~(is_short & values.is_finite()).fill_null(value=False)
    else:
        doubtful = (values.abs() >= _EXACT_INTEGERS).fill_null(value=False)
    rows = sorted({*doubtful.arg_true().to_list(), *typed.beyond.get(column.field.name, ())})
    doubles = values.cast(pl.Float64) + 0.0  # -0.0 becomes 0.0
    if not rows:
        return doubles, {}
    read = texts.gather(rows).to_list()
    numbers = {text: _number(column.parse(text)) for text in set(read)}
    held = {row: numbers[text] for row, text in zip(rows, read, strict=True)}
    exact = {row: float(number) for row, number in held.items() if is_double(number)}
    doubles = doubles.scatter(list(exact), pl.Series(list(exact.values()), dtype=pl.Float64))
    special = {row: number for row, number in held.items() if row not in exact}
    return doubles, {row: f"={canonical_number(number)}" for row, number in special.items()}


def _number(value: object) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal("NaN")
