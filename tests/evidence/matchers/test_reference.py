from collections.abc import Callable

import pytest

from dataset_tools.evidence.proof import TableProof
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.model.schema import Field, ForeignKey, Schema

KEY = ForeignKey(fields=("ship",), resource="ships", reference_fields=("id",))


@pytest.fixture
def codes(
    prove_rows: Callable[..., TableProof],
    make_field: Callable[..., Field],
    make_row: Callable[..., EvidenceRow],
    make_documents: Callable[..., object],
) -> Callable[..., list[str]]:
    """The codes of one row that refers to a ship, proved by a document."""

    def judge(document: str, ship: str, option: str = "name", **properties: object) -> list[str]:
        schema = Schema(
            fields=(
                make_field("id", "none"),
                make_field("name", "name", aliases="aliases"),
                make_field("aliases", "names", properties.pop("aliases_type", "string")),
                make_field("owner", None),
                make_field("note", "none"),
            ),
        )
        aliases = ("Old Gal", "Rory") if schema.fields[2].type == "list" else "Old Gal|Rory"
        rows = [
            make_row(("a1", "Aurora", aliases, "Moor", "x")),
            make_row(("a2", "Borealis", None, "Moor", "x")),
        ]
        foreign_keys = properties.get("foreign_keys", [KEY])
        proof = prove_rows(
            [make_field("ship", "reference", field=option)],
            [(ship, f"news#char=0,{len(document)}")],
            make_documents(news=document),
            others={"ships": (schema, rows)},
            foreign_keys=foreign_keys,
        )
        return [error.kind.code for error in proof.errors]

    return judge


@pytest.mark.parametrize(
    ("document", "ship", "expected"),
    [
        ("The Aurora came.", "a1", []),
        ("The Old Gal came.", "a1", []),
        ("Rory came.", "a1", []),
        ("The Auroras came.", "a1", ["DT601"]),
        ("The aurora came.", "a1", ["DT601"]),
        ("The Aurora came.", "a2", ["DT601"]),
        ("The Borealis came.", "a2", []),
        ("The Aurora came.", "a3", ["DT601"]),
        ("a1 came.", "a1", ["DT601"]),
    ],
)
def test_proves_what_names_the_referenced_row(
    codes: Callable[..., list[str]], document: str, ship: str, expected: list[str]
) -> None:
    assert codes(document, ship) == expected


def test_aliases_may_be_a_list(codes: Callable[..., list[str]]) -> None:
    assert codes("Rory came.", "a1", aliases_type="list") == []


@pytest.mark.parametrize("option", ["owner", "note", "nothing", ""])
def test_needs_a_field_that_is_proved(codes: Callable[..., list[str]], option: str) -> None:
    assert codes("The Aurora came.", "a1", option) == ["DT606"]


@pytest.mark.parametrize(
    "key",
    [
        ForeignKey(fields=("ship", "evidence"), resource="ships", reference_fields=("id", "name")),
        ForeignKey(fields=("evidence",), resource="ships", reference_fields=("id",)),
        ForeignKey(fields=("ship",), resource="nothing", reference_fields=("id",)),
        ForeignKey(fields=("ship",), resource="ships", reference_fields=("nothing",)),
    ],
)
def test_needs_a_foreign_key_of_one_field(codes: Callable[..., list[str]], key: ForeignKey) -> None:
    assert codes("The Aurora came.", "a1", foreign_keys=[key]) == ["DT606"]


def test_refers_to_its_own_table(
    plan_table: Callable[..., object], make_field: Callable[..., Field]
) -> None:
    fields = [
        make_field("id", "none"),
        make_field("name", "name"),
        make_field("sister", "reference", field="name"),
    ]
    key = ForeignKey(fields=("sister",), resource=None, reference_fields=("id",))
    plan = plan_table(fields, foreign_keys=[key])
    (reference,) = plan.references  # type: ignore[attr-defined]
    assert (reference.table, reference.key, reference.proved) == ("table", 0, 1)
