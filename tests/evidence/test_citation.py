from collections.abc import Callable

import pytest

from dataset_tools.evidence.proof import TableProof
from dataset_tools.evidence.source import Source, open_documents
from dataset_tools.model.schema import Field, Matcher

NEWS = "The harbour of Aldmouth opened in 1902.\nIt leaks."
LENGTH = len(NEWS)
WITH_REASON = Field(
    name="evidence",
    type="string",
    evidence=Matcher(match="fragments", options={"reason": "why"}),
)


@pytest.fixture
def told(
    prove_rows: Callable[..., TableProof],
    make_field: Callable[..., Field],
    make_documents: Callable[..., object],
) -> Callable[..., list[tuple[str, str]]]:
    """The code and field of the errors of one row: place, year and why, and what it cites."""

    def judge(
        cited: str | None, *, place: str = "Aldmouth", why: str | None = None, **options: object
    ) -> list[tuple[str, str]]:
        fields = [
            make_field("place", "name"),
            make_field("year", "date", "year"),
            make_field("why", "none"),
        ]
        proof = prove_rows(
            fields, [(place, 1902, why, cited)], make_documents(news=NEWS), **options
        )
        return [(error.kind.code, error.field_name) for error in proof.errors]

    return judge


@pytest.mark.parametrize(
    ("cited", "code"),
    [
        ("news#char=0,39", None),
        ("news#char=0,49", None),
        ("place=news#char=15,23 year=news#char=34,38", None),
        ("news#char=39,0", "DT602"),
        ("news#chars=0,39", "DT602"),
        ("news#char=1,39", "DT602"),
        ("news#char=0,14 news#char=15,37", "DT602"),
        ("news#char=3,39", "DT602"),
        ("news#char=0,40", "DT602"),
        ("news#char=39,44", "DT602"),
        ("gazette#char=0,39", "DT603"),
        ("News#char=0,39", "DT603"),
        ("month=news#char=0,39", "DT603"),
        ("evidence=news#char=0,39", "DT603"),
        ("news#char=0,50", "DT604"),
        ("news#char=50,60", "DT604"),
        ("news#char=0," + "9" * 30, "DT604"),
        # syntax, source, end, edges: in this order, over all tokens
        ("gazette#char=1,39 news#char=0", "DT602"),
        ("news#char=0,50 gazette#char=0,39", "DT603"),
        ("news#char=1,39 news#char=0,50", "DT604"),
        ("place=inferred news#char=34,38", "DT602"),
    ],
)
def test_a_faulty_row_has_one_error(
    told: Callable[..., list[tuple[str, str]]], cited: str, code: str | None
) -> None:
    assert told(cited) == ([] if code is None else [(code, "evidence")])


@pytest.mark.parametrize("cited", [None, "place=inferred", "place=inferred year=inferred"])
def test_a_row_without_fragments_is_told(
    told: Callable[..., list[tuple[str, str]]], cited: str | None
) -> None:
    assert told(cited, why="It is so.", evidence=WITH_REASON) == [("DT605", "")]


@pytest.mark.parametrize(
    ("cited", "why", "errors"),
    [
        ("place=inferred news#char=34,38", "It is so.", []),
        ("place=inferred news#char=34,38", None, [("DT601", "place")]),
        ("place=inferred news#char=34,38", " ", [("DT601", "place")]),
        ("month=inferred news#char=34,38", "It is so.", [("DT603", "evidence")]),
        ("news#char=34,38", "It is so.", [("DT601", "place")]),
    ],
)
def test_an_inference_needs_its_reason(
    told: Callable[..., list[tuple[str, str]]], cited: str, why: str | None, errors: object
) -> None:
    assert told(cited, why=why, evidence=WITH_REASON) == errors


def test_own_fragments_alone_prove_a_field(
    told: Callable[..., list[tuple[str, str]]],
) -> None:
    assert told("news#char=0,39 year=news#char=0,3") == [("DT601", "year")]
    assert told("year=news#char=0,39") == []


def test_without_texts_the_structure_alone_is_judged(
    prove_rows: Callable[..., TableProof], make_field: Callable[..., Field]
) -> None:
    documents = open_documents([Source(id="news", sha256="0" * 64, length=LENGTH)])
    rows = [
        ("Nowhere", "news#char=1,39"),
        (None, "news#char=0,39"),
        ("Nowhere", "news#char=0,50"),
        ("Nowhere", "gazette#char=0,5"),
        ("Nowhere", "news#char=0"),
    ]
    proof = prove_rows([make_field("place", "name")], rows, documents)
    assert [(e.kind.code, e.row_number) for e in proof.errors] == [
        ("DT604", 4),
        ("DT603", 5),
        ("DT602", 6),
    ]
    assert (proof.tally.provable, proof.tally.exempt, proof.tally.failed) == (1, 1, 3)
