"""The shape of rows: empty ones, and those with too many or too few cells."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from dataset_tools.check.failures import Failures, Tell, Told
from dataset_tools.errors import row as kinds
from dataset_tools.read.batch import Batch, Indices


def row_failures(batch: Batch, width: int, names: dict[int, str]) -> Iterator[Failures]:
    """Yield empty rows, extra cells and missing cells.

    Parameters
    ----------
    width
        The number of cells that a row should have.
    names
        The names of the fields by number, from 1.
    """
    if batch.blank.size:
        yield Failures(kind=kinds.BLANK_ROW, rows=batch.blank, tell=_blank)
    extra, missing = _ragged(batch, width)
    for number, rows in sorted(extra.items()):
        yield Failures(
            kind=kinds.EXTRA_CELL,
            rows=np.array(rows, np.int64),
            tell=_extra(number),
            order=number,
        )
    for number, rows in sorted(missing.items()):
        name = names.get(number, "")
        yield Failures(
            kind=kinds.MISSING_CELL,
            rows=np.array(rows, np.int64),
            tell=_missing(number, name),
            subject=(name,) if name else (),
            order=number,
        )


def missing_cells(batch: Batch, number: int) -> Indices:
    """Return the rows that have no cell of that number."""
    if not batch.ragged:
        return np.empty(0, np.int64)
    return np.array(sorted(r for r, cells in batch.ragged.items() if len(cells) < number), np.int64)


def _ragged(batch: Batch, width: int) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    blank = set(batch.blank.tolist())
    extra: dict[int, list[int]] = defaultdict(list)
    missing: dict[int, list[int]] = defaultdict(list)
    for row, cells in batch.ragged.items():
        if row in blank:
            continue
        for number in range(width + 1, len(cells) + 1):
            extra[number].append(row)
        for number in range(len(cells) + 1, width + 1):
            missing[number].append(row)
    return extra, missing


def _blank(_cells: tuple[str, ...], _: int) -> Told:
    return {"note": "the row is empty"}


def _extra(number: int) -> Tell:
    def tell(cells: tuple[str, ...], _: int) -> Told:
        note = f"the row has {len(cells)} cells"
        return {"note": note, "cell": cells[number - 1], "field_number": number}

    return tell


def _missing(number: int, name: str) -> Tell:
    def tell(cells: tuple[str, ...], _: int) -> Told:
        note = f"the row has {len(cells)} cells"
        return {"note": note, "field_name": name, "field_number": number}

    return tell
