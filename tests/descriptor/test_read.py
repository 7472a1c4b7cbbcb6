"""Each fault gives one error, with its code, at its place; the model is built of the rest."""

import json
from collections.abc import Callable

import pytest

from dataset_tools.descriptor.read import Described
from dataset_tools.errors.error import Error

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]

Read = Callable[..., Described]
Told = Callable[..., list[Error]]


def package(**properties: object) -> dict[str, object]:
    return {"$schema": PROFILE, "resources": [resource()], **properties}


def resource(**properties: object) -> dict[str, object]:
    return {"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}, **properties}


def of_resource(**properties: object) -> dict[str, object]:
    return package(resources=[resource(**properties)])


def of_schema(**properties: object) -> dict[str, object]:
    return of_resource(schema={"fields": FIELDS, **properties})


def of_field(**properties: object) -> dict[str, object]:
    return of_resource(schema={"fields": [{"name": "id", **properties}]})


def of_dialect(**properties: object) -> dict[str, object]:
    return of_resource(dialect=properties)


def key(**properties: object) -> dict[str, object]:
    return {"fields": ["id"], "reference": {"fields": ["id"]}, **properties}


def to_u(name: str) -> dict[str, object]:
    return key(reference={"resource": "u", "fields": [name]})


def rule(**properties: object) -> dict[str, object]:
    return {"name": "r", "formula": "id > 0", **properties}


RESOURCE = "/resources/0"
SCHEMA = f"{RESOURCE}/schema"
FIELD = f"{SCHEMA}/fields/0"

FAULTS = [
    # the package
    ({"$schema": PROFILE}, "DT110", ""),
    (package(resources=[]), "DT112", "/resources"),
    (package(resources={}), "DT111", "/resources"),
    (package(licenses=[{"title": "x"}]), "DT110", "/licenses/0"),
    (package(licenses=[{"name": "CC BY"}]), "DT112", "/licenses/0/name"),
    (package(licenses=[{"path": "../LICENSE"}]), "DT112", "/licenses/0/path"),
    (package(contributors={}), "DT111", "/contributors"),
    (package(contributors=[{}]), "DT110", "/contributors/0"),
    (package(contributors=["Ann"]), "DT111", "/contributors/0"),
    (package(contributors=[{"roles": "creator"}]), "DT111", "/contributors/0/roles"),
    (package(contributors=[{"email": "ann"}]), "DT112", "/contributors/0/email"),
    (package(sources=[{}]), "DT110", "/sources/0"),
    (package(keywords=[1]), "DT111", "/keywords/0"),
    (package(keywords=[]), "DT112", "/keywords"),
    (package(version=1), "DT111", "/version"),
    (package(created="2024-01-31"), "DT112", "/created"),
    (package(created="2024-02-30T00:00:00Z"), "DT112", "/created"),
    (package(homepage="example"), "DT112", "/homepage"),
    (package(image="../logo.png"), "DT112", "/image"),
    (package(**{"dataset-tools:sources": "docs"}), "DT112", "/dataset-tools:sources"),
    # a resource
    (package(resources=["t.csv"]), "DT121", RESOURCE),
    (package(resources=[{"path": "t.csv"}]), "DT120", RESOURCE),
    (package(resources=[{"name": "t"}]), "DT120", RESOURCE),
    (of_resource(name=""), "DT122", f"{RESOURCE}/name"),
    (package(resources=[resource(), resource()]), "DT123", "/resources/1/name"),
    (of_resource(data=[]), "DT124", f"{RESOURCE}/data"),
    (of_resource(path=[]), "DT122", f"{RESOURCE}/path"),
    (of_resource(path=["a.csv", 1]), "DT121", f"{RESOURCE}/path/1"),
    (of_resource(type="chart"), "DT122", f"{RESOURCE}/type"),
    (of_resource(encoding=8), "DT121", f"{RESOURCE}/encoding"),
    (of_resource(mediatype="csv"), "DT122", f"{RESOURCE}/mediatype"),
    (of_resource(bytes=-1), "DT122", f"{RESOURCE}/bytes"),
    (of_resource(bytes="12"), "DT121", f"{RESOURCE}/bytes"),
    (of_resource(hash="sha256:xyz"), "DT122", f"{RESOURCE}/hash"),
    (package(resources=[{"name": "t", "data": "x"}]), "DT120", RESOURCE),
    (package(resources=[{"name": "t", "data": None}]), "DT121", f"{RESOURCE}/data"),
    (
        package(resources=[{"name": "t", "data": [1], "type": "table"}]),
        "DT122",
        f"{RESOURCE}/data",
    ),
    # a dialect
    (of_resource(dialect=[]), "DT121", f"{RESOURCE}/dialect"),
    (of_dialect(delimiter=5), "DT131", f"{RESOURCE}/dialect/delimiter"),
    (of_dialect(delimiter=""), "DT132", f"{RESOURCE}/dialect/delimiter"),
    (of_dialect(delimiter="\n"), "DT132", f"{RESOURCE}/dialect/delimiter"),
    (of_dialect(quoteChar="''"), "DT132", f"{RESOURCE}/dialect/quoteChar"),
    (of_dialect(escapeChar=""), "DT132", f"{RESOURCE}/dialect/escapeChar"),
    (of_dialect(headerRows=[0]), "DT132", f"{RESOURCE}/dialect/headerRows/0"),
    (of_dialect(commentRows=2), "DT131", f"{RESOURCE}/dialect/commentRows"),
    (of_dialect(itemType="row"), "DT132", f"{RESOURCE}/dialect/itemType"),
    (of_dialect(delimiter=";", quoteChar=";"), "DT133", f"{RESOURCE}/dialect/quoteChar"),
    (of_resource(dialect="d.json"), "DT134", f"{RESOURCE}/dialect"),
    (of_resource(dialect="../d.json"), "DT502", f"{RESOURCE}/dialect"),
    # a schema
    (of_resource(schema=5), "DT121", SCHEMA),
    (of_resource(schema={}), "DT140", SCHEMA),
    (of_resource(schema="s.json"), "DT148", SCHEMA),
    (of_resource(schema="https://example.org/s.json"), "DT502", SCHEMA),
    (of_resource(schema={"fields": {}}), "DT141", f"{SCHEMA}/fields"),
    (of_schema(fields=[*FIELDS, FIELDS[0]]), "DT143", f"{SCHEMA}/fields/2/name"),
    (of_schema(fieldsMatch="some"), "DT142", f"{SCHEMA}/fieldsMatch"),
    (of_schema(fieldsMatch=["exact", "equal"]), "DT142", f"{SCHEMA}/fieldsMatch"),
    (of_schema(missingValues="-"), "DT141", f"{SCHEMA}/missingValues"),
    (of_schema(missingValues=["-", "-"]), "DT142", f"{SCHEMA}/missingValues"),
    (of_schema(missingValues=[{"label": "x"}]), "DT140", f"{SCHEMA}/missingValues/0"),
    (of_schema(primaryKey=5), "DT141", f"{SCHEMA}/primaryKey"),
    (of_schema(primaryKey=[]), "DT142", f"{SCHEMA}/primaryKey"),
    (of_schema(primaryKey="nr"), "DT144", f"{SCHEMA}/primaryKey/0"),
    (of_schema(primaryKey=["id", "id"]), "DT142", f"{SCHEMA}/primaryKey/1"),
    (of_schema(uniqueKeys=[]), "DT142", f"{SCHEMA}/uniqueKeys"),
    (of_schema(uniqueKeys=[["nr"]]), "DT144", f"{SCHEMA}/uniqueKeys/0/0"),
    (of_schema(foreignKeys=[{"fields": ["id"]}]), "DT140", f"{SCHEMA}/foreignKeys/0"),
    (of_schema(foreignKeys=[key(fields=["nr"])]), "DT144", f"{SCHEMA}/foreignKeys/0/fields/0"),
    (
        of_schema(foreignKeys=[key(reference={"fields": ["nr"]})]),
        "DT144",
        f"{SCHEMA}/foreignKeys/0/reference/fields/0",
    ),
    (
        of_schema(foreignKeys=[key(reference={"resource": "u", "fields": ["id"]})]),
        "DT145",
        f"{SCHEMA}/foreignKeys/0/reference/resource",
    ),
    (of_schema(foreignKeys=[key(fields=["id", "name"])]), "DT146", f"{SCHEMA}/foreignKeys/0"),
    (
        package(
            resources=[
                resource(schema={"fields": FIELDS, "foreignKeys": [to_u("nr"), to_u("id")]}),
                resource(name="u"),
            ],
        ),
        "DT144",
        f"{SCHEMA}/foreignKeys/0/reference/fields/0",
    ),
    (
        package(
            resources=[
                resource(schema={"fields": FIELDS, "foreignKeys": [to_u("id")]}),
                {"name": "u", "path": "u.csv"},
            ],
        ),
        "DT145",
        f"{SCHEMA}/foreignKeys/0/reference/resource",
    ),
    (
        of_schema(**{"dataset-tools:rules": [rule(formula="id >")]}),
        "DT147",
        f"{SCHEMA}/dataset-tools:rules/0/formula",
    ),
    (
        of_schema(**{"dataset-tools:rules": [rule(formula="nr > 0")]}),
        "DT147",
        f"{SCHEMA}/dataset-tools:rules/0/formula",
    ),
    (
        of_schema(**{"dataset-tools:rules": [rule(), rule()]}),
        "DT143",
        f"{SCHEMA}/dataset-tools:rules/1/name",
    ),
    (
        of_schema(**{"dataset-tools:rules": [rule(severity="fatal")]}),
        "DT142",
        f"{SCHEMA}/dataset-tools:rules/0/severity",
    ),
    # a field
    (of_schema(fields=["id"]), "DT151", FIELD),
    (of_schema(fields=[{"type": "integer"}]), "DT150", FIELD),
    (of_field(type="int"), "DT152", f"{FIELD}/type"),
    (of_field(type=1), "DT151", f"{FIELD}/type"),
    (of_field(type="string", format="phone"), "DT152", f"{FIELD}/format"),
    (of_field(type="integer", format="any"), "DT152", f"{FIELD}/format"),
    (of_field(type="boolean", trueValues="x"), "DT151", f"{FIELD}/trueValues"),
    (of_field(type="boolean", trueValues=[]), "DT152", f"{FIELD}/trueValues"),
    (of_field(type="list", itemType="money"), "DT152", f"{FIELD}/itemType"),
    (of_field(type="string", categories=["a", "a"]), "DT152", f"{FIELD}/categories/1"),
    (
        of_field(type="integer", categories=[{"value": 1}, {"value": 1}]),
        "DT152",
        f"{FIELD}/categories",
    ),
    (of_field(type="integer", categories=["a"]), "DT155", f"{FIELD}/categories/0"),
    (of_field(missingValues=[1]), "DT151", f"{FIELD}/missingValues"),
    (of_field(**{"dataset-tools:evidence": {}}), "DT150", f"{FIELD}/dataset-tools:evidence"),
    (of_field(**{"dataset-tools:evidence": 1}), "DT151", f"{FIELD}/dataset-tools:evidence"),
]
CONSTRAINTS = [
    ("integer", {"required": "yes"}, "DT151", "required"),
    ("integer", {"unique": 1}, "DT151", "unique"),
    ("integer", {"minLength": 1}, "DT154", "minLength"),
    ("any", {"minimum": 1}, "DT154", "minimum"),
    ("boolean", {"minimum": 1}, "DT154", "minimum"),
    ("string", {"jsonSchema": {}}, "DT154", "jsonSchema"),
    ("string", {"minLength": -1}, "DT152", "minLength"),
    ("string", {"minLength": 1.5}, "DT152", "minLength"),
    ("string", {"pattern": "("}, "DT156", "pattern"),
    ("string", {"pattern": 5}, "DT151", "pattern"),
    ("integer", {"enum": []}, "DT152", "enum"),
    ("integer", {"enum": "1"}, "DT151", "enum"),
    ("integer", {"enum": [1, 1.0]}, "DT152", "enum/1"),
    ("integer", {"enum": [1, "x"]}, "DT155", "enum/1"),
    ("integer", {"enum": [None]}, "DT155", "enum/0"),
    ("integer", {"minimum": "abc"}, "DT155", "minimum"),
    ("integer", {"minimum": None}, "DT155", "minimum"),
    ("number", {"maximum": []}, "DT155", "maximum"),
    ("date", {"minimum": "tomorrow"}, "DT155", "minimum"),
    ("object", {"jsonSchema": {"type": 5}}, "DT155", "jsonSchema"),
    ("object", {"jsonSchema": {"$ref": "http://127.0.0.1:9/x.json"}}, "DT155", "jsonSchema"),
]
FAULTS += [
    (of_field(type=type_, constraints=constraints), code, f"{FIELD}/constraints/{pointer}")
    for type_, constraints, code, pointer in CONSTRAINTS
]


@pytest.mark.parametrize(("broken", "code", "pointer"), FAULTS)
def test_one_fault_is_one_error(told: Told, broken: object, code: str, pointer: str) -> None:
    errors = told(broken)
    assert [(error.kind.code, error.severity) for error in errors] == [(code, "error")]
    assert errors[0].pointer == pointer or errors[0].pointer == pointer + "/0"


@pytest.mark.parametrize(
    "good",
    [
        package(),
        package(id="x", version="1.0.0", created="1985-04-12T23:20:50.52Z", keywords=["a"]),
        package(licenses=[{"path": "LICENSE"}], sources=[], image="logo.png"),
        package(contributors=[{"givenName": "Ann", "role": "author"}], homepage="https://x.org"),
        package(**{"x:y": None, "spatial": None}),
        of_resource(path=["a.csv", "b.csv"], bytes=12.0, hash="0" * 32, compression="gz"),
        of_resource(hash=""),
        package(resources=[{"name": "T 1", "data": [["id"], [1]], "type": "table"}]),
        package(resources=[{"name": "t", "data": "id\n1\n", "format": "csv"}]),
        of_dialect(header=False, headerRows=[1, 2], quoteChar="", caseSensitiveHeader=True),
        of_schema(primaryKey="id", uniqueKeys=[["id"], ["id", "name"]], missingValues=[]),
        of_schema(missingValues=[{"value": "", "label": "none"}, {"value": "-9"}]),
        of_schema(fieldsMatch=["subset"], fields=[]),
        of_schema(foreignKeys=[{"fields": "id", "reference": {"resource": "", "fields": "id"}}]),
        of_schema(foreignKeys=[key(reference={"resource": "t", "fields": "id"})]),
        of_schema(**{"dataset-tools:rules": [rule(severity="warning")]}),
        of_field(type="list", itemType="date", delimiter=";", constraints={"minLength": 2}),
        of_field(type="date", format="%d.%m.%Y", example=5),
        of_field(type="integer", constraints={"enum": [0, "1"], "minimum": "0"}),
        of_field(type="integer", categories=[{"value": 0, "label": "a"}, {"value": 1}]),
        of_field(type="string", categories=["a", "b"], constraints={"enum": ["a"]}),
        of_field(type="object", constraints={"jsonSchema": {"type": "object"}}),
        of_field(**{"dataset-tools:evidence": {"match": "name", "aliases": "x"}}),
    ],
)
def test_what_the_standard_allows_is_no_fault(told: Told, good: object) -> None:
    assert told(good) == []


REMARKS = [
    (package(**{"$schema": "https://example.org/p.json"}), "DT106", "/$schema"),
    ({"profile": "fiscal-data-package", "resources": [resource()]}, "DT106", "/profile"),
    (of_resource(primaryKey=["id"]), "DT107", f"{RESOURCE}/primaryKey"),
    (package(fields=FIELDS), "DT107", "/fields"),
    (of_resource(hash="crc99:0a"), "DT125", f"{RESOURCE}/hash"),
    (
        of_schema(foreignKeys=[key(reference={"package": "x", "fields": ["id"]})]),
        "DT145",
        f"{SCHEMA}/foreignKeys/0/reference",
    ),
    (
        {
            "resources": [
                resource(schema={"fields": [{"name": "y", "type": "year", "format": "any"}]})
            ]
        },
        "DT152",
        f"{FIELD}/format",
    ),
    (of_field(type="number", categories=[1]), "DT154", f"{FIELD}/categories"),
    (
        of_field(type="integer", constraints={"minimum": 3, "exclusiveMaximum": "2"}),
        "DT157",
        f"{FIELD}/constraints/minimum",
    ),
    (
        of_field(type="string", constraints={"minLength": 3, "maxLength": 2}),
        "DT157",
        f"{FIELD}/constraints/minLength",
    ),
]


@pytest.mark.parametrize(("odd", "code", "pointer"), REMARKS)
def test_what_is_only_odd_is_a_warning(told: Told, odd: object, code: str, pointer: str) -> None:
    assert [(error.kind.code, error.severity, error.pointer) for error in told(odd)] == [
        (code, "warning", pointer),
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_text(read: Read) -> None:
    described = read(
        json.dumps(
            package(version=1, resources=[resource(bytes=-1, hash=8), resource(name="u", path=1)]),
            indent=1,
        ),
    )
    assert [error.kind.code for error in described.errors] == ["DT111"]
    of_first = described.resource_errors["/resources/0"]
    assert [error.pointer for error in of_first] == ["/resources/0/bytes", "/resources/0/hash"]
    assert [error.line_number for error in of_first] == [19, 20]
    assert [error.kind.code for error in described.resource_errors["/resources/1"]] == ["DT121"]


def test_an_error_has_its_place_line_and_column(told: Told) -> None:
    (error,) = told('{"resources": [\n  {"name": "t", "path": 5}]}')
    assert (error.place, error.line_number, error.column) == ("datapackage.json", 2, 25)
    assert error.message == 'The resource "t": "path" is 5, and must be a path or an array of paths'


def test_a_message_names_resource_and_field(told: Told) -> None:
    (error,) = told(of_field(type="integer", constraints={"minLength": 1}))
    assert (
        error.message
        == 'The field "id" of "t": "constraints.minLength" is not for the type "integer"'
    )


def test_duplicate_keys_are_a_finding_and_the_last_is_read(read: Read) -> None:
    text = json.dumps(package(name="b")).replace("{", '{"name": "a", ', 1)
    described = read(text)
    assert described.package.name == "b"
    assert [(each.kind.code, each.pointer) for each in described.findings] == [("DT105", "/name")]


@pytest.mark.parametrize(
    ("broken", "judged"),
    [
        (package(licenses=[{}]), True),
        (of_resource(title=5, licenses=[{}], bytes=-1), True),
        (of_resource(path=5), False),
        (of_resource(encoding=5), False),
        (of_resource(schema="s.json"), False),
        (of_dialect(delimiter=5), False),
        (of_schema(primaryKey=["nr"]), True),
        (of_schema(fieldsMatch="some"), False),
        (of_field(type="integer", constraints={"minimum": "x"}), True),
        (of_field(type="int"), False),
        (of_field(title=5), True),
        (of_schema(fields=[*FIELDS, FIELDS[0]]), False),
        (of_resource(hash="crc99:0a"), True),
    ],
)
def test_rows_are_judged_where_they_can_be_read(read: Read, broken: object, judged: bool) -> None:  # noqa: FBT001
    assert [each.judged for each in read(broken).package.resources] == [judged]


def test_what_is_wrong_is_left_out_of_the_model(read: Read) -> None:
    described = read(
        of_schema(
            fields=[
                {"name": "id", "type": "integer", "constraints": {"minimum": "x", "maximum": 9}}
            ],
            primaryKey=["nr"],
            uniqueKeys=[["nr"], ["id"]],
            foreignKeys=[key(fields=["nr"]), key()],
            **{"dataset-tools:rules": [rule(formula="id >"), rule(name="s")]},
        ),
    )
    schema = described.package.resources[0].schema
    assert schema is not None
    limits = schema.fields[0].constraints
    assert (limits.minimum, limits.maximum) == (None, 9)
    assert schema.primary_key == ()
    assert schema.unique_keys == (("id",),)
    assert [each.fields for each in schema.foreign_keys] == [("id",)]
    assert [each.name for each in schema.rules] == ["s"]


def test_resources_that_are_none_keep_their_place(read: Read) -> None:
    described = read(package(resources=["x", resource()]))
    assert [each.name for each in described.package.resources] == ["resource-1", "t"]
    assert [each.judged for each in described.package.resources] == [False, True]


@pytest.mark.parametrize("key", ["schema", "dialect"])
def test_an_empty_path_is_told_of_the_descriptor(read: Read, key: str) -> None:
    described = read(package(resources=[resource(**{key: ""})]))
    (error,) = described.resource_errors["/resources/0"]
    assert (error.kind.code, error.place) == ("DT122", "datapackage.json")
    assert error.pointer == f"/resources/0/{key}"
