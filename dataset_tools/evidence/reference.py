"""What a foreign key refers to: rows of another table by key, with what names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dataset_tools.evidence.matchers.matcher import Matcher
from dataset_tools.evidence.matchers.names import split_names
from dataset_tools.evidence.row import Cell, EvidenceRow, cell_of, items_of, value_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is needed of a referenced table: positions of its fields, and the field's own matcher.

    ``proved`` is the field that is proved in place of the foreign key, ``aliases`` the field with
    its other names.
    """

    table: str
    key: int
    proved: int
    aliases: int | None
    matcher: Matcher = field(compare=False)


@dataclass(frozen=True, slots=True)
class ReferencedRow:
    """What proves a reference to a row: its cell, or one of its aliases."""

    cell: Cell
    aliases: tuple[Cell, ...]


ReferenceIndex = Mapping[object, ReferencedRow]


def index_rows(reference: Reference, rows: Iterable[EvidenceRow]) -> ReferenceIndex:
    """Find the rows of a referenced table by their key; of equal keys the first counts."""
    index: dict[object, ReferencedRow] = {}
    for row in rows:
        key = row.values[reference.key]
        if key is not None:
            found = ReferencedRow(cell_of(row, reference.proved), _aliases(reference, row))
            index.setdefault(value_key(key), found)
    return index


def _aliases(reference: Reference, row: EvidenceRow) -> tuple[Cell, ...]:
    if reference.aliases is None or row.values[reference.aliases] is None:
        return ()
    cell = cell_of(row, reference.aliases)
    items = items_of(cell)
    texts = [item.text for item in items] if items != (cell,) else split_names(cell.text)
    return tuple(Cell(text, text) for text in texts)
