"""What a Table Schema type is: one row of the table of types."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from dataset_tools.model.schema import Field

Parser = Callable[[str], object]
"""Reads one cell that is not a missing value; raises ValueError with what it is not."""

ANY_TYPE = frozenset({"required", "unique", "enum"})
ORDERED = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
SIZED = frozenset({"minLength", "maxLength"})


def unchanged(value: object) -> object:
    """Give back the value itself."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """A type: how its cells are read, one by one and as columns, and what it is elsewhere.

    ``parser`` is the reference. ``column`` makes, for a field, an expression from the text column
    (null: missing) to the typed one; it may decline any cell by giving null, and the parser
    decides those. What it gives is ``to_column`` of the parser's value, never anything else.
    None, or no expression for this field: the parser reads every distinct text.

    ``refused`` makes an expression that is true only for texts that the parser surely refuses, so
    that a column of nothing else need not be parsed text by text.

    ``from_json`` reads a native JSON value (of inline data, JSON files and of constraints); it
    raises ValueError. ``to_json`` writes a value as plain JSON, and None as null.
    ``to_column`` is the value as a column of dtype ``polars`` holds it, None where it cannot.
    ``comparable`` stands for a value where values are ordered or told equal.
    ``polars`` is the dtype of the typed column; Object where values stay Python's.
    ``takes_pattern``: beside ``formats``, any strptime pattern is a format.
    """

    name: str
    formats: tuple[str, ...] = ("default",)
    takes_pattern: bool = False
    parser: Callable[[Field], Parser]
    column: Callable[[Field, pl.Expr], pl.Expr | None] | None = None
    refused: Callable[[Field, pl.Expr], pl.Expr | None] | None = None
    from_json: Callable[[Field, object], object]
    to_json: Callable[[object], object]
    to_column: Callable[[object], object] = unchanged
    comparable: Callable[[object], object] = unchanged
    constraints: frozenset[str]
    polars: pl.DataType
    pandas: tuple[str, str]
    arrow: str
    duckdb: str
    spark: str
