"""How the cells of one field are read: expressions for whole columns, a parser for the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from dataset_tools.compile.native import native_column, native_parser, native_texts
from dataset_tools.field_types.field_type import Parser
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a table as it is read.

    ``position`` is that of its cells in a row, from 0; ``text`` is the expression of its texts,
    null where a value is missing; ``typed`` that of its values, None where every text is parsed
    by itself; ``refused``, over a column "text", is true only where ``parse`` refuses; ``dtype``
    is the one of the typed column, String where values stay Python's.
    """

    field: Field
    position: int
    text: pl.Expr
    typed: pl.Expr | None
    parse: Parser
    refused: pl.Expr | None = None
    dtype: pl.DataType
    ties: pl.Series | None = None
    """The doubles of a number's bounds and enum: a cell of more digits that rounds to one of
    them is judged by its exact value."""

    @property
    def number(self) -> int:
        """The field's number in a report, from 1."""
        return self.position + 1

    @property
    def holds_python_values(self) -> bool:
        """Whether the values have no dtype, so that the typed column holds their texts."""
        return field_type(self.field.type).polars == pl.Object()


def compile_columns(
    fields: Iterable[tuple[Field, int]],
    null_sequence: str | None = None,
    *,
    native: bool = False,
) -> tuple[Column, ...]:
    """Compile fields, each with the position of its cells.

    Parameters
    ----------
    null_sequence
        The text that stands for a missing value in the file's dialect.
    native
        Cells are JSON texts: values with a type of their own.
    """
    if native:
        return tuple(_native(field, position) for field, position in fields)
    return tuple(_column(field, position, null_sequence) for field, position in fields)


def _native(field: Field, position: int) -> Column:
    kind = field_type(field.type)
    text = native_texts(pl.col(str(position)), field.missing_values)
    return Column(
        field=field,
        position=position,
        text=text,
        typed=native_column(field, text),
        parse=native_parser(field),
        dtype=pl.String() if kind.polars == pl.Object() else kind.polars,
        ties=_ties(field),
    )


def _column(field: Field, position: int, null_sequence: str | None) -> Column:
    kind = field_type(field.type)
    missing = (
        field.missing_values if null_sequence is None else (*field.missing_values, null_sequence)
    )
    text = _text(pl.col(str(position)), missing)
    python_values = kind.polars == pl.Object()
    typed = None if kind.column is None or python_values else kind.column(field, text)
    return Column(
        field=field,
        position=position,
        text=text,
        typed=typed,
        parse=kind.parser(field),
        refused=kind.refused(field, pl.col("text")) if kind.refused else None,
        dtype=pl.String() if python_values else kind.polars,
        ties=_ties(field),
    )


def _ties(field: Field) -> pl.Series | None:
    kind, limits = field_type(field.type), field.constraints
    if kind.polars != pl.Float64():
        return None
    bounds = (limits.minimum, limits.maximum, limits.exclusive_minimum, limits.exclusive_maximum)
    raw = [*(each for each in bounds if each is not None), *(limits.enum or ())]
    held = [kind.to_column(kind.from_json(field, each)) for each in raw]
    doubles = [each for each in held if each is not None]
    return pl.Series(doubles, dtype=pl.Float64) if doubles else None


def _text(cells: pl.Expr, missing: tuple[str, ...]) -> pl.Expr:
    """Make null the missing values; an empty cell comes in as null."""
    others = [token for token in missing if token]
    if "" not in missing:
        cells = cells.fill_null("")
    if not others:
        return cells
    return pl.when(cells.is_in(others)).then(None).otherwise(cells)
