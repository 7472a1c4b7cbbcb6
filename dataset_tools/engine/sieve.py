"""Which findings count: not those that were asked to be skipped, nor those a watch takes out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from dataset_tools.check.failures import Failures
from dataset_tools.errors.error import Error

_WINDOW = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What findings are about: a table, the names of its fields by position, and of its key's.

    The name is empty where they are about the package as a whole.
    """

    table: str = ""
    fields: tuple[str, ...] = ()
    key: tuple[str, ...] = ()


Watch = Callable[[Subject, Error], Error | None]
"""Sees a finding; gives it, perhaps with its fingerprint, or None to take it out."""


@dataclass(slots=True, kw_only=True)
class Sieve:
    """What lets findings pass; ``skipped`` counts those that did not, by table and code."""

    skip: frozenset[str] = frozenset()
    watch: Watch | None = None
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return not self.skip and self.watch is None

    def passed(self, subject: Subject, errors: Iterable[Error]) -> Iterator[Error]:
        """Yield the findings that count."""
        for error in errors:
            if error.kind.code in self.skip:
                self.skipped[subject.table, error.kind.code] += 1
                continue
            seen = error if self.watch is None else self.watch(subject, error)
            if seen is not None:
                yield seen

    def wanted(self, subject: Subject, failures: Iterable[Failures]) -> list[Failures]:
        """Return the failures that are not skipped."""
        kept = []
        for each in failures:
            if each.kind.code in self.skip:
                self.skipped[subject.table, each.kind.code] += each.rows.size
            else:
                kept.append(each)
        return kept


def windows(failures: Iterable[Failures]) -> Iterator[list[Failures]]:
    """Part failures by rows, so that never very many become errors at once."""
    waiting = [each for each in failures if each.rows.size]
    end = 0
    while waiting:
        end = _WINDOW * (min(int(each.rows[0]) for each in waiting) // _WINDOW + 1)
        cuts = [(each, int(np.searchsorted(each.rows, end))) for each in waiting]
        yield [replace(each, rows=each.rows[:cut]) for each, cut in cuts if cut]
        waiting = [
            replace(each, rows=each.rows[cut:]) for each, cut in cuts if cut < each.rows.size
        ]
