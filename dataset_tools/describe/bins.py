"""Histograms: bins of equal width between the extremes, filled in a second reading."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from dataset_tools.describe.summary import Bin

MOST_BINS = 12
_WHOLE = (pl.Int64(), pl.Date())
_MOMENTS = (pl.Datetime("us"), pl.Time())


@dataclass(slots=True, kw_only=True)
class Bins:
    """The bins of one field: the numbers, as its dtype stores values, that each begins with.

    ``last`` is the end of the last one.
    """

    dtype: pl.DataType
    starts: tuple[float, ...]
    last: float
    counts: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = np.zeros(len(self.starts), np.int64)

    def take(self, values: pl.Series) -> None:
        """Count values without nulls."""
        at = np.searchsorted(np.array(self.starts), stored(values).to_numpy(), side="right") - 1
        self.counts += np.bincount(np.maximum(at, 0), minlength=self.counts.size)

    def histogram(self, plain: Callable[[object], object]) -> tuple[Bin, ...]:
        """Return the bins with their ends as values of the field."""
        step = 1 if self.dtype in _WHOLE else 0
        ends = [*(start - step for start in self.starts[1:]), self.last]
        return tuple(
            Bin(start=plain(self._value(start)), end=plain(self._value(end)), count=int(count))
            for start, end, count in zip(self.starts, ends, self.counts, strict=True)
        )

    def _value(self, number: float) -> object:
        if self.dtype == pl.Float64():
            return number
        value: object = pl.Series([number], dtype=pl.Int64).cast(self.dtype)[0]
        return value


def stored(values: pl.Series) -> pl.Series:
    """Return the numbers that a column stores."""
    return values if values.dtype.is_numeric() else values.to_physical().cast(pl.Int64)


def bins_between(lowest: object, highest: object, dtype: pl.DataType) -> Bins | None:
    """Make bins from the least to the greatest value; None where they are not of the dtype."""
    if lowest is None or highest is None or dtype not in (*_WHOLE, *_MOMENTS, pl.Float64()):
        return None
    try:
        low, high = stored(pl.Series([lowest, highest], dtype=dtype)).to_list()
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        return None
    if dtype == pl.Float64():
        width = (high - low) / MOST_BINS
        if not math.isfinite(width):
            return None
        edges = dict.fromkeys(low + width * at for at in range(MOST_BINS))
        return Bins(dtype=dtype, starts=tuple(edges), last=high)
    stop = high + 1 if dtype in _WHOLE else max(high, low + 1)
    starts = range(low, stop, max(1, -(-(stop - low) // MOST_BINS)))
    return Bins(dtype=dtype, starts=tuple(starts), last=high)
