"""Figures of a text, each taken whole: 400 is none of “2,400”, and 5 none of “5 million”."""

# ruff: noqa: RUF001 (typographic marks are what is read here)
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from dataset_tools.evidence.letters import is_edge, is_whole, is_word_char

MINUS = "-−"

_NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_VALUES = {word: str(value) for value, word in enumerate(_NUMBER_WORDS)}
_POWERS = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "k": 3,
    "M": 6,
    "bn": 9,
}

_THIN = "\u00a0\u2009\u202f"
_HYPHENS = r"\-\u2010\u2011"
_ANY_NUMBER_WORD = "|".join(_NUMBER_WORDS)
_FIGURE = re.compile(
    rf"(?P<digits>(?<![0-9])[0-9]{{1,3}}(?:[{_THIN}][0-9]{{3}}(?![0-9]))+(?:\.[0-9]+)?"
    r"|[0-9]+(?:[.,'’][0-9]+)*)"
    rf"|(?P<word>(?i:{_ANY_NUMBER_WORD}))",
)
_GROUPED = re.compile(
    rf"[0-9]+|[0-9]{{1,3}}(?:(?:,[0-9]{{3}})+|(?:['’][0-9]{{3}})+|(?:[{_THIN}][0-9]{{3}})+)",
)
_MAGNITUDE = re.compile(
    rf"(?:\s+|[{_HYPHENS}])?(?P<word>(?i:thousand|million|billion|trillion))"
    rf"|[ {_THIN}]?(?P<letter>k|M|bn)(?![&'’-])",
)
_MORE = re.compile(
    rf"(?:\s+|[{_HYPHENS}])?(?:(?i:hundreds?|thousands?|millions?|billions?|trillions?|dozens?"
    r"|lakhs?|crores?))"
    rf"|(?:\s+|[{_HYPHENS}])(?:(?i:and\s+a\s+half)|[0-9]+/[0-9]+)"
    r"|\s*[\u00bc-\u00be\u2150-\u215f]"
    rf"|\s*(?:[{_HYPHENS}–—]|to\b|or\b)\s*[$€£¥]?[0-9][0-9.,]*(?:\s+|[{_HYPHENS}])?"
    r"(?:(?i:thousand|million|billion|trillion)|k|M|bn)",
)
"""After a figure: it is part of a larger one, or shares the magnitude of the next."""

_PART_OF_WORDS = re.compile(
    rf"[\s{_HYPHENS}](?i:half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?"
    rf"|ninths?|tenths?|point\s+(?:{_ANY_NUMBER_WORD}))",
)
_LARGER_WORDS = re.compile(
    r"(?i:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion|trillion)(?:\s+and)?"
    rf"|(?:{_ANY_NUMBER_WORD})\s+point)(?:\s+|[{_HYPHENS}])$",
)
_LOOK_BACK = 24
_OTHER_POWERS = "十百千万億亿兆萬"
_MAX_DIGITS = 100
_NO_SIGN_AFTER = ")]}%‰’”»-–—−"


class Figure(NamedTuple):
    """A figure of a text and its absolute value; letters may still be glued to its digits."""

    start: int
    end: int
    value: Decimal


def find_figures(text: str) -> Mapping[Decimal, tuple[Figure, ...]]:
    """Return the figures of a text by their value, in their order."""
    found: defaultdict[Decimal, list[Figure]] = defaultdict(list)
    for figure in _figures(text):
        found[figure.value].append(figure)
    return {value: tuple(figures) for value, figures in found.items()}


def is_signed(text: str, position: int) -> bool:
    """Whether a minus sign, not a hyphen, stands just before the position."""
    sign = position - 1
    if sign < 0 or text[sign] not in MINUS:
        return False
    return sign == 0 or not (is_word_char(text[sign - 1]) or text[sign - 1] in _NO_SIGN_AFTER)


def _figures(text: str) -> Iterator[Figure]:
    for found in _FIGURE.finditer(text):
        figure = _words(text, found) if found["word"] else _digits(text, found)
        if figure is not None:
            yield figure


def _words(text: str, found: re.Match[str]) -> Figure | None:
    start, end = found.span()
    before = text[max(0, start - _LOOK_BACK) : start]
    if not is_whole(text, start, end) or _LARGER_WORDS.search(before):
        return None
    if _stands_at(_PART_OF_WORDS, text, end):
        return None
    return _with_magnitude(text, start, end, _VALUES[found[0].lower()])


def _digits(text: str, found: re.Match[str]) -> Figure | None:
    start, end = found.span()
    whole, point, decimals = found[0].partition(".")
    if len(found[0]) > _MAX_DIGITS or not _GROUPED.fullmatch(whole) or "." in decimals:
        return None
    if point and not decimals.isdecimal():
        return None
    if _is_fraction(text, start, end) or text[end : end + 1] in tuple(_OTHER_POWERS):
        return None
    digits = re.sub("[^0-9]", "", whole) + point + decimals
    if _has_bare_point(text, start):
        if point or not found[0].isdecimal():
            return None
        start, digits = start - 1, f"0.{digits}"
    return _with_magnitude(text, start, end, digits)


def _with_magnitude(text: str, start: int, end: int, digits: str) -> Figure | None:
    power = 0
    magnitude = _stands_at(_MAGNITUDE, text, end)
    if magnitude is not None:
        power, end = (
            _POWERS[(magnitude["word"] or "").lower() or magnitude["letter"]],
            magnitude.end(),
        )
    if _stands_at(_MORE, text, end):
        return None
    return Figure(start, end, Decimal(f"{digits}E{power}"))


def _stands_at(pattern: re.Pattern[str], text: str, position: int) -> re.Match[str] | None:
    found = pattern.match(text, position)
    return found if found and is_edge(text, found.end()) else None


def _is_fraction(text: str, start: int, end: int) -> bool:
    """Whether the digits are half of one, as in “1/2”."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[-1:] == "/" and before[:-1].isdecimal()) or (
        after[:1] == "/" and after[1:].isdecimal()
    )


def _has_bare_point(text: str, start: int) -> bool:
    """Whether the digits follow a decimal point that has none before it, as in “.5”."""
    if start == 0 or text[start - 1] != ".":
        return False
    return start == 1 or not (is_word_char(text[start - 2]) or text[start - 2] in '.)]”’"%')
