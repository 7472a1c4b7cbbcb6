"""What is measured: groups of cases, each made from a size and its packages."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from measure import Case, Contender
from packages import Packages
from sizes import Size

PROGRAMS = Path(__file__).resolve().parent / "programs"
US, FLOOR, FRICTIONLESS = "dataset-tools", "polars + SHA-256", "frictionless"
SLOW = 10_000
"""More rows than these give a tool that reads row by row fewer turns."""


def ours(name: str, *arguments: str | Path, exit_code: int = 0) -> Contender:
    """Return our own command."""
    command = (sys.executable, "-m", "dataset_tools", *map(str, arguments))
    return Contender(name=name, command=command, program=US, exit_code=exit_code)


def validate(name: str, package: Path, *options: str, exit_code: int = 0) -> Contender:
    """Return our own validation of a package."""
    return ours(name, "validate", package, "--quiet", *options, exit_code=exit_code)


def program(name: str, script: str, *arguments: str | Path) -> Contender:
    """Return a program of the folder ``programs``."""
    command = (sys.executable, str(PROGRAMS / script), *map(str, arguments))
    return Contender(name=name, command=command, program=name)


def frictionless(*arguments: str | Path, turns: int | None = None) -> Contender:
    """Return frictionless's own command."""
    command = (sys.executable, "-m", "frictionless", *map(str, arguments))
    return Contender(name=FRICTIONLESS, command=command, program=FRICTIONLESS, turns=turns)


def imported(module: str) -> Contender:
    """Return Python importing one module."""
    name = f"import {module}"
    return Contender(name=name, command=(sys.executable, "-c", name), program=name)


def missing(modules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the modules that are not installed."""
    return tuple(each for each in modules if importlib.util.find_spec(each) is None)


PEER_MODULES = ("polars", "duckdb", "pyarrow", "pandera", "pandas", "frictionless")
ABSENT = missing(PEER_MODULES)


def rows(size: Size, packages: Packages) -> Iterator[Case]:
    """Valid rows, more and more of them: we, the floors and the peers."""
    for count in size.rows:
        package = packages.bench(count)
        found = [validate(US, package), program(FLOOR, "polars_floor.py", package)]
        if count <= size.whole_frames:
            found += whole_frames(package)
        if count <= size.row_by_row and "frictionless" not in ABSENT:
            turns = 1 if count > 10 * SLOW else 3 if count > SLOW else None
            found.append(frictionless("validate", package / "datapackage.json", turns=turns))
        title = f"{count:,} valid rows"
        yield case("rows", str(count), title, count, FLOOR, *found)


def whole_frames(package: Path) -> Iterator[Contender]:
    """Yield the floors and peers that hold a whole table at once."""
    if "duckdb" not in ABSENT:
        yield program("DuckDB + SHA-256", "duckdb_floor.py", package)
    yield program("pyarrow + SHA-256", "pyarrow_floor.py", package)
    yield program("pandera, polars", "pandera_frame.py", "polars", package)
    yield program("pandera, pandas", "pandera_frame.py", "pandas", package)


def errors(size: Size, packages: Packages) -> Iterator[Case]:
    """Errors: none, a few, a column full, a table full."""
    count = size.rows_of_cases
    few = packages.bench(count, 70)
    column, every = (packages.changed(each, count) for each in ("one-column", "every-cell"))
    yield case(
        "errors",
        "errors",
        f"errors in {count:,} rows",
        count,
        "none",
        validate("none", packages.bench(count)),
        validate("70 errors", few, exit_code=1),
        validate("every cell of a column", column, exit_code=1),
        validate("every cell of all columns", every, exit_code=1),
    )


def columns(size: Size, packages: Packages) -> Iterator[Case]:
    """The same number of cells in few columns and in many."""
    for width in size.columns:
        height = max(1, size.cells // width)
        package = packages.new("wide", width, height)
        floor = program(FLOOR, "polars_floor.py", package)
        title = f"{height:,} rows of {width:,} column{'s' * (width > 1)}"
        yield case("columns", str(width), title, height, FLOOR, validate(US, package), floor)


def resources(size: Size, packages: Packages) -> Iterator[Case]:
    """Many small tables against one table with all their rows."""
    count, each = size.resources, 10
    yield case(
        "resources",
        "resources",
        f"{count:,} tables of {each} rows",
        count * each,
        "one table",
        validate("one table", packages.new("joined", count, each)),
        validate(f"{count:,} tables", packages.new("many", count, each)),
    )


def start(_size: Size, packages: Packages) -> Iterator[Case]:
    """What a command costs before it does anything."""
    package = packages.bench(10)
    found = [
        imported("pandas"),
        imported("pandera.polars"),
        validate(US, package),
    ]
    if "frictionless" not in ABSENT:
        found.append(frictionless("validate", package / "datapackage.json"))
    yield case("start", "ten-rows", "ten rows", 10, "import pandas", *found)
    if "frictionless" not in ABSENT:
        helps = (ours(US, "--help"), frictionless("--help"))
        yield case("start", "help", "--help", 0, FRICTIONLESS, *helps)


def load(size: Size, packages: Packages) -> Iterator[Case]:
    """A table into pandas."""
    count, table = size.rows_of_cases, "stock_moves"
    package = packages.bench(count)
    yield case(
        "load",
        "load",
        f"load {count:,} rows into pandas",
        count,
        "validate",
        validate("validate", package, "--table", table),
        program("load", "load.py", "ours", package, table),
        program("pandas.read_csv", "load.py", "pandas", package, table),
    )


def memory(size: Size, packages: Packages) -> Iterator[Case]:
    """Files that may make a reader hold all of them."""
    count, mib = size.rows_of_cases, size.long_cell_mib
    long = packages.changed("long-cell", count, mib)
    yield case(
        "memory",
        "memory",
        f"one bad cell in {count:,} rows",
        count,
        "none",
        validate("none", packages.bench(count)),
        validate("stray quote", packages.changed("stray-quote", count), exit_code=1),
        validate(f"cell of {mib} MiB", long, exit_code=1),
    )


def formats(size: Size, packages: Packages) -> Iterator[Case]:
    """The same rows packed, and in other formats."""
    count = size.rows_of_cases
    kinds = ("gz", "zst", "parquet", "jsonl")
    others = [validate(kind, packages.changed(kind, count)) for kind in kinds]
    plain = validate("csv", packages.bench(count))
    yield case("formats", "formats", f"formats of {count:,} rows", count, "csv", plain, *others)


def case(
    group: str, name: str, title: str, count: int, reference: str, *contenders: Contender
) -> Case:
    """Return a case."""
    return Case(
        group=group,
        name=name,
        title=title,
        rows=count,
        reference=reference,
        contenders=contenders,
    )


GROUPS: dict[str, Callable[[Size, Packages], Iterator[Case]]] = {
    "rows": rows,
    "errors": errors,
    "columns": columns,
    "resources": resources,
    "start": start,
    "load": load,
    "memory": memory,
    "formats": formats,
}
"""Each yields its cases one by one, so that a package is made just before it is measured."""
