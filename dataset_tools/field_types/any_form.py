"""The format ``any`` of dates and times: every form that dateutil reads without guessing.

dateutil fills what a text does not say from a default. Two readings with unlike defaults tell
what the text itself says.
"""

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

from dateutil import parser as dateutil

_LONGEST = 100
_DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - says no zone
_NOT_KEPT = re.compile(r"[.,][0-9]{7}")


def any_datetime(text: str) -> datetime:
    """Read a date and, if it is there, a time."""
    first, second = (_read(text, default) for default in _DEFAULTS)
    if first != second:
        raise ValueError("not a whole date")
    return first


def any_date(text: str) -> datetime:
    """Read a date; one of a year and a month alone is the first day of the month."""
    first, second = (_read(text, default) for default in _DEFAULTS)
    if first.replace(day=1) != second.replace(day=1):
        raise ValueError("not a whole date")
    return first


def any_time(text: str) -> time:
    """Read a time of day, with its zone if it has one."""
    defaults = tuple(day.replace(hour=number) for number, day in enumerate(_DEFAULTS))
    first, second = (_read(text, default) for default in defaults)
    if (first.date(), second.date()) != tuple(day.date() for day in defaults):
        raise ValueError("more than a time")
    if first.timetz() != second.timetz():
        raise ValueError("not a whole time")
    return first.timetz()


def _read(text: str, default: datetime) -> datetime:
    if len(text) > _LONGEST or not text.isprintable() or _NOT_KEPT.search(text):
        raise ValueError("no form that is known")
    if any(char.isdecimal() and not char.isascii() for char in text):
        raise ValueError("digits other than 0 to 9")
    try:
        value = dateutil.parse(text, default=default, tzinfos=_zone)
    except (ArithmeticError, AttributeError, IndexError, TypeError) as error:
        raise ValueError("no form that is known") from error
    if not isinstance(value, datetime):
        raise ValueError("no form that is known")  # noqa: TRY004 - the text is at fault
    return value


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    raise ValueError("a zone that only a place could tell")
