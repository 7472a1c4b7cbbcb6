from collections.abc import Callable
from decimal import Decimal

import pytest

from dataset_tools.evidence.coverage import cover_documents
from dataset_tools.evidence.proof import TableProof
from dataset_tools.evidence.result import EvidenceResult, to_object
from dataset_tools.evidence.source import Documents
from dataset_tools.evidence.strength import Strength
from dataset_tools.model.schema import Field

NEWS = """The quay that nobody wanted
Aldmouth opened its quay in 1902. “It leaks,” said Ida Moor, “and it always will.”
On Monday the price of grain plunged 4.5%. Ships stayed away.
"""


@pytest.fixture
def proof(
    prove_rows: Callable[..., TableProof],
    make_field: Callable[..., Field],
    make_documents: Callable[..., Documents],
) -> TableProof:
    fields = [
        make_field("words", "quote"),
        make_field("speaker", "name"),
        make_field("move", "number", "number", unit="%", negative=["plunged"]),
        make_field("id", "none"),
    ]
    rows = [
        ("It leaks", "Ida Moor", None, "a", "news#char=62,87"),
        (
            "and it always will",
            "Ida Moor",
            Decimal("-4.5"),
            "b",
            "news#char=79,108 news#char=111,152",
        ),
    ]
    return prove_rows(fields, rows, make_documents(news=NEWS))


def test_the_shape_of_the_json(proof: TableProof, make_documents: Callable[..., Documents]) -> None:
    sources = cover_documents(make_documents(news=NEWS), [proof])
    result = EvidenceResult(valid=True, tables=(proof,), sources=sources)
    assert [error.note for error in proof.errors] == []
    assert to_object(result) == {
        "valid": True,
        "tables": [
            {
                "name": "table",
                "rows": 2,
                "cells": {"proved": 5, "inferred": 0, "failed": 0, "exempt": 3},
                "fields": [
                    {
                        "name": "words",
                        "match": "quote",
                        "cells": {"proved": 2, "inferred": 0, "failed": 0, "exempt": 0},
                    },
                    {
                        "name": "speaker",
                        "match": "name",
                        "cells": {"proved": 2, "inferred": 0, "failed": 0, "exempt": 0},
                    },
                    {
                        "name": "move",
                        "match": "number",
                        "cells": {"proved": 1, "inferred": 0, "failed": 0, "exempt": 1},
                    },
                    {
                        "name": "id",
                        "match": "none",
                        "cells": {"proved": 0, "inferred": 0, "failed": 0, "exempt": 2},
                    },
                ],
            },
        ],
        "sources": [
            {
                "id": "news",
                "found": True,
                "sentences": {"total": 5, "cited": 2},
                "characters": {"total": 173, "cited": 87},
                "uncited": [
                    {"start": 0, "end": 27},
                    {"start": 28, "end": 61},
                    {"start": 154, "end": 172},
                ],
            },
        ],
    }


def test_strength_is_there_only_if_asked_for(proof: TableProof) -> None:
    result = EvidenceResult(valid=True, tables=(proof,), strength=Strength(swaps=4))
    assert to_object(result)["strength"] == {"swaps": 4, "proved": 0}
