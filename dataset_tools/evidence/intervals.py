"""Spans of a text, sorted, that tell at once whether one of them covers a place."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Intervals:
    """Spans sorted by start; ``reach`` is the furthest end of the spans up to each."""

    spans: tuple[Span, ...]
    starts: tuple[int, ...]
    reach: tuple[int, ...]

    def cover(self, start: int, end: int) -> bool:
        """Whether one of the spans holds the whole of the place."""
        index = bisect_right(self.starts, start)
        return index > 0 and self.reach[index - 1] >= end

    def stretches(self) -> tuple[Span, ...]:
        """Return the spans with those that overlap put together."""
        joined: list[Span] = []
        for start, end in self.spans:
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        return tuple(joined)


def sorted_intervals(spans: Iterable[Span]) -> Intervals:
    """Sort spans; equal ones are kept once."""
    ordered = tuple(sorted(set(spans)))
    starts = tuple([start for start, _ in ordered])
    return Intervals(ordered, starts, tuple(accumulate([end for _, end in ordered], max)))
