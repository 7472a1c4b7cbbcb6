"""One field as its batches go by: counts, extremes and frequencies, in bounded memory."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.describe.bins import Bins
from dataset_tools.describe.summary import FieldSummary, Frequent
from dataset_tools.field_types.field_type import ORDERED, FieldType
from dataset_tools.field_types.types import field_type
from dataset_tools.field_types.yearmonth import Yearmonth
from dataset_tools.read.typed import TypedBatch

MOST_DISTINCT = 100_000
"""Distinct values are counted one by one up to here."""
MOST_COUNTED = 2_000
MOST_LETTERS = 1 << 20
"""So many values, or so much text in them, are counted each; beyond that none is."""
SHOWN = 5
_MEAN = frozenset({"integer", "number"})
_FREQUENT = frozenset({"string", "boolean", "any", "list", "array", "object", "geopoint"})

Hashes = npt.NDArray[np.uint64]


@dataclass(slots=True, kw_only=True)
class FieldTally:
    """The numbers of one field so far."""

    column: Column
    present: int = 0
    missing: int = 0
    unreadable: int = 0
    total: float = 0.0
    finite: int = 0
    lowest: object = None
    highest: object = None
    seen: Hashes | None = field(default_factory=lambda: np.empty(0, np.uint64))
    counts: dict[object, int] | None = field(default_factory=dict)

    @property
    def kind(self) -> FieldType:
        """The type of the field."""
        return field_type(self.column.field.type)

    @property
    def is_ordered(self) -> bool:
        """Whether the values have a least and a greatest one."""
        return bool(ORDERED & self.kind.constraints)

    @property
    def extremes(self) -> tuple[object, object]:
        """The least and the greatest value, as a column holds them."""
        return self._stored(self.lowest), self._stored(self.highest)

    def _stored(self, value: object) -> object:
        return value if isinstance(value, float) else self.kind.to_column(value)

    def take(self, typed: TypedBatch, keep: pl.Series) -> None:
        """Take up the rows of a batch that are to be kept."""
        name = self.column.field.name
        texts = typed.texts.get_column(name).filter(keep)
        misfit = typed.misfits.get(name)
        unread = keep.gather(misfit.rows).sum() if misfit is not None else 0
        self.missing += texts.null_count()
        self.unreadable += int(unread)
        self.present += texts.len() - texts.null_count() - int(unread)
        beyond = typed.beyond.get(name, {})
        values = typed.values.get_column(name)
        if self.column.holds_python_values:
            self._take_python(values, beyond)
            return
        self._take_column(values.filter(keep).drop_nulls())
        self._take_values(beyond.values())

    def _take_python(self, texts: pl.Series, beyond: Mapping[int, object]) -> None:
        """Take up values of Python's by their texts; durations among them have an order."""
        self._distinct(texts.drop_nulls())
        for row, value in beyond.items():
            if self.is_ordered:
                self._extremes(value)
            self._count(texts[row], 1)

    def _take_column(self, values: pl.Series) -> None:
        if not values.len():
            return
        self._distinct(values)
        ordered = numbers(values)
        if self.is_ordered and ordered.len():
            self._extremes(self._held(ordered.min()))
            self._extremes(self._held(ordered.max()))
        if self.kind.name in _MEAN:
            finite = ordered.cast(pl.Float64)
            finite = finite.filter(finite.is_finite())
            self.total += float(finite.sum())
            self.finite += finite.len()
        if self.counts is not None:
            for value, count in values.value_counts().head(MOST_COUNTED + 1).iter_rows():
                self._count(value, count)

    def _take_values(self, values: Iterable[object]) -> None:
        """Take up values that the column's dtype cannot hold."""
        for value in values:
            self._distinct(pl.Series([str(value)]))
            self._count(value, 1)
            if isinstance(value, int | Decimal) and Decimal(value).is_finite():
                self.total += _as_float(value)
                self.finite += 1
            if self.is_ordered and not (isinstance(value, Decimal) and value.is_nan()):
                self._extremes(value)

    def _extremes(self, value: object) -> None:
        comparable: Callable[[object], object] = self.kind.comparable
        if self.lowest is None or comparable(value) < comparable(self.lowest):  # type: ignore[operator]
            self.lowest = value
        if self.highest is None or comparable(value) > comparable(self.highest):  # type: ignore[operator]
            self.highest = value

    def _distinct(self, values: pl.Series) -> None:
        if self.seen is None or not values.len():
            return
        self.seen = np.union1d(self.seen, values.unique().hash().to_numpy())
        if self.seen.size > MOST_DISTINCT:
            self.seen = None

    def _count(self, value: object, count: int) -> None:
        if self.counts is None:
            return
        self.counts[value] = self.counts.get(value, 0) + count
        if len(self.counts) > MOST_COUNTED or (
            isinstance(value, str) and len(value) * len(self.counts) > MOST_LETTERS
        ):
            self.counts = None

    def summary(self, bins: Bins | None) -> FieldSummary:
        """Say what was seen."""
        given = self.column.field
        mean = self.total / self.finite if self.kind.name in _MEAN and self.finite else None
        return FieldSummary(
            name=given.name,
            type=given.type,
            format=given.format,
            present=self.present,
            missing=self.missing,
            unreadable=self.unreadable,
            distinct=MOST_DISTINCT if self.seen is None else int(self.seen.size),
            is_exact=self.seen is not None,
            minimum=self._plain(self.lowest),
            maximum=self._plain(self.highest),
            mean=mean if mean is None or math.isfinite(mean) else None,
            histogram=bins.histogram(self._plain) if bins is not None else (),
            frequent=self._frequent(),
        )

    def _frequent(self) -> tuple[Frequent, ...] | None:
        """Return the most frequent values, of texts and categories; alike ones in their order."""
        is_wanted = self.kind.name in _FREQUENT or self.column.field.categories is not None
        if not is_wanted:
            return ()
        if self.counts is None:
            return None
        ranked = sorted(self.counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
        return tuple(
            Frequent(value=self._plain(value), count=count) for value, count in ranked[:SHOWN]
        )

    def _plain(self, value: object) -> object:
        if value is None or isinstance(value, str):
            return value
        return self.kind.to_json(self._held(value))

    def _held(self, value: object) -> object:
        """Return the value that a column holds: a month stands there as its first day."""
        if self.kind.name == "yearmonth" and isinstance(value, date):
            return Yearmonth(value.year, value.month)
        return value


def numbers(values: pl.Series) -> pl.Series:
    """Return values without nulls and without NaN, which has no place in an order."""
    values = values.drop_nulls()
    return values.filter(values.is_not_nan()) if values.dtype == pl.Float64() else values


def _as_float(value: int | Decimal) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
