"""Keys that other tables refer to, on their way between this machine, Spark and its tasks."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from dataset_tools.check.keys import KeySet
from dataset_tools.check.known_keys import KnownKeys
from dataset_tools.check.near_keys import MOST_KEYS, NearKeys
from dataset_tools.compile.column import Column
from dataset_tools.engine.spark.calls import quiet, refusals
from dataset_tools.engine.spark.canon import typed_keys, value_text


class ByText(set[tuple[object, ...]]):
    """Keys with a value of no dtype, known by their texts."""

    def __init__(self, texts: frozenset[str]) -> None:
        super().__init__()
        self.texts = texts

    def __contains__(self, key: object) -> bool:
        return value_text(key) in self.texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Keys as they are sent to tasks."""

    keys: pl.DataFrame
    beyond: frozenset[str]

    def key_set(self) -> KeySet:
        """Make them ready to be looked up in a task."""
        return SentKeys((), beyond=ByText(self.beyond), _known=KnownKeys(self.keys))


class SentKeys(KeySet):
    """Keys in a task; which one may have been meant is said where the report is made."""

    def near(self) -> None:
        """Propose no key."""
        return


class AwayKeys(KeySet):
    """Very many keys, which Spark holds; they come here only where a table is read here."""

    frame: Any = None

    def known(self) -> KnownKeys:
        """Bring the keys here."""
        if self._known is None:
            self._known, self.beyond = _collected(self.columns, self.frame)
        return self._known

    def near(self) -> NearKeys | None:
        """Return the keys by what they are like, if they are texts and not so many after all."""
        if self._near is None and [each.dtype for each in self.columns] == [pl.String()]:
            with refusals(), quiet():
                distinct = self.frame.where("not beyond").select("key").distinct()
                found = distinct.limit(MOST_KEYS + 1).collect()
            if len(found) <= MOST_KEYS:
                self._near = NearKeys(sorted(row[0] for row in found))
        return self._near


def known_of(keys: KeySet) -> Known:
    """Return keys that are on this machine as they are sent to tasks."""
    beyond = keys.beyond
    texts = beyond.texts if isinstance(beyond, ByText) else frozenset(map(value_text, beyond))
    return Known(keys=keys.known().keys, beyond=texts)


def brought(columns: tuple[Column, ...], frame: Any) -> KeySet:
    """Bring the keys of a frame to this machine; None has no keys."""
    if frame is None:
        return KeySet(columns)
    known, beyond = _collected(columns, frame)
    return KeySet(columns, beyond=beyond, _known=known)


def away(columns: tuple[Column, ...], frame: Any) -> AwayKeys:
    """Leave the keys of a frame where they are."""
    keys = AwayKeys(columns)
    keys.frame = frame
    return keys


def _collected(columns: tuple[Column, ...], frame: Any) -> tuple[KnownKeys, ByText]:
    with refusals(), quiet():
        rows = frame.collect()
    dtypes = [(column.field.name, column.dtype) for column in columns]
    keys = typed_keys((key for is_beyond, key in rows if not is_beyond), dtypes)
    texts = frozenset(key for is_beyond, key in rows if is_beyond)
    return KnownKeys(keys.unique()), ByText(texts)
