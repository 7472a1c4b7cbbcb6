"""Every metadata export of three packages passes the validator of its vocabulary."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from dataset_tools import Package
from tests.conftest import ROOT, Call
from tests.export.packages import REAL, completed, package_of_many_forms
from tests.services.environments import run_validator

pytestmark = pytest.mark.validators
Shared = Callable[[str], Path]
SHAPES = ("dcat-ap-SHACL.ttl", "shapes.ttl", "range.ttl")


@pytest.fixture(params=["ours", "forms", *REAL])
def package(request: pytest.FixtureRequest, shared: Shared, tmp_path: Path) -> Path:
    if request.param == "ours":
        return ROOT
    if request.param == "forms":
        return package_of_many_forms(tmp_path / "package")
    return completed(shared(f"conformance/packages/{request.param}"), tmp_path / "package")


@pytest.fixture
def exported(package: Path, call: Call, tmp_path: Path) -> Callable[[str], Path]:
    def run(format: str) -> Path:
        folder = tmp_path / "out"
        done = call("export", format, package, "-o", folder, "--json")
        assert done.code == 0, done.out + done.err
        return folder

    return run


def texts_of(package: Path) -> dict[str, list[list[str | None]]]:
    """Return the cells of the fields of type string, row by row, of each table."""
    opened = Package.open(package)
    found = {}
    for table in opened.described.package.tables:
        fields = table.schema.fields if table.schema else ()
        names = [field.name for field in fields if field.type == "string"]
        rows = opened.rows(table.name).rows
        found[table.name] = [[cast("str | None", row[name]) for name in names] for row in rows]
    return found


def spoil(path: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, path.read_text("utf-8"), count=1)
    assert count == 1
    path.write_text(text, "utf-8")


def test_croissant_is_valid_and_every_record_loads(
    package: Path, exported: Callable[[str], Path]
) -> None:
    path = exported("croissant") / "croissant.json"
    records = run_validator("croissant", path)["records"]
    described = json.loads(path.read_text("utf-8"))["recordSet"]
    whole = texts_of(package)
    read = {}
    for record_set in described:
        if "data" not in record_set:  # categories have their values in the file itself
            name = record_set["name"]
            texts = [
                field["@id"]
                for field in record_set["field"]
                if schema_type(package, name, field["name"]) == "string"
            ]
            read[name] = [[record[each] for each in texts] for record in records[record_set["@id"]]]
    assert read
    assert read == {name: whole[name] for name in read}
    if "parts" not in whole:  # other tables are told as left out
        assert read.keys() == whole.keys()


def schema_type(package: Path, table: str, field: str) -> str:
    resource = Package.open(package).described.package.resource(table)
    assert resource is not None
    assert resource.schema is not None
    found = resource.schema.field(field)
    assert found is not None
    return found.type


def test_croissant_with_another_hash_does_not_load(exported: Callable[[str], Path]) -> None:
    path = exported("croissant") / "croissant.json"
    spoil(path, r'"sha256": "[0-9a-f]{8}', '"sha256": "00000000')
    with pytest.raises(AssertionError, match=r"(?i)hash"):
        run_validator("croissant", path)


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
def test_dcat_conforms_to_dcat_ap(
    suffix: str, exported: Callable[[str], Path], shared: Shared
) -> None:
    path = exported("dcat") / f"dcat.{suffix}"
    shapes = [shared(f"validators/dcat-ap-3.0.1/{name}") for name in SHAPES]
    found = run_validator("dcat", path, *shapes)
    assert found["conforms"], found["report"]
    assert found["triples"] > 10


def test_turtle_and_json_ld_say_the_same(exported: Callable[[str], Path], shared: Shared) -> None:
    folder = exported("dcat")
    shapes = [shared("validators/dcat-ap-3.0.1/range.ttl")]
    graphs = [run_validator("dcat", folder / f"dcat.{each}", *shapes) for each in ("ttl", "jsonld")]
    assert graphs[0]["graph"] == graphs[1]["graph"]


def test_dcat_without_a_title_is_refused(exported: Callable[[str], Path], shared: Shared) -> None:
    path = exported("dcat") / "dcat.ttl"
    spoil(path, "dct:title", "rdfs:label")
    shapes = [shared(f"validators/dcat-ap-3.0.1/{name}") for name in SHAPES]
    assert not run_validator("dcat", path, *shapes)["conforms"]


def test_ro_crate_meets_what_is_required(exported: Callable[[str], Path], shared: Shared) -> None:
    found = run_validator("ro_crate", exported("ro-crate"), shared("validators/ro-crate"))
    assert found == {"passed": True, "issues": []}


def test_ro_crate_without_a_date_is_refused(
    exported: Callable[[str], Path], shared: Shared
) -> None:
    folder = exported("ro-crate")
    spoil(folder / "ro-crate-metadata.json", '"datePublished": "[^"]*",', "")
    found: dict[str, Any] = run_validator("ro_crate", folder, shared("validators/ro-crate"))
    assert not found["passed"]


def test_csvw_and_its_tables_are_valid(exported: Callable[[str], Path]) -> None:
    found = run_validator("csvw", exported("csvw") / "csv-metadata.json")
    assert found["valid"], found["warnings"]


def test_csvw_of_another_type_is_refused(exported: Callable[[str], Path]) -> None:
    path = exported("csvw") / "csv-metadata.json"
    spoil(path, r'"datatype": "(?:string|integer|decimal|gYear)"', '"datatype": "duration"')
    assert not run_validator("csvw", path)["valid"]


def test_datacite_json_is_valid(exported: Callable[[str], Path]) -> None:
    path = exported("datacite") / "datacite.json"
    assert run_validator("datacite", path) == []
    spoil(path, '"titles": ', '"headlines": ')
    assert run_validator("datacite", path) != []
