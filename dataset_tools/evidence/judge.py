"""Judges one cell by what its row cites."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from dataset_tools.errors import evidence as kinds
from dataset_tools.errors.error import Error
from dataset_tools.evidence.citation import Citation, CitedRow, cell_error, shown
from dataset_tools.evidence.letters import one_space
from dataset_tools.evidence.matchers.matcher import Exempt, Inferred, Matcher
from dataset_tools.evidence.plan import EvidencePlan, FieldPlan
from dataset_tools.evidence.row import Cell, EvidenceRow, cell_of, items_of
from dataset_tools.evidence.source import Documents

_MOST_SHOWN = 20


class Verdict(Enum):
    """What became of a cell.

    PROVABLE: a holder of the sources can prove it; OUT_OF_REACH: a document that it cites is
    missing, and what is there does not prove it.
    """

    PROVED = "proved"
    INFERRED = "inferred"
    FAILED = "failed"
    EXEMPT = "exempt"
    PROVABLE = "provable"
    OUT_OF_REACH = "out of reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on a cell, its error, or what the schema lacks to prove such a cell."""

    verdict: Verdict
    error: Error | None = None
    objection: str | None = None


def judge_cell(
    plan: EvidencePlan,
    field: FieldPlan,
    row: EvidenceRow,
    cited: CitedRow,
    documents: Documents,
) -> Judgement:
    """Judge one cell of a row whose fragments are in order."""
    cell = cell_of(row, field.position)
    if needs_no_proof(field, cell):
        return _missing(field, row, cited)
    if isinstance(field.handling, Inferred):
        return _inferred(field, row, field.handling.reason)
    if field.name in cited.inferred:
        return _inferred(field, row, plan.reason)
    if field.handling is None or isinstance(field.handling, Exempt):
        return Judgement(verdict=Verdict.FAILED)
    objection = _objection(plan, field.handling, row, cell, cited, documents)
    if objection is not None:
        return Judgement(verdict=Verdict.FAILED, objection=objection)
    return _proved(field, field.handling, row, cited, documents)


def needs_no_proof(field: FieldPlan, cell: Cell) -> bool:
    """Whether a cell is missing, or of a field that is never checked."""
    return cell.value is None or cell.value in ((), []) or isinstance(field.handling, Exempt)


def _missing(field: FieldPlan, row: EvidenceRow, cited: CitedRow) -> Judgement:
    """Judge a cell that needs no proof: one with fragments of its own has lost its value."""
    if field.name in cited.bound and not isinstance(field.handling, Exempt):
        note = "the cell is missing, and the row binds evidence to it"
        return Judgement(verdict=Verdict.FAILED, error=_not_proved(field, row, note))
    return Judgement(verdict=Verdict.EXEMPT)


def is_proved(
    field: FieldPlan,
    matcher: Matcher,
    cell: Cell,
    cited: CitedRow,
    documents: Documents,
) -> bool:
    """Whether what the row cites proves a cell of the field."""
    items = items_of(cell)
    own = cited.bound.get(field.name)
    if own is not None and matcher.is_exact and not _are_exact(own, items, documents):
        return False
    return all(matcher.proves(item, cited.of(field.name).passages) for item in items)


def _are_exact(own: Citation, items: Sequence[Cell], documents: Documents) -> bool:
    """Whether each span is the cell, or an item of it, and nothing else."""
    texts = {one_space(item.text) for item in items}
    lengths = {len(text) for text in texts}
    for fragment in own.fragments:
        reading = documents.by_id[fragment.source].reading
        if reading is None:
            continue
        start, end = reading.to_plain(fragment.start), reading.to_plain(fragment.end)
        if end - start not in lengths or reading.plain[start:end] not in texts:
            return False
    return True


def _inferred(field: FieldPlan, row: EvidenceRow, reason: int | None) -> Judgement:
    """Judge an inference; without a position of the reason the schema is at fault, not the row."""
    if reason is None or (row.values[reason] is not None and row.cells[reason].strip()):
        return Judgement(verdict=Verdict.INFERRED)
    note = "it is inferred, and the row gives no reason"
    return Judgement(verdict=Verdict.FAILED, error=_not_proved(field, row, note))


def _objection(
    plan: EvidencePlan,
    matcher: Matcher,
    row: EvidenceRow,
    cell: Cell,
    cited: CitedRow,
    documents: Documents,
) -> str | None:
    """Say what the schema lacks; a name that the sources do not prove is told as that alone."""
    names = [(field, own, cell_of(row, field.position)) for field, own in plan.names]
    present = [found for found in names if found[2].value is not None]
    objection = matcher.objection(cell, [name.text for _, _, name in present])
    if objection is None or not documents.given:
        return objection
    proved = [
        name.text for field, own, name in present if is_proved(field, own, name, cited, documents)
    ]
    return matcher.objection(cell, proved)


def _proved(
    field: FieldPlan,
    matcher: Matcher,
    row: EvidenceRow,
    cited: CitedRow,
    documents: Documents,
) -> Judgement:
    if not documents.given:
        return Judgement(verdict=Verdict.PROVABLE)
    cell = cell_of(row, field.position)
    if is_proved(field, matcher, cell, cited, documents):
        return Judgement(verdict=Verdict.PROVED)
    if cited.of(field.name).out_of_reach:
        return Judgement(verdict=Verdict.OUT_OF_REACH)
    alone = " and nothing else" if matcher.is_exact and field.name in cited.bound else ""
    looked_for = f"{_looked_for(matcher, cell)}{alone}"
    note = f"{field.match} looked for {looked_for} in {_spans(cited.of(field.name), documents)}"
    return Judgement(verdict=Verdict.FAILED, error=_not_proved(field, row, note))


def _looked_for(matcher: Matcher, cell: Cell) -> str:
    items = items_of(cell)[:_MOST_SHOWN]
    return "; ".join(matcher.looks_for(Cell(item.value, shown(item.text))) for item in items)


def _spans(citation: Citation, documents: Documents) -> str:
    """Return the beginning of each span, as a note shows it."""
    spans = []
    for fragment in citation.fragments[:_MOST_SHOWN]:
        reading = documents.by_id[fragment.source].reading
        if reading is not None:
            spans.append(f'"{shown(reading.text, fragment.start, fragment.end)}"')
    more = len(citation.fragments) - _MOST_SHOWN
    return ", ".join(spans) + (f" and {more:,} more" if more > 0 else "")


def _not_proved(field: FieldPlan, row: EvidenceRow, note: str) -> Error:
    return cell_error(row, kinds.NOT_PROVED, note, field=field.name, position=field.position)
