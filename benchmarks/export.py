"""Time the export to Parquet against polars doing the same from typed CSV, in turn.

Both write every table with zstd and row groups of the same size, each in a process of its own; the
start of Python and the imports are counted for neither, nor is the validation before the export.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from measure import Run, median, run
from packages import DEFAULT_MAKER, Packages

ROW_GROUP = 1 << 17


def floor(folder: Path, output: Path) -> float:
    """Read typed CSV and write Parquet by polars alone; return the seconds."""
    import polars as pl

    dtypes = {
        "integer": pl.Int64,
        "number": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
    }
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    started = time.perf_counter()
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        schema = {field["name"]: dtypes.get(field["type"], pl.String) for field in fields}
        moments = [field["name"] for field in fields if field["type"] == "datetime"]
        frame = pl.read_csv(folder / resource["path"], schema=schema).with_columns(
            pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC") for name in moments
        )
        path = output / f"{resource['name']}.parquet"
        frame.write_parquet(path, compression="zstd", row_group_size=ROW_GROUP)
    return time.perf_counter() - started


def export(folder: Path, output: Path) -> float:
    """Export to Parquet without the validation; return the seconds."""
    from dataset_tools.export.exporter import Source, export_package, named_exporter
    from dataset_tools.package import Package
    from dataset_tools.report.report import Report
    from dataset_tools.report.task import Task

    opened = Package.open(folder)
    package = opened.described.package
    tasks = tuple(
        Task(name=table.name, type="table", place=table.place) for table in package.tables
    )
    source = Source(package=package, files=opened.located.files, report=Report(tasks=tasks))
    exporter = named_exporter("parquet")
    started = time.perf_counter()
    export_package("parquet", exporter, source, output)
    return time.perf_counter() - started


def timed(name: str, folder: Path) -> Run:
    """Run one of both in a process of its own; its seconds are the ones that it prints."""
    with tempfile.TemporaryDirectory(prefix="bench-") as output:
        printed = Path(output) / "seconds"
        command = [sys.executable, __file__, "--only", name, "--package", str(folder)]
        whole, _, _ = run([*command, "--output", output], dict(os.environ))
        return Run(float(printed.read_text("utf-8")), whole.cpu, whole.peak)


def main() -> None:
    """Make the data, run both in turn, print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--maker", type=Path, default=DEFAULT_MAKER, help="the data's generator")
    parser.add_argument("--package", type=Path, help="a package that is there already")
    parser.add_argument("--only", choices=["floor", "export"], help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        seconds = {"floor": floor, "export": export}[options.only](options.package, options.output)
        (options.output / "seconds").write_text(str(seconds), "utf-8")
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = options.package or Packages(Path(made), options.maker).bench(options.rows)
        runs: dict[str, list[Run]] = {"floor": [], "export": []}
        for turn in range(options.repeat + 1):
            for name, found in runs.items():
                figures = timed(name, folder)
                if turn:
                    found.append(figures)
    base = median(runs["floor"])
    for name, found in runs.items():
        each = median(found)
        print(
            f"{name:<7} wall {each.wall:6.2f} s ({each.wall / base.wall:4.2f} x)  "
            f"cpu {each.cpu:6.2f} s ({each.cpu / base.cpu:4.2f} x)  peak {each.peak:5.0f} MiB",
        )


if __name__ == "__main__":
    main()
