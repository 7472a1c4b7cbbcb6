"""Any bytes as a descriptor: the report tells what is wrong, and nothing is raised."""

import copy

from dataset_tools.descriptor.read import read_descriptor
from tests.fuzz.packages import DESCRIPTOR, Memory, validated
from tests.fuzz.target import Choices, Target, json_bytes

FILES = {
    "t.csv": b"id,s,n,b,d,o\n1,a,1.5,true,2024-01-01,{}\n2,,x,,,\n2,b\n\n",
    "u.csv": b"nr;t\n1;a\n",
    "schema.json": b'{"fields": [{"name": "nr", "type": "integer"}, {"name": "t"}]}',
    "dialect.json": b'{"delimiter": ";"}',
    "notes.txt": b"notes",
}
TYPES = (
    *("string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date"),
    *("time", "year", "yearmonth", "duration", "geopoint", "geojson", "any"),
)
GOOD: dict[str, object] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "p",
    "id": "x",
    "version": "1.0.0",
    "created": "2024-01-01T00:00:00Z",
    "licenses": [{"name": "CC0-1.0", "path": "https://example.org"}],
    "sources": [{"title": "s", "path": "notes.txt"}],
    "contributors": [{"title": "A", "roles": ["creator"]}],
    "dataset-tools:sources": "u",
    "resources": [
        {
            "name": "t",
            "type": "table",
            "path": ["t.csv"],
            "bytes": 10,
            "hash": "sha256:00",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "quoteChar": '"', "headerRows": [1], "commentRows": [9]},
            "schema": {
                "fieldsMatch": ["subset"],
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
                        "constraints": {"pattern": "[a-z]", "minLength": 1, "required": True},
                        "dataset-tools:evidence": "fragments",
                    },
                    {"name": "n", "type": "number", "decimalChar": ".", "bareNumber": False},
                    {"name": "b", "type": "boolean", "trueValues": ["true"], "falseValues": ["f"]},
                    {"name": "d", "type": "date", "format": "%d", "missingValues": ["-"]},
                    {"name": "o", "type": "object", "constraints": {"jsonSchema": {}}},
                ],
                "primaryKey": ["id"],
                "uniqueKeys": [["id", "s"]],
                "foreignKeys": [
                    {"fields": ["id"], "reference": {"resource": "u", "fields": ["nr"]}},
                    {"fields": ["s"], "reference": {"fields": ["s"]}},
                ],
                "dataset-tools:rules": [{"name": "r", "formula": "id > 0 or n == 1.5"}],
                "missingValues": [{"value": ""}, {"value": "-", "label": "none"}],
            },
        },
        {"name": "u", "path": "u.csv", "schema": "schema.json", "dialect": "dialect.json"},
        {"name": "v", "data": [{"a": 1, "b": [2]}, {"a": None}], "schema": {"fields": []}},
        {"name": "w", "data": [["a"], [1]], "schema": {"fields": [{"name": "a"}]}},
        {"name": "f", "path": "notes.txt"},
    ],
}
V1: dict[str, object] = {
    "profile": "tabular-data-package",
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "dialect": {"csvddfVersion": 1.2, "caseSensitiveHeader": True},
            "schema": {
                "primaryKey": "id",
                "foreignKeys": [{"fields": "id", "reference": {"resource": "", "fields": "id"}}],
                "fields": [{"name": "id", "type": "integer", "format": "default"}],
            },
        },
    ],
}
_JSON, _OF_VALUE, _OF_TYPE, _YAML = range(4)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """List the places of all values inside of one."""
    found = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else ()
    for key, inside in (*pairs, *items):
        found += places(inside, (*path, key))
    return found


def changed(value: object, path: tuple[str | int, ...], new: object) -> None:
    """Put a value at a place, if the place is still there."""
    *before, last = path
    for key in before:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return
    if isinstance(value, list) and (isinstance(last, str) or last >= len(value)):
        return
    if isinstance(value, dict | list):
        value[last] = new  # type: ignore[index]


PLACES = {id(package): places(package) for package in (GOOD, V1)}


def descriptor_of(data: bytes) -> tuple[str, bytes]:
    """Take bytes as JSON or YAML, or as changes of a good descriptor; give a name and a text."""
    choices = Choices(data)
    mode = choices.number(3)
    if mode in (_JSON, _YAML):
        return ("datapackage.yaml" if mode == _YAML else DESCRIPTOR), choices.rest()
    base = GOOD if mode == _OF_VALUE else choices.of((GOOD, V1))
    package = copy.deepcopy(base)
    for _ in range(1 + choices.number(3)):
        place = choices.of(PLACES[id(base)])
        if choices.truth() and mode == _OF_TYPE:
            field = {"name": choices.of(("id", "s")), "type": choices.of(TYPES)}
            changed(package, place, field | _options(choices))
        elif choices.truth():
            changed(package, (*place[:-1], choices.text()), choices.value())
        else:
            changed(package, place, choices.value())
    return DESCRIPTOR, json_bytes(package)


def _options(choices: Choices) -> dict[str, object]:
    keys = ("minimum", "maximum", "enum", "pattern", "minLength", "exclusiveMinimum", "jsonSchema")
    constraints = {choices.of(keys): choices.value() for _ in range(choices.number(2))}
    names = ("format", "categories", "trueValues", "groupChar", "delimiter", "itemType")
    options = {choices.of(names): choices.value() for _ in range(choices.number(2))}
    return {"constraints": constraints, **options}


def check(data: bytes) -> None:
    """Read the descriptor that the bytes make; every fourth time validate its package, too."""
    name, descriptor = descriptor_of(data)
    if len(data) % 4 == 0:
        validated(descriptor, FILES, name)
        return
    described = read_descriptor(Memory({**FILES, name: descriptor}), name)
    of_resources = [each for errors in described.resource_errors.values() for each in errors]
    for error in (*described.errors, *described.findings, *of_resources):
        assert error.message
        assert error.place
        assert error.pointer is not None
    pointers = {resource.pointer for resource in described.package.resources}
    assert described.resource_errors.keys() <= pointers
    repr(described.package)


TARGET = Target(
    check=check,
    seeds=(
        b"\0" + json_bytes(GOOD),
        b"\0" + json_bytes(V1),
        b"\0\xef\xbb\xbf{}",
        b'\0{"resources": [{"path": "t.csv", "profile": "tabular-data-resource"}]}',
        b'\0{"a": "\\ud800", "a": 1e999, "b": -0.0}',
        b"\3resources:\n- path: t.csv\n  schema: &s {fields: [{name: i}]}\n- schema: *s\n",
        b"\3{resources: [{path: !!str 2024-01-01, bytes: 0x1F, data: ~, name: 'a''b'}]}",
        b"\3name: |\n x\n y\ntitle: >-\n z\n",
        b"\3a: &a [*a]\n? {b: c}\n: 1e3\n--- \n<<: {x: .nan, y: 12:30:00}\n",
        *(bytes([mode, *range(place, place + 40)]) for mode in (1, 2) for place in range(0, 90, 9)),
    ),
    words=(
        *TYPES,
        *("name", "path", "data", "schema", "fields", "type", "format", "constraints", "minimum"),
        *("maximum", "enum", "pattern", "primaryKey", "foreignKeys", "reference", "resource"),
        *("uniqueKeys", "missingValues", "categories", "value", "label", "dialect", "delimiter"),
        *("resources", "t.csv", "fieldsMatch", "profile", "encoding", "compression", "formula"),
        *("\n- ", "\n  ", ": ", "&a ", "*a", "!!", "---\n", "<<: ", "? ", "|\n", "#", "~"),
        *("true", "null", "\\u0000", "\\ud83d", "1e400", "dataset-tools:rules", "jsonSchema"),
    ),
)
