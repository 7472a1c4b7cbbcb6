"""Type time: a time of day.

Only the formats ``any`` and patterns can give it a zone. Ordered are the times of one day in UTC;
a time without a zone counts as UTC.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import polars as pl

from dataset_tools.field_types.any_form import any_time
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.native import text_or
from dataset_tools.field_types.pattern import pattern_reader
from dataset_tools.model.schema import Field

TIME_FORM = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_FORM = re.compile(TIME_FORM)
_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_NOTE = "not a time like 15:00:00"


def time_parser(field: Field) -> Callable[[str], time]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    format = field.format.removeprefix("fmt:")  # the prefix of version 0 of the standard
    if format == "default":
        return _default
    if format == "any":
        return _any
    read = pattern_reader(format)

    def parse(text: str) -> time:
        try:
            return read(text).timetz()
        except ValueError as error:
            raise ValueError(f"not a time of the form {format}") from error

    return parse


def _default(text: str) -> time:
    if not _FORM.fullmatch(text):
        raise ValueError(_NOTE)
    return time.fromisoformat(text)


def _any(text: str) -> time:
    try:
        return any_time(text)
    except ValueError as error:
        raise ValueError("not a time of any known form") from error


def time_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column of the default format."""
    if field.format != "default":
        return None
    has_form = text.str.contains(rf"\A{TIME_FORM}\z")
    # polars reads a datetime faster than a time
    moment = pl.lit("2000-01-01T") + pl.when(has_form).then(text)
    return moment.str.to_datetime(
        "%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False, cache=False
    ).dt.time()


def time_to_json(value: object) -> object:
    """Write the ISO text."""
    if not isinstance(value, time):
        return None
    text = value.isoformat()
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text


def time_to_column(value: object) -> object:
    """Give the time if it has no zone."""
    return value if isinstance(value, time) and value.tzinfo is None else None


def time_comparable(value: object) -> object:
    """Give how long after midnight in UTC it is; negative if it is the evening before."""
    if not isinstance(value, time):
        return value
    since_midnight = datetime.combine(_DAY, value.replace(tzinfo=UTC)) - _DAY
    return since_midnight - (value.utcoffset() or timedelta())


TIME = FieldType(
    name="time",
    formats=("default", "any"),
    takes_pattern=True,
    parser=time_parser,
    column=time_column,
    from_json=text_or(time_parser, _NOTE, native=time),
    to_json=time_to_json,
    to_column=time_to_column,
    comparable=time_comparable,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Time(),
    pandas=("object", "object"),
    arrow="time64[us]",
    duckdb="TIME",
    spark="string",
)
