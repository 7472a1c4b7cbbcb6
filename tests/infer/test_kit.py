"""Drafts of the kit's real public tables, their schemas taken away, held against those schemas."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frictionless
import polars as pl
import pytest

from dataset_tools.infer.draft import draft_package
from dataset_tools.infer.proposal import Draft, FieldDraft, TableDraft
from dataset_tools.infer.write import write_draft
from dataset_tools.package import Package

pytestmark = pytest.mark.kit

PACKAGES = {
    "co2-ppm": ["co2-annmean-gl", "co2-annmean-mlo", "co2-gr-gl"],  # the others have faulty rows
    "currency-codes": ["codes-all"],
    "example-donation-codes": ["donation-codes"],
    "example-finance-vix": ["vix-daily"],
    "example-geo-location-fk": ["offices", "gazetteer"],
    "example-geopoint-array": ["offices"],
    "example-geopoint-object": ["offices"],
    "example-iso-639-1": ["iso-639-1-codes"],
    "example-units-and-prefixes": ["units", "unit-prefixes"],
    "frictionless-package": ["data", "data2"],
    "frictionless-r-v2": ["deployments", "observations"],
    "glacier-mass-balance": ["glaciers"],
    "global-temp": ["annual", "monthly"],
    "s-and-p-500-companies": ["sector-counts", "constituents"],
    "testsuite-s-and-p-500-companies": ["constituents", "constituents-financials"],
}
FINER = {
    ("number", "integer"),  # all values are whole numbers
    ("number", "string"),  # only where a code begins with a zero: checked below
    ("date", "yearmonth"),  # 1850-01 is no date
}
"""Declared and drafted types that say more of the same texts."""
LEADING_ZERO = re.compile(r"0[0-9]")


@dataclass(frozen=True)
class Drafted:
    """A drafted table and the resource that the kit's descriptor has for its file."""

    package: str
    table: TableDraft
    declared: dict[str, Any]
    cells: pl.DataFrame


@pytest.fixture(scope="module")
def kit_drafts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[Drafted]]:
    """Draft all packages of the kit, once, and check that each validates its data."""
    made: list[Drafted] = []

    def drafts(kit: Path) -> list[Drafted]:
        if not made:
            made.extend(_drafted_all(kit, tmp_path_factory.mktemp("kit")))
        return made

    return drafts


def _drafted_all(kit: Path, work: Path) -> Iterator[Drafted]:
    for package, names in PACKAGES.items():
        descriptor = json.loads((kit / package / "datapackage.json").read_text("utf-8"))
        resources = {each["name"]: each for each in descriptor["resources"]}
        owners: dict[str, dict[str, Any]] = {}
        for name in names:
            paths = resources[name]["path"]
            for path in paths if isinstance(paths, list) else [paths]:
                target = work / package / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(kit / package / path, target)
                owners[path] = resources[name]
        folder = work / package
        draft = draft_package([folder / path for path in owners], folder=folder)
        _check(draft)
        for table in draft.tables:
            separator = "\t" if table.path.endswith("tsv") else ","
            cells = pl.read_csv(folder / table.path, infer_schema=False, separator=separator)
            yield Drafted(package, table, owners[table.path], cells)


def _check(draft: Draft) -> None:
    """Check that a draft validates the data that it was drawn from, here and by frictionless."""
    write_draft(draft)
    report = Package.open(draft.folder).validate()
    assert [error.message for task in report.tasks for error in task.errors] == []
    assert report.valid
    assert list(frictionless.Package.metadata_validate(draft.descriptor)) == []
    for schema in draft.schemas.values():
        assert list(frictionless.Schema.metadata_validate(schema)) == []
    found = frictionless.validate(str(draft.folder / "datapackage.json"))
    assert found.flatten(["message"]) == []


def _is_right(declared: dict[str, Any], drafted: FieldDraft, cells: pl.Series) -> bool:
    type = declared.get("type", "any")
    if type == "any":
        return True
    if (type, drafted.type) == ("number", "string"):
        return any(map(LEADING_ZERO.match, cells.drop_nulls()))
    if type == "geopoint":
        return bool(drafted.properties.get("format", "default") == declared["format"])
    return type == drafted.type or (type, drafted.type) in FINER


def _misses(drafts: list[Drafted]) -> tuple[int, list[str]]:
    total, misses = 0, []
    for each in drafts:
        for at, declared in enumerate(each.declared["schema"]["fields"]):
            total += 1
            drafted = each.table.fields[at]
            if not _is_right(declared, drafted, each.cells.to_series(at)):
                where = f"{each.package} {each.table.name}.{drafted.name}"
                misses.append(f"{where}: {declared['type']}, drafted {drafted.type}")
    return total, misses


def test_types_are_right(
    shared: Callable[[str], Path], kit_drafts: Callable[[Path], list[Drafted]]
) -> None:
    drafts = kit_drafts(shared("conformance/packages"))
    total, misses = _misses(drafts)
    print(f"{len(drafts)} tables, {total} fields, missed:", *misses, sep="\n  ")  # noqa: T201
    assert len(drafts) >= 10
    assert len(misses) <= 0.05 * total


def test_primary_and_foreign_keys_that_are_declared_are_drafted(
    shared: Callable[[str], Path], kit_drafts: Callable[[Path], list[Drafted]]
) -> None:
    declared_keys = 0
    for each in kit_drafts(shared("conformance/packages")):
        schema = each.declared["schema"]
        key = schema.get("primaryKey", [])
        if key:
            declared_keys += 1
            assert each.table.primary_key is not None
            assert list(each.table.primary_key.fields) == ([key] if isinstance(key, str) else key)
        told = {(each.field, each.resource) for each in each.table.foreign_keys}
        for foreign in schema.get("foreignKeys", []):
            fields = foreign["fields"]
            field = fields if isinstance(fields, str) else fields[0]
            assert (field, foreign["reference"]["resource"]) in told
    assert declared_keys >= 3


def test_no_code_with_leading_zeros_is_a_number(
    shared: Callable[[str], Path], kit_drafts: Callable[[Path], list[Drafted]]
) -> None:
    for each in kit_drafts(shared("conformance/packages")):
        for at, drafted in enumerate(each.table.fields):
            if drafted.type in {"integer", "number"}:
                assert not any(map(LEADING_ZERO.match, each.cells.to_series(at).drop_nulls()))
