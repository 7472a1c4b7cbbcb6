"""What needs no environment of its own: DataCite's schema, schema.org's rules, and what is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xmlschema

from dataset_tools.export.metadata.about import about
from dataset_tools.model.package import DataPackage
from tests.conftest import ROOT, Call, MakePackage
from tests.export.conftest import RunExport
from tests.export.packages import REAL, SAID, completed

Shared = Callable[[str], Path]
METADATA = ("croissant", "datacite", "dcat", "schema-org", "ro-crate", "csvw")


@pytest.fixture
def small(make_package: MakePackage) -> Path:
    fields = [{"name": "id", "type": "integer"}, {"name": "odd name", "type": "date"}]
    return make_package("id,odd name\n1,2024-01-31\n", fields=fields, **SAID)


@pytest.fixture(params=["ours", *REAL])
def package(request: pytest.FixtureRequest, shared: Shared, tmp_path: Path) -> Path:
    if request.param == "ours":
        return ROOT
    return completed(shared(f"conformance/packages/{request.param}"), tmp_path / "package")


def test_datacite_is_valid_by_its_schema(package: Path, export: RunExport, shared: Shared) -> None:
    schema = xmlschema.XMLSchema(str(shared("validators/datacite-4.6/metadata.xsd")))
    path = export("datacite", package).path("datacite.xml")
    assert [str(error) for error in schema.iter_errors(str(path))] == []


def test_datacite_without_a_publisher_is_not(
    small: Path, export: RunExport, shared: Shared
) -> None:
    schema = xmlschema.XMLSchema(str(shared("validators/datacite-4.6/metadata.xsd")))
    text = export("datacite", small).path("datacite.xml").read_text("utf-8")
    assert schema.is_valid(text)
    assert not schema.is_valid(text.replace("publisher>", "printer>"))


def test_datacite_json_says_what_the_xml_says(small: Path, export: RunExport) -> None:
    found = json.loads(export("datacite", small).path("datacite.json").read_text("utf-8"))
    assert found["doi"] == "10.5072/small"
    assert found["creators"] == [
        {
            "name": "Byron, Ada",
            "nameType": "Personal",
            "givenName": "Ada",
            "familyName": "Byron",
        },
    ]
    assert found["publisher"] == {"name": "Example Press"}
    assert found["publicationYear"] == "2024"
    assert found["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"


def test_schema_org_has_what_dataset_search_requires(package: Path, export: RunExport) -> None:
    found = json.loads(export("schema-org", package).path("schema-org.jsonld").read_text("utf-8"))
    assert found["@context"] == "https://schema.org/"
    assert found["@type"] == "Dataset"
    assert found["name"]
    assert 50 <= len(found["description"]) <= 5000
    recommended = {"license", "creator", "distribution", "identifier", "version", "publisher"}
    assert recommended <= found.keys()
    assert all(each["contentUrl"] for each in found["distribution"])
    assert set(found) <= SCHEMA_ORG_DATASET


SCHEMA_ORG_DATASET = {
    "@context",
    "@type",
    *("name", "alternateName", "description", "url", "identifier", "version", "keywords"),
    *("datePublished", "license", "creator", "publisher", "isBasedOn"),
    *("variableMeasured", "distribution"),
}
"""Properties of schema.org whose domain is Dataset, CreativeWork or Thing."""


@pytest.mark.parametrize("format", METADATA)
def test_the_same_package_gives_the_same_bytes(format: str, small: Path, export: RunExport) -> None:
    first, again = export(format, small), export(format, small)
    assert {name: each["sha256"] for name, each in first.files.items()} == {
        name: each["sha256"] for name, each in again.files.items()
    }


@pytest.mark.parametrize("format", ["croissant", "ro-crate", "csvw"])
def test_a_folder_stands_alone(format: str, small: Path, export: RunExport) -> None:
    exported = export(format, small)
    assert exported.path("table.csv").read_bytes() == (small / "table.csv").read_bytes()


@pytest.mark.parametrize("format", ["croissant", "ro-crate", "csvw"])
def test_as_a_file_the_metadata_stand_in_the_package(
    format: str, small: Path, call: Call, tmp_path: Path
) -> None:
    alone = tmp_path / "out" / "metadata.json"
    assert call("export", format, small, "-o", alone).code == 0
    assert [path.name for path in alone.parent.iterdir()] == ["metadata.json"]


@pytest.mark.parametrize(
    ("format", "property", "demanded"),
    [
        ("croissant", "contributors", 'a creator (with the role creator or author): state "con'),
        ("croissant", "created", 'a date of publication: state "created"'),
        ("croissant", "licenses", 'a licence: state "licenses"'),
        ("datacite", "id", 'an identifier: state "id"'),
        ("datacite", "created", 'a year of publication: state "created"'),
        ("dcat", "description", 'a description: state "description"'),
        ("ro-crate", "licenses", 'a licence: state "licenses"'),
        ("schema-org", "description", "a description of 50 to 5,000 characters: state"),
    ],
)
def test_what_a_vocabulary_demands_is_told_and_not_invented(
    format: str, property: str, demanded: str, small: Path, call: Call, tmp_path: Path
) -> None:
    path = small / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    del descriptor[property]
    path.write_text(json.dumps(descriptor), "utf-8")
    done = call("export", format, small, "-o", tmp_path / "out", "--json")
    report = json.loads(done.out)
    assert done.code == 1
    assert not report["valid"]
    errors = [error for error in report["errors"] if error["pointer"] == f"/{property}"]
    assert [error["code"] for error in errors][:1] == ["DT810"]
    assert errors[0]["message"].startswith(f"{format} demands {demanded}")
    assert not (tmp_path / "out").exists()


def test_a_package_as_it_comes_is_told_what_is_missing(shared: Shared, call: Call) -> None:
    glaciers = shared("conformance/packages/glacier-mass-balance")
    done = call("export", "datacite", glaciers, "-o", "nowhere", "--json")
    pointers = [error["pointer"] for error in json.loads(done.out)["errors"]]
    assert done.code == 1
    assert pointers == ["/id", "/contributors", "/contributors", "/created"]


def test_croissant_leaves_out_the_last_link_of_a_chain_and_tells_it(
    make_package: MakePackage, export: RunExport
) -> None:
    def table(name: str, refers_to: str | None) -> dict[str, Any]:
        keys = [{"fields": ["to"], "reference": {"resource": refers_to, "fields": ["id"]}}]
        fields = [{"name": "id", "type": "integer"}, {"name": "to", "type": "integer"}]
        schema = {"fields": fields, "primaryKey": ["id"]}
        schema |= {"foreignKeys": keys} if refers_to else {}
        return {"name": name, "path": f"{name}.csv", "schema": schema}

    package = make_package(
        resources=[table("a", "b"), table("b", "c"), table("c", None)],
        files={f"{name}.csv": "id,to\n1,1\n" for name in "abc"},
        **SAID,
    )
    exported = export("croissant", package)
    found = json.loads(exported.path("croissant.json").read_text("utf-8"))
    references = {
        field["@id"]: field["references"]["field"]["@id"]
        for record_set in found["recordSet"]
        for field in record_set["field"]
        if "references" in field
    }
    assert references == {"a/to": "b/id"}
    assert exported.about("to", "b") == (
        "the reference to c is left out: others refer to the table, and a reader follows no chain"
    )


def test_hostile_text_stays_text(make_package: MakePackage, export: RunExport) -> None:
    said = {**SAID, "title": '</script><b>"\\\n\u0001', "description": "]]> & <x> " * 10}
    package = make_package("id\n1\n", fields=[{"name": "id", "type": "integer"}], **said)
    script = export("schema-org", package).path("schema-org.jsonld").read_text("utf-8")
    assert "<" not in script
    assert json.loads(script)["name"] == said["title"]
    xml = export("datacite", package).path("datacite.xml").read_text("utf-8")
    assert "&lt;/script&gt;" in xml
    assert "\u0001" not in xml


def test_a_doi_is_told_from_other_ids() -> None:
    def doi(id_: str) -> str:
        return about(DataPackage(name="a", descriptor={"id": id_})).doi

    assert doi("https://doi.org/10.5072/x") == doi("10.5072/x") == "10.5072/x"
    assert doi("urn:uuid:1") == ""
