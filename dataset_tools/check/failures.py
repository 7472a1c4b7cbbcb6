"""Rows that break one rule, as columns: an Error is made only of those that are shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Required, TypedDict

import numpy as np

from dataset_tools.compile.column import Column
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.read.batch import Batch, Indices


class Told(TypedDict, total=False):
    """What an error of one row says beyond its row; the keys are those of ``Error``."""

    note: Required[str]
    cell: str
    field_name: str
    field_number: int
    field_names: tuple[str, ...]
    field_cells: tuple[str, ...]
    reference_name: str
    reference_field_names: tuple[str, ...]
    rule: str
    fix: str


Tell = Callable[[tuple[str, ...], int], Told]
"""Says what is wrong, given the cells of the row and its position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """Rows of a batch, ascending, that break one rule.

    ``tell`` fills in what depends on the rule; ``subject`` names the fields or the rule that it
    is about; ``order`` is the field's number, by which the errors of one row are sorted.
    """

    kind: ErrorKind
    rows: Indices
    tell: Tell
    subject: tuple[str, ...] = ()
    order: int = 0
    severity: Literal["error", "warning"] = "error"

    @property
    def check(self) -> Check:
        """The check that the rows do not stand."""
        return Check(self.kind.code, self.subject)


def errors_of(
    failures: Iterable[Failures],
    batch: Batch,
    most: int,
    key: tuple[int, ...],
) -> list[Error]:
    """Make errors of the first ``most`` failures of a batch, in the order of its rows.

    Parameters
    ----------
    key
        The positions of the primary key's cells.
    """
    chosen = sorted(
        (
            (row, each.order, at, each)
            for at, each in enumerate(failures)
            for row in each.rows[:most].tolist()
        ),
        key=lambda entry: entry[:3],
    )[:most]
    rows = np.array([row for row, *_ in chosen], np.int64)
    numbers = batch.row_numbers(rows).tolist()
    lines = batch.line_numbers(rows).tolist()
    texts = batch.texts_of(rows)
    return [
        Error(
            kind=each.kind,
            severity=each.severity,
            place=batch.place,
            row_number=number,
            line_number=line,
            cells=texts[row],
            key=_at(texts[row], key),
            **each.tell(texts[row], row),
        )
        for (row, _, _, each), number, line in zip(chosen, numbers, lines, strict=True)
    ]


def _at(cells: tuple[str, ...], positions: tuple[int, ...]) -> tuple[str, ...]:
    return tuple([cells[at] if at < len(cells) else "" for at in positions])


def without(rows: Indices, *told: Indices) -> Indices:
    """Return rows that stand in none of the others."""
    for others in told:
        if rows.size and others.size:
            rows = rows[~np.isin(rows, others)]
    return rows


def union(parts: Iterable[Indices]) -> Indices:
    """Return the rows of all parts, each once, ascending."""
    held = [part for part in parts if part.size]
    if len(held) == 1:
        return held[0]
    return np.unique(np.concatenate(held)) if held else np.empty(0, np.int64)


def cell_teller(column: Column, note: Callable[[str], str]) -> Tell:
    """Return a teller of errors of one field, whose note depends on the cell."""
    at = column.position

    def tell(cells: tuple[str, ...], _: int) -> Told:
        cell = cells[at] if at < len(cells) else ""
        return {
            "note": note(cell),
            "cell": cell,
            "field_name": column.field.name,
            "field_number": column.number,
        }

    return tell
