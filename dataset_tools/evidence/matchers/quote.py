"""``quote``: the cell, verbatim, as a whole quotation or, if so said, a part of one."""

# ruff: noqa: RUF001 (typographic marks are what is read here)
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from dataset_tools.evidence.letters import one_space
from dataset_tools.evidence.matchers.matcher import Matcher, Place, read_truth
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.row import Cell

_LEFT_OUT = ("", ",", ".", "，", "．", "、", "。")
"""What may stand between the cell and the closing mark: a comma or full stop, or nothing."""


@dataclass(frozen=True)
class QuoteMatcher(Matcher):
    """Proves words that somebody is quoted with; ``part``: they need not be all of them."""

    part: bool = False

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether the words stand in one span, between marks that belong together."""
        proves_in = self._part_in if self.part else self._whole_in
        return any(proves_in(one_space(cell.text), passage) for passage in passages)

    def looks_for(self, cell: Cell) -> str:
        """Name the words."""
        return f'"{cell.text}" as {"part of" if self.part else "a whole"} quotation'

    def _part_in(self, words: str, passage: Passage) -> bool:
        quotations = passage.reading.quotations
        return any(quotations.cover(*place) for place in passage.whole_places(words))

    def _whole_in(self, words: str, passage: Passage) -> bool:
        quotations = passage.reading.quotations
        if not words.strip():
            return False
        for start, end in passage.stretches:
            first = bisect_left(quotations.starts, start)
            last = bisect_left(quotations.starts, end)
            # white space after an opening mark («␠) may lie before the span
            if any(
                _is_it(words, quotation, passage)
                for quotation in quotations.spans[max(first - 1, 0) : last]
            ):
                return True
        return False


def _is_it(words: str, quotation: tuple[int, int], passage: Passage) -> bool:
    reading = passage.reading
    start, end = reading.to_plain(quotation[0]), reading.to_plain(quotation[1])
    start += reading.plain.startswith(" ", start)
    rest = start + len(words)
    if not rest <= end <= rest + 3 or not reading.plain.startswith(words, start):
        return False
    if reading.plain[rest:end].strip() not in _LEFT_OUT:
        return False
    return passage.spans.cover(*reading.text_span(start, rest))


def quote_matcher(place: Place) -> Matcher:
    """Make the matcher of a field."""
    return QuoteMatcher(part=place.option("part", read_truth, "true or false") or False)
