"""Whole numbers that lie close together: a table from each to the row that had it first.

Most integer keys count something, in whatever order they come: a look-up is then one step, and a
key takes four bytes instead of sixteen.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from dataset_tools.read.batch import Indices

SPREAD = 4
"""So many times as wide as their number may the range of the numbers be."""
_GROWTH = 1.5
_LAST_ROW = 2**32 - 1
_LARGEST = 2**62

Numbers = npt.NDArray[np.int64]


@dataclass(slots=True)
class DenseKeys:
    """``first[number - base]`` is the row that had the number, 0 where none had."""

    base: int
    first: npt.NDArray[np.uint32]
    count: int

    @classmethod
    def of(cls, numbers: Numbers, rows: Indices) -> Self | None:
        """Make a table of distinct numbers, or give None where they lie too far apart."""
        low, high = int(numbers.min()), int(numbers.max())
        if high - low >= SPREAD * numbers.size or not _fits(low, high, rows):
            return None
        keys = cls(low, np.zeros(high - low + 1, np.uint32), 0)
        keys.add(numbers, rows)
        return keys

    def find(self, wanted: Numbers) -> tuple[Indices, Indices]:
        """Return the positions of the numbers that are known, and the rows that had them."""
        places = wanted - self.base
        inside = np.flatnonzero((places >= 0) & (places < self.first.size))
        rows = self.first[places[inside]]
        known = np.flatnonzero(rows)
        return inside[known], rows[known].astype(np.int64)

    def add(self, numbers: Numbers, rows: Indices) -> bool:
        """Take up numbers that are not known; say whether they were close enough to be."""
        low = min(self.base, int(numbers.min()))
        high = max(self.base + self.first.size - 1, int(numbers.max()))
        total = self.count + numbers.size
        if high - low >= SPREAD * total or not _fits(low, high, rows):
            return False
        self._stretch(low, high, SPREAD * total)
        self.first[numbers - self.base] = rows
        self.count = total
        return True

    def _stretch(self, low: int, high: int, most: int) -> None:
        """Make room for a range, and some more on the side on which it grew."""
        before = self.base - low
        after = high - (self.base + self.first.size - 1)
        if not before and after <= 0:
            return
        spare = min(int(self.first.size * (_GROWTH - 1)), most - (high - low + 1))
        before += spare if before else 0
        after = after + spare if after > 0 else 0
        grown = np.zeros(before + self.first.size + after, np.uint32)
        grown[before : before + self.first.size] = self.first
        self.base, self.first = self.base - before, grown


def _fits(low: int, high: int, rows: Indices) -> bool:
    return low > -_LARGEST and high < _LARGEST and int(rows[-1]) <= _LAST_ROW
