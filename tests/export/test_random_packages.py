"""Packages from a seed: whatever is valid goes into every format, with all of its rows."""

import json
import sqlite3
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from dataset_tools.export.exporter import EXPORTERS, Source, export_package, named_exporter
from dataset_tools.package import Package
from tests.conformance.random_packages import make_package
from tests.export.packages import PROFILE, SAID

SEEDS = range(150)


def write(seed: int, folder: Path) -> Path:
    made = make_package(seed)
    folder.mkdir()
    for name, text in made.texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    descriptor = {"$schema": PROFILE, **SAID, "resources": made.resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def rows_in(format: str, folder: Path, table: str) -> int:
    """Count the rows of a table by a reader of the format."""
    if format == "parquet":
        return int(pq.read_metadata(folder / f"{table}.parquet").num_rows)
    if format == "jsonl":
        return len((folder / f"{table}.jsonl").read_text("utf-8").splitlines())
    if format == "xlsx":
        return int(openpyxl.load_workbook(folder / "small.xlsx")[table].max_row) - 1
    count = f'SELECT count(*) FROM "{table}"'  # noqa: S608 (the test's own name)
    if format == "sqlite":
        with sqlite3.connect(folder / "small.sqlite") as db:
            return int(db.execute(count).fetchone()[0])
    with duckdb.connect(str(folder / "small.duckdb"), read_only=True) as db:
        return int((db.execute(count).fetchone() or (0,))[0])


def test_what_is_valid_goes_into_every_format(tmp_path: Path) -> None:
    valid = 0
    for seed in SEEDS:
        opened = Package.open(write(seed, tmp_path / str(seed)))
        report = opened.validate()
        if not report.valid:
            continue
        valid += 1
        package = opened.described.package
        source = Source(package=package, files=opened.located.files, report=report)
        for format in EXPORTERS:
            out = tmp_path / str(seed) / "out" / format
            export_package(format, named_exporter(format), source, out)
            if format in ("parquet", "jsonl", "xlsx", "sqlite", "duckdb"):
                for task in report.tasks:
                    assert rows_in(format, out, task.name) == task.stats.rows, (seed, format)
    assert valid > 5


@pytest.mark.parametrize("seed", range(120))
def test_canonical_csv_is_as_valid_as_the_package(seed: int, tmp_path: Path) -> None:
    folder = write(seed, tmp_path / "package")
    opened = Package.open(folder)
    report = opened.validate()
    if not report.valid:
        return
    package = opened.described.package
    before = {name: opened.rows(name).rows for name in opened.tables}
    source = Source(package=package, files=opened.located.files, report=report)
    export_package("csv", named_exporter("csv"), source, folder)
    again = Package.open(folder)
    missing = [
        field.name
        for table in package.tables
        for field in (table.schema.fields if table.schema else ())
        if "" not in field.missing_values
    ]
    if not missing:  # an empty cell is what a missing value is in the one form
        assert again.validate().valid
        assert {name: again.rows(name).rows for name in again.tables} == before
