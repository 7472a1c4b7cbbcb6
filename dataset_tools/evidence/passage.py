"""The spans of one document that a cell may be proved by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dataset_tools.evidence.intervals import Intervals, Span, sorted_intervals
from dataset_tools.evidence.letters import fold, is_whole, one_space
from dataset_tools.evidence.places import places
from dataset_tools.evidence.reading import Reading


@dataclass(frozen=True, slots=True)
class Passage:
    """Spans of a document; ``stretches`` are the spans with overlapping ones put together."""

    reading: Reading
    spans: Intervals
    stretches: tuple[Span, ...]

    def whole_places(self, wanted: str, *, ignore_case: bool = False) -> Iterator[Span]:
        """Yield where a text stands as whole words inside one span; runs of white space are equal.

        Places are those of the document's text.
        """
        reading = self.reading
        plain = reading.folded if ignore_case else reading.plain
        looked_for = fold(one_space(wanted)) if ignore_case else one_space(wanted)
        if not looked_for.strip():
            return
        for stretch_start, stretch_end in self.stretches:
            low, high = reading.to_plain(stretch_start), reading.to_plain(stretch_end)
            for place in places(plain, looked_for, low, high):
                end = place + len(looked_for)
                if not is_whole(reading.plain, place, end):
                    continue
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
    return Passage(reading, intervals, intervals.stretches())


def whole_passage(reading: Reading) -> Passage:
    """Return the passage of a document as a whole."""
    return passage_of(reading, [(0, len(reading.text))])
