"""Type datetime: XML Schema dateTime, with or without a zone.

Values are Python's datetimes of the years 1 to 9999 (in UTC too), with the zone as written; a
fraction beyond microseconds is kept by a FineDatetime. Columns hold microseconds, UTC for zoned
values. Where zoned and other values meet, a value without a zone counts as UTC: XML Schema leaves
such pairs up to 14 hours apart undecided, and an order must decide.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import polars as pl

from dataset_tools.field_types.any_form import any_datetime
from dataset_tools.field_types.datetime_column import datetime_column
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.fine_datetime import FineDatetime
from dataset_tools.field_types.native import text_or
from dataset_tools.field_types.pattern import pattern_reader
from dataset_tools.model.schema import Field

_FORM = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?"
    r"(Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
)
_NOTE = "not a date and time like 2024-01-31T15:00:00 or 2024-01-31T15:00:00Z"
_END_OF_DAY = "24:00:00"
_MICROSECONDS = 6
_SECONDS = len("2024-01-31T15:00:00")


def datetime_parser(field: Field) -> Callable[[str], datetime]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    format = field.format.removeprefix("fmt:")  # the prefix of version 0 of the standard
    if format == "default":
        return _default
    read = _any if format == "any" else pattern_reader(format)
    form = "of any known form" if format == "any" else f"of the form {format}"

    def parse(text: str) -> datetime:
        try:
            return _within_years(read(text))
        except (ValueError, OverflowError) as error:
            raise ValueError(f"not a date and time {form}") from error

    return parse


def _default(text: str) -> datetime:
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(_NOTE)
    try:
        return _read(*found.groups(default=""))
    except (ValueError, OverflowError) as error:
        raise ValueError("not a moment of the calendar") from error


def _read(day: str, clock: str, fraction: str, zone: str) -> datetime:
    is_end = clock == _END_OF_DAY and not fraction.strip("0")  # the first moment of the next day
    value = datetime.fromisoformat(f"{day}T{'00:00:00' if is_end else clock}{zone}")
    if is_end:
        value += timedelta(days=1)
    if fraction:
        value = value.replace(microsecond=int(fraction[:_MICROSECONDS].ljust(_MICROSECONDS, "0")))
    beyond = fraction[_MICROSECONDS:].rstrip("0")
    return _within_years(FineDatetime.of(value, beyond) if beyond else value)


def _within_years(value: datetime) -> datetime:
    if value.tzinfo is not None:
        value.astimezone(UTC)  # OverflowError
    return value


def _any(text: str) -> datetime:
    return _default(text) if _FORM.fullmatch(text) else any_datetime(text)


def datetime_refused(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Say which texts are surely no moments of the default format."""
    if field.format != "default":
        return None
    return ~text.str.contains(rf"\A{_FORM.pattern}\z")


def datetime_comparable(value: object) -> object:
    """Give the moment in UTC, without its zone."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        return value
    if isinstance(value, FineDatetime):
        utc = value.without_beyond().astimezone(UTC).replace(tzinfo=None)
        return FineDatetime.of(utc, value.beyond)
    return value.astimezone(UTC).replace(tzinfo=None)


def datetime_to_column(value: object) -> object:
    """Give the moment in UTC if microseconds hold it."""
    return None if isinstance(value, FineDatetime) else datetime_comparable(value)


def datetime_to_json(value: object) -> object:
    """Write the ISO text, with each digit of the fraction that counts."""
    if not isinstance(value, datetime):
        return None
    whole = datetime.isoformat(value, timespec="seconds")
    beyond = value.beyond if isinstance(value, FineDatetime) else ""
    fraction = f".{value.microsecond:06}{beyond}".rstrip("0").rstrip(".")
    zone = whole[_SECONDS:]
    return f"{whole[:_SECONDS]}{fraction}{'Z' if zone == '+00:00' else zone}"


DATETIME = FieldType(
    name="datetime",
    formats=("default", "any"),
    takes_pattern=True,
    parser=datetime_parser,
    column=datetime_column,
    refused=datetime_refused,
    from_json=text_or(datetime_parser, _NOTE, native=datetime),
    to_json=datetime_to_json,
    to_column=datetime_to_column,
    comparable=datetime_comparable,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Datetime("us"),
    pandas=("datetime64[us]", "datetime64[us]"),
    arrow="timestamp[us]",
    duckdb="TIMESTAMP",
    spark="timestamp_ntz",
)
