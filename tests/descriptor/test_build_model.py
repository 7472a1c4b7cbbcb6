from collections.abc import Callable
from decimal import Decimal

import pytest

from dataset_tools.descriptor.build_model import build_dialect
from dataset_tools.descriptor.build_schema import build_field, build_schema
from dataset_tools.descriptor.read import Described
from dataset_tools.model.dialect import Dialect
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Category, Field, Matcher, Schema

Read = Callable[..., Described]


def resource_of(read: Read, **properties: object) -> Resource:
    described = read({"resources": [{"name": "t", **properties}]})
    assert described.errors == ()
    return described.package.resources[0]


@pytest.mark.parametrize(
    ("properties", "type_", "format_", "compression"),
    [
        ({"path": "a.csv"}, "table", "csv", ""),
        ({"path": "a.CSV.gz"}, "table", "csv", "gz"),
        ({"path": "a.tsv.zip"}, "table", "tsv", "zip"),
        ({"path": "a.bin", "format": "csv", "compression": "gzip"}, "table", "csv", "gz"),
        ({"path": "a", "type": "table"}, "table", "csv", ""),
        ({"path": "a", "mediatype": "text/csv; header=present"}, "table", "csv", ""),
        ({"path": "a.ndjson"}, "table", "ndjson", ""),
        ({"path": "a.xlsx"}, "table", "xlsx", ""),
        ({"path": "a.json"}, "file", "json", ""),
        ({"path": "a.json", "schema": {"fields": []}}, "table", "json", ""),
        ({"path": "a.pdf"}, "file", "pdf", ""),
        ({"path": "a.gz"}, "file", "csv", "gz"),
        ({"path": "README"}, "file", "csv", ""),
        ({"path": "a.sqlite", "dialect": {"table": "t"}}, "table", "sqlite", ""),
        ({"path": "a.csv", "type": "file"}, "file", "csv", ""),
        ({"path": "a.csv", "profile": "tabular-data-resource"}, "table", "csv", ""),
        ({"data": [["id"], [1]]}, "table", "json", ""),
        ({"data": [{"id": 1}]}, "table", "json", ""),
        ({"data": {"a": 1}}, "file", "json", ""),
        ({"data": [1]}, "file", "json", ""),
        ({"data": "id\n1\n", "format": "csv"}, "table", "csv", ""),
    ],
)
def test_type_format_and_compression(
    read: Read,
    properties: dict[str, object],
    type_: str,
    format_: str,
    compression: str,
) -> None:
    resource = resource_of(read, **properties)
    assert (resource.type, resource.format, resource.compression) == (type_, format_, compression)


def test_a_resource_keeps_what_it_states(read: Read) -> None:
    resource = resource_of(
        read,
        path=["a.csv", "b.csv"],
        bytes=12.0,
        hash="sha1:ab",
        encoding="latin-1",
        title="T",
        **{"my:note": 1},
    )
    assert resource.paths == ("a.csv", "b.csv")
    assert (resource.bytes, resource.hash) == (12, "sha1:ab")
    assert (resource.encoding, resource.title, resource.pointer) == ("latin-1", "T", "/resources/0")
    assert resource.descriptor["my:note"] == 1


def test_an_empty_hash_is_none(read: Read) -> None:
    assert resource_of(read, path="a.csv", hash="").hash is None


@pytest.mark.parametrize(
    ("dialect", "format_", "expected"),
    [
        ({}, "csv", Dialect()),
        ({}, "tsv", Dialect(delimiter="\t")),
        ({"delimiter": ";"}, "tsv", Dialect(delimiter=";")),
        ({"header": False}, "csv", Dialect(header=False)),
        ({"headerRows": [2, 1]}, "csv", Dialect(header_rows=(1, 2))),
        ({"headerRows": []}, "csv", Dialect(header=False, header_rows=())),
        ({"quoteChar": ""}, "csv", Dialect(quote_char=None)),
        (
            {"escapeChar": "\\", "doubleQuote": False},
            "csv",
            Dialect(escape_char="\\", double_quote=False),
        ),
        (
            {"nullSequence": "", "commentChar": "#"},
            "csv",
            Dialect(null_sequence="", comment_char="#"),
        ),
        ({"itemKeys": [], "itemType": "array"}, "json", Dialect(item_keys=(), item_type="array")),
    ],
)
def test_a_dialect_has_the_defaults(
    dialect: dict[str, object],
    format_: str,
    expected: Dialect,
) -> None:
    assert build_dialect(dialect, format_) == expected


def test_a_field_has_the_defaults() -> None:
    descriptor = {"name": "x"}
    assert build_field(descriptor) == Field(name="x", descriptor=descriptor)


def test_a_schema_has_the_defaults() -> None:
    assert build_schema({}) == Schema()


def test_missing_values_of_a_field_replace_those_of_the_schema() -> None:
    schema = build_schema(
        {
            "fields": [
                {"name": "a"},
                {"name": "b", "missingValues": ["-"]},
                {"name": "c", "missingValues": []},
            ],
            "missingValues": [{"value": "NA", "label": "not asked"}, {"value": ""}],
            "primaryKey": ["b"],
        },
    )
    assert [field.missing_values for field in schema.fields] == [("NA", ""), ("-",), ()]
    assert [field.in_primary_key for field in schema.fields] == [False, True, False]


def test_categories_are_plain_or_labelled() -> None:
    plain = build_field({"name": "x", "type": "string", "categories": ["a"]})
    labelled = build_field(
        {"name": "x", "type": "integer", "categories": [{"value": 1, "label": "a"}]}
    )
    assert plain.categories == (Category(value="a"),)
    assert labelled.categories == (Category(value=1, label="a"),)
    assert build_field({"name": "x", "type": "date", "categories": ["a"]}).categories is None


def test_a_matcher_is_a_name_or_has_options() -> None:
    name = "dataset-tools:evidence"
    assert build_field({"name": "x", name: "quote"}).evidence == Matcher(match="quote")
    assert build_field({"name": "x", name: {"match": "name", "aliases": "y"}}).evidence == Matcher(
        match="name",
        options={"aliases": "y"},
    )


def test_a_key_to_the_own_table_names_none(read: Read) -> None:
    key = {"fields": ["id"], "reference": {"resource": "t", "fields": ["id"]}}
    schema = {"fields": [{"name": "id"}], "foreignKeys": [key]}
    built = resource_of(read, path="t.csv", schema=schema).schema
    assert built is not None
    assert built.foreign_keys[0].resource is None


def test_bounds_keep_their_exact_value(read: Read) -> None:
    text = (
        '{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "x", '
        '"type": "number", "constraints": {"minimum": 0.1234567890123456789, "maximum": 0.5}}]}}]}'
    )
    built = read(text).package.resources[0].schema
    assert built is not None
    assert built.fields[0].constraints.minimum == Decimal("0.1234567890123456789")
    assert built.fields[0].constraints.maximum == 0.5


def test_the_package_keeps_what_it_states(read: Read) -> None:
    package = read(
        {
            "name": "p",
            "title": "P",
            "version": "1.0.0",
            "dataset-tools:sources": "t",
            "resources": [{"name": "t", "path": "t.csv"}],
        },
    ).package
    assert (package.name, package.title, package.version) == ("p", "P", "1.0.0")
    assert (package.sources_table, package.standard) == ("t", "1.0")


def test_sources_that_name_no_table_are_left_out(read: Read) -> None:
    package = read(
        {"dataset-tools:sources": "u", "resources": [{"name": "t", "path": "t.csv"}]}
    ).package
    assert package.sources_table is None
