"""Type integer: whole numbers of any size."""

from collections.abc import Callable
from decimal import Decimal

import polars as pl

from dataset_tools.field_types.exact_number import LONGEST, whole_number
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.json_text import plain_json
from dataset_tools.field_types.number_form import number_form
from dataset_tools.model.schema import Field

_NOTE = "not a whole number"
_BEYOND_64_BITS = 2**63


def integer_parser(field: Field) -> Callable[[str], int]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    form = number_form(field, "integer")

    def parse(text: str) -> int:
        digits = form.plain(text)
        if digits is None:
            raise ValueError(_NOTE)
        return whole_number(digits)

    return parse


def integer_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column; blanks and what is beyond 64 bits are left to the parser."""
    digits = number_form(field, "integer").plain_column(text)
    return None if digits is None else digits.cast(pl.Int64, strict=False)


def integer_refused(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Say which texts are surely no whole numbers."""
    return number_form(field, "integer").refused(text)


def integer_from_json(field: Field, value: object) -> int:
    """Read a JSON number without a fraction (1.0 is 1), or the text of a cell."""
    if isinstance(value, str):
        return integer_parser(field)(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() < LONGEST:
        whole = int(value)
        if whole == value:
            return whole
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise ValueError(_NOTE)


def integer_to_column(value: object) -> object:
    """Give the integer if 64 bits hold it."""
    if isinstance(value, int) and -_BEYOND_64_BITS <= value < _BEYOND_64_BITS:
        return value
    return None


INTEGER = FieldType(
    name="integer",
    parser=integer_parser,
    column=integer_column,
    refused=integer_refused,
    from_json=integer_from_json,
    to_json=plain_json,
    to_column=integer_to_column,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Int64(),
    pandas=("int64", "Int64"),  # required or in the primary key, else
    arrow="int64",
    duckdb="BIGINT",
    spark="bigint",
)
