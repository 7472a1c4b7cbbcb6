"""``name``: the cell itself, as whole words; aliases prove only references to the row."""

from collections.abc import Sequence
from dataclasses import dataclass

from dataset_tools.evidence.matchers.matcher import Matcher, Place
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.row import Cell


@dataclass(frozen=True)
class NameMatcher(Matcher):
    """Proves a name; ``aliases`` is the position of the field with its other names."""

    aliases: int | None = None
    is_exact: bool = True

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether the name stands in one span."""
        return any(passage.holds(cell.text) for passage in passages)

    def looks_for(self, cell: Cell) -> str:
        """Name the name."""
        return f'"{cell.text}" as whole words'


def name_matcher(place: Place) -> Matcher:
    """Make the matcher of a field."""
    return NameMatcher(aliases=place.optional_position("aliases"))
