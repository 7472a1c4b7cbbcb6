"""Schemas and dialects in files of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dataset_tools.descriptor.read import Described, read_descriptor
from dataset_tools.files.folder import Folder

Read = Callable[..., Described]


def by_path(**parts: object) -> dict[str, object]:
    return {"resources": [{"name": "t", "path": "t.csv", **parts}]}


def test_a_schema_in_a_file_is_told_there(read: Read) -> None:
    described = read(by_path(schema="s.json"), s__json='{"fields": [\n {"name": "id", "type": 1}]}')
    (error,) = described.resource_errors["/resources/0"]
    assert (error.place, error.pointer, error.line_number) == ("s.json", "/fields/0/type", 2)
    schema = described.package.resources[0].schema
    assert schema is not None
    assert (schema.place, schema.pointer) == ("s.json", "")


@pytest.mark.parametrize(
    ("content", "line"),
    [("", 1), ("[]", 1), ('{"fields":\n [}', 2), (b"{\n\xff}", 2), ("\n[]", 2)],
)
def test_a_schema_file_that_is_none_is_one_error_there(
    read: Read,
    content: object,
    line: int,
) -> None:
    described = read(by_path(schema="s.json"), s__json=content)
    (error,) = described.resource_errors["/resources/0"]
    assert (error.kind.code, error.place, error.line_number) == ("DT148", "s.json", line)
    assert not described.package.resources[0].judged


def test_a_dialect_in_a_file_is_read(read: Read) -> None:
    described = read(by_path(dialect="d.json"), d__json={"delimiter": ";"})
    assert described.package.resources[0].dialect.delimiter == ";"


def test_a_file_for_two_resources_is_told_of_both(read: Read) -> None:
    package = by_path(schema="s.json")
    package["resources"] = [
        {"name": name, "path": "t.csv", "schema": "s.json"} for name in ("t", "u")
    ]
    described = read(package, s__json={"fields": 1})
    assert [each.kind.code for errors in described.resource_errors.values() for each in errors] == [
        *("DT141", "DT141"),
    ]


def test_odd_things_in_a_schema_file_are_told_there(read: Read) -> None:
    text = '{"fields": [], "fields": [{"name": "\\ud800"}]}'
    described = read(by_path(schema="s.json"), s__json=text)
    errors = described.resource_errors["/resources/0"]
    assert [(each.kind.code, each.severity, each.place) for each in errors] == [
        ("DT105", "warning", "s.json"),
        ("DT102", "error", "s.json"),
    ]


def test_the_descriptor_is_no_schema(read: Read) -> None:
    described = read(by_path(schema="datapackage.json"))
    assert [each.kind.code for each in described.resource_errors["/resources/0"]] == ["DT140"]


def test_a_descriptor_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    described = read_descriptor(Folder(tmp_path), "datapackage.json")
    assert [each.kind.code for each in described.errors] == ["DT501"]


def test_a_descriptor_beyond_the_bound_is_one_error(
    read: Read,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dataset_tools.descriptor.open_json.MAX_BYTES", 9)
    assert [each.kind.code for each in read(" " * 10).errors] == ["DT103"]
