"""Labels and fields in the five modes of ``fieldsMatch``."""

import pytest

from dataset_tools.compile.match import match_fields
from dataset_tools.model.schema import Field, FieldsMatch, Schema


def schema(*names: str, mode: FieldsMatch = "exact") -> Schema:
    return Schema(fields=tuple(Field(name=name) for name in names), fields_match=mode)


@pytest.mark.parametrize(
    ("mode", "labels", "matched", "faults"),
    [
        ("exact", ("a", "b"), [("a", 0), ("b", 1)], []),
        ("exact", ("b", "a"), [("a", 0), ("b", 1)], [("incorrect", 1), ("incorrect", 2)]),
        ("exact", ("a",), [("a", 0)], [("missing", 2)]),
        ("exact", ("a", "b", "c"), [("a", 0), ("b", 1)], [("extra", 3)]),
        ("exact", ("a", ""), [("a", 0), ("b", 1)], [("blank", 2)]),
        ("equal", ("b", "a"), [("b", 0), ("a", 1)], []),
        ("equal", ("b", "c"), [("b", 0)], [("missing", 1), ("extra", 2)]),
        ("subset", ("c", "b", "a"), [("b", 1), ("a", 2)], []),
        ("subset", ("c", "b"), [("b", 1)], [("missing", 1)]),
        ("superset", ("b",), [("b", 0)], []),
        ("superset", ("b", "c"), [("b", 0)], [("extra", 2)]),
        ("partial", ("c", "b"), [("b", 1)], []),
        ("partial", ("c", "d"), [], [("unmatched", 0)]),
        ("equal", ("a", "b", "a"), [("a", 0), ("b", 1)], [("duplicate", 3)]),
    ],
)
def test_matches(
    mode: FieldsMatch,
    labels: tuple[str, ...],
    matched: list[tuple[str, int]],
    faults: list[tuple[str, int]],
) -> None:
    found = match_fields(schema("a", "b", mode=mode), labels, len(labels))
    assert [(field.name, position) for field, position in found.fields] == matched
    assert [(fault.fault, fault.number) for fault in found.faults] == faults


def test_without_a_header_fields_go_by_position() -> None:
    found = match_fields(schema("a", "b"), None, 2)
    assert [(field.name, position) for field, position in found.fields] == [("a", 0), ("b", 1)]


def test_without_a_schema_each_label_is_a_field_of_any_type() -> None:
    found = match_fields(None, ("a", "", "a"), 3)
    assert [field.name for field, _ in found.fields] == ["a", "field2", "a2"]
    assert [(fault.fault, fault.number) for fault in found.faults] == [
        ("blank", 2),
        ("duplicate", 3),
    ]


def test_a_header_without_any_text_is_blank() -> None:
    found = match_fields(schema("a", "b"), ("", ""), 2)
    assert [fault.fault for fault in found.faults] == ["blank-header"]


def test_rows_are_not_judged_by_fields_that_are_not_theirs() -> None:
    assert not match_fields(schema("a", "b"), ("a;b",), 1).rows_make_sense
    assert match_fields(schema("a", "b"), ("a", "c"), 2).rows_make_sense
