"""A few of the rows that differ, as their cells stand."""

from collections.abc import Iterable, Mapping

from dataset_tools.compile.native import plain_text
from dataset_tools.diff.difference import Example
from dataset_tools.diff.digest import OpenTable
from dataset_tools.diff.remainder import Table
from dataset_tools.diff.rows import NEW, OLD, DifferingRows

Cells = Mapping[str, str]


def example_rows(
    old: Table,
    new: Table,
    rows: DifferingRows,
    fields: Mapping[str, str],
    key: tuple[str, ...],
    most: int,
) -> tuple[tuple[Example, ...], tuple[Example, ...], tuple[Example, ...]]:
    """Return the first rows that were added, removed and changed, ``most`` of each."""
    added = rows.added.head(most).to_list()
    removed = rows.removed.head(most).to_list()
    pairs = [
        (int(one), int(other))
        for one, other in rows.changed.select(OLD, NEW).head(most).iter_rows()
    ]
    before = _cells(old, {*removed, *(one for one, _ in pairs)})
    after = _cells(new, {*added, *(other for _, other in pairs)})
    new_key = tuple(fields[name] for name in key)
    return (
        tuple(Example(row=_chosen(after[row], new_key)) for row in added),
        tuple(Example(row=_chosen(before[row], key)) for row in removed),
        tuple(
            Example(
                row=_chosen(after[other], new_key),
                changed=_changed(before[one], after[other], fields, key),
            )
            for one, other in pairs
        ),
    )


def _chosen(cells: Cells, key: tuple[str, ...]) -> Cells:
    return {name: cells[name] for name in key} if key else cells


def _changed(
    before: Cells, after: Cells, fields: Mapping[str, str], key: tuple[str, ...]
) -> dict[str, tuple[str, str]]:
    """Return the cells that differ; some only in their spelling, where others do in their value."""
    return {
        new: (before[name], after[new])
        for name, new in fields.items()
        if name not in key and before[name] != after[new]
    }


def _cells(table: Table, wanted: Iterable[int]) -> dict[int, Cells]:
    """Read the cells of some rows, counted from 0 without the empty ones."""
    left = sorted(set(wanted))
    found: dict[int, Cells] = {}
    if not left:
        return found
    opened = OpenTable(table)
    done = 0
    for typed, keep in opened.typed(opened.columns):
        texts = typed.texts.filter(keep)
        here = [row for row in left if done <= row < done + texts.height]
        for row in here:
            cells = texts.row(row - done, named=True)
            found[row] = {
                name: _shown(cell, is_native=opened.is_native) for name, cell in cells.items()
            }
        done += texts.height
        left = left[len(here) :]
        if not left:
            break
    return found


def _shown(cell: str | None, *, is_native: bool) -> str:
    if cell is None:
        return ""
    return plain_text(cell) if is_native else cell
