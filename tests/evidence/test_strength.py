from collections.abc import Callable
from decimal import Decimal

import pytest

from dataset_tools.evidence.plan import EvidencePlan
from dataset_tools.evidence.reference import index_rows
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import Documents
from dataset_tools.evidence.strength import Strength, measure_strength
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field, ForeignKey, Matcher, Schema

NEWS = "Wheat fell 4.5% and barley fell 2%, said Moor. Rye rose 4.5%."
NAMES = "news#char=0,62"


@pytest.fixture
def strength(
    plan_table: Callable[..., EvidencePlan],
    make_field: Callable[..., Field],
    make_row: Callable[..., EvidenceRow],
    make_documents: Callable[..., Documents],
) -> Callable[..., Strength]:
    """The strength of rows of a crop and its move."""

    def measure(*rows: tuple[object, ...]) -> Strength:
        move = make_field("move", "number", "number", unit="%", negative=["fell"])
        evidence = Field(
            name="evidence",
            evidence=Matcher(match="fragments", options={"reason": "why"}),
        )
        fields = [make_field("crop", "name"), move, make_field("why", "none")]
        plan = plan_table(fields, evidence=evidence)
        listed = [make_row(row, number) for number, row in enumerate(rows, 2)]
        return measure_strength(plan, listed, make_documents(news=NEWS))

    return measure


WHEAT = ("Wheat", Decimal("-4.5"), None, "crop=news#char=0,5 move=news#char=6,15")
BARLEY = ("barley", Decimal(-2), None, "crop=news#char=20,26 move=news#char=27,34")


def test_bound_fragments_tell_neighbours_apart(strength: Callable[..., Strength]) -> None:
    assert strength(WHEAT, BARLEY) == Strength(swaps=4, proved=())


def test_a_shared_span_proves_any_of_its_names(strength: Callable[..., Strength]) -> None:
    loose = "news#char=0,46"
    found = strength(("Wheat", *WHEAT[1:3], loose), ("barley", *BARLEY[1:3], loose))
    assert found.swaps == 4
    assert [(swap.row_number, swap.field, swap.cell, swap.swapped) for swap in found.proved] == [
        (2, "crop", "Wheat", "barley"),
        (3, "crop", "barley", "Wheat"),
        (2, "move", "-4.5", "-2"),
        (3, "move", "-2", "-4.5"),
    ]


def test_values_are_compared_by_their_type(strength: Callable[..., Strength]) -> None:
    again = ("Wheat", Decimal("-4.50"), None, WHEAT[3])
    assert strength(WHEAT, again) == Strength()


def test_another_sign_is_another_value(strength: Callable[..., Strength]) -> None:
    rye = ("Rye", Decimal("4.5"), None, "crop=news#char=47,50 move=news#char=51,60")
    assert strength(WHEAT, rye) == Strength(swaps=4, proved=())


def test_inferred_missing_and_faulty_cells_are_left_out(strength: Callable[..., Strength]) -> None:
    inferred = ("Oats", None, "Moor grows them.", "crop=inferred news#char=0,5")
    faulty = ("Corn", Decimal(9), None, "news#char=1,5")
    assert strength(WHEAT, inferred, faulty) == Strength()


def test_references_to_the_same_row_are_no_swap(
    plan_table: Callable[..., EvidencePlan],
    make_field: Callable[..., Field],
    make_row: Callable[..., EvidenceRow],
    make_documents: Callable[..., Documents],
) -> None:
    schema = Schema(fields=(make_field("id", "none"), make_field("name", "name")))
    plan = plan_table(
        [make_field("crop", "reference", field="name")],
        others=[Resource(name="crops", schema=schema)],
        foreign_keys=[ForeignKey(fields=("crop",), resource="crops", reference_fields=("id",))],
    )
    crops = [make_row(("w", "Wheat")), make_row(("b", "barley"))]
    indexes = {found: index_rows(found, crops) for found in plan.references}
    rows = [make_row((key, "news#char=0,46")) for key in ("w", "b", "w")]
    found = measure_strength(plan, rows, make_documents(news=NEWS), indexes)
    assert (found.swaps, len(found.proved)) == (3, 3)
