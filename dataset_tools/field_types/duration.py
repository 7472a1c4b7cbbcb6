"""Type duration: XML Schema durations, exact and ordered by its rule."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

import polars as pl

from dataset_tools.field_types.exact_number import whole_number, whole_number_text
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.native import text_or
from dataset_tools.model.schema import Field

_FORM = re.compile(
    r"(-?)P(?=.)(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=.)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(\.[0-9]+)?S)?)?"
)
_NOTE = "not a duration like P1Y2M3DT4H5M6S"
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_YEAR = 12
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""The months from which XML Schema counts both durations of a comparison."""


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and seconds, both exact, both of one sign.

    Equal are durations of equal months and equal seconds: P1Y and P12M, PT24H and P1D. One is
    less than another if it ends earlier from each of the four days that XML Schema names (part 2,
    3.2.6.2). So P1M and P30D are neither less nor more, and neither is within the bound that the
    other sets.
    """

    months: int
    seconds: Decimal

    def __lt__(self, other: "Duration") -> bool:
        return all(_end(self, start) < _end(other, start) for start in _STARTS)

    def __le__(self, other: "Duration") -> bool:
        return self == other or self < other

    def __gt__(self, other: "Duration") -> bool:
        return other < self

    def __ge__(self, other: "Duration") -> bool:
        return other <= self

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), _YEAR)
        seconds = _EXACT.abs(self.seconds)
        whole = int(seconds)
        fraction = f"{_EXACT.subtract(seconds, Decimal(whole)):f}"[1:].rstrip("0").rstrip(".")
        days, rest = divmod(whole, _DAY)
        hours, rest = divmod(rest, _HOUR)
        minutes, rest = divmod(rest, _MINUTE)
        date = _part(years, "Y") + _part(months, "M") + _part(days, "D")
        time = _part(hours, "H") + _part(minutes, "M")
        time += f"{rest}{fraction}S" if rest or fraction else ""
        sign = "-" if self.months < 0 or self.seconds < 0 else ""
        return f"{sign}P{date}{'T' if time else ''}{time}" if date or time else "PT0S"


def _part(number: int, letter: str) -> str:
    return f"{whole_number_text(number)}{letter}" if number else ""


def _end(duration: Duration, start: tuple[int, int]) -> Decimal:
    """Count the seconds from the year 0 to the end of ``duration``, begun with month ``start``."""
    year, month = start
    days = Decimal(_days_before(year * _YEAR + month - 1 + duration.months))
    return _EXACT.add(_EXACT.multiply(days, Decimal(_DAY)), duration.seconds)


def _days_before(month: int) -> int:
    """Count the days from March of the year 0 to the month's first, by the Gregorian calendar."""
    year, month_from_march = divmod(month - 2, _YEAR)
    leap_days = year // 4 - year // 100 + year // 400
    return 365 * year + leap_days + (153 * month_from_march + 2) // 5


def duration_parser(_field: Field) -> Callable[[str], Duration]:
    """Make the function that reads one cell; it raises ValueError."""

    def parse(text: str) -> Duration:
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(_NOTE)
        sign, *parts, fraction = found.groups(default="")
        years, months, days, hours, minutes, seconds = (whole_number(part or "0") for part in parts)
        whole = days * _DAY + hours * _HOUR + minutes * _MINUTE + seconds
        total = _EXACT.add(Decimal(whole), Decimal(f"0{fraction}"))
        all_months = years * _YEAR + months
        return Duration(-all_months, _EXACT.minus(total)) if sign else Duration(all_months, total)

    return parse


def duration_to_json(value: object) -> object:
    """Write the ISO text."""
    return None if value is None else str(value)


DURATION = FieldType(
    name="duration",
    parser=duration_parser,
    from_json=text_or(duration_parser, _NOTE, native=Duration),
    to_json=duration_to_json,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Object(),
    pandas=("object", "object"),
    arrow="string",  # the ISO text
    duckdb="VARCHAR",
    spark="string",
)
