"""A document's text made ready for matchers: read once, looked at by every cell."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dataset_tools.evidence.dates import Dates, find_dates
from dataset_tools.evidence.figures import Figure, find_figures
from dataset_tools.evidence.intervals import Intervals, sorted_intervals
from dataset_tools.evidence.letters import fold, one_space
from dataset_tools.evidence.quotations import find_quotations

_RUN = re.compile(r"\s(\s+)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """A text and what was found in it.

    ``plain`` is the text with each run of white space as one space, ``folded`` is ``plain``
    without case; ``cuts`` and ``plain_cuts`` are where white space was left out, by the positions
    of the text and of ``plain``, ``left_out`` how much up to and with each. All else stands by
    positions of the text; a quotation is the span between its marks.
    """

    text: str
    plain: str
    folded: str
    cuts: tuple[int, ...]
    plain_cuts: tuple[int, ...]
    left_out: tuple[int, ...]
    quotations: Intervals
    figures: Mapping[Decimal, tuple[Figure, ...]]
    dates: Dates

    def to_plain(self, position: int) -> int:
        """Return where a position of the text stands in ``plain``."""
        index = bisect_left(self.cuts, position)
        return position - self.left_out[index - 1] if index else position

    def to_text(self, position: int) -> int:
        """Return where a position of ``plain`` stands in the text."""
        index = bisect_right(self.plain_cuts, position)
        return position + self.left_out[index - 1] if index else position

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of ``plain`` stands in the text."""
        return self.to_text(start), self.to_text(end - 1) + 1


def read_text(text: str) -> Reading:
    """Read a text; the time it takes grows with its length alone."""
    cuts: list[int] = []
    plain_cuts: list[int] = []
    left_out: list[int] = []
    total = 0
    for run in _RUN.finditer(text):
        cuts.append(run.start(1))
        plain_cuts.append(run.start(1) - total)
        total += len(run[1])
        left_out.append(total)
    plain = one_space(text)
    return Reading(
        text=text,
        plain=plain,
        folded=fold(plain),
        cuts=tuple(cuts),
        plain_cuts=tuple(plain_cuts),
        left_out=tuple(left_out),
        quotations=sorted_intervals(find_quotations(text)),
        figures=find_figures(text),
        dates=find_dates(text),
    )
