"""Tables that a vocabulary cannot describe, and what of the others it has no word for."""

import json
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.exceptions import CouldNotRun
from dataset_tools.export import exporter as exports
from dataset_tools.export.exporter import Source, export_package, named_exporter
from dataset_tools.package import Package
from tests.conftest import ROOT, MakePackage
from tests.export.conftest import Export, RunExport
from tests.export.packages import ID, RESOURCES, SAID, package_of_many_forms


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return package_of_many_forms(tmp_path / "package")


def read(exported: Export, name: str) -> Any:
    return json.loads(exported.path(name).read_text("utf-8"))


def test_croissant_tells_tables_whose_records_it_does_not_describe(
    many: Path, export: RunExport
) -> None:
    exported = export("croissant", many)
    described = {each["name"] for each in read(exported, "croissant.json")["recordSet"]}
    assert described == {"forms", "pair", "keyed", "named", "forms.code"}
    start = "the records of the table are not described: "
    told = {table: each for (table, field), each in exported.notes.items() if not field and table}
    assert told == {
        "parts": [f"{start}it is of several files"],
        "tabbed": [f"{start}its dialect is not the default one"],
        "latin": [f"{start}it is in iso-8859-1"],
        "comments": [f"{start}its dialect is not the default one"],
        "bare": [f"{start}its dialect is not the default one"],
        "lines": [f"{start}its format is jsonl"],
        "loose": [f"{start}it may lack fields of its schema"],
        "inline": [f"{start}its data are inline"],
        "plain": [f"{start}it has no schema"],
    }


def test_croissant_tells_references_that_it_leaves_out(many: Path, export: RunExport) -> None:
    exported = export("croissant", many)
    assert exported.about("up", "forms") == (
        "the reference to forms is left out: it is to the table itself"
    )
    assert exported.about("id, up", "forms") == (
        "the reference to pair is left out: it is of several fields"
    )
    assert exported.about("id", "forms") == (
        "the reference to parts is left out: the records of that table are not described; "
        "the reference to tabbed is left out: the records of that table are not described"
    )
    for field in ("day", "price", "flag"):
        assert "described as text" in exported.about(field, "forms")


def test_csvw_describes_dialects_formats_and_keys(many: Path, export: RunExport) -> None:
    exported = export("csvw", many)
    tables = {each["url"]: each for each in read(exported, "csv-metadata.json")["tables"]}
    assert set(tables) == {
        *("forms.csv", "pair.csv", "keyed.csv", "odd näme.csv", "tabbed.csv", "latin.csv"),
    }
    assert tables["tabbed.csv"]["dialect"] == {
        "delimiter": ";",
        "quoteChar": "'",
        "skipInitialSpace": True,
    }
    assert tables["latin.csv"]["dialect"] == {"encoding": "iso-8859-1"}
    columns = {
        each["titles"]: each["datatype"] for each in tables["forms.csv"]["tableSchema"]["columns"]
    }
    assert columns == {
        "id": {"base": "integer", "maximum": "9"},
        "day": "string",
        "price": "string",
        "share": {"base": "decimal", "format": {"decimalChar": ","}},
        "flag": "string",
        "sure": {"base": "boolean", "format": "ja|nein"},
        "plain": "boolean",
        "year": "gYear",
        "tags": "integer",
        "code": {"base": "string", "format": "a|a\\.b"},
        "two words": {"base": "string", "minLength": 1, "maxLength": 9},
        "up": "integer",
    }
    keys = tables["forms.csv"]["tableSchema"]["foreignKeys"]
    assert [key["reference"]["resource"] for key in keys] == ["keyed.csv", "tabbed.csv"]


def test_csvw_tells_what_it_leaves_out(many: Path, export: RunExport) -> None:
    exported = export("csvw", many)
    assert exported.about("up", "forms").endswith("CSVW takes a missing value in it for an error")
    assert exported.about("two words", "forms").endswith(
        "CSVW takes a missing value in it for an error"
    )
    assert "the table that it refers to is not described" in exported.about("id", "forms")
    assert "enum and categories are left out" in exported.about("id", "forms")
    assert exported.about("day", "forms") == ("a date is described as text: its format is %d.%m.%Y")
    assert exported.about("flag", "forms") == (
        "a boolean is described as text: it has several words for true or false"
    )
    assert exported.about("price", "forms") == (
        "a number is described as text: other text stands around the numbers"
    )
    assert exported.about("plain", "forms").startswith("CSVW reads true, false, 1 and 0")
    assert exported.about("year", "forms") == "minimum and maximum are left out"
    assert exported.about("", "forms") == 'the row rule "r" is left out'
    assert exported.about("", "bare").endswith("its header is not one row")
    assert exported.about("", "comments").endswith("it has comments")
    assert exported.about("", "loose").endswith(
        "its columns need not be in the order of its fields"
    )


@pytest.mark.parametrize("format", ["dcat", "schema-org", "ro-crate"])
def test_each_file_is_listed_with_its_own_hash(format: str, many: Path, export: RunExport) -> None:
    exported = export(format, many)
    name = next(name for name in exported.files if "json" in name)
    text = exported.path(name).read_text("utf-8")
    assert "part%201.csv" in text
    assert "part2.csv" in text
    assert "inline data" in exported.about("", "inline")


def test_the_dictionary_names_contributors_and_licences(many: Path, export: RunExport) -> None:
    text = export("dictionary", many).path("dictionary.md").read_text("utf-8")
    assert "- Licence: CC-BY-4.0 (https&#58;//spdx.org/licenses/CC-BY-4.0)\n" in text
    assert "- Contributor: Example Press (publisher, funder)\n" in text
    assert "- r: id &#62; 0\n" in text
    assert "refers to pair.a" in text


def test_every_note_is_of_a_table_and_field_that_there_is(many: Path, export: RunExport) -> None:
    fields = {table["name"] for table in RESOURCES} | {""}
    for format in exports.EXPORTERS:
        assert {table for table, _ in export(format, many).notes} <= fields


def test_a_file_that_changes_meanwhile_is_refused(
    make_package: MakePackage, tmp_path: Path
) -> None:
    package = make_package("id\n1\n", fields=[ID], **SAID)
    opened = Package.open(package)
    source = Source(
        package=opened.described.package, files=opened.located.files, report=opened.validate()
    )
    (package / "table.csv").write_text("id\n2\n", "utf-8")
    for format in ("csv", "croissant"):
        with pytest.raises(CouldNotRun, match="was changed while it was exported"):
            export_package(format, named_exporter(format), source, tmp_path / "out")
    (package / "table.csv").unlink()
    for format in ("csv", "croissant"):
        with pytest.raises(CouldNotRun, match="is missing"):
            export_package(format, named_exporter(format), source, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*"))


def test_our_own_dataset_refers_in_croissant_to_people_and_companies(export: RunExport) -> None:
    found = read(export("croissant", ROOT), "croissant.json")
    references = {
        field["@id"]: field["references"]["field"]["@id"]
        for record_set in found["recordSet"]
        for field in record_set["field"]
        if "references" in field
    }
    assert references["quotes/person_id"] == "people/id"
    assert references["stock_moves/company_id"] == "companies/id"
    assert not any(field.startswith(("people/", "companies/")) for field in references)
