"""DuckDB: one database of typed tables, with their keys, foreign keys, checks and comments.

Its file is the one export whose bytes differ from run to run: DuckDB makes them so.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa

from dataset_tools.engine.plan import plan_tables
from dataset_tools.exceptions import BeyondFormat, UsageError
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import package_file_name
from dataset_tools.export.tables.arrow import ArrowTable, consume_arrow
from dataset_tools.export.tables.ddl import (
    Created,
    Database,
    Design,
    SqlType,
    create_table,
    design,
    literal,
    quoted,
)
from dataset_tools.export.tables.dictionary import text_of
from dataset_tools.export.tables.kinds import JSON, TEXT, WHOLE
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.export.tables.opened import fields_of
from dataset_tools.export.tables.scan import Scan
from dataset_tools.export.tables.shape import Shape
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field

_UNORDERED = frozenset({"yearmonth", "duration"})
_NAMES = {
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.time64("us"): "TIME",
    pa.timestamp("us"): "TIMESTAMP",
    pa.timestamp("us", "UTC"): "TIMESTAMPTZ",
    pa.string(): "VARCHAR",
}


def write_duckdb(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``NAME.duckdb``."""
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            "the export to duckdb needs duckdb: install datapackage-tools[duckdb]"
        ) from None
    with destination.file(f"{package_file_name(source.package)}.duckdb") as path:
        path.unlink()  # DuckDB makes its file itself
        try:
            with duckdb.connect(path) as db:
                yield from _write(source, db)
        except duckdb.Error as error:
            raise BeyondFormat(f"DuckDB cannot hold the package: {_first_line(error)}") from None
    yield from files_left_out(source.package)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _write(source: Source, db: Any) -> Iterator[Note]:
    package = source.package
    fields = {table.name: fields_of(source, table) for table in package.tables}
    names = design(package, fields)
    there: frozenset[str] = frozenset()
    for plan in plan_tables(package, frozenset(fields)):
        table = plan.resource
        creation = _Creation(source, table, fields[table.name], names, there)
        yield from consume_arrow(source, table, partial(creation.fill, db))
        yield from creation.notes
        there |= {table.name}


class _Creation:
    """A table to be made and filled; ``notes`` are known when it is."""

    def __init__(
        self,
        source: Source,
        table: Resource,
        fields: tuple[Field, ...],
        names: Design,
        there: frozenset[str],
    ) -> None:
        self._source = source
        self._table = table
        self._fields = fields
        self._names = names
        self._there = there
        self.notes: tuple[Note, ...] = ()

    def fill(self, db: Any, rows: ArrowTable) -> None:
        """Make the table anew for the types of its rows, and put them in."""
        name = quoted(self._names.tables[self._table.name])
        created = self._created(rows.schema)
        self.notes = created.notes
        db.execute(f"DROP TABLE IF EXISTS {name}")
        db.execute(created.statement)
        for comment in _comments(self._table, self._fields, self._names):
            db.execute(comment)
        reader = pa.RecordBatchReader.from_batches(rows.schema, rows.batches)
        db.register("rows_to_export", reader)
        db.execute(f"INSERT INTO {name} SELECT * FROM rows_to_export")  # noqa: S608 (quoted)
        db.unregister("rows_to_export")

    def _created(self, schema: pa.Schema) -> Created:
        def type_of(field: Field, _shape: Shape) -> SqlType:
            return duckdb_type(field, schema.field(field.name).type)

        return create_table(
            self._table,
            Scan(fields=self._fields, shapes={each.name: Shape() for each in self._fields}),
            Database(
                type_of=type_of, self_reference="DuckDB takes a row only after the one it refers to"
            ),
            self._names,
            self._there | {self._table.name},
            self._source.package,
        )


def duckdb_type(field: Field, type_: pa.DataType) -> SqlType:
    """Return the type of a column that comes in as an Arrow type.

    Examples
    --------
    >>> duckdb_type(Field(name="n", type="number"), pa.decimal128(18, 2)).name
    'DECIMAL(18, 2)'
    """
    if pa.types.is_dictionary(type_):
        names = ", ".join(literal(str(each.value)) for each in field.categories or ())
        return SqlType(name=f"ENUM ({names})", storage="text")
    if pa.types.is_decimal(type_):
        return SqlType(name=f"DECIMAL({type_.precision}, {type_.scale})", storage="number")
    if field.type in JSON:
        return SqlType(name="JSON", storage="json", is_ordered=False)
    name = _NAMES[type_]
    if field.type == "boolean":
        return SqlType(name=name, storage="boolean")
    if name in ("BIGINT", "DOUBLE"):
        return SqlType(name=name, storage="number")
    is_ordered = field.type not in _UNORDERED and not (field.type in WHOLE and name == "VARCHAR")
    return SqlType(
        name=name, storage="text" if field.type in TEXT else "time", is_ordered=is_ordered
    )


def _comments(resource: Resource, fields: tuple[Field, ...], names: Design) -> Iterator[str]:
    table = quoted(names.tables[resource.name])
    about = text_of(resource.descriptor.get("description")) or resource.title
    if about:
        yield f"COMMENT ON TABLE {table} IS {literal(about)}"
    for field in fields:
        about = text_of(field.descriptor.get("description")) or field.title
        if about:
            column = quoted(names.columns[resource.name][field.name])
            yield f"COMMENT ON COLUMN {table}.{column} IS {literal(about)}"


DUCKDB = Exporter(suffixes=(".duckdb",), write=write_duckdb)
