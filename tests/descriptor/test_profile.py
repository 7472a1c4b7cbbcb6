"""What the standard's published profile refuses is refused, but for the places of a table."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from dataset_tools.descriptor.profile import BOTH_FORMS, TYPES
from dataset_tools.errors.error import Error
from dataset_tools.field_types.types import field_type

pytestmark = pytest.mark.kit
Told = Callable[..., list[Error]]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LEVELS: dict[str, list[str]] = {
    "package": [
        *("$schema", "name", "id", "title", "description", "homepage", "version", "created"),
        *("contributors", "keywords", "image", "licenses", "resources", "sources"),
    ],
    "resource": [
        *("name", "path", "type", "title", "description", "homepage", "sources", "licenses"),
        *("format", "mediatype", "encoding", "bytes", "hash", "dialect", "schema"),
    ],
    "dialect": [
        *("header", "headerRows", "headerJoin", "commentRows", "commentChar", "delimiter"),
        *("lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence"),
        *("skipInitialSpace", "property", "itemType", "itemKeys", "sheetNumber", "sheetName"),
        "table",
    ],
    "schema": [
        *("fields", "fieldsMatch", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys"),
    ],
    "field": [
        *("name", "type", "format", "title", "description", "example", "constraints", "rdfType"),
        *("categories", "categoriesOrdered", "missingValues", "bareNumber", "groupChar"),
    ],
    "constraints": ["required", "unique", "minimum", "maximum", "enum"],
    "license": ["name", "path", "title"],
    "contributor": ["title", "path", "email", "givenName", "organization", "roles"],
    "source": ["title", "path", "email", "version"],
    "foreign key": ["fields", "reference"],
    "reference": ["fields", "resource"],
}
WRONG: list[Any] = [
    *(None, True, -1, 1.5, "", "\0", "a b", [], [None], [[]], [1], ["x", "x"], {}, {"a": {}}, [{}]),
    *(0, "../x", "/x", ["exact"], "exact", "id", ["id"], [0, "1"], "list"),
]
DIFFERENCES = {
    ("resource", "path"): "an unsafe path is told by the files' check, as DT502",
    ("schema", "fieldsMatch"): BOTH_FORMS["schema.fieldsMatch"],
    ("field", "example"): BOTH_FORMS["field.example"],
    ("constraints", "enum"): BOTH_FORMS["constraints.enum"],
    ("foreign key", "fields"): BOTH_FORMS["foreignKey.fields"],
    ("reference", "fields"): BOTH_FORMS["foreignKey.fields"],
}
FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("schema.fieldsMatch", "schema", {"fieldsMatch": "equal"}),
    ("schema.fields", "schema", {"fields": [], "foreignKeys": ...}),
    ("resource.dialect", "resource", {"dialect": "d.json"}),
    ("field.type", "field", {"type": "list", "constraints": {}}),
    ("field.example", "field", {"example": 5}),
    ("constraints.enum", "constraints", {"enum": [0, "1"]}),
    ("constraints.minimum", "field", {"type": "yearmonth", "constraints": {"minimum": "2000-01"}}),
    ("foreignKey.fields", "reference", {"fields": "id"}),
    ("dialect.quoteChar", "dialect", {"quoteChar": ""}),
]


def good() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """A package, and its parts by their level."""
    constraints: dict[str, Any] = {"minimum": 0}
    field = {"name": "id", "type": "integer", "constraints": constraints}
    reference: dict[str, Any] = {"fields": ["id"]}
    key = {"fields": ["id"], "reference": reference}
    schema = {"fields": [field], "foreignKeys": [key]}
    dialect: dict[str, Any] = {"delimiter": ","}
    resource = {"name": "t", "path": "t.csv", "schema": schema, "dialect": dialect}
    license_, contributor, source = {"name": "CC0-1.0"}, {"title": "A"}, {"title": "S"}
    package = {
        "$schema": PROFILE,
        "licenses": [license_],
        "contributors": [contributor],
        "sources": [source],
        "resources": [resource],
    }
    parts: dict[str, dict[str, Any]] = {
        "package": package,
        "resource": resource,
        "dialect": dialect,
        "schema": schema,
        "field": field,
        "constraints": constraints,
        "license": license_,
        "contributor": contributor,
        "source": source,
        "foreign key": key,
        "reference": reference,
    }
    return package, parts


def changes() -> Iterator[tuple[str, str, Any]]:
    for level, names in LEVELS.items():
        for name in names:
            yield level, name, ...
            for value in WRONG:
                yield level, name, value


@pytest.fixture(scope="module")
def profile(shared: Path) -> Draft7Validator:
    path = shared / "validators" / "datapackage" / "2.0" / "datapackage.json"
    return Draft7Validator(json.loads(path.read_text("utf-8")))


def test_what_the_profile_refuses_is_refused(profile: Draft7Validator, told: Told) -> None:
    accepted: dict[tuple[str, str], list[Any]] = {}
    for level, name, value in changes():
        package, parts = good()
        if value is ...:
            parts[level].pop(name, None)
        else:
            parts[level][name] = copy.deepcopy(value)
        refused = any(error.severity == "error" for error in told(package))
        if not profile.is_valid(package) and not refused:
            accepted.setdefault((level, name), []).append(value)
    assert accepted.keys() == DIFFERENCES.keys(), accepted


def test_the_good_package_is_good(profile: Draft7Validator, told: Told) -> None:
    package, _ = good()
    assert told(package) == []
    assert profile.is_valid(package)


def test_each_type_of_the_standard_has_its_room() -> None:
    assert [field_type(name).name for name in TYPES] == list(TYPES)


@pytest.mark.parametrize(("place", "level", "form"), FORMS, ids=[place for place, _, _ in FORMS])
def test_both_forms_are_read(told: Told, place: str, level: str, form: dict[str, Any]) -> None:
    assert place in BOTH_FORMS
    package, parts = good()
    parts[level].update(form)
    for name in [name for name, value in form.items() if value is ...]:
        del parts[level][name]
    assert told(package, d__json={}) == []


def test_each_place_of_two_forms_is_tried() -> None:
    assert {place for place, _, _ in FORMS} == BOTH_FORMS.keys()
