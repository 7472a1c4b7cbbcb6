"""Keys in a task: taken up for Spark to compare, and told once it is known which are wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from dataset_tools.check.failures import Failures, union
from dataset_tools.check.keys import ForeignKeyCheck, Keyed, KeySet, UniqueCheck, keyed_rows
from dataset_tools.compile.column import Column
from dataset_tools.engine.spark.canon import key_texts, value_text
from dataset_tools.read.batch import Batch, Indices
from dataset_tools.read.typed import TypedBatch

_RISING = (pl.Int64, pl.String, pl.Date, pl.Datetime, pl.Time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The lowest and the highest key of a part; ``stands``: keys only rise, and none is given.

    Where the spans of two parts do not meet, no key of one stands in the other.
    """

    low: Any
    high: Any
    stands: bool


def can_span(columns: tuple[Column, ...]) -> bool:
    """Whether keys over these fields have an order that Python and polars see alike."""
    return len(columns) == 1 and columns[0].dtype in _RISING


@dataclass(slots=True)
class TakenKeys:
    """The keys of one check in one part.

    ``may_span``: where each key is higher than the one before, the first and the last may stand
    for them all.
    """

    may_span: bool = False
    _parts: list[pl.DataFrame] = field(default_factory=list)
    _beyond: list[tuple[str, int]] = field(default_factory=list)
    _low: Any = None
    _high: Any = None
    _rises: bool = True
    _waiting: list[tuple[pl.DataFrame, Indices]] = field(default_factory=list)

    def add(self, keyed: Keyed, batch: Batch) -> None:
        """Take up the keys of the next batch."""
        numbers = batch.row_numbers(keyed.rows)
        if keyed.keys.height:
            if self.may_span and self._span(keyed.keys.to_series()):
                self._waiting.append((keyed.keys, numbers))
            else:
                self._give_in()
                self._take(keyed.keys, numbers)
        for row, key in keyed.beyond.items():
            number = int(batch.row_numbers(np.array([row]))[0])
            self._beyond.append((value_text(key), number))

    def span(self) -> Span | None:
        """Return the span of the keys, None where that says nothing."""
        if not self.may_span or self._low is None:
            return None
        return Span(low=self._low, high=self._high, stands=self._rises)

    def distinct(self) -> Iterator[tuple[bool, pl.DataFrame]]:
        """Yield the keys with a dtype, then those without: each once, and where it stands.

        The columns are ``key``, ``row``, the first one with it, ``second``, the next, and
        ``count``.
        """
        if self._parts:
            yield False, _distinct(pl.concat(self._parts))
        if self._beyond:
            schema = {"key": pl.String, "row": pl.Int64}
            yield True, _distinct(pl.DataFrame(self._beyond, schema=schema, orient="row"))

    def _span(self, keys: pl.Series) -> bool:
        """Widen the span by keys; say whether all so far rise."""
        low, high = keys.min(), keys.max()
        rises = (
            self._rises
            and (self._high is None or keys[0] > self._high)
            and (len(keys) == 1 or bool((keys[1:] > keys[:-1]).all()))
        )
        self._low = low if self._low is None else min(self._low, low)
        self._high = high if self._high is None else max(self._high, high)
        return rises

    def _give_in(self) -> None:
        """Take up one by one what might have been a span."""
        self._rises = False
        for keys, numbers in self._waiting:
            self._take(keys, numbers)
        self._waiting = []

    def _take(self, keys: pl.DataFrame, numbers: Indices) -> None:
        rows = pl.Series("row", numbers, dtype=pl.Int64)
        self._parts.append(pl.DataFrame([key_texts(keys), rows]))


def _distinct(keys: pl.DataFrame) -> pl.DataFrame:
    second = pl.col("row").get(1, null_on_oob=True).alias("second")
    if keys["key"].n_unique() == keys.height:
        return keys.with_columns(
            pl.lit(None, pl.Int64).alias("second"), pl.lit(1, pl.Int64).alias("count")
        )
    grouped = keys.group_by("key", maintain_order=True)
    return grouped.agg(pl.col("row").first(), second, pl.len().cast(pl.Int64).alias("count"))


@dataclass(slots=True, kw_only=True)
class TakenUnique(UniqueCheck):
    """Takes the keys of a table up that are to be unique; tells only those with a null."""

    taken: TakenKeys

    def failures(self, typed: TypedBatch, told: Indices) -> Iterator[Failures]:
        """Take up the keys of a batch."""
        keyed = keyed_rows(typed, self.columns)
        self.taken.add(keyed, typed.batch)
        yield from self.nulls(keyed, told)


@dataclass(slots=True, kw_only=True)
class TakenForeignKey(ForeignKeyCheck):
    """Takes up the keys of a table that refer to another one."""

    taken: TakenKeys

    def failures(self, typed: TypedBatch) -> Iterator[Failures]:
        """Take up the keys of a batch."""
        self.taken.add(keyed_rows(typed, self.columns), typed.batch)
        yield from ()


@dataclass(slots=True)
class TakenKeySet(KeySet):
    """Takes up the keys of a table that others refer to."""

    taken: TakenKeys = field(default_factory=TakenKeys)

    def add(self, typed: TypedBatch) -> None:
        """Take up the keys of a batch."""
        self.taken.add(keyed_rows(typed, self.columns), typed.batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Keys of one check that are wrong in a part, by their texts: with a dtype, and without.

    The number is that of the row that had the key first; it means nothing for a foreign key.
    """

    keys: Mapping[str, int] = field(default_factory=dict)
    beyond: Mapping[str, int] = field(default_factory=dict)

    def rows(self, keyed: Keyed) -> dict[int, int]:
        """Return the rows of a batch that have such a key, each with the key's number."""
        found: dict[int, int] = {}
        if self.keys and keyed.keys.height:
            texts = key_texts(keyed.keys)
            at = texts.is_in(pl.Series(list(self.keys), dtype=pl.String).implode()).arg_true()
            rows = keyed.rows[at.to_numpy()].tolist()
            found = {
                row: self.keys[text]
                for row, text in zip(rows, texts.gather(at).to_list(), strict=True)
            }
        for row, key in keyed.beyond.items():
            number = self.beyond.get(value_text(key))
            if number is not None:
                found[row] = number
        return found


@dataclass(slots=True, kw_only=True)
class ToldUnique(UniqueCheck):
    """Tells the rows that repeat a key, as Spark found them."""

    wrong: Wrong

    def failures(self, typed: TypedBatch, told: Indices) -> Iterator[Failures]:
        """Yield the rows of a batch that repeat a key, or have a null in it."""
        keyed = keyed_rows(typed, self.columns)
        found = self.wrong.rows(keyed)
        numbers = typed.batch.row_numbers(np.array(list(found), np.int64)).tolist()
        repeats = {
            row: first
            for (row, first), number in zip(found.items(), numbers, strict=True)
            if first != number
        }
        if repeats:
            yield self.repetitions(repeats)
        yield from self.nulls(keyed, told)


@dataclass(slots=True, kw_only=True)
class ToldForeignKey(ForeignKeyCheck):
    """Tells the rows that refer to nothing, as Spark found them."""

    wrong: Wrong

    def failures(self, typed: TypedBatch) -> Iterator[Failures]:
        """Yield the rows of a batch that refer to nothing."""
        found = self.wrong.rows(keyed_rows(typed, self.columns))
        if found:
            yield self.misses(union([np.array(sorted(found), np.int64)]))
