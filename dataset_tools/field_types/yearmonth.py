"""Type yearmonth: XML Schema gYearMonth, a month of a year."""

import re
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date
from typing import NamedTuple

import polars as pl

from dataset_tools.field_types.exact_number import whole_number, whole_number_text
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.native import text_or
from dataset_tools.field_types.year import YEAR_FORM
from dataset_tools.model.schema import Field

_FORM = re.compile(f"({YEAR_FORM})-(0[1-9]|1[0-2])")
_NOTE = "not a month like 2024-01"


class Yearmonth(NamedTuple):
    """A month of a year; its text is the ISO form."""

    year: int
    month: int

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{whole_number_text(abs(self.year)):>04}-{self.month:02}"


def yearmonth_parser(_field: Field) -> Callable[[str], Yearmonth]:
    """Make the function that reads one cell; it raises ValueError."""

    def parse(text: str) -> Yearmonth:
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(_NOTE)
        return Yearmonth(whole_number(found[1]), int(found[2]))

    return parse


def yearmonth_column(_field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column of the years 1 to 9999 to the first days of the months."""
    is_month = text.str.contains(r"\A[0-9]{4}-(?:0[1-9]|1[0-2])\z") & (text >= "0001")
    return (
        pl.when(is_month)
        .then(text + "-01")
        .str.to_date("%Y-%m-%d", strict=False, cache=False)  # the cache costs more than it saves
    )


def yearmonth_to_column(value: object) -> object:
    """Give the first day of the month, in the years that a date can have."""
    if isinstance(value, Yearmonth) and MINYEAR <= value.year <= MAXYEAR:
        return date(value.year, value.month, 1)
    return None


def yearmonth_to_json(value: object) -> object:
    """Write the ISO text."""
    return None if value is None else str(value)


YEARMONTH = FieldType(
    name="yearmonth",
    parser=yearmonth_parser,
    column=yearmonth_column,
    from_json=text_or(yearmonth_parser, _NOTE, native=Yearmonth),
    to_json=yearmonth_to_json,
    to_column=yearmonth_to_column,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Date(),
    pandas=("period[M]", "period[M]"),
    arrow="date32",
    duckdb="DATE",
    spark="date",
)
