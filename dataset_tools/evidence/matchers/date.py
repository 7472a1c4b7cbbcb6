"""``date``: the year, month and day as far as the cell's type has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dataset_tools.evidence.intervals import Span
from dataset_tools.evidence.matchers.matcher import Matcher, Place
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.reading import Reading
from dataset_tools.evidence.row import Cell


@dataclass(frozen=True)
class DateMatcher(Matcher):
    """Proves a year, a month of a year or a day, in ISO form or with the month's English name."""

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether one span has that date."""
        return any(
            passage.spans.cover(*place)
            for passage in passages
            for place in _places(cell.value, passage.reading)
        )

    def looks_for(self, cell: Cell) -> str:
        """Name the date."""
        return f"{cell.text} in ISO form or with the month's English name"


def _places(value: object, reading: Reading) -> Sequence[Span]:
    dates = reading.dates
    if isinstance(value, int):
        return dates.years.get(value, ())
    if isinstance(value, date):
        return dates.days.get((value.year, value.month, value.day), ())
    year, month = getattr(value, "year", None), getattr(value, "month", None)
    if isinstance(year, int) and isinstance(month, int):
        return dates.months.get((year, month), ())
    return ()


def date_matcher(place: Place) -> Matcher:
    """Make the matcher of a field."""
    place.demand_type("year", "yearmonth", "date")
    return DateMatcher()
