"""Values as the JSON texts that cells of native tables are (see ``compile.native``)."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dataset_tools.compile.native import MOMENT, string_text

DEEPEST = 200
"""How deep a value may be nested."""


class TooDeep(Exception):
    """A value is nested deeper than ``DEEPEST`` levels."""


class Number(str):
    """A number of a JSON text, as it is written there."""

    __slots__ = ()


_SCALARS: Mapping[type, Callable[[Any], str | None]] = {
    str: string_text,
    Number: str,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _: None,
}
"""What most cells are: the way to their text is short, since there are very many."""


def cell_text(value: object, depth: int = 0) -> str | None:
    """Return a value as a JSON text, or None for null; raise TooDeep.

    Examples
    --------
    >>> cell_text({"a": [1, None, "x"]})
    '{"a": [1, null, "x"]}'
    """
    write = _SCALARS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, int | float | Decimal):
        return number_text(value)
    if isinstance(value, date | time | timedelta):
        return moment_text(value) if depth == 0 else string_text(moment_text(value)[1:])
    return _nested(value, depth + 1)


def _nested(value: object, depth: int) -> str:
    if depth > DEEPEST:
        raise TooDeep
    if isinstance(value, Mapping):
        members = (
            f"{string_text(str(key))}: {cell_text(member, depth) or 'null'}"
            for key, member in value.items()
        )
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(cell_text(item, depth) or "null" for item in value) + "]"
    return string_text(str(value))


def number_text(value: float | Decimal) -> str:
    """Return a number as a JSON text; those that JSON has not as the standard's words."""
    if math.isnan(value):
        return '"NaN"'
    if math.isinf(value):
        return '"INF"' if value > 0 else '"-INF"'
    return repr(value) if isinstance(value, float) else str(value)


def moment_text(value: date | time | timedelta) -> str:
    """Return a date, a time or a length of time as its ISO text, marked as one."""
    if isinstance(value, timedelta):
        return MOMENT + _duration(value)
    text = value.isoformat()
    is_utc = isinstance(value, datetime) and text.endswith("+00:00")
    return MOMENT + (text.removesuffix("+00:00") + "Z" if is_utc else text)


def _duration(value: timedelta) -> str:
    sign, length = ("-", -value) if value < timedelta() else ("", value)
    seconds = f"{length.seconds}.{length.microseconds:06}".rstrip("0").rstrip(".")
    return f"{sign}P{length.days}DT{seconds or 0}S"
