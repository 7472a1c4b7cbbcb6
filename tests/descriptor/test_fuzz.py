"""Anything may be wrong in any way: reading never raises."""

import copy
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.descriptor.read import Described
from dataset_tools.errors.error import Error

Read = Callable[..., Described]

GOOD: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "p",
    "created": "2024-01-01T00:00:00Z",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "A", "roles": ["creator"]}],
    "dataset-tools:sources": "t",
    "resources": [
        {
            "name": "t",
            "type": "table",
            "path": ["t.csv"],
            "bytes": 1,
            "hash": "sha256:00",
            "dialect": {"delimiter": ";", "quoteChar": "'", "headerRows": [1]},
            "schema": {
                "fields": [
                    {
                        "name": "id",
                        "type": "integer",
                        "constraints": {"minimum": 0, "maximum": "9", "enum": [1, 2]},
                        "categories": [{"value": 1, "label": "a"}, {"value": 2}],
                        "dataset-tools:evidence": {"match": "number"},
                    },
                    {
                        "name": "s",
                        "type": "string",
                        "constraints": {"pattern": "a", "minLength": 1},
                    },
                    {
                        "name": "o",
                        "type": "object",
                        "constraints": {"jsonSchema": {"type": "object"}},
                    },
                    {"name": "d", "type": "date", "format": "%d", "missingValues": ["-"]},
                ],
                "primaryKey": ["id"],
                "uniqueKeys": [["id", "s"]],
                "foreignKeys": [
                    {"fields": ["id"], "reference": {"resource": "u", "fields": ["nr"]}},
                ],
                "dataset-tools:rules": [{"name": "r", "formula": "id > 0"}],
                "missingValues": [{"value": ""}],
            },
        },
        {"name": "u", "data": [["nr"], [1]], "schema": {"fields": [{"name": "nr"}]}},
    ],
}
WORDS = [
    *("id", "t", "u", "s", "", "\0", "integer", "string", "date", "any", "exact", "(", "id <"),
    *("schema", "t.csv", "datapackage.json", "../x", "2024-01-01T00:00:00Z", "sha256:0"),
]
KEYS = [
    "name",
    "type",
    "fields",
    "value",
    "label",
    "resource",
    "reference",
    "match",
    "path",
    "data",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else ()
    for key, inside in (*pairs, *items):
        found += places(inside, (*path, key))
    return found


PLACES = places(GOOD)


def changed(value: Any, path: tuple[Any, ...], new: object) -> None:
    for key in path[:-1]:
        inside = isinstance(value, dict) and key in value
        item = isinstance(value, list) and isinstance(key, int) and key < len(value)
        if not inside and not item:
            return
        value = value[key]
    if isinstance(value, dict) or (isinstance(value, list) and path[-1] in range(len(value))):
        value[path[-1]] = new


def check(described: Described) -> None:
    of_resources = [each for errors in described.resource_errors.values() for each in errors]
    for error in (*described.errors, *described.findings, *of_resources):
        assert error.message
        assert error.place
        assert error.pointer is not None
    pointers = {resource.pointer for resource in described.package.resources}
    assert described.resource_errors.keys() <= pointers
    repr(described.package)


def test_the_good_one_is_good(told: Callable[..., list[Error]]) -> None:
    assert told(GOOD) == []


@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=4))
def test_a_change_anywhere_is_taken(
    read: Read,
    changes: list[tuple[tuple[Any, ...], object]],
) -> None:
    package = copy.deepcopy(GOOD)
    for path, new in changes:
        changed(package, path, new)
    check(read(package))


@given(JSON)
def test_any_json_is_a_schema_or_none(read: Read, value: object) -> None:
    package = copy.deepcopy(GOOD)
    package["resources"][0]["schema"] = "s.json"
    check(read(package, s__json=value))


@given(JSON)
def test_any_json_is_a_package_or_none(read: Read, value: object) -> None:
    check(read(value))
    check(read({"resources": [value]}))


@given(st.integers(min_value=0), st.text(max_size=3))
def test_a_cut_or_torn_text_is_taken(read: Read, at: int, torn: str) -> None:
    text = json.dumps(GOOD)
    at %= len(text)
    check(read(text[:at]))
    check(read(text[:at] + torn + text[at + 1 :]))
