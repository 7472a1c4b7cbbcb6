"""Proves the rows of a table: the errors, what became of each field's cells, what was cited."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.evidence.citation import CitedRow, cited_row
from dataset_tools.evidence.fragment import Fragment
from dataset_tools.evidence.judge import Judgement, Verdict, judge_cell, needs_no_proof
from dataset_tools.evidence.plan import EvidencePlan, FieldPlan, schema_error
from dataset_tools.evidence.reference import Reference, ReferenceIndex
from dataset_tools.evidence.row import EvidenceRow, cell_of
from dataset_tools.evidence.source import Documents

ROWS_WITH_CELLS = 10_000
"""Of so many rows a table the cells are kept beside what they cite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many cells came to which verdict.

    ``failed`` are those that are not proved and are told so; ``provable`` can be proved by a
    holder of the sources; ``out_of_reach`` cite a document that is missing.
    """

    proved: int = 0
    inferred: int = 0
    failed: int = 0
    exempt: int = 0
    provable: int = 0
    out_of_reach: int = 0

    @property
    def not_proved(self) -> int:
        """The cells that need proof and have none."""
        return self.failed + self.provable + self.out_of_reach

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            proved=self.proved + other.proved,
            inferred=self.inferred + other.inferred,
            failed=self.failed + other.failed,
            exempt=self.exempt + other.exempt,
            provable=self.provable + other.provable,
            out_of_reach=self.out_of_reach + other.out_of_reach,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProof:
    """What became of the cells of one field."""

    name: str
    match: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedBy:
    """A span of a source, and the row that cites it.

    ``cells`` are kept of a table's first rows alone, so that memory stays bounded.
    """

    fragment: Fragment
    row_number: int
    key: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProof:
    """What became of a table.

    ``errors`` are the ones listed, ``counts`` their true number by check; ``names`` are those of
    the columns; ``fragments`` counts what the rows cite, ``cited`` tells it.
    """

    table: str
    rows: int
    fields: tuple[FieldProof, ...]
    errors: tuple[Error, ...]
    counts: Mapping[Check, int]
    names: tuple[str, ...]
    fragments: int
    cited: tuple[CitedBy, ...]

    @property
    def error_count(self) -> int:
        """The true number of errors."""
        return sum(self.counts.values())

    @property
    def tally(self) -> Tally:
        """What became of all cells."""
        return sum((field.tally for field in self.fields), Tally())


class TableProver:
    """Takes the rows of a table one by one and proves each.

    Parameters
    ----------
    plan
        What is to be proved in the table.
    documents
        The sources; without their texts the structure alone is checked.
    references
        The rows of other tables that foreign keys refer to.
    max_errors
        How many errors are kept; the true number is counted all the same.
    keep_cited
        Keep what each row cites, for coverage and the page of the document.
    """

    def __init__(
        self,
        plan: EvidencePlan,
        documents: Documents,
        references: Mapping[Reference, ReferenceIndex] | None = None,
        max_errors: int | None = None,
        *,
        keep_cited: bool = True,
    ) -> None:
        self._plan = plan.looking_in(references or {})
        self._documents = documents
        self._max_errors = max_errors
        self._keep_cited = keep_cited
        self._errors: list[Error] = []
        self._counts: Counter[Check] = Counter()
        self._objections: set[tuple[str, str]] = set()
        self._tallies: Counter[tuple[str, Verdict]] = Counter()
        self._cited: list[CitedBy] = []
        self._rows = 0
        self._fragments = 0
        for error in plan.errors:
            self._add_error(error)

    def add(self, row: EvidenceRow) -> None:
        """Prove one row."""
        self._rows += 1
        cited = cited_row(self._plan, row, self._documents)
        if isinstance(cited, Error):
            self._add_error(cited)
            for field in self._plan.fields:
                exempt = needs_no_proof(field, cell_of(row, field.position))
                self._tallies[field.name, Verdict.EXEMPT if exempt else Verdict.FAILED] += 1
            return
        self._add_cited(row, cited)
        for field in self._plan.fields:
            judgement = judge_cell(self._plan, field, row, cited, self._documents)
            self._add_judgement(field, judgement)

    def proof(self) -> TableProof:
        """Return what became of the rows so far."""
        return TableProof(
            table=self._plan.table,
            rows=self._rows,
            fields=tuple(self._field_proof(field) for field in self._plan.fields),
            errors=tuple(self._errors),
            counts=self._counts,
            names=tuple(field.name for field in self._plan.schema.fields),
            fragments=self._fragments,
            cited=tuple(self._cited),
        )

    def _field_proof(self, field: FieldPlan) -> FieldProof:
        def count(verdict: Verdict) -> int:
            return self._tallies[field.name, verdict]

        tally = Tally(
            proved=count(Verdict.PROVED),
            inferred=count(Verdict.INFERRED),
            failed=count(Verdict.FAILED),
            exempt=count(Verdict.EXEMPT),
            provable=count(Verdict.PROVABLE),
            out_of_reach=count(Verdict.OUT_OF_REACH),
        )
        return FieldProof(name=field.name, match=field.match, tally=tally)

    def _add_judgement(self, field: FieldPlan, judgement: Judgement) -> None:
        self._tallies[field.name, judgement.verdict] += 1
        if judgement.error is not None:
            self._add_error(judgement.error)
        if judgement.objection is None or (field.name, judgement.objection) in self._objections:
            return
        self._objections.add((field.name, judgement.objection))
        self._add_error(schema_error(self._plan.schema, field.position, judgement.objection))

    def _add_cited(self, row: EvidenceRow, cited: CitedRow) -> None:
        self._fragments += len(cited.whole.fragments)
        if self._keep_cited:
            self._cited.extend(
                CitedBy(
                    fragment=fragment,
                    row_number=row.row_number,
                    key=row.key,
                    cells=row.cells if self._rows <= ROWS_WITH_CELLS else (),
                )
                for fragment in cited.whole.fragments
            )

    def _add_error(self, error: Error) -> None:
        self._counts[error.check] += 1
        if self._max_errors is None or len(self._errors) < self._max_errors:
            self._errors.append(error)


def prove_table(
    plan: EvidencePlan,
    rows: Iterable[EvidenceRow],
    documents: Documents,
    references: Mapping[Reference, ReferenceIndex] | None = None,
) -> TableProof:
    """Prove the rows of a table."""
    prover = TableProver(plan, documents, references)
    for row in rows:
        prover.add(row)
    return prover.proof()


def provable_warning(proofs: Iterable[TableProof]) -> str | None:
    """Say how many cells a holder of the sources can prove; None if there are none."""
    count = sum(proof.tally.provable for proof in proofs)
    if not count:
        return None
    cells = "1 cell" if count == 1 else f"{count:,} cells"
    return f"{cells} can be proved by a holder of the sources: validate --sources DIR"


def missing_warning(proofs: Iterable[TableProof]) -> str | None:
    """Say how many cells are not proved for want of a document; None if there are none."""
    count = sum(proof.tally.out_of_reach for proof in proofs)
    if not count:
        return None
    cells = "1 cell is" if count == 1 else f"{count:,} cells are"
    return f"{cells} not proved: a document that they cite is missing or cannot be a source"
