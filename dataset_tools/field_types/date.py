"""Type date: a day of the calendar, from the year 1 to 9999."""

import re
from collections.abc import Callable
from datetime import date, time

import polars as pl

from dataset_tools.field_types.any_form import any_date
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.fixed_text import FixedText, days_of, where
from dataset_tools.field_types.native import text_or
from dataset_tools.field_types.pattern import pattern_reader
from dataset_tools.model.schema import Field

_FORM = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIXED = "0000-00-00"
_NOTE = "not a date like 2024-01-31"


def date_parser(field: Field) -> Callable[[str], date]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    format = field.format.removeprefix("fmt:")  # the prefix of version 0 of the standard
    if format == "default":
        return _default
    if format == "any":
        return _any
    read = pattern_reader(format)

    def parse(text: str) -> date:
        try:
            return read(text).date()
        except ValueError as error:
            raise ValueError(f"not a date of the form {format}") from error

    return parse


def _default(text: str) -> date:
    if not _FORM.fullmatch(text):
        raise ValueError(_NOTE)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("not a day of the calendar") from error


def _any(text: str) -> date:
    try:
        if _FORM.fullmatch(text):
            return _default(text)
        value = any_date(text)
    except ValueError as error:
        raise ValueError("not a date of any known form") from error
    if value.time() != time.min or value.tzinfo is not None:
        raise ValueError("more than a date")
    return value.date()


def date_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column of the default format.

    Texts of another length are no dates; the rest is read digit by digit.
    """
    if field.format != "default":
        return None
    return text.map_batches(_read, return_dtype=pl.Date())


def _read(text: pl.Series) -> pl.Series:
    fixed = FixedText.of(text, _FIXED)
    days, is_day = days_of(fixed)
    return where(is_day & fixed.has_form(_FIXED), days, pl.Date()).alias(text.name)


def date_refused(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Say which texts are surely no dates of the default format."""
    if field.format != "default":
        return None
    return ~text.str.contains(rf"\A{_FORM.pattern}\z")


def date_to_json(value: object) -> object:
    """Write the ISO text."""
    return value.isoformat() if isinstance(value, date) else None


DATE = FieldType(
    name="date",
    formats=("default", "any"),
    takes_pattern=True,
    parser=date_parser,
    column=date_column,
    refused=date_refused,
    from_json=text_or(date_parser, _NOTE, native=date),
    to_json=date_to_json,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Date(),
    pandas=("datetime64[us]", "datetime64[us]"),
    arrow="date32",
    duckdb="DATE",
    spark="date",
)
