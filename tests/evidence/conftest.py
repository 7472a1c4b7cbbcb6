"""Small tables with evidence, made in one call; documents are invented."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pytest

from dataset_tools.evidence.plan import EvidencePlan, plan_evidence
from dataset_tools.evidence.proof import TableProof, prove_table
from dataset_tools.evidence.reference import index_rows
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import Documents, Source, open_documents
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, ForeignKey, Matcher, Schema

FRAGMENTS = Field(name="evidence", type="string", evidence=Matcher(match="fragments"))

Proves = Callable[..., bool]
MakeDocuments = Callable[..., Documents]


class YearMonth(NamedTuple):
    year: int
    month: int


def _field(name: str, match: str | None, type_: str = "string", **options: object) -> Field:
    evidence = None if match is None else Matcher(match=match, options=options)
    return Field(name=name, type=type_, evidence=evidence)


def _row(values: Sequence[object], number: int = 2) -> EvidenceRow:
    cells = tuple("" if value is None else _text(value) for value in values)
    return EvidenceRow(
        row_number=number,
        line_number=number,
        place="table.csv",
        cells=cells,
        values=tuple(values),
        key=cells[:1],
    )


def _text(value: object) -> str:
    if isinstance(value, YearMonth):
        return f"{value.year}-{value.month:02}"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _documents(**texts: str) -> Documents:
    contents = {hashlib.sha256(text.encode()).hexdigest(): text.encode() for text in texts.values()}
    sources = [
        Source(id=id_, sha256=hashlib.sha256(text.encode()).hexdigest(), length=len(text))
        for id_, text in texts.items()
    ]
    return open_documents(sources, contents)


def _marked(document: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks ⟦ ⟧ out of a document and return where the spans between them stand."""
    spans: list[tuple[int, int]] = []
    text = ""
    for part in re.split("([⟦⟧])", document):
        if part == "⟦":
            spans.append((len(text), -1))
        elif part == "⟧":
            spans[-1] = (spans[-1][0], len(text))
        else:
            text += part
    return text, spans or [(0, len(text))]


@pytest.fixture
def year_month() -> Callable[[int, int], YearMonth]:
    return YearMonth


@pytest.fixture
def make_documents() -> MakeDocuments:
    """Documents by id."""
    return _documents


@pytest.fixture
def make_field() -> Callable[..., Field]:
    return _field


@pytest.fixture
def make_row() -> Callable[..., EvidenceRow]:
    return _row


@pytest.fixture
def plan_table() -> Callable[..., EvidencePlan]:
    """Plan a table of fields and the evidence column."""

    def plan(
        fields: Sequence[Field],
        *,
        evidence: Field = FRAGMENTS,
        others: Sequence[Resource] = (),
        foreign_keys: Sequence[ForeignKey] = (),
    ) -> EvidencePlan:
        schema = Schema(fields=(*fields, evidence), foreign_keys=tuple(foreign_keys))
        table = Resource(name="table", schema=schema)
        found = plan_evidence(table, DataPackage(resources=(table, *others)))
        assert found is not None
        return found

    return plan


@pytest.fixture
def prove_rows(plan_table: Callable[..., EvidencePlan]) -> Callable[..., TableProof]:
    """Prove rows; ``others`` maps other tables to their rows."""

    def prove(
        fields: Sequence[Field],
        rows: Sequence[Sequence[object]],
        documents: Documents,
        *,
        others: Mapping[str, tuple[Schema, Sequence[EvidenceRow]]] | None = None,
        **options: object,
    ) -> TableProof:
        tables = others or {}
        resources = [Resource(name=name, schema=schema) for name, (schema, _) in tables.items()]
        plan = plan_table(fields, others=resources, **options)
        indexes = {found: index_rows(found, tables[found.table][1]) for found in plan.references}
        listed = [_row(row, number) for number, row in enumerate(rows, 2)]
        return prove_table(plan, listed, documents, indexes)

    return prove


@pytest.fixture
def proves(prove_rows: Callable[..., TableProof]) -> Proves:
    """Whether a document proves a cell; its cited spans stand between ⟦ and ⟧, else it is all."""

    def judge(
        document: str, value: object, match: str, type_: str = "string", **options: object
    ) -> bool:
        text, spans = _marked(document)
        cited = " ".join(f"news#char={start},{end}" for start, end in spans)
        field = _field("fact", match, type_, **options)
        proof = prove_rows([field], [(value, cited)], _documents(news=text))
        codes = {error.kind.code for error in proof.errors}
        assert codes <= {"DT601"}, [error.note for error in proof.errors]
        return not codes

    return judge
