"""``text``: the cell, verbatim, as whole words."""

from collections.abc import Sequence
from dataclasses import dataclass

from dataset_tools.evidence.matchers.matcher import Matcher, Place
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.row import Cell


@dataclass(frozen=True)
class TextMatcher(Matcher):
    """Proves the text of a cell as it stands; runs of white space are equal."""

    is_exact: bool = True

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether the cell stands in one span."""
        return any(passage.holds(cell.text) for passage in passages)

    def looks_for(self, cell: Cell) -> str:
        """Name the text."""
        return f'"{cell.text}" as whole words'


def text_matcher(_place: Place) -> Matcher:
    """Make the matcher of a field."""
    return TextMatcher()
