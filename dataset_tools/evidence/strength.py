"""How well the evidence tells the truth from other values: each cell is swapped in turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dataset_tools.errors.error import Error
from dataset_tools.evidence.citation import CitedRow, cited_row
from dataset_tools.evidence.judge import is_proved, needs_no_proof
from dataset_tools.evidence.matchers.matcher import Exempt, Inferred
from dataset_tools.evidence.plan import EvidencePlan, FieldPlan
from dataset_tools.evidence.reference import Reference, ReferenceIndex
from dataset_tools.evidence.row import Cell, EvidenceRow, cell_of, value_key
from dataset_tools.evidence.source import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A value of the same column that a row's evidence proves as well as the row's own."""

    table: str
    field: str
    row_number: int
    key: tuple[str, ...]
    cell: str
    swapped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How many swaps were tried, and those that are still proved."""

    swaps: int = 0
    proved: tuple[Swap, ...] = ()

    def __add__(self, other: "Strength") -> "Strength":
        return Strength(swaps=self.swaps + other.swaps, proved=self.proved + other.proved)


@dataclass(frozen=True, slots=True)
class _Swappable:
    """A cell that may be swapped, in its row."""

    cell: Cell
    row: EvidenceRow
    cited: CitedRow


def measure_strength(
    plan: EvidencePlan,
    rows: Iterable[EvidenceRow],
    documents: Documents,
    references: Mapping[Reference, ReferenceIndex] | None = None,
) -> Strength:
    """Put every other value of a column into each of its cells, and count what is still proved.

    Values are compared by their type, foreign keys by the row that they refer to; inferred cells
    are left out, and so are rows whose fragments are at fault.
    """
    ready = plan.looking_in(references or {})
    cited = [(row, cited_row(ready, row, documents)) for row in rows]
    good = [(row, found) for row, found in cited if not isinstance(found, Error)]
    return sum(
        (_field_strength(ready, field, good, documents) for field in ready.fields), Strength()
    )


def _field_strength(
    plan: EvidencePlan,
    field: FieldPlan,
    rows: Sequence[tuple[EvidenceRow, CitedRow]],
    documents: Documents,
) -> Strength:
    matcher = field.handling
    if matcher is None or isinstance(matcher, Inferred | Exempt):
        return Strength()
    cells = [
        _Swappable(cell_of(row, field.position), row, cited)
        for row, cited in rows
        if field.name not in cited.inferred
        and not needs_no_proof(field, cell_of(row, field.position))
    ]
    values: dict[object, Cell] = {}
    for own in cells:
        values.setdefault(value_key(matcher.identity(own.cell)), own.cell)
    proved = [
        _swap(plan, field, own, other)
        for own in cells
        for identity, other in values.items()
        if identity != value_key(matcher.identity(own.cell))
        and is_proved(field, matcher, other, own.cited, documents)
    ]
    return Strength(swaps=len(cells) * max(len(values) - 1, 0), proved=tuple(proved))


def _swap(plan: EvidencePlan, field: FieldPlan, own: _Swappable, other: Cell) -> Swap:
    return Swap(
        table=plan.table,
        field=field.name,
        row_number=own.row.row_number,
        key=own.row.key,
        cell=own.cell.text,
        swapped=other.text,
    )
