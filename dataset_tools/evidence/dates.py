"""Dates of a text: in ISO form, or with the month's English name in either order."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dataset_tools.evidence.figures import is_signed
from dataset_tools.evidence.intervals import Span
from dataset_tools.evidence.letters import is_edge, is_whole

YearMonth = tuple[int, int]
Day = tuple[int, int, int]
_Key = TypeVar("_Key", int, YearMonth, Day)

_MONTHS = (
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May",),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sept", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
)
_NUMBERS = {name.lower(): month for month, names in enumerate(_MONTHS, 1) for name in names}
_MAX_YEAR_DIGITS = 6
_FULL_YEAR = 1000
"""From here on a hyphen before a year is no minus sign: “2015 -2016”."""

_WORD = "|".join(f"{name[0]}(?i:{name[1:]})" for names in _MONTHS for name in names)
_MONTH = rf"(?P<name>{_WORD})\.?"
_FREE = r"(?<![0-9])(?<![0-9][.,])"
_YEAR = rf"{_FREE}(?P<year>[0-9]{{4}})(?![0-9]|[.,][0-9])"
_DAY = rf"{_FREE}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9]|[.,][0-9])"
_GAP = r"(?:\s+|-)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_FREE}(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?![0-9]|-[0-9])",
        rf"{_FREE}(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})(?![0-9])",
        rf"{_MONTH}{_GAP}{_DAY},?{_GAP}{_YEAR}",
        rf"{_MONTH},?(?:\s+of)?{_GAP}{_YEAR}",
        rf"{_DAY}(?:\s+of)?{_GAP}{_MONTH},?(?:\s+of)?{_GAP}{_YEAR}",
        rf"{_YEAR},?{_GAP}{_MONTH}(?:{_GAP}{_DAY})?",
    )
)
_YEAR_ALONE = re.compile(rf"{_FREE}[0-9]+(?![0-9]|[.,][0-9])")
_TIME = re.compile(r"T[0-9]")


@dataclass(frozen=True, slots=True)
class Dates:
    """Where years, months of a year and days stand in a text."""

    years: Mapping[int, tuple[Span, ...]]
    months: Mapping[YearMonth, tuple[Span, ...]]
    days: Mapping[Day, tuple[Span, ...]]


def find_dates(text: str) -> Dates:
    """Find what a text says of dates; each is whole in it."""
    years: defaultdict[int, list[Span]] = defaultdict(list)
    months: defaultdict[YearMonth, list[Span]] = defaultdict(list)
    days: defaultdict[Day, list[Span]] = defaultdict(list)
    for year, span in _years(text):
        years[year].append(span)
    for found in (found for form in _FORMS for found in form.finditer(text)):
        if not _is_whole_date(text, found):
            continue
        parts = found.groupdict()
        month = _NUMBERS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
        months[int(parts["year"]), month].append(found.span())
        if parts.get("day"):
            days[int(parts["year"]), month, int(parts["day"])].append(found.span())
    return Dates(_frozen(years), _frozen(months), _frozen(days))


def _years(text: str) -> Iterator[tuple[int, Span]]:
    for found in _YEAR_ALONE.finditer(text):
        start, end = found.span()
        if end - start > _MAX_YEAR_DIGITS or not is_whole(text, start, end):
            continue
        year = int(found[0])
        if year < _FULL_YEAR and is_signed(text, start):
            yield -year, (start - 1, end)
        else:
            yield year, (start, end)


def _is_whole_date(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    return is_whole(text, start, end) or (
        is_edge(text, start) and text[end - 1].isdecimal() and _TIME.match(text, end) is not None
    )


def _frozen(found: Mapping[_Key, list[Span]]) -> Mapping[_Key, tuple[Span, ...]]:
    return {key: tuple(spans) for key, spans in found.items()}
