"""The spans of one document that a cell may be proved by."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dataset_tools.evidence.intervals import Intervals, Span, sorted_intervals
from dataset_tools.evidence.letters import fold, is_whole, one_space
from dataset_tools.evidence.places import places
from dataset_tools.evidence.reading import Reading

_PARTING = "  "
"""Stands between stretches; no text with single spaces goes across it."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """Stretches of a text one after the other, to be searched at once.

    ``starts`` are their places in ``text``, ``origins`` those in the text that they are from.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def places(self, wanted: str) -> Iterator[int]:
        """Yield where ``wanted`` stands inside one stretch, by places of the original text."""
        last = len(self.starts) - 1
        for place in places(self.text, wanted, 0, len(self.text)):
            index = bisect_right(self.starts, place) - 1
            after = len(self.text) if index == last else self.starts[index + 1] - len(_PARTING)
            if place + len(wanted) <= after:
                yield self.origins[index] + place - self.starts[index]


@dataclass(frozen=True, slots=True)
class Passage:
    """Spans of a document; ``stretches`` are the spans with overlapping ones put together.

    ``plain_stretches`` are these by positions of the reading's plain text.
    """

    reading: Reading
    spans: Intervals
    stretches: tuple[Span, ...]
    plain_stretches: tuple[Span, ...]
    joined: _Joined

    def whole_places(self, wanted: str, *, ignore_case: bool = False) -> Iterator[Span]:
        """Yield where a text stands as whole words inside one span; runs of white space are equal.

        Places are those of the document's text.
        """
        reading = self.reading
        looked_for = fold(one_space(wanted)) if ignore_case else one_space(wanted)
        if not looked_for.strip():
            return
        joined = _join(reading.folded, self.plain_stretches) if ignore_case else self.joined
        for place in joined.places(looked_for):
            end = place + len(looked_for)
            if is_whole(reading.plain, place, end):
                span = reading.text_span(place, end)
                if self.spans.cover(*span):
                    yield span

    def holds(self, wanted: str, *, ignore_case: bool = False) -> bool:
        """Whether a text stands as whole words inside one span."""
        return next(self.whole_places(wanted, ignore_case=ignore_case), None) is not None

    def only(self, spans: Iterable[Span]) -> "Passage":
        """Return the passage of some of its spans."""
        return passage_of(self.reading, spans)


def passage_of(reading: Reading, spans: Iterable[Span]) -> Passage:
    """Make a passage of spans of a document."""
    intervals = sorted_intervals(spans)
    stretches = intervals.stretches()
    plain = tuple([(reading.to_plain(start), reading.to_plain(end)) for start, end in stretches])
    return Passage(reading, intervals, stretches, plain, _join(reading.plain, plain))


def _join(text: str, stretches: Sequence[Span]) -> _Joined:
    starts: list[int] = []
    length = 0
    for start, end in stretches:
        starts.append(length)
        length += end - start + len(_PARTING)
    joined = _PARTING.join([text[start:end] for start, end in stretches])
    return _Joined(joined, tuple(starts), tuple([start for start, _ in stretches]))
