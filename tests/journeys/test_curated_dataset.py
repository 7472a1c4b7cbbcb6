"""The dataset at the top of the repository is proved cell by cell: no change goes unseen."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest

from dataset_tools import Package
from tests.conftest import ROOT

Shared = Callable[[str], Path]
Change = Callable[[str, dict[str, Any], list[str]], str]

DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
OWN = {"byte-count", "hash-count"}


def schema_of(table: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "schemas" / f"{table}.json").read_text("utf-8"))
    return schema


def matcher(field: dict[str, Any]) -> str:
    evidence = field.get("dataset-tools:evidence", "none")
    return str(evidence["match"] if isinstance(evidence, dict) else evidence)


TABLES = [resource["name"] for resource in DESCRIPTOR["resources"]]
FACTS = [
    (table, field["name"])
    for table in TABLES
    for field in schema_of(table)["fields"]
    if matcher(field) not in ("none", "fragments", "inferred")
]


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (folder / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("datapackage.json", "data", "schemas"):
        source, target = ROOT / name, tmp_path / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return tmp_path


def another(cell: str, field: dict[str, Any], column: list[str]) -> str:
    """Return another value of the field's type."""
    if field["type"] in ("integer", "number", "year"):
        return str(int(float(cell)) + 1)
    if field["type"] == "yearmonth":
        return cell[:-2] + ("01" if cell[-2:] != "01" else "02")
    categories = [value for value in field.get("categories", []) if value != cell]
    if categories:
        return str(categories[0])
    return next((value for value in column if value not in (cell, "")), "Somebody Else")


def somebody_else(cell: str, field: dict[str, Any], column: list[str]) -> str:
    """Return a value that stands nowhere."""
    if field["type"] in ("integer", "number", "year"):
        return "1234"
    if field["type"] == "yearmonth":
        return "1999-12"
    return another(cell, field, column) if field.get("categories") else "Zzyzx"


def without_last_word(cell: str, field: dict[str, Any], column: list[str]) -> str:
    """Drop the last word; of a single word the last letter, of a number the sign or a digit."""
    if field["type"] in ("integer", "number", "year"):
        return cell.removeprefix("-") if cell.startswith("-") else cell[:-1] or "0"
    if field["type"] == "yearmonth" or field.get("categories"):
        return another(cell, field, column)
    shorter = re.sub(r"[\s—-]*[^\s—-]+$", "", cell)
    return shorter or cell[:-1]


def empty(_cell: str, _field: dict[str, Any], _column: list[str]) -> str:
    return ""


def inferred(row: dict[str, str], field: str) -> bool:
    return f"{field}=inferred" in row["evidence"].split()


def complaints(folder: Path, sources: Path, table: str) -> Iterator[tuple[str, int, set[str]]]:
    """Yield table, row and the named fields of each error but those of the file's own bytes."""
    report = json.loads(Package.open(folder).validate(sources=sources, max_errors=10_000).to_json())
    for task in report["tasks"]:
        for error in task["errors"]:
            if task["name"] == table and error["type"] in OWN:
                continue
            names = {error.get("fieldName", ""), *error.get("fieldNames", [])}
            yield task["name"], error.get("rowNumber", 0), names


@pytest.mark.kit
@pytest.mark.parametrize("change", [another, somebody_else, without_last_word, empty])
@pytest.mark.parametrize(("table", "name"), FACTS)
def test_a_changed_cell_is_named(
    shared: Shared,
    copy: Path,
    table: str,
    name: str,
    change: Change,
) -> None:
    sources = shared("seeds")
    field = next(each for each in schema_of(table)["fields"] if each["name"] == name)
    rows = rows_of(copy, table)
    column = sorted({row[name] for row in rows})
    changed = {}
    for number, row in enumerate(rows, start=2):
        if row[name] and not inferred(row, name):
            row[name] = change(row[name], field, column)
            changed[number] = row
    if not changed:
        pytest.skip("the field has no cells with a fact in this dataset")
    write_rows(copy, table, rows)
    found = list(complaints(copy, sources, table))
    named = {row for where, row, names in found if where == table and name in names}
    assert set(changed) - named == set()
    elsewhere = [each for each in found if each[0] == table and each[1] not in changed]
    refers = [each for each in elsewhere if not each[2] & fields_that_refer(table)]
    assert refers == []


def fields_that_refer(table: str) -> set[str]:
    """Return the fields of a table whose proof is that of another row."""
    fields = schema_of(table)["fields"]
    return {field["name"] for field in fields if matcher(field) == "reference"}


@pytest.mark.kit
@pytest.mark.parametrize(("start", "end"), [(1, 0), (0, -1)])
@pytest.mark.parametrize("table", TABLES)
def test_a_span_that_cuts_a_word_is_told_at_its_evidence_cell(
    shared: Shared,
    copy: Path,
    table: str,
    start: int,
    end: int,
) -> None:
    sources = shared("seeds")
    rows = rows_of(copy, table)
    if "evidence" not in rows[0]:
        pytest.skip("the table has no evidence")

    def moved(found: re.Match[str]) -> str:
        return f"#char={int(found[1]) + start},{int(found[2]) + end}"

    for row in rows:
        row["evidence"] = re.sub(r"#char=(\d+),(\d+)", moved, row["evidence"])
    write_rows(copy, table, rows)
    found = list(complaints(copy, sources, table))
    told = {row for where, row, names in found if where == table and "evidence" in names}
    assert told == set(range(2, len(rows) + 2))


@pytest.mark.kit
def test_every_cell_is_proved_from_the_document(shared: Shared) -> None:
    result = Package.open(ROOT).evidence(shared("seeds"), strength=True)
    total = [table.tally for table in result.tables]
    proved = sum(tally.proved for tally in total)
    inferred_cells = sum(tally.inferred for tally in total)
    assert result.valid
    assert sum(tally.not_proved for tally in total) == 0
    assert inferred_cells * 12 <= proved + inferred_cells
    assert result.strength is not None
    assert result.strength.proved == ()


@pytest.mark.kit
def test_every_sentence_with_a_figure_a_date_or_a_quotation_is_cited(shared: Shared) -> None:
    text = next(shared("seeds").iterdir()).read_text("utf-8")
    result = Package.open(ROOT).evidence(shared("seeds"))
    uncited = [text[start:end] for start, end in result.sources[0].uncited]
    assert [each for each in uncited if re.search(r"[0-9“”]|Monday", each)] == []


def test_no_row_has_more_than_four_fragments_outside_its_bindings() -> None:
    for table in TABLES:
        for row in rows_of(ROOT, table):
            free = [
                each for each in row.get("evidence", "").split() if "=" not in each.split("#")[0]
            ]
            assert len(free) <= 4


def test_the_dataset_is_valid() -> None:
    assert Package.open(ROOT).validate().valid


def test_frictionless_judges_the_dataset_valid() -> None:
    report = frictionless.validate(str(ROOT / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []
