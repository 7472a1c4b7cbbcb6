"""Type year: XML Schema gYear, four digits or more, before year 0 with a minus."""

import re
from collections.abc import Callable

import polars as pl

from dataset_tools.field_types.exact_number import whole_number
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.integer import integer_to_column
from dataset_tools.field_types.json_text import plain_json
from dataset_tools.model.schema import Field

YEAR_FORM = "-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_FORM = re.compile(YEAR_FORM)
_NOTE = "not a year like 2024"
_LAST = 9999


def year_parser(_field: Field) -> Callable[[str], int]:
    """Make the function that reads one cell; it raises ValueError."""

    def parse(text: str) -> int:
        if not _FORM.fullmatch(text):
            raise ValueError(_NOTE)
        return whole_number(text)

    return parse


def year_column(_field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column; years beyond 64 bits are left to the parser."""
    year = pl.when(text.str.contains(rf"\A(?:{YEAR_FORM})\z")).then(text)
    return year.cast(pl.Int64, strict=False)


def year_from_json(field: Field, value: object) -> int:
    """Read a JSON number from 0 to 9999; other years are written as text, as in cells."""
    if isinstance(value, str):
        return year_parser(field)(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LAST:
        return value
    raise ValueError(_NOTE)


YEAR = FieldType(
    name="year",
    parser=year_parser,
    column=year_column,
    from_json=year_from_json,
    to_json=plain_json,
    to_column=integer_to_column,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Int64(),
    pandas=("int64", "Int64"),  # required or in the primary key, else
    arrow="int64",
    duckdb="BIGINT",
    spark="bigint",
)
