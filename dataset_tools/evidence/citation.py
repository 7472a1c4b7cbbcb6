"""What a row cites, judged in the contract's order: syntax, source, end, edges."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dataset_tools.errors import evidence as kinds
from dataset_tools.errors.error import Error
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.evidence.fragment import (
    Fragment,
    Inference,
    MalformedFragments,
    Token,
    format_token,
    parse_fragments,
)
from dataset_tools.evidence.intervals import Span
from dataset_tools.evidence.letters import is_edge
from dataset_tools.evidence.passage import Passage, passage_of
from dataset_tools.evidence.plan import EvidencePlan
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import Documents

_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The spans that one field is proved by; ``out_of_reach`` if a document is missing."""

    fragments: tuple[Fragment, ...]
    passages: tuple[Passage, ...]
    out_of_reach: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedRow:
    """What a row cites: as a whole, for fields of their own, and what it says is inferred."""

    whole: Citation
    bound: Mapping[str, Citation]
    inferred: frozenset[str]

    def of(self, field: str) -> Citation:
        """Return what a field is proved by: its own fragments alone, else all of the row."""
        return self.bound.get(field, self.whole)


def cited_row(plan: EvidencePlan, row: EvidenceRow, documents: Documents) -> CitedRow | Error:
    """Read what a row cites, or the first fault in it."""
    cell = row.cells[plan.evidence]
    if row.values[plan.evidence] is None:
        return row_error(row, kinds.NO_FRAGMENTS, "the row has no fragments")
    try:
        tokens = parse_fragments(cell)
    except MalformedFragments as fault:
        return _fault(plan, row, kinds.FRAGMENT, str(fault))
    fragments = _fragments(tokens)
    inferred = frozenset(token.field for token in tokens if isinstance(token, Inference))
    if inferred and not plan.may_infer:
        note = f'"{min(inferred)}" is said to be inferred, and the column names no "reason"'
        return _fault(plan, row, kinds.FRAGMENT, note)
    if not fragments:
        return row_error(row, kinds.NO_FRAGMENTS, "the row has inferences and no fragments")
    for kind, fault_in in _CHECKS:
        found = fault_in(plan, tokens, documents)
        if found is not None:
            return _fault(plan, row, kind, found)
    return _gathered(fragments, inferred, documents)


def row_error(row: EvidenceRow, kind: ErrorKind, note: str) -> Error:
    """Make an error of a row as a whole."""
    return Error(
        kind=kind,
        note=note,
        place=row.place,
        row_number=row.row_number,
        line_number=row.line_number,
        cells=row.cells,
        key=row.key,
    )


def cell_error(
    row: EvidenceRow,
    kind: ErrorKind,
    note: str,
    *,
    field: str,
    position: int,
) -> Error:
    """Make an error of one cell of a row."""
    return Error(
        kind=kind,
        note=note,
        place=row.place,
        row_number=row.row_number,
        line_number=row.line_number,
        cells=row.cells,
        cell=row.cells[position],
        field_name=field,
        field_number=position + 1,
        key=row.key,
    )


def shown(text: str, start: int = 0, end: int | None = None) -> str:
    """Return a span as a note shows it: on one line, cut after 80 characters."""
    stop = len(text) if end is None else end
    line = " ".join(text[start : min(stop, start + 2 * _SHOWN)].split())
    cut = len(line) > _SHOWN or stop - start > 2 * _SHOWN
    return f"{line[:_SHOWN]}…" if cut else line


def _fault(plan: EvidencePlan, row: EvidenceRow, kind: ErrorKind, note: str) -> Error:
    name = plan.schema.fields[plan.evidence].name
    return cell_error(row, kind, note, field=name, position=plan.evidence)


def _unknown(plan: EvidencePlan, tokens: Sequence[Token], documents: Documents) -> str | None:
    own = plan.schema.fields[plan.evidence].name
    for token in tokens:
        if isinstance(token, Fragment) and token.source not in documents.by_id:
            return f'the sources\' table has no source "{shown(token.source)}"'
        if token.field is not None and token.field not in plan.field_names:
            which = "the evidence column itself" if token.field == own else "no field of the table"
            return f'"{shown(token.field)}" is {which}'
    return None


def _beyond_end(_plan: EvidencePlan, tokens: Sequence[Token], documents: Documents) -> str | None:
    for fragment in _fragments(tokens):
        length = documents.by_id[fragment.source].length
        if length is not None and fragment.end > length:
            return f'"{format_token(fragment)}" runs past the source\'s {length:,} characters'
    return None


def _bad_edge(_plan: EvidencePlan, tokens: Sequence[Token], documents: Documents) -> str | None:
    for fragment in _fragments(tokens):
        reading = documents.by_id[fragment.source].reading
        fault = reading and _edge_fault(reading.text, fragment)
        if fault:
            return f'"{format_token(fragment)}" {fault}'
    return None


def _edge_fault(text: str, fragment: Fragment) -> str | None:
    start, end = fragment.start, fragment.end
    checks = (
        (not is_edge(text, start), "begins inside a word"),
        (not is_edge(text, end), "ends inside a word"),
        (text[start].isspace(), "begins on white space"),
        (text[end - 1].isspace(), "ends on white space"),
    )
    for wrong, fault in checks:
        if wrong:
            return f'{fault}: "{shown(text, start, end)}"'
    return None


_CHECKS = (
    (kinds.UNKNOWN_SOURCE, _unknown),
    (kinds.BEYOND_END, _beyond_end),
    (kinds.FRAGMENT, _bad_edge),
)
"""What is judged of tokens that are well formed, in this order."""


def _fragments(tokens: Iterable[Token]) -> tuple[Fragment, ...]:
    return tuple(token for token in tokens if isinstance(token, Fragment))


def _gathered(
    fragments: Sequence[Fragment],
    inferred: frozenset[str],
    documents: Documents,
) -> CitedRow:
    by_field: defaultdict[str, list[Fragment]] = defaultdict(list)
    for fragment in fragments:
        if fragment.field is not None:
            by_field[fragment.field].append(fragment)
    return CitedRow(
        whole=_citation(fragments, documents),
        bound={field: _citation(bound, documents) for field, bound in by_field.items()},
        inferred=inferred,
    )


def _citation(fragments: Sequence[Fragment], documents: Documents) -> Citation:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for fragment in fragments:
        spans[fragment.source].append((fragment.start, fragment.end))
    readings = {source: documents.by_id[source].reading for source in spans}
    return Citation(
        fragments=tuple(fragments),
        passages=tuple(
            passage_of(reading, spans[source])
            for source, reading in readings.items()
            if reading is not None
        ),
        out_of_reach=None in readings.values(),
    )
