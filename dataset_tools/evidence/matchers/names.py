"""``names``: each name of the cell, as ``name``: the matcher of an alias column."""

from collections.abc import Sequence
from dataclasses import dataclass

from dataset_tools.evidence.matchers.matcher import Matcher, Place, quoted
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.row import Cell

SEPARATOR = "|"


@dataclass(frozen=True)
class NamesMatcher(Matcher):
    """Proves a cell if each of its names stands in a span of its own or a shared one."""

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether each name stands in one span."""
        names = dict.fromkeys(split_names(cell.text))
        return bool(names) and all(any(p.holds(name) for p in passages) for name in names)

    def looks_for(self, cell: Cell) -> str:
        """Name the names."""
        return f"each of {quoted(split_names(cell.text))} as whole words"


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a cell.

    Examples
    --------
    >>> split_names("Big Blue|IBM")
    ('Big Blue', 'IBM')
    """
    parts = (part.strip() for part in text.split(SEPARATOR))
    return tuple(part for part in parts if part)


def names_matcher(_place: Place) -> Matcher:
    """Make the matcher of a field."""
    return NamesMatcher()
