"""``number``: a figure that is equal to the cell, whole, with its unit and its sign."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from dataset_tools.evidence.figures import MINUS, Figure, is_signed
from dataset_tools.evidence.letters import is_edge, is_whole, one_space
from dataset_tools.evidence.matchers.matcher import (
    Matcher,
    Place,
    quoted,
    read_text_option,
    read_words,
)
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.reading import Reading
from dataset_tools.evidence.row import Cell

_GAPS = " \u00a0\u202f-\u2010\u2011"
_PERCENT = ("percent", "per cent")


@dataclass(frozen=True)
class NumberMatcher(Matcher):
    """Proves a number.

    ``unit`` stands beside the figure; with ``negative`` the number is below zero if and only if
    one of those words is in the same span, else a minus sign says so.
    """

    unit: str | None = None
    negative: tuple[str, ...] | None = None

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether one span has such a figure."""
        value = _finite(cell.value)
        return value is not None and any(self._proves_in(value, found) for found in passages)

    def looks_for(self, cell: Cell) -> str:
        """Name the figure, its unit, and what makes it negative."""
        value = _finite(cell.value)
        text = cell.text.strip().removeprefix("-")
        words = f"a figure equal to {text}"
        if self.unit is not None:
            words += f' with "{self.unit}" beside it'
        if value is None or self.negative is None:
            below = value is not None and value < 0
            return f"{words} and a minus sign before it" if below else words
        which = "one" if value < 0 else "none"
        return f"{words} and {which} of {quoted(self.negative)} in the same span"

    def _proves_in(self, value: Decimal, passage: Passage) -> bool:
        below = value < 0
        figures = passage.reading.figures.get(value.copy_abs(), ())
        if figures and self.negative is not None:
            passage = _with_words(passage, self.negative, wanted=below)
        return any(self._stands(figure, passage, below=below) for figure in figures)

    def _stands(self, figure: Figure, passage: Passage, *, below: bool) -> bool:
        text = passage.reading.text
        for start, end in self._extents(figure, passage.reading):
            sign = next((at - 1 for at in (start, figure.start) if is_signed(text, at)), None)
            if sign is not None and not below and figure.value:
                continue
            if below and self.negative is None:
                if sign is None:
                    continue
                start = min(start, sign)  # noqa: PLW2901 (the sign is part of what must be cited)
            if passage.spans.cover(start, end):
                return True
        return False

    def _extents(self, figure: Figure, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield where the whole figure stands, its unit included."""
        start, end, _ = figure
        text = reading.text
        if self.unit is None:
            if is_whole(text, start, end):
                yield start, end
            return
        if is_edge(text, start):
            yield from ((start, after) for after in _after(self.unit, end, reading))
        if is_edge(text, end):
            yield from ((before, end) for before in _before(self.unit, start, reading))


def _after(unit: str, position: int, reading: Reading) -> Iterator[int]:
    """Yield the end of a unit that stands just after a position."""
    for gap in _gaps(reading.text[position : position + 2]):
        place = reading.to_plain(position + gap)
        for plain, wanted in _spellings(unit, reading):
            if plain.startswith(wanted, place) and is_edge(plain, place + len(wanted)):
                yield reading.to_text(place + len(wanted) - 1) + 1


def _before(unit: str, position: int, reading: Reading) -> Iterator[int]:
    """Yield the start of a unit that stands just before a position."""
    for gap in _gaps(reading.text[max(position - 2, 0) : position][::-1]):
        place = reading.to_plain(position - gap)
        for plain, wanted in _spellings(unit, reading):
            begin = place - len(wanted)
            if begin >= 0 and plain.startswith(wanted, begin) and is_edge(plain, begin):
                yield reading.to_text(begin)


def _gaps(beside: str) -> tuple[int, ...]:
    """Return how far a unit may stand away, by the two characters from the figure on."""
    is_gap = beside[:1] in tuple(_GAPS + MINUS) and not beside[1:].isspace()
    return (0, 1) if is_gap else (0,)


def _spellings(unit: str, reading: Reading) -> Iterator[tuple[str, str]]:
    yield reading.plain, one_space(unit)
    if unit == "%":
        yield from ((reading.folded, word) for word in _PERCENT)


def _with_words(passage: Passage, words: Sequence[str], *, wanted: bool) -> Passage:
    """Return the passage of those spans that hold one of the words, or of those that do not."""
    places = sorted(
        place for word in words for place in passage.whole_places(word, ignore_case=True)
    )
    starts = [start for start, _ in places]
    nearest = list(accumulate((end for _, end in reversed(places)), min))[::-1]

    def has_word(start: int, end: int) -> bool:
        index = bisect_left(starts, start)
        return index < len(nearest) and nearest[index] <= end

    return passage.only(span for span in passage.spans.spans if has_word(*span) is wanted)


def _finite(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def number_matcher(place: Place) -> Matcher:
    """Make the matcher of a field."""
    place.demand_type("integer", "number", "year")
    return NumberMatcher(
        unit=place.option("unit", read_text_option, "a text"),
        negative=place.option("negative", read_words, "a list of words"),
    )
