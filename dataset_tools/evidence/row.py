"""A row of a table with evidence, as the engine hands it over."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One row: ``cells`` and ``values`` stand in the order of the schema's fields.

    A value is None where the cell is missing, else typed: text, int, Decimal, bool, date, a named
    tuple of year and month, a tuple for a list. ``key`` is the primary key as text.
    """

    row_number: int
    line_number: int | None
    place: str
    cells: tuple[str, ...]
    values: tuple[object, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, or one item of a list cell: what is typed, and its text."""

    value: object
    text: str


def cell_of(row: EvidenceRow, position: int) -> Cell:
    """Return one cell of a row."""
    return Cell(row.values[position], row.cells[position])


def items_of(cell: Cell) -> tuple[Cell, ...]:
    """Return the items of a list cell; any other cell is its own only item."""
    if isinstance(cell.value, list | tuple) and not hasattr(cell.value, "_fields"):
        return tuple(Cell(item, str(item)) for item in cell.value)
    return (cell,)


def value_key(value: object) -> object:
    """Return what tells two values of one column apart; equal values have equal keys."""
    if isinstance(value, list | tuple):
        return tuple(value_key(item) for item in value)
    if isinstance(value, Decimal) and value.is_nan():
        return "NaN"
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value
