"""Make one package: ``make.py KIND TARGET [SOURCE] [NUMBER...]``; same arguments, same bytes."""

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from tables import typed_frame

Descriptor = dict[str, Any]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
KINDS = ("alpha", "beta", "gamma")


def write_descriptor(target: Path, resources: list[Descriptor]) -> None:
    """Write a descriptor without numbers of bytes and hashes."""
    bare = [
        {key: value for key, value in each.items() if key not in {"bytes", "hash"}}
        for each in resources
    ]
    text = json.dumps({"$schema": PROFILE, "name": "bench", "resources": bare})
    (target / "datapackage.json").write_text(text, "utf-8")


def resource(name: str, fields: list[Descriptor], **schema: object) -> Descriptor:
    """Return the descriptor of a table in a CSV file of its name."""
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": fields, **schema}}


def write_lines(path: Path, fields: list[Descriptor], lines: Iterator[str]) -> None:
    """Write a CSV file of lines that need no quotes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(field["name"] for field in fields) + "\n")
        file.writelines(f"{line}\n" for line in lines)


# Packages from nothing

MIXED: list[Descriptor] = [
    {"name": "id", "type": "integer", "constraints": {"required": True, "minimum": 0}},
    {"name": "parent", "type": "integer"},
    {"name": "code", "type": "string", "constraints": {"pattern": "[A-Z]{2}[0-9]{4}"}},
    {"name": "kind", "type": "string", "constraints": {"enum": list(KINDS)}},
    {"name": "note", "type": "string", "constraints": {"maxLength": 40}},
    {"name": "price", "type": "number", "constraints": {"minimum": 0}},
    {"name": "open", "type": "boolean"},
    {"name": "day", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    {"name": "moment", "type": "datetime"},
]
MIXED_KEYS = {
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"fields": ["id"]}}],
}


def mixed_line(row: int) -> str:
    """Return a row with a cell of each common type; everything follows from its number."""
    day = f"20{row % 25:02d}-{row % 12 + 1:02d}-{row % 28 + 1:02d}"
    note = f'"note {row}, and ""more"""' if row % 9 == 0 else f"note {row}"
    code = f"A{chr(65 + row % 26)}{row % 10_000:04d}"
    price = f"{row * 7 % 100_000 / 100:.2f}" if row % 5 else ""
    cells = (row, row // 2, code, KINDS[row % 3], note, price, "true" if row % 2 else "false", day)
    return ",".join([*map(str, cells), f"{day}T{row % 24:02d}:{row % 60:02d}:00Z"])


def mixed(target: Path, rows: str) -> None:
    """Make one table of mixed types with a primary key and a foreign key to itself."""
    write_lines(target / "mixed.csv", MIXED, map(mixed_line, range(int(rows))))
    write_descriptor(target, [resource("mixed", MIXED, **MIXED_KEYS)])


def many(target: Path, resources: str, rows: str) -> None:
    """Make many tables of some rows each."""
    made = []
    for number in range(int(resources)):
        first = number * int(rows)
        made.append(resource(f"part-{number}", MIXED, primaryKey=["id"]))
        lines = map(mixed_line, range(first, first + int(rows)))
        write_lines(target / made[-1]["path"], MIXED, lines)
    write_descriptor(target, made)


def joined(target: Path, resources: str, rows: str) -> None:
    """Make one table of the rows that ``many`` puts into many."""
    write_lines(target / "all.csv", MIXED, map(mixed_line, range(int(resources) * int(rows))))
    write_descriptor(target, [resource("all", MIXED, primaryKey=["id"])])


WIDE = ("integer", "number", "string", "date", "boolean")


def wide(target: Path, columns: str, rows: str) -> None:
    """Make a table of so many columns, whose types take turns."""
    width = int(columns)
    fields = [{"name": f"c{at}", "type": WIDE[at % len(WIDE)]} for at in range(width)]

    def line(row: int) -> str:
        of = row * 31 % 1000
        cells = (str(of), f"{of}.5", f"t{of}", f"2024-{of % 12 + 1:02d}-{of % 28 + 1:02d}", "true")
        return ",".join(cells[at % len(cells)] for at in range(width))

    write_lines(target / "wide.csv", fields, map(line, range(int(rows))))
    write_descriptor(target, [resource("wide", fields)])


# Packages with a change

LONG, PRICE, HEADLINE = "stock_moves", "price", "headline"


def tables_of(source: Path) -> list[Descriptor]:
    """Return the resources of a package."""
    found: list[Descriptor] = json.loads((source / "datapackage.json").read_text("utf-8"))[
        "resources"
    ]
    return found


def rewritten(
    source: Path, target: Path, suffix: str, write: Callable[[Descriptor, Path], None]
) -> None:
    """Write each table anew by a function that gets its descriptor and the new path."""
    made = []
    for each in tables_of(source):
        path = f"data/{each['name']}{suffix}"
        (target / path).parent.mkdir(exist_ok=True)
        write(each, target / path)
        made.append({**each, "path": path, "format": suffix.split(".")[1], "mediatype": None})
    write_descriptor(target, [{k: v for k, v in each.items() if v is not None} for each in made])


def texts(source: Path, table: Descriptor) -> pl.DataFrame:
    """Return the cells of a table as they stand."""
    return pl.read_csv(source / table["path"], infer_schema=False)


def wrong(field: Descriptor) -> str:
    """Return a cell that the field does not take."""
    constraints = field.get("constraints", {})
    if field["type"] != "string" or {"enum", "pattern"} & set(constraints):
        return "?"
    return "x" * (constraints["maxLength"] + 1) if "maxLength" in constraints else ""


def one_column(target: Path, source: Path) -> None:
    """Make every cell of one column wrong."""

    def write(table: Descriptor, path: Path) -> None:
        frame = texts(source, table)
        bad = [pl.lit("12,5O").alias(PRICE)] if PRICE in frame.columns else []
        frame.with_columns(bad).write_csv(path)

    rewritten(source, target, ".csv", write)


def every_cell(target: Path, source: Path) -> None:
    """Make every cell of every column wrong."""

    def write(table: Descriptor, path: Path) -> None:
        bad = [pl.lit(wrong(each)).alias(each["name"]) for each in table["schema"]["fields"]]
        texts(source, table).with_columns(bad).write_csv(path)

    rewritten(source, target, ".csv", write)


def one_headline(target: Path, source: Path, cell: bytes) -> None:
    """Put a cell into one row of the long table, a hundredth of the way down."""

    def write(table: Descriptor, path: Path) -> None:
        lines = (source / table["path"]).read_bytes().split(b"\n")
        names = [each["name"] for each in table["schema"]["fields"]]
        if HEADLINE in names:
            first = len(lines) // 100 + 1
            at = next(at for at in range(first, len(lines)) if b'"' not in lines[at])
            cells = lines[at].split(b",")
            cells[names.index(HEADLINE)] = cell
            lines[at] = b",".join(cells)
        path.write_bytes(b"\n".join(lines))

    rewritten(source, target, ".csv", write)


def stray_quote(target: Path, source: Path) -> None:
    """Open a quotation that nothing closes: the rest of the file may seem to be one cell."""
    one_headline(target, source, b'"5 tall')


def long_cell(target: Path, source: Path, mib: str) -> None:
    """Put in one cell of so many MiB."""
    one_headline(target, source, b"x" * (int(mib) << 20))


def packed(target: Path, source: Path, suffix: str, codec: str) -> None:
    """Pack the files by a codec."""

    def write(table: Descriptor, path: Path) -> None:
        plain = (source / table["path"]).read_bytes()
        if codec == "gzip":
            path.write_bytes(gzip.compress(plain, 6, mtime=0))
        else:
            path.write_bytes(pa.compress(plain, codec=codec, asbytes=True))

    rewritten(source, target, suffix, write)


def parquet(target: Path, source: Path) -> None:
    """Write the tables as Parquet, of the fields' own types."""

    def write(table: Descriptor, path: Path) -> None:
        typed_frame(source / table["path"], table["schema"]["fields"]).write_parquet(path)

    rewritten(source, target, ".parquet", write)


def jsonl(target: Path, source: Path) -> None:
    """Write the tables as JSON Lines; dates are texts, and nothing is null."""

    def write(table: Descriptor, path: Path) -> None:
        frame = typed_frame(source / table["path"], table["schema"]["fields"], moments=False)
        dates = [pl.col(pl.Date).dt.to_string("%Y-%m-%d")]
        frame.with_columns(dates).write_ndjson(path)

    rewritten(source, target, ".jsonl", write)


MAKERS: dict[str, Callable[..., None]] = {
    "mixed": mixed,
    "many": many,
    "joined": joined,
    "wide": wide,
    "one-column": lambda target, source: one_column(target, Path(source)),
    "every-cell": lambda target, source: every_cell(target, Path(source)),
    "stray-quote": lambda target, source: stray_quote(target, Path(source)),
    "long-cell": lambda target, source, mib: long_cell(target, Path(source), mib),
    "gz": lambda target, source: packed(target, Path(source), ".csv.gz", "gzip"),
    "zst": lambda target, source: packed(target, Path(source), ".csv.zst", "zstd"),
    "parquet": lambda target, source: parquet(target, Path(source)),
    "jsonl": lambda target, source: jsonl(target, Path(source)),
}


if __name__ == "__main__":
    kind, folder, *arguments = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    MAKERS[kind](Path(folder), *arguments)
