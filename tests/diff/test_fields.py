"""What changes in one field: spellings, items, categories, bounds of every kind."""

from typing import Any

import pytest

from dataset_tools.descriptor.build_schema import build_field, build_schema
from dataset_tools.diff.fields import field_changes
from dataset_tools.diff.schema import Names, Version, schema_changes

ORDERED = {"categoriesOrdered": True}
AB, BA = {"categories": ["a", "b"], **ORDERED}, {"categories": ["b", "a"], **ORDERED}
CASES: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({"type": "list", "itemType": "integer"}, {"type": "list"}, ["type-changed"]),
    ({"type": "number", "decimalChar": ","}, {"type": "number"}, ["spelling-changed"]),
    ({"type": "integer", "groupChar": " "}, {"type": "integer"}, ["spelling-changed"]),
    ({"type": "boolean"}, {"type": "boolean", "trueValues": ["yes"]}, ["spelling-changed"]),
    ({"missingValues": ["", "NA"]}, {"missingValues": [""]}, ["spelling-changed"]),
    ({"categories": ["a", "b"]}, {"categories": ["b", "a"]}, []),
    (AB, BA, ["categories-reordered"]),
    ({"categories": ["a"], **ORDERED}, {"categories": ["a"]}, ["categories-reordered"]),
    ({"categories": ["a"]}, {"categories": ["a"], **ORDERED}, ["metadata-changed"]),
    ({"categories": [{"value": "a", "label": "A"}]}, {"categories": ["a"]}, ["metadata-changed"]),
    ({"categories": ["a", "b"]}, {"categories": ["a"]}, ["constraint-narrowed"]),
    ({"categories": ["a"]}, {"categories": ["a", "b"]}, ["constraint-widened"]),
    ({"categories": ["a"]}, {}, ["constraint-widened"]),
    ({"example": "x"}, {"example": "y"}, ["metadata-changed"]),
]
BOUNDS: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("date", {"minimum": "2024-01-01"}, {"minimum": "2023-12-31"}, ["constraint-widened"]),
    ("number", {"exclusiveMaximum": 1}, {"maximum": 1}, ["constraint-widened"]),
    ("number", {"maximum": 1}, {"exclusiveMaximum": 1}, ["constraint-narrowed"]),
    ("number", {"minimum": 1}, {"minimum": 1.0}, []),
    ("number", {"minimum": 1, "exclusiveMinimum": 0}, {"minimum": 1}, []),
    ("number", {"minimum": 1}, {}, ["constraint-widened"]),
    ("integer", {"exclusiveMaximum": 10}, {"maximum": 9}, []),
    ("number", {"enum": [1, 2]}, {"enum": ["1.0", 2]}, []),
    ("object", {"jsonSchema": {}}, {"jsonSchema": {"type": "object"}}, ["constraint-narrowed"]),
    ("object", {"jsonSchema": {}}, {}, ["constraint-widened"]),
    ("string", {"pattern": "a"}, {"pattern": "b"}, ["constraint-narrowed"]),
    ("string", {"minLength": 2}, {"minLength": 1}, ["constraint-widened"]),
    ("string", {"required": True}, {}, ["constraint-widened"]),
]


def kinds(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    before = build_field({"name": "a", "type": "string", **old})
    after = build_field({"name": "a", "type": "string", **new})
    return [each.kind.name for each in field_changes("table", before, after)]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_field_changes(old: dict[str, Any], new: dict[str, Any], expected: list[str]) -> None:
    assert kinds(old, new) == expected


@pytest.mark.parametrize(("type_", "old", "new", "expected"), BOUNDS)
def test_a_bound_moves(
    type_: str, old: dict[str, Any], new: dict[str, Any], expected: list[str]
) -> None:
    assert (
        kinds({"type": type_, "constraints": old}, {"type": type_, "constraints": new}) == expected
    )


def ruled(**properties: str) -> dict[str, Any]:
    return {"dataset-tools:rules": [{"name": "r", "formula": "a", **properties}]}


SCHEMAS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (ruled(), {}, ["constraint-widened"]),
    (ruled(), ruled(formula="b"), ["constraint-narrowed"]),
    (ruled(), ruled(severity="warning"), ["constraint-widened"]),
    ({"uniqueKeys": [["a", "b"]]}, {"uniqueKeys": [["b", "a"]]}, []),
    ({"uniqueKeys": [["a"]]}, {}, ["constraint-widened"]),
    ({"fieldsMatch": "subset"}, {"fieldsMatch": "superset"}, ["constraint-narrowed"]),
    ({"fieldsMatch": "subset"}, {"fieldsMatch": "partial"}, ["constraint-widened"]),
    ({"title": "a"}, {"title": "b"}, ["metadata-changed"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), SCHEMAS)
def test_a_schema_changes(old: dict[str, Any], new: dict[str, Any], expected: list[str]) -> None:
    before, after = build_schema(old), build_schema(new)
    found = schema_changes(
        Version(name="t", schema=before, fields=()),
        Version(name="t", schema=after, fields=()),
        Names(),
    )
    assert [each.kind.name for each in found] == expected
