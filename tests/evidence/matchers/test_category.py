from collections.abc import Callable
from decimal import Decimal

import pytest

from dataset_tools.evidence.plan import EvidencePlan
from dataset_tools.evidence.proof import TableProof
from dataset_tools.model.schema import Category, Constraints, Field, Matcher

Proves = Callable[..., bool]
KINDS = {"ship": ["ship", "grain  freighter"], "pier": ["pier"]}


@pytest.mark.parametrize(
    ("document", "value", "proved"),
    [
        ("a Ship came", "ship", True),
        ("a SHIP came", "ship", True),
        ("the ships came", "ship", False),
        ("a Grain Freighter came", "ship", True),
        ("a ship came", "pier", False),
        ("a ⟦ship⟧ at the pier", "pier", False),
    ],
)
def test_proves_by_the_words_of_the_value(
    proves: Proves, document: str, value: str, *, proved: bool
) -> None:
    assert proves(document, value, "category", words=KINDS) is proved


def test_takes_truth_and_numbers_by_value(proves: Proves) -> None:
    words = {"true": ["open"], "false": ["closed"]}
    assert proves("it is open", True, "category", "boolean", words=words)
    assert not proves("it is open", False, "category", "boolean", words=words)
    assert proves("a double pier", Decimal("2.0"), "category", "number", words={"2": ["double"]})
    assert proves("a double pier", 2, "category", "integer", words={"2": ["double"]})


@pytest.fixture
def codes(
    prove_rows: Callable[..., TableProof],
    make_documents: Callable[..., object],
) -> Callable[..., list[tuple[str, str]]]:
    """The errors of rows of a name and a kind, each with its field."""

    def judge(kind: Field, *rows: tuple[str, str]) -> list[tuple[str, str]]:
        name = Field(name="name", type="string", evidence=Matcher(match="name"))
        documents = make_documents(news="Aldmouth pier. The ship Aurora, a barge.")
        listed = [(*row, "news#char=0,40") for row in rows]
        proof = prove_rows([name, kind], listed, documents)
        return [(error.kind.code, error.field_name) for error in proof.errors]

    return judge


def _kind(words: object, **properties: object) -> Field:
    evidence = Matcher(match="category", options={"words": words})
    return Field(name="kind", type="string", evidence=evidence, **properties)  # type: ignore[arg-type]


def test_a_value_without_a_list_is_told_once(codes: Callable[..., object]) -> None:
    kind = _kind({"ship": ["ship"]})
    assert codes(kind, ("Aurora", "ship")) == []
    assert codes(kind, ("Aurora", "barge"), ("Aldmouth", "barge")) == [("DT606", "kind")]


def test_a_category_without_a_list_is_told_though_no_row_has_it(
    codes: Callable[..., object],
) -> None:
    categories = (Category(value="ship"), Category(value="barge"))
    kind = _kind({"ship": ["ship"]}, categories=categories)
    assert codes(kind, ("Aurora", "ship")) == [("DT606", "kind")]


@pytest.mark.parametrize("own", ["Aurora", "aurora"])
def test_a_list_holds_no_name_of_a_row(codes: Callable[..., object], own: str) -> None:
    kind = _kind({"ship": ["ship", own]})
    assert codes(kind, ("Aurora", "ship"), ("Aldmouth", "ship")) == [("DT606", "kind")]


def test_a_name_that_is_not_proved_is_told_as_that_alone(codes: Callable[..., object]) -> None:
    kind = _kind({"ship": ["ship", "Borealis"]})
    assert codes(kind, ("Borealis", "ship")) == [("DT601", "name")]


def test_declared_truth_is_that_of_the_field(plan_table: Callable[..., EvidencePlan]) -> None:
    def errors(enum: tuple[object, ...]) -> int:
        words = {"true": ["open"], "false": ["shut"]}
        field = Field(
            name="open",
            type="boolean",
            true_values=("yes",),
            false_values=("no",),
            constraints=Constraints(enum=enum),
            evidence=Matcher(match="category", options={"words": words}),
        )
        return len(plan_table([field]).errors)

    assert errors((True, "no")) == 0
    assert errors(("perhaps",)) == 1


@pytest.mark.parametrize("words", [None, {}, {"ship": []}, {"ship": "ship"}, {"ship": [""]}, [1]])
def test_words_are_lists_of_words(codes: Callable[..., object], words: object) -> None:
    assert codes(_kind(words), ("Aurora", "ship")) == [("DT606", "kind")]
