"""Pairs of packages with known answers: every rule of the recipe "Data Package Version"."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.diff.conftest import compared, write_version

Files = dict[str, str]
Change = Callable[[dict[str, Any], Files], None]
PEOPLE = "id,name,born,town\n1,Ann,1965,a\n2,Bo,1970,b\n3,Cy,,a\n"
TOWNS = "code,size\na,10\nb,20\nc,30\n"


def package() -> tuple[dict[str, Any], Files]:
    """Return the version before: people who refer to towns, and a text file."""
    people = {
        "fields": [
            {"name": "id", "type": "integer"},
            {"name": "name", "type": "string", "constraints": {"maxLength": 20}},
            {"name": "born", "type": "integer", "constraints": {"minimum": 1900}},
            {"name": "town", "type": "string", "constraints": {"enum": ["a", "b"]}},
        ],
        "primaryKey": ["id"],
        "foreignKeys": [
            {"fields": ["town"], "reference": {"resource": "towns", "fields": ["code"]}}
        ],
    }
    towns = {
        "fields": [{"name": "code", "type": "string"}, {"name": "size", "type": "integer"}],
        "primaryKey": ["code"],
    }
    descriptor = {
        "name": "country",
        "title": "A country",
        "resources": [
            {"name": "people", "path": "people.csv", "schema": people},
            {"name": "towns", "path": "towns.csv", "schema": towns},
            {"name": "readme", "path": "readme.txt", "type": "file"},
        ],
    }
    return descriptor, {"people.csv": PEOPLE, "towns.csv": TOWNS, "readme.txt": "hello\n"}


def people(descriptor: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = descriptor["resources"][0]["schema"]
    return schema


def fields(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = people(descriptor)["fields"]
    return found


def rename_package(descriptor: dict[str, Any], _: Files) -> None:
    descriptor["name"] = "land"


def change_id(descriptor: dict[str, Any], _: Files) -> None:
    descriptor["id"] = "https://example.org/2"


def rename_resource(descriptor: dict[str, Any], _: Files) -> None:
    descriptor["resources"][1]["name"] = "places"
    people(descriptor)["foreignKeys"][0]["reference"]["resource"] = "places"


def move_and_rename_resource(descriptor: dict[str, Any], files: Files) -> None:
    rename_resource(descriptor, files)
    descriptor["resources"][1]["path"] = "places.csv"
    files["places.csv"] = files.pop("towns.csv")


def rename_field(descriptor: dict[str, Any], files: Files) -> None:
    fields(descriptor)[2]["name"] = "birth"
    files["people.csv"] = PEOPLE.replace("born", "birth")


def rename_key(descriptor: dict[str, Any], files: Files) -> None:
    fields(descriptor)[0]["name"] = "number"
    people(descriptor)["primaryKey"] = ["number"]
    files["people.csv"] = PEOPLE.replace("id,", "number,", 1)


def rename_referenced_field(descriptor: dict[str, Any], files: Files) -> None:
    descriptor["resources"][1]["schema"]["fields"][0]["name"] = "key"
    descriptor["resources"][1]["schema"]["primaryKey"] = ["key"]
    people(descriptor)["foreignKeys"][0]["reference"]["fields"] = ["key"]
    files["towns.csv"] = TOWNS.replace("code", "key")


def add_field(descriptor: dict[str, Any], files: Files) -> None:
    fields(descriptor).append({"name": "tall", "type": "boolean"})
    lines = PEOPLE.splitlines()
    files["people.csv"] = "\n".join([f"{lines[0]},tall", *(f"{line},true" for line in lines[1:])])


def remove_field(descriptor: dict[str, Any], files: Files) -> None:
    del fields(descriptor)[1]
    files["people.csv"] = "id,born,town\n1,1965,a\n2,1970,b\n3,,a\n"


def reorder_fields(descriptor: dict[str, Any], files: Files) -> None:
    found = fields(descriptor)
    found[1], found[2] = found[2], found[1]
    files["people.csv"] = "id,born,name,town\n1,1965,Ann,a\n2,1970,Bo,b\n3,,Cy,a\n"


def change_type(descriptor: dict[str, Any], _: Files) -> None:
    fields(descriptor)[2]["type"] = "number"


def change_format(descriptor: dict[str, Any], _: Files) -> None:
    fields(descriptor)[1]["format"] = "uri"


def constrain(at: int, **constraints: Any) -> Change:
    def change(descriptor: dict[str, Any], _: Files) -> None:
        own = fields(descriptor)[at].setdefault("constraints", {})
        for name, value in constraints.items():
            if value is None:
                own.pop(name)
            else:
                own[name] = value

    return change


def in_schema(**properties: Any) -> Change:
    def change(descriptor: dict[str, Any], _: Files) -> None:
        for name, value in properties.items():
            people(descriptor)[name] = value

    return change


def in_field(at: int, **properties: Any) -> Change:
    def change(descriptor: dict[str, Any], _: Files) -> None:
        fields(descriptor)[at] |= properties

    return change


def in_resource(at: int, **properties: Any) -> Change:
    def change(descriptor: dict[str, Any], _: Files) -> None:
        descriptor["resources"][at] |= properties

    return change


def in_package(**properties: Any) -> Change:
    def change(descriptor: dict[str, Any], _: Files) -> None:
        descriptor.update(properties)

    return change


def rows(name: str, text: str) -> Change:
    def change(_: dict[str, Any], files: Files) -> None:
        files[name] = text

    return change


def remove_resource(descriptor: dict[str, Any], _: Files) -> None:
    del descriptor["resources"][2]


def add_resource(descriptor: dict[str, Any], files: Files) -> None:
    descriptor["resources"].append({"name": "rivers", "path": "rivers.csv"})
    files["rivers.csv"] = "name\nr\n"


def refer_elsewhere(descriptor: dict[str, Any], files: Files) -> None:
    add_resource(descriptor, files)
    descriptor["resources"][3]["schema"] = {"fields": [{"name": "name", "type": "string"}]}
    files["rivers.csv"] = "name\na\nb\n"
    people(descriptor)["foreignKeys"][0]["reference"] = {"resource": "rivers", "fields": ["name"]}


def drop_reference(descriptor: dict[str, Any], _: Files) -> None:
    del people(descriptor)["foreignKeys"]


def add_reference(descriptor: dict[str, Any], _: Files) -> None:
    key = {"fields": ["born"], "reference": {"resource": "towns", "fields": ["size"]}}
    people(descriptor)["foreignKeys"].append(key)


def rename_a_referenced_key(descriptor: dict[str, Any], files: Files) -> None:
    fields(descriptor)[3]["constraints"]["enum"] = ["a", "b", "z"]
    files["towns.csv"] = TOWNS.replace("b,20", "z,20")
    files["people.csv"] = PEOPLE.replace("1970,b", "1970,z")


def move_file(descriptor: dict[str, Any], files: Files) -> None:
    descriptor["resources"][0]["path"] = "data/people.csv"
    files["data/people.csv"] = files.pop("people.csv")


def to_other_encoding(descriptor: dict[str, Any], _: Files) -> None:
    descriptor["resources"][0]["encoding"] = "latin-1"


def to_other_dialect(descriptor: dict[str, Any], files: Files) -> None:
    descriptor["resources"][0]["dialect"] = {"delimiter": ";"}
    files["people.csv"] = PEOPLE.replace(",", ";")


def nothing(descriptor: dict[str, Any], files: Files) -> None:
    """Change nothing."""


RULE = {"dataset-tools:rules": [{"name": "r", "formula": "id > 0"}]}
NAMES = ["Ann", "Bo", "Cy"]
LESS = "id,name,born,town\n1,Ann,1965,a\n2,Bo,1970,b\n"
SORTED = "id,name,born,town\n3,Cy,,a\n2,Bo,1970,b\n1,Ann,1965,a\n"
SPELLED = PEOPLE.replace("1965", "+01965").replace("Ann", '"Ann"')
NARROWED, WIDENED = "constraint-narrowed", "constraint-widened"
MAJOR: list[tuple[str, Change, str]] = [
    ("package renamed", rename_package, "package-renamed"),
    ("resource renamed", rename_resource, "resource-renamed"),
    ("resource renamed with its file", move_and_rename_resource, "resource-renamed"),
    ("field renamed", rename_field, "field-renamed"),
    ("key renamed", rename_key, "field-renamed"),
    ("referenced field renamed", rename_referenced_field, "field-renamed"),
    ("field added", add_field, "field-added"),
    ("field removed", remove_field, "field-removed"),
    ("fields re-ordered", reorder_fields, "fields-reordered"),
    ("type changed", change_type, "type-changed"),
    ("format changed", change_format, "format-changed"),
    ("required", constrain(1, required=True), NARROWED),
    ("unique", constrain(1, unique=True), NARROWED),
    ("higher minimum", constrain(2, minimum=1950), NARROWED),
    ("exclusive", constrain(2, minimum=None, exclusiveMinimum=1900), NARROWED),
    ("maximum added", constrain(2, maximum=2000), NARROWED),
    ("shorter", constrain(1, maxLength=10), NARROWED),
    ("minLength added", constrain(1, minLength=1), NARROWED),
    ("pattern added", constrain(1, pattern="[A-Z].*"), NARROWED),
    ("other enum", constrain(3, enum=["a", "c"]), NARROWED),
    ("categories added", in_field(1, categories=NAMES), NARROWED),
    ("unique key", in_schema(uniqueKeys=[["name"]]), NARROWED),
    ("foreign key added", add_reference, NARROWED),
    ("rule added", in_schema(**RULE), NARROWED),
    ("other primary key", in_schema(primaryKey=["id", "name"]), "primary-key-changed"),
    ("no primary key", in_schema(primaryKey=[]), "primary-key-changed"),
    ("row removed", rows("people.csv", LESS), "rows-removed"),
    ("referenced row removed", rows("towns.csv", TOWNS[:-5]), "referenced-rows-removed"),
    ("resource removed", remove_resource, "resource-removed"),
]
MINOR: list[tuple[str, Change, str]] = [
    ("resource added", add_resource, "resource-added"),
    ("row added", rows("people.csv", PEOPLE + "4,Di,1980,b\n"), "rows-added"),
    ("lower minimum", constrain(2, minimum=1800), WIDENED),
    ("exclusive but wider", constrain(2, minimum=None, exclusiveMinimum=1800), WIDENED),
    ("longer", constrain(1, maxLength=40), WIDENED),
    ("no maxLength", constrain(1, maxLength=None), WIDENED),
    ("more in the enum", constrain(3, enum=["a", "b", "c"]), WIDENED),
    ("no enum", constrain(3, enum=None), WIDENED),
    ("labels in any order", in_schema(fieldsMatch=["equal"]), WIDENED),
    ("foreign key dropped", drop_reference, WIDENED),
    ("reference updated", refer_elsewhere, "resource-added reference-changed"),
    ("another missing value", in_schema(missingValues=["", "NA"]), "spelling-changed"),
    ("another encoding", to_other_encoding, "layout-changed"),
    ("another delimiter", to_other_dialect, "layout-changed"),
    ("id given", change_id, "package-named"),
]
PATCH: list[tuple[str, Change, str]] = [
    ("value corrected", rows("people.csv", PEOPLE.replace("1965", "1966")), "rows-changed"),
    ("value filled in", rows("people.csv", PEOPLE.replace("Cy,,", "Cy,9,")), "rows-changed"),
    ("title", in_package(title="The country"), "metadata-changed"),
    ("licence", in_package(licenses=[{"name": "CC0-1.0"}]), "metadata-changed"),
    ("resource described", in_resource(0, description="who"), "metadata-changed"),
    ("field described", in_field(1, description="who"), "metadata-changed"),
    ("file edited", rows("readme.txt", "hallo\n"), "content-changed"),
]
NONE: list[tuple[str, Change, str]] = [
    ("nothing", nothing, ""),
    ("version", in_package(version="7.0.0"), ""),
    ("bytes and hash", in_resource(0, bytes=1, hash="sha256:ab"), ""),
    ("path", move_file, ""),
    ("row order", rows("people.csv", SORTED), ""),
    ("spelling", rows("people.csv", SPELLED), ""),
    ("line ends", rows("people.csv", PEOPLE.replace("\n", "\r\n")), ""),
    ("the same bound", constrain(2, minimum=None, exclusiveMinimum=1899), ""),
    ("defaults written out", in_field(1, format="default"), ""),
]
CASES = [
    pytest.param(change, step, kinds.split(), id=name)
    for step, cases in (("major", MAJOR), ("minor", MINOR), ("patch", PATCH), ("none", NONE))
    for name, change, kinds in cases
]


@pytest.mark.parametrize(("change", "step", "kinds"), CASES)
def test_a_change_has_its_kind_and_its_step(
    tmp_path: Path, change: Change, step: str, kinds: list[str]
) -> None:
    before, files = package()
    after, new_files = copy.deepcopy(before), dict(files)
    change(after, new_files)
    old = write_version(tmp_path / "old", before, files)
    new = write_version(tmp_path / "new", after, new_files)
    found = compared(old, new)
    assert ([each.kind.name for each in found.changes], found.step) == (kinds, step)
    assert all(each.why for each in found.changes)


def test_an_id_that_changes_is_another_package(tmp_path: Path) -> None:
    descriptor, files = package()
    old = write_version(tmp_path / "old", {**descriptor, "id": "a"}, files)
    new = write_version(tmp_path / "new", {**descriptor, "id": "b"}, files)
    assert [each.kind.name for each in compared(old, new).changes] == ["package-id-changed"]


def test_data_that_follow_the_data_they_refer_to_are_minor(tmp_path: Path) -> None:
    descriptor, files = package()
    after, new_files = copy.deepcopy(descriptor), dict(files)
    rename_a_referenced_key(after, new_files)
    old = write_version(tmp_path / "old", descriptor, files)
    new = write_version(tmp_path / "new", after, new_files)
    found = {each.kind.name: each.step for each in compared(old, new).changes}
    assert found == {
        "constraint-widened": "minor",
        "references-followed": "minor",
        "referenced-rows-removed": "major",
        "rows-added": "minor",
    }


def test_a_renamed_field_changes_no_rows(tmp_path: Path) -> None:
    descriptor, files = package()
    after, new_files = copy.deepcopy(descriptor), dict(files)
    rename_field(after, new_files)
    old = write_version(tmp_path / "old", descriptor, files)
    new = write_version(tmp_path / "new", after, new_files)
    found = compared(old, new)
    assert [(each.old, each.new) for each in found.changes] == [("born", "birth")]
    assert all(rows.is_empty for rows in found.rows.values())


def test_the_highest_step_counts(tmp_path: Path) -> None:
    descriptor, files = package()
    after, new_files = copy.deepcopy(descriptor), dict(files)
    for change in (rename_field, add_resource, in_package(title="x")):
        change(after, new_files)
    old = write_version(tmp_path / "old", descriptor, files)
    new = write_version(tmp_path / "new", after, new_files)
    assert compared(old, new).step == "major"
