"""Type datetime as a column: microseconds, zoned values in UTC."""

import numpy as np
import polars as pl

from dataset_tools.field_types.fixed_text import FixedText, days_of, where
from dataset_tools.field_types.time import TIME_FORM
from dataset_tools.model.schema import Field

_FORM = (
    rf"\A[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{TIME_FORM}(?:\.[0-9]{{1,6}})?"
    r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?\z"
)
_SECONDS = len("2024-01-31T15:00:00")
_OFFSET = len("+01:00")
_ZONES = {
    f"{sign}{hours:02}:{minutes:02}": (60 * hours + minutes) * (1 if sign == "+" else -1)
    for sign in "+-"
    for hours in range(15)
    for minutes in (range(60) if hours < 14 else (0,))  # noqa: PLR2004 - XML Schema's last zone
}
_TEXT = pl.col("text")
_FIXED = ("0000-00-00T00:00:00Z", "0000-00-00T00:00:00")
FEW = 0.01
"""So large a share of texts of another length is left to the reference."""


def datetime_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column of the default format.

    Declined: fractions beyond microseconds, the end of a day written 24:00:00, the outermost days
    of the years 1 to 9999. Fractions and offsets are looked for only where a column has them.
    """
    if field.format != "default":
        return None
    return text.map_batches(_read, return_dtype=pl.Datetime("us"))


def _read(text: pl.Series) -> pl.Series:
    lengths = text.str.len_bytes()
    longest = lengths.max()
    for form in _FIXED:
        if longest == len(form) and (lengths != longest).sum() <= len(text) * FEW:
            return _digit_by_digit(text, form, lengths)
    return _at_large(text)


def _digit_by_digit(text: pl.Series, form: str, lengths: pl.Series) -> pl.Series:
    fixed = FixedText.of(text, form, lengths)
    days, is_day = days_of(fixed)
    hours, minutes, seconds = (fixed.number(at, at + 2) for at in (11, 14, 17))
    fits = is_day & fixed.has_form(form) & (hours <= 23) & (minutes <= 59) & (seconds <= 59)  # noqa: PLR2004
    clock = (hours * 60 + minutes) * 60 + seconds
    micros = (days * np.int64(86_400) + clock) * 1_000_000
    return where(fits, micros, pl.Datetime("us")).alias(text.name)


def _at_large(text: pl.Series) -> pl.Series:
    has_form = _TEXT.str.contains(_FORM)
    formed = text.alias("text").to_frame().select(pl.when(has_form).then(_TEXT))
    micros = _whole_seconds(_TEXT.str.head(_SECONDS)) + _fraction(_TEXT) - _offset(_TEXT)
    return _moments(formed, micros)


def _moments(formed: pl.DataFrame, moment: pl.Expr) -> pl.Series:
    first, last = pl.datetime(1, 1, 2), pl.datetime(9999, 12, 31)
    value = pl.col("moment")
    is_within = value.is_between(first, last, closed="left")
    moments = formed.select(moment.alias("moment"))
    return moments.select(pl.when(is_within).then(value)).to_series()


def _whole_seconds(text: pl.Expr) -> pl.Expr:
    # the cast's cache of texts costs more than it saves
    return text.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False, cache=False)


def _fraction(text: pl.Expr) -> pl.Expr:
    digits = text.str.extract(r"\.([0-9]+)", 1).str.pad_end(6, "0")
    return pl.duration(microseconds=digits.cast(pl.Int64).fill_null(0), time_unit="us")


def _offset(text: pl.Expr) -> pl.Expr:
    minutes = text.str.tail(_OFFSET).replace_strict(
        list(_ZONES), list(_ZONES.values()), default=0, return_dtype=pl.Int64
    )
    return pl.duration(minutes=minutes, time_unit="us")
