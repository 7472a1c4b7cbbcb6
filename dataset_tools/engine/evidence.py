"""Proves the tables of a package: rows, documents and references brought together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dataset_tools.compile.column import Column
from dataset_tools.evidence.coverage import cover_documents
from dataset_tools.evidence.plan import EvidencePlan, plan_evidence
from dataset_tools.evidence.proof import TableProof, TableProver
from dataset_tools.evidence.reference import Reference, ReferenceIndex, index_rows
from dataset_tools.evidence.result import EvidenceResult
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import Documents, listed_sources, open_documents, wanted_hashes
from dataset_tools.evidence.strength import Strength, measure_strength
from dataset_tools.exceptions import FileFault
from dataset_tools.files.documents import find_documents
from dataset_tools.files.opened import Files
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Schema
from dataset_tools.read.batch import Batch
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed_table import Header


@dataclass(frozen=True, slots=True, kw_only=True)
class Proving:
    """What became of the evidence of a package's tables."""

    documents: Documents = field(default_factory=Documents)
    plans: tuple[EvidencePlan, ...] = ()
    references: Mapping[Reference, ReferenceIndex] = field(default_factory=dict)
    proofs: tuple[TableProof, ...] = ()


def prove_tables(
    package: DataPackage,
    files: Files,
    *,
    wanted: frozenset[str],
    sources: Path | None,
    max_errors: int,
    keep_cited: bool,
) -> Proving:
    """Prove the wanted tables that have evidence.

    Parameters
    ----------
    package, files
        What the descriptor says, and where its files are.
    wanted
        The names of the tables to prove.
    sources
        The folder of the documents; None checks the structure alone.
    max_errors
        How many errors are kept a table.
    keep_cited
        Keep every span that a row cites.
    """
    plans = tuple(_plans(package, wanted))
    if not plans:
        return Proving()
    documents = read_documents(package, files, sources)
    references = {
        reference: index_rows(reference, _rows_by_name(package, files, reference.table))
        for plan in plans
        for reference in plan.references
    }
    proofs = []
    for plan in plans:
        prover = TableProver(
            plan,
            documents,
            references,
            max_errors,
            keep_cited=keep_cited,
        )
        for row in _rows_by_name(package, files, plan.table):
            prover.add(row)
        proofs.append(prover.proof())
    return Proving(documents=documents, plans=plans, references=references, proofs=tuple(proofs))


def evidence_result(
    proving: Proving,
    package: DataPackage,
    files: Files,
    *,
    valid: bool,
    strength: bool,
) -> EvidenceResult:
    """Put proofs and coverage together, and measure the strength if asked for."""
    measured = None
    if strength:
        measured = sum(
            (
                measure_strength(
                    plan,
                    _rows_by_name(package, files, plan.table),
                    proving.documents,
                    proving.references,
                )
                for plan in proving.plans
            ),
            Strength(),
        )
    return EvidenceResult(
        valid=valid,
        tables=proving.proofs,
        sources=cover_documents(proving.documents, proving.proofs),
        strength=measured,
    )


def read_documents(package: DataPackage, files: Files, sources: Path | None) -> Documents:
    """Read the table of sources, and the documents that it lists where they are found."""
    table = package.resource(package.sources_table) if package.sources_table else None
    if table is None or table.schema is None or not table.is_table or not table.judged:
        return open_documents((), None if sources is None else {})
    listed = listed_sources(table.schema, evidence_rows(table, files))
    if sources is None:
        return open_documents(listed)
    return open_documents(listed, find_documents(sources, wanted_hashes(listed)))


def _plans(package: DataPackage, wanted: frozenset[str]) -> Iterator[EvidencePlan]:
    for resource in package.tables:
        if resource.judged and resource.name in wanted:
            plan = plan_evidence(resource, package)
            if plan is not None:
                yield plan


def _rows_by_name(package: DataPackage, files: Files, name: str) -> Iterable[EvidenceRow]:
    resource = package.resource(name)
    if resource is None or not resource.is_table or not resource.judged:
        return ()
    return evidence_rows(resource, files)


def evidence_rows(resource: Resource, files: Files) -> Iterator[EvidenceRow]:
    """Yield the rows of a table with typed values; a table that cannot be read has none."""
    schema = resource.schema or Schema()
    try:
        table = open_table(resource, files)
    except FileFault:
        return
    columns: dict[str, Column] | None = None
    for batch in table.batches():
        if columns is None:
            header = Header.of(table, resource)
            if not header.match.rows_make_sense:
                return
            columns = {column.field.name: column for column in header.columns}
        yield from _batch_rows(batch, schema, columns)


def _batch_rows(
    batch: Batch,
    schema: Schema,
    columns: Mapping[str, Column],
) -> Iterator[EvidenceRow]:
    texts = batch.cells.select(column.text.alias(name) for name, column in columns.items())
    rows = np.arange(batch.cells.height, dtype=np.int64)
    numbers, lines = batch.row_numbers(rows).tolist(), batch.line_numbers(rows).tolist()
    blank = set(batch.blank.tolist())
    for row, found in enumerate(texts.iter_rows(named=True)):
        if row in blank:
            continue
        cells = tuple(batch.shown(found.get(each.name)) for each in schema.fields)
        yield EvidenceRow(
            row_number=numbers[row],
            line_number=lines[row],
            place=batch.place,
            cells=cells,
            values=tuple(
                _value(columns.get(each.name), found.get(each.name)) for each in schema.fields
            ),
            key=tuple(batch.shown(found.get(name)) for name in schema.primary_key),
        )


def _value(column: Column | None, text: str | None) -> object:
    if column is None or text is None:
        return None
    try:
        return column.parse(text)
    except ValueError:
        return None
