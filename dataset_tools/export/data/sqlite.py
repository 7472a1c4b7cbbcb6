"""SQLite: one database of STRICT tables, with their keys, foreign keys and checks."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.engine.plan import plan_tables
from dataset_tools.exceptions import BeyondFormat
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import package_file_name
from dataset_tools.export.tables.ddl import Database, SqlType, Storage, create_table, design, quoted
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.kinds import ISO, JSON, WHOLE, an, counted
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.export.tables.opened import OpenedTable, opened
from dataset_tools.export.tables.scan import Scan, scanned
from dataset_tools.export.tables.shape import Shape
from dataset_tools.model.schema import Field

_UNORDERED = frozenset({"yearmonth", "duration"})


def write_sqlite(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``NAME.sqlite``."""
    package = source.package
    with destination.file(f"{package_file_name(package)}.sqlite") as path:
        try:
            yield from _write(source, path)
        except sqlite3.Error as error:
            raise BeyondFormat(f"SQLite cannot hold the package: {error}") from None
    if any(table.schema and table.schema.foreign_keys for table in package.tables):
        yield Note(message="foreign keys are kept where a connection says PRAGMA foreign_keys = ON")
    yield from files_left_out(package)


def _write(source: Source, path: Path) -> Iterator[Note]:
    package = source.package
    scans = scanned(source)
    fields = {name: scan.fields for name, scan in scans.items()}
    names = design(package, fields)
    everything = frozenset(scans)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        for plan in plan_tables(package, everything):
            table, scan = plan.resource, scans[plan.resource.name]
            created = create_table(table, scan, SQLITE_SQL, names, everything, package)
            yield from created.notes
            db.execute(created.statement)
            _insert(db, opened(source, table), names.tables[table.name], scan)
            for field in scan.fields:
                for message in _messages(field, scan.shapes[field.name]):
                    yield Note(table=table.name, field=field.name, message=message)


def _insert(db: sqlite3.Connection, table: OpenedTable, name: str, scan: Scan) -> None:
    marks = ", ".join("?" * len(table.columns))
    insert = f"INSERT INTO {quoted(name)} VALUES ({marks})"  # noqa: S608 (the name is quoted)
    db.execute("BEGIN")
    for part in table.parts:
        values = [_values(each, part, scan.shapes[each.field.name]) for each in table.columns]
        db.executemany(insert, zip(*values, strict=True))
    db.execute("COMMIT")


def _values(column: Column, part: Part, shape: Shape) -> list[object]:
    type_ = sqlite_type(column.field, shape).name
    if type_ == "TEXT":
        return part.exact(column).to_list()
    if type_ == "REAL":
        return part.exact(column).cast(pl.Float64).to_list()
    return part.values(column).to_list()


def sqlite_type(field: Field, shape: Shape) -> SqlType:
    """Return the type of a column: what SQLite cannot hold digit by digit is text.

    Examples
    --------
    >>> sqlite_type(Field(name="n", type="number"), Shape(values=1, digits=20, inexact=1)).name
    'TEXT'
    """
    if _is_text(field, shape):
        return SqlType(name="TEXT", storage="text", is_ordered=False)
    if field.type in WHOLE:
        return SqlType(name="INTEGER", storage="number")
    if field.type == "number":
        return SqlType(name="REAL", storage="number")
    if field.type == "boolean":
        return SqlType(name="INTEGER", storage="boolean")
    if field.type in JSON:
        return SqlType(name="TEXT", storage="json", is_ordered=False)
    is_ordered = field.type not in _UNORDERED and not shape.zoned
    storage: Storage = "time" if field.type in ISO else "text"
    return SqlType(name="TEXT", storage=storage, is_ordered=is_ordered)


def _is_text(field: Field, shape: Shape) -> bool:
    """Whether numbers are written as text, since SQLite would round some of them."""
    return bool(shape.large if field.type in WHOLE else shape.words or shape.inexact)


SQLITE_SQL = Database(
    type_of=sqlite_type,
    suffix=" STRICT",
    boolean=lambda column: f"{column} IN (0, 1)",
    date=lambda column: f"{column} IS date({column}, '+0 days')",
    json=lambda column: f"{column} IS NULL OR json_valid({column})",  # of NULL it says false
)


def _messages(field: Field, shape: Shape) -> Iterator[str]:
    """Tell what of the values SQLite's types do not hold."""
    if field.type in ISO:
        yield f"{an(field.type)} is written as its ISO text"
    if field.type in JSON:
        yield f"{an(field.type)} is written as JSON text"
    if field.type == "boolean":
        yield "true is 1, false is 0"
    if field.type == "number" and (shape.words or shape.inexact):
        count = shape.words + shape.inexact
        some = counted(count, "value")
        yield f"numbers are the text of their digits, as a double does not hold {some}"
    if shape.large:
        some = counted(shape.large, "value")
        yield f"integers are the text of their digits, as 64 bits do not hold {some}"
    if shape.nul:
        some = counted(shape.nul, "value")
        yield f"SQLite's own functions take a text to end at U+0000: {some}"


SQLITE = Exporter(suffixes=(".sqlite", ".db", ".sqlite3"), write=write_sqlite)
