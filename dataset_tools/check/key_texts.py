"""The keys that stand behind hashes, for saying whether equal hashes are of equal keys."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from dataset_tools.files.scratch import Scratch
from dataset_tools.read.batch import Indices

HELD = 500_000
"""So many keys stay in memory; what comes before them goes to disk."""


@dataclass(slots=True)
class KeyTexts:
    """Keys in the order in which they came, each with a place from 0 on."""

    scratch: Scratch
    count: int = 0
    _parts: list[pl.DataFrame | Path] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _held: int = 0

    def add(self, keys: pl.DataFrame) -> Indices:
        """Take up keys, and return their places."""
        places = np.arange(self.count, self.count + keys.height, dtype=np.int64)
        self._parts.append(keys)
        self._starts.append(self.count)
        self.count += keys.height
        self._held += keys.height
        if self._held > HELD:
            self._put_away()
        return places

    def are(self, keys: pl.DataFrame, places: Indices) -> npt.NDArray[np.bool_]:
        """Say which of some keys are those at the given places, one by one."""
        same = np.zeros(places.size, bool)
        parts = np.searchsorted(np.array(self._starts), places, side="right") - 1
        for part in np.unique(parts).tolist():
            at = np.flatnonzero(parts == part)
            held = _frame(self._parts[part])[places[at] - self._starts[part]]
            same[at] = are_equal(keys[at], held)
        return same

    def _put_away(self) -> None:
        """Write what is in memory to disk, as one part."""
        first = next(at for at, part in enumerate(self._parts) if isinstance(part, pl.DataFrame))
        path = self.scratch.path(".arrow")
        pl.concat([_frame(part) for part in self._parts[first:]]).write_ipc(path)
        self._parts[first:] = [path]
        self._starts[first + 1 :] = []
        self._held = 0


def _frame(part: pl.DataFrame | Path) -> pl.DataFrame:
    return part if isinstance(part, pl.DataFrame) else pl.read_ipc(part)


def are_equal(left: pl.DataFrame, right: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Say which keys of two frames of the same dtypes are equal, place by place."""
    same = np.ones(left.height, bool)
    for one, other in zip(left, right, strict=True):
        same &= (one == other).to_numpy()
    return same
