"""Type boolean: the field's own words for true and false."""

from collections.abc import Callable

import polars as pl

from dataset_tools.field_types.field_type import ANY_TYPE, FieldType, unchanged
from dataset_tools.field_types.native import text_or
from dataset_tools.model.schema import Field


def boolean_parser(field: Field) -> Callable[[str], bool]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    words = _words(field)

    def parse(text: str) -> bool:
        value = words.get(text)
        if value is None:
            raise ValueError(f"not one of {', '.join(words)}")
        return value

    return parse


def boolean_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column by looking its words up."""
    words = _words(field)
    return text.replace_strict(
        list(words), list(words.values()), default=None, return_dtype=pl.Boolean
    )


def boolean_refused(_: Field, text: pl.Expr) -> pl.Expr | None:
    """Say that what the column declines is none of the words."""
    return text.is_not_null()


def _words(field: Field) -> dict[str, bool]:
    return dict.fromkeys(field.false_values, False) | dict.fromkeys(field.true_values, True)


BOOLEAN = FieldType(
    name="boolean",
    parser=boolean_parser,
    column=boolean_column,
    refused=boolean_refused,
    from_json=text_or(boolean_parser, "neither true nor false", native=bool),
    to_json=unchanged,
    constraints=ANY_TYPE,
    polars=pl.Boolean(),
    pandas=("bool", "boolean"),  # required or in the primary key, else
    arrow="bool",
    duckdb="BOOLEAN",
    spark="boolean",
)
