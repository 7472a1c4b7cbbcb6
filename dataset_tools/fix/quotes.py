"""Mend: no needless quotation marks in a column that has them only here and there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dataset_tools.fix.cells import Cell, Record, Writing

NAME = "quotation-marks"


@dataclass(slots=True)
class QuoteSurvey:
    """Which columns have needlessly quoted cells, and which have cells without marks.

    Missing values tell nothing: programs that quote all texts leave these bare.
    """

    writing: Writing
    missing: Mapping[int, frozenset[str]]
    quoted: set[int] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)

    def take(self, record: Record) -> None:
        """Take a record into account."""
        for at, cell in enumerate(record.cells or ()):
            if self.is_needless(at, cell):
                self.quoted.add(at)
            elif cell.text and not cell.is_quoted and not self._is_missing(at, cell):
                self.bare.add(at)

    def is_needless(self, at: int, cell: Cell) -> bool:
        """Whether a cell would be the same without its marks."""
        is_plain = cell.is_quoted and not self.writing.needs_quotes(cell.text)
        return is_plain and not self._is_missing(at, cell)

    def _is_missing(self, at: int, cell: Cell) -> bool:
        return cell.text in self.missing.get(at, ())

    def uneven(self) -> frozenset[int]:
        """Return the columns that have both."""
        return frozenset(self.quoted & self.bare)


def survey(records: Iterable[Record], found: QuoteSurvey) -> frozenset[int]:
    """Return the columns whose needless marks are to go."""
    for record in records:
        found.take(record)
    return found.uneven()
