"""What the command ``evidence`` found, and its JSON shape."""

from dataclasses import dataclass

from dataset_tools.evidence.coverage import Coverage
from dataset_tools.evidence.proof import FieldProof, TableProof, Tally
from dataset_tools.evidence.strength import Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceResult:
    """The proofs of all tables, the coverage of all sources and, if asked for, the strength.

    ``valid`` is the verdict of the whole validation, so that the exit code is the same.
    """

    valid: bool
    tables: tuple[TableProof, ...] = ()
    sources: tuple[Coverage, ...] = ()
    strength: Strength | None = None


def to_object(result: EvidenceResult) -> dict[str, object]:
    """Return the result as plain JSON values."""
    shape: dict[str, object] = {
        "valid": result.valid,
        "tables": [_table(proof) for proof in result.tables],
        "sources": [_source(coverage) for coverage in result.sources],
    }
    if result.strength is not None:
        shape["strength"] = {
            "swaps": result.strength.swaps,
            "proved": len(result.strength.proved),
        }
    return shape


def _table(proof: TableProof) -> dict[str, object]:
    return {
        "name": proof.table,
        "rows": proof.rows,
        "cells": _cells(proof.tally),
        "fields": [_field(field) for field in proof.fields],
    }


def _field(field: FieldProof) -> dict[str, object]:
    return {"name": field.name, "match": field.match, "cells": _cells(field.tally)}


def _cells(tally: Tally) -> dict[str, int]:
    return {
        "proved": tally.proved,
        "inferred": tally.inferred,
        "failed": tally.not_proved,
        "exempt": tally.exempt,
    }


def _source(coverage: Coverage) -> dict[str, object]:
    return {
        "id": coverage.source,
        "found": coverage.found,
        "sentences": {"total": coverage.sentences, "cited": coverage.cited_sentences},
        "characters": {"total": coverage.characters, "cited": coverage.cited_characters},
        "uncited": [{"start": start, "end": end} for start, end in coverage.uncited],
    }
