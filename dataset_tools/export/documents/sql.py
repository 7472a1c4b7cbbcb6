"""SQL: the tables as CREATE TABLE statements of standard SQL, without their rows."""

from collections.abc import Iterator

from dataset_tools.engine.plan import plan_tables
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.tables.ddl import Database, SqlType, create_table, design
from dataset_tools.export.tables.kinds import JSON
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.export.tables.opened import fields_of
from dataset_tools.export.tables.scan import Scan
from dataset_tools.export.tables.shape import Shape
from dataset_tools.model.schema import Field

_TYPES = {
    "integer": "BIGINT",
    "year": "BIGINT",
    "number": "NUMERIC",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "time": "TIME",
    "datetime": "TIMESTAMP",
}
_NUMBERS = frozenset({"integer", "year", "number"})
_TEXT = "VARCHAR"


def sql_type(field: Field, _shape: Shape) -> SqlType:
    """Return the type of a column by its field alone.

    Examples
    --------
    >>> sql_type(Field(name="n", type="integer"), Shape()).name
    'BIGINT'
    """
    name = _TYPES.get(field.type, _TEXT)
    if field.type in JSON:
        return SqlType(name=name, storage="json", is_ordered=False)
    if field.type == "boolean":
        return SqlType(name=name, storage="boolean")
    if field.type in _NUMBERS:
        return SqlType(name=name, storage="number")
    is_ordered = field.type not in ("yearmonth", "duration")
    return SqlType(
        name=name,
        storage="time" if field.type not in ("string", "any") else "text",
        is_ordered=is_ordered,
    )


STANDARD_SQL = Database(type_of=sql_type)


def write_sql(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``schema.sql``."""
    package = source.package
    fields = {table.name: fields_of(source, table) for table in package.tables}
    names = design(package, fields)
    there: frozenset[str] = frozenset()
    statements = []
    notes: list[Note] = []
    for plan in plan_tables(package, frozenset(fields)):
        name = plan.resource.name
        there |= {name}
        scan = Scan(fields=fields[name], shapes={field.name: Shape() for field in fields[name]})
        created = create_table(plan.resource, scan, STANDARD_SQL, names, there, package)
        statements.append(created.statement + "\n")
        notes += created.notes
    destination.write("schema.sql", "\n".join(statements))
    yield from notes
    for table in package.tables:
        for field in fields[table.name]:
            if _TYPES.get(field.type, _TEXT) == _TEXT and field.type not in ("string", "any"):
                message = f"SQL has no type {field.type}; the column holds text"
                yield Note(table=table.name, field=field.name, message=message)
    yield from files_left_out(package)


SQL = Exporter(suffixes=(".sql",), write=write_sql)
