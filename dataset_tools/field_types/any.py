"""Type any: the value as the source has it; in a CSV file that is its text."""

from collections.abc import Callable

import polars as pl

from dataset_tools.field_types.field_type import ANY_TYPE, FieldType
from dataset_tools.field_types.json_text import plain_json
from dataset_tools.model.schema import Field


def any_parser(_field: Field) -> Callable[[str], str]:
    """Make the function that gives back a cell."""
    return str


def any_column(_field: Field, text: pl.Expr) -> pl.Expr | None:
    """Give back the column."""
    return text


def any_from_json(_field: Field, value: object) -> object:
    """Give back the value."""
    return value


def any_to_column(value: object) -> object:
    """Give back a text; a column of texts holds no other value."""
    return value if isinstance(value, str) else None


ANY = FieldType(
    name="any",
    parser=any_parser,
    column=any_column,
    from_json=any_from_json,
    to_json=plain_json,
    to_column=any_to_column,
    constraints=ANY_TYPE,
    polars=pl.String(),
    pandas=("object", "object"),
    arrow="string",
    duckdb="VARCHAR",
    spark="string",
)
