"""The keys of a table so far, for telling which of the next ones stand among them.

Each batch becomes a run: numbers sorted by value, each with the row that had it. A number is the
key itself where it is one integer, else a 64-bit hash, and equal hashes are confirmed on the
keys. Runs of like size are merged, so that a look-up goes through few; runs whose range does not
meet a batch's are passed over, so that ascending keys cost next to nothing. Integers that lie
close together, in no order, become a table. Long runs, and the keys behind hashes, go to disk.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from dataset_tools.check.dense_keys import DenseKeys
from dataset_tools.check.key_texts import KeyTexts
from dataset_tools.files.scratch import Scratch
from dataset_tools.read.batch import Indices

Numbers = npt.NDArray[np.int64]
HELD = 1_000_000
"""A run of so many numbers in no order goes to disk."""
MANY = 50_000
"""So many whole numbers may become a table of their own, where they lie close together."""


Kept = Numbers | range | Path
"""Numbers in memory, consecutive ones, or those of a file."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Numbers sorted by value, each with a row and, where it is a hash, the place of its key."""

    size: int
    low: int
    high: int
    kept_numbers: Kept
    kept_rows: Kept
    kept_places: Kept

    @classmethod
    def of(cls, numbers: Numbers, rows: Indices, places: Indices) -> "_Run":
        """Keep a run; consecutive numbers take no memory."""
        low, high = int(numbers[0]), int(numbers[-1])
        return cls(numbers.size, low, high, _ranged(numbers), _ranged(rows), _ranged(places))

    @property
    def numbers(self) -> Numbers:
        return _array(self.kept_numbers)

    @property
    def rows(self) -> Indices:
        return _array(self.kept_rows)

    @property
    def places(self) -> Indices:
        return _array(self.kept_places)

    @property
    def is_consecutive(self) -> bool:
        return isinstance(self.kept_numbers, range)

    @property
    def is_away(self) -> bool:
        return isinstance(self.kept_numbers, Path)

    def meets(self, low: int, high: int) -> bool:
        return self.low <= high and self.high >= low

    def put_away(self, scratch: Scratch) -> "_Run":
        """Move the numbers to disk; they are mapped only while they are looked through."""
        kept = (self.kept_numbers, self.kept_rows, self.kept_places)
        return _Run(self.size, self.low, self.high, *(_saved(each, scratch) for each in kept))


@dataclass(slots=True)
class SeenKeys:
    """Distinct keys with the number of the row that had each first."""

    scratch: Scratch = field(default_factory=Scratch)
    _runs: list[_Run] = field(default_factory=list)
    _keys: KeyTexts = field(init=False)
    _dense: DenseKeys | None = None

    def __post_init__(self) -> None:
        self._keys = KeyTexts(self.scratch)

    def repeated(self, keys: pl.DataFrame, rows: Indices) -> tuple[Indices, Indices]:
        """Take up the keys of the next rows; say which repeat an earlier one.

        Parameters
        ----------
        keys
            One row a key, without nulls.
        rows
            Their row numbers, ascending.

        Returns
        -------
        tuple
            Positions in ``keys``, ascending, and the number of the first row with the same key.
        """
        if not keys.height:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        exact = is_number(keys)
        numbers = key_numbers(keys)
        fresh = np.arange(numbers.size, dtype=np.int64)
        inside = np.empty(0, np.int64)
        if numbers.size > 1 and not bool((numbers[1:] > numbers[:-1]).all()):
            first = _distinct(keys).is_first_distinct().to_numpy()
            inside, fresh = np.flatnonzero(~first), np.flatnonzero(first)
        at, earlier = self._found(keys, numbers, fresh, exact=exact)
        firsts = _first_of(keys, inside, rows)
        new = fresh[~np.isin(fresh, at)] if at.size else fresh
        known = dict(zip(at.tolist(), earlier.tolist(), strict=True))
        positions = {int(row): int(place) for place, row in enumerate(rows)} if known else {}
        firsts = [known.get(positions.get(first, -1), first) for first in firsts]
        self._add(keys, numbers, rows, new, exact=exact)
        all_at = np.concatenate((at, inside))
        order = np.argsort(all_at, kind="stable")
        return all_at[order], np.concatenate((earlier, np.array(firsts, np.int64)))[order]

    def _found(
        self,
        keys: pl.DataFrame,
        numbers: Numbers,
        fresh: Indices,
        *,
        exact: bool,
    ) -> tuple[Indices, Indices]:
        """Look the fresh keys up among the earlier batches'."""
        hits: list[Indices] = []
        rows: list[Indices] = []
        wanted = numbers[fresh]
        low, high = int(wanted.min()), int(wanted.max())
        if exact and self._dense is not None:
            found, earlier = self._dense.find(wanted)
            hits.append(fresh[found])
            rows.append(earlier)
        for run in self._runs:
            if not run.meets(low, high):
                continue
            found, places = _equal_numbers(run, wanted)
            if not exact and found.size:
                same = self._keys.are(keys[fresh[found]], run.places[places])
                found, places = found[same], places[same]
            hits.append(fresh[found])
            rows.append(run.rows[places])
        if not hits:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        at = np.concatenate(hits)
        order = np.argsort(at, kind="stable")
        return at[order], np.concatenate(rows)[order]

    def _add(
        self,
        keys: pl.DataFrame,
        numbers: Numbers,
        rows: Indices,
        new: Indices,
        *,
        exact: bool,
    ) -> None:
        if not new.size:
            return
        taken, places = numbers[new], np.empty(0, np.int64)
        if exact and self._dense is not None and self._dense.add(taken, rows[new]):
            return
        if not exact:
            places = self._keys.add(keys[new])
        run = _Run.of(taken, rows[new], places)
        if taken.size > 1 and not bool((taken[1:] > taken[:-1]).all()):
            order = np.argsort(taken, kind="stable")
            run = _Run.of(taken[order], run.rows[order], places[order] if places.size else places)
        while self._runs and self._runs[-1].size <= 2 * run.size:
            last = self._runs[-1]
            if last.is_away or not last.meets(run.low, run.high):
                break
            run = _merged(self._runs.pop(), run)
        if exact and self._dense is None and run.size >= MANY and not run.is_consecutive:
            self._dense = DenseKeys.of(run.numbers, run.rows)
            if self._dense is not None:
                return
        if run.size >= HELD and not run.is_consecutive:
            run = run.put_away(self.scratch)
        self._runs.append(run)


def _ranged(values: Numbers) -> Numbers | range:
    if not values.size:
        return values
    first, last = int(values[0]), int(values[-1])
    if last - first == values.size - 1 and bool((np.diff(values) == 1).all()):
        return range(first, last + 1)
    return values


def _array(kept: Kept) -> Numbers:
    if isinstance(kept, range):
        return np.arange(kept.start, kept.stop, dtype=np.int64)
    return np.load(kept, mmap_mode="r") if isinstance(kept, Path) else kept


def _saved(kept: Kept, scratch: Scratch) -> Kept:
    if not isinstance(kept, np.ndarray) or not kept.size:
        return kept
    path = scratch.path(".npy")
    np.save(path, kept)
    return path


def _equal_numbers(run: _Run, wanted: Numbers) -> tuple[Indices, Indices]:
    """Return the positions in ``wanted`` and in the run of all pairs of equal numbers."""
    numbers = run.numbers
    left = np.searchsorted(numbers, wanted)
    hit = np.flatnonzero(numbers[np.minimum(left, numbers.size - 1)] == wanted)
    count = np.searchsorted(numbers, wanted[hit], side="right") - left[hit]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(hit, count), np.repeat(left[hit], count) + within


def is_number(keys: pl.DataFrame) -> bool:
    """Whether keys are one integer each."""
    return keys.width == 1 and keys.dtypes[0] == pl.Int64


def key_numbers(keys: pl.DataFrame) -> Numbers:
    """Return a number for each key: the one it is, or a hash."""
    if is_number(keys):
        return keys.to_series().to_numpy().astype(np.int64, copy=False)
    return keys.hash_rows(seed=0).to_numpy().view(np.int64)


def _distinct(keys: pl.DataFrame) -> pl.Series:
    return keys.to_series() if keys.width == 1 else keys.to_struct("key")


def _first_of(keys: pl.DataFrame, inside: Indices, rows: Indices) -> list[int]:
    """Return the row numbers of the first of each repeated key within the batch."""
    if not inside.size:
        return []
    first = pl.col("position of the key").first().over(keys.columns)  # a join takes no NaN for NaN
    firsts = keys.with_row_index("position of the key").select(first).to_series().to_numpy()
    found: list[int] = rows[firsts[inside]].tolist()
    return found


def _merged(left: _Run, right: _Run) -> _Run:
    numbers = np.concatenate((left.numbers, right.numbers))
    order = np.argsort(numbers, kind="stable")
    places = np.concatenate((left.places, right.places))
    return _Run.of(
        numbers[order],
        np.concatenate((left.rows, right.rows))[order],
        places[order] if places.size else places,
    )
