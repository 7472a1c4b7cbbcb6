"""Keys that others refer to, ready to be looked up.

Few keys are looked up by polars, which makes a table of them at each call; of more a table is made
once, by a number that is the key itself or its 64-bit hash, and equal hashes are confirmed on the
keys.
"""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from dataset_tools.check.key_texts import are_equal
from dataset_tools.check.seen_keys import Numbers, is_number, key_numbers
from dataset_tools.read.batch import Indices

Places = npt.NDArray[np.int32]

MANY = 20_000
_ROOM = 4
"""So many places a key has its table at least."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Where numbers stand: ``places`` by their lowest bits, the few that share those sorted."""

    numbers: Numbers
    places: Places
    sharing: Indices

    @classmethod
    def of(cls, numbers: Numbers) -> Self:
        size = 1 << (numbers.size * _ROOM - 1).bit_length()
        places = np.full(size, -1, np.int32)
        at = np.arange(numbers.size, dtype=np.int32)
        slots = numbers & (size - 1)
        places[slots] = at
        sharing = np.flatnonzero(places[slots] != at)
        return cls(numbers, places, sharing[np.argsort(numbers[sharing], kind="stable")])

    def find(self, wanted: Numbers) -> Indices:
        """Return the position of each number, -1 where there is none."""
        found: Indices = self.places[wanted & (self.places.size - 1)].astype(np.int64)
        found[(found >= 0) & (self.numbers[found] != wanted)] = -1
        left = np.flatnonzero(found < 0)
        if left.size and self.sharing.size:
            sharing = self.numbers[self.sharing]
            at = np.minimum(np.searchsorted(sharing, wanted[left]), sharing.size - 1)
            met = sharing[at] == wanted[left]
            found[left[met]] = self.sharing[at[met]]
        return found


@dataclass(slots=True)
class KnownKeys:
    """Distinct keys without nulls, a column a field."""

    keys: pl.DataFrame
    _table: _Table | None = None
    _alike: dict[tuple[pl.DataType, ...], "KnownKeys"] = field(default_factory=dict)

    def unknown(self, keys: pl.DataFrame) -> Indices:
        """Return the positions of the keys that are not among these, ascending.

        Numbers of unlike types are compared as numbers; other values of unlike types are never
        equal.
        """
        if [*keys.dtypes] != [*self.keys.dtypes]:
            keys, known = self._compared(keys)
            return known.unknown(keys)
        if self.keys.height < MANY:
            return _unknown(keys, self.keys)
        return self._looked_up(keys)

    def _looked_up(self, keys: pl.DataFrame) -> Indices:
        if self._table is None:
            self._table = _Table.of(key_numbers(self.keys))
        places = self._table.find(key_numbers(keys))
        missing = np.flatnonzero(places < 0)
        if is_number(keys):
            return missing
        hit = np.flatnonzero(places >= 0)
        other = hit[~are_equal(keys[hit], self.keys[places[hit]])]
        if other.size:  # of the same hash as another key
            missing = np.union1d(missing, other[_unknown(keys[other], self.keys)])
        return missing

    def _compared(self, keys: pl.DataFrame) -> tuple[pl.DataFrame, "KnownKeys"]:
        """Make keys of unlike types comparable."""
        kinds = tuple(keys.dtypes)
        targets = [*map(comparable, kinds, self.keys.dtypes)]
        if kinds not in self._alike:
            columns = zip(self.keys, targets, strict=True)
            known = [
                column.cast(pl.String).clear() if target is None else column.cast(target)
                for column, target in columns
            ]
            if None in targets:
                known = [each.clear() for each in known]
            self._alike[kinds] = KnownKeys(pl.DataFrame(known).unique())
        given = zip(keys, targets, strict=True)
        return pl.DataFrame(
            [column.cast(pl.String if target is None else target) for column, target in given],
        ), self._alike[kinds]


def comparable(left: pl.DataType, right: pl.DataType) -> pl.DataType | None:
    """Return the dtype in which two columns can be compared, None where no values are equal."""
    if left == right:
        return left
    return pl.Float64() if left.is_numeric() and right.is_numeric() else None


def _unknown(keys: pl.DataFrame, known: pl.DataFrame) -> Indices:
    if keys.width == 1:
        found = keys.to_series().is_in(known.to_series().implode())
        return (~found).arg_true().to_numpy().astype(np.int64)
    rows = keys.with_row_index("row number of the batch")
    left = rows.join(known, left_on=keys.columns, right_on=known.columns, how="anti")
    return left.to_series().sort().to_numpy().astype(np.int64)
