"""Tables as SQL: CREATE TABLE with keys, foreign keys and checks, and what SQL cannot check."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dataset_tools.export.exporter import Note
from dataset_tools.export.names import distinct
from dataset_tools.export.tables.exact import value_text
from dataset_tools.export.tables.scan import Scan
from dataset_tools.export.tables.shape import Shape
from dataset_tools.field_types.types import field_type
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, ForeignKey, Schema

Storage = Literal["text", "number", "boolean", "time", "json"]
_LONGEST_NAME = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlType:
    """The type of a column: its name, and how its values are written and compared.

    ``is_ordered``: the order of the column is the order of the field's values.
    """

    name: str
    storage: Storage
    is_ordered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A kind of SQL: its types, and what it does its own way.

    ``boolean``, ``json`` and ``date`` make the checks of columns without a type of their own.
    ``self_reference`` says why a table cannot refer to itself, None if it can.
    """

    type_of: Callable[[Field, Shape], SqlType]
    suffix: str = ""
    boolean: Callable[[str], str] | None = None
    json: Callable[[str], str] | None = None
    date: Callable[[str], str] | None = None
    self_reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The names that a package's tables and columns have in a database."""

    tables: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A statement, and what of the schema it does not say."""

    statement: str
    notes: tuple[Note, ...] = field(default=())


def design(package: DataPackage, columns: Mapping[str, tuple[Field, ...]]) -> Design:
    """Name tables and columns so that none are the same but for the case of their letters."""
    return Design(
        tables=distinct([table.name for table in package.tables], _name, _LONGEST_NAME),
        columns={
            table: distinct([each.name for each in fields], _name, _LONGEST_NAME)
            for table, fields in columns.items()
        },
    )


def _name(name: str) -> str:
    plain = name.replace("\0", "_")
    return f"_{plain}" if plain.lower().startswith("sqlite_") else plain


def quoted(name: str) -> str:
    """Return a name as SQL writes it.

    Examples
    --------
    >>> quoted('a"b')
    '"a""b"'
    """
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def create_table(
    resource: Resource,
    scan: Scan,
    database: Database,
    names: Design,
    reachable: frozenset[str],
    package: DataPackage,
) -> Created:
    """Write the statement that makes a table.

    Parameters
    ----------
    scan
        The fields that the table has, and what their values ask for.
    reachable
        The tables that a foreign key may refer to, the table itself among them.
    """
    schema = resource.schema or Schema()
    own = names.columns[resource.name]
    fields = scan.fields
    types = {each.name: database.type_of(each, scan.shapes[each.name]) for each in fields}
    notes = [
        *_renamed(resource, names),
        *(
            Note(table=resource.name, field=each.name, message=message)
            for each in fields
            for message in _unchecked(each, types[each.name])
        ),
    ]
    lines = [_column(each, types[each.name], own[each.name], database) for each in fields]
    lines += _keys(schema, own)
    for key in schema.foreign_keys:
        target = package.resource(key.resource or resource.name)
        reason = _no_reference(key, target, types, reachable)
        if reason is None and target == resource:
            reason = database.self_reference
        if reason is None:
            lines.append(_reference(key, resource, names))
        else:
            notes.append(_told(key, resource, reason))
    notes += [
        Note(table=resource.name, message=f'the row rule "{rule.name}" is not checked there')
        for rule in schema.rules
    ]
    body = ",\n  ".join(lines)
    statement = (
        f"CREATE TABLE {quoted(names.tables[resource.name])} (\n  {body}\n){database.suffix};"
    )
    return Created(statement=statement, notes=tuple(notes))


def _renamed(resource: Resource, names: Design) -> Iterator[Note]:
    table = names.tables[resource.name]
    if table != resource.name:
        yield Note(table=resource.name, message=f'the table is named "{table}"')
    for name, column in names.columns[resource.name].items():
        if name != column:
            yield Note(table=resource.name, field=name, message=f'the column is named "{column}"')


def _column(field: Field, type_: SqlType, name: str, database: Database) -> str:
    column = quoted(name)
    parts = [column, type_.name]
    if not field.is_nullable:
        parts.append("NOT NULL")
    if field.constraints.unique:
        parts.append("UNIQUE")
    parts += [f"CHECK ({check})" for check in _checks(field, type_, column, database)]
    return " ".join(parts)


def _checks(field: Field, type_: SqlType, column: str, database: Database) -> Iterator[str]:
    if type_.storage == "boolean" and database.boolean is not None:
        yield database.boolean(column)
    if field.type == "date" and database.date is not None:
        yield database.date(column)
    if type_.storage == "json" and database.json is not None:
        yield database.json(column)
    limits = field.constraints
    if type_.storage == "text" and limits.min_length is not None:
        yield f"length({column}) >= {limits.min_length}"
    if type_.storage == "text" and limits.max_length is not None:
        yield f"length({column}) <= {limits.max_length}"
    if type_.is_ordered:
        for sign, bound in _bounds(field):
            yield f"{column} {sign} {_value(field, type_, bound)}"
        for choices in _choices(field):
            listed = ", ".join(_value(field, type_, each) for each in choices)
            yield f"{column} IN ({listed})"


def _bounds(field: Field) -> Iterator[tuple[str, object]]:
    limits = field.constraints
    signs = (
        (">=", limits.minimum),
        ("<=", limits.maximum),
        (">", limits.exclusive_minimum),
        ("<", limits.exclusive_maximum),
    )
    return ((sign, bound) for sign, bound in signs if bound is not None)


def _choices(field: Field) -> Iterator[tuple[object, ...]]:
    if field.constraints.enum is not None:
        yield field.constraints.enum
    if field.categories is not None:
        yield tuple(each.value for each in field.categories)


def _value(field: Field, type_: SqlType, raw: object) -> str:
    value = field_type(field.type).from_json(field, raw)
    if type_.storage == "boolean" and type_.name == "INTEGER":
        return str(int(bool(value)))
    text = value_text(field, value)
    return text if type_.storage in ("number", "boolean") else literal(text)


def _unchecked(field: Field, type_: SqlType) -> Iterator[str]:
    """Tell the constraints that are not checked in the database."""
    limits = field.constraints
    if limits.pattern is not None:
        yield "the pattern is not checked there"
    if limits.json_schema is not None:
        yield "the jsonSchema is not checked there"
    if type_.storage == "json" and (limits.min_length, limits.max_length) != (None, None):
        yield "minLength and maxLength are not checked there"
    if not type_.is_ordered and (any(_bounds(field)) or any(_choices(field))):
        yield "minimum, maximum, enum and categories are not checked there"


def _keys(schema: Schema, own: Mapping[str, str]) -> Iterator[str]:
    if schema.primary_key and all(name in own for name in schema.primary_key):
        yield f"PRIMARY KEY {_listed(schema.primary_key, own)}"
    for key in schema.unique_keys:
        if key != schema.primary_key and all(name in own for name in key):
            yield f"UNIQUE {_listed(key, own)}"


def _listed(fields: tuple[str, ...], own: Mapping[str, str]) -> str:
    return f"({', '.join(quoted(own[name]) for name in fields)})"


def _reference(key: ForeignKey, resource: Resource, names: Design) -> str:
    target = key.resource or resource.name
    return (
        f"FOREIGN KEY {_listed(key.fields, names.columns[resource.name])} "
        f"REFERENCES {quoted(names.tables[target])} "
        f"{_listed(key.reference_fields, names.columns[target])}"
    )


def _no_reference(
    key: ForeignKey,
    target: Resource | None,
    types: Mapping[str, SqlType],
    reachable: frozenset[str],
) -> str | None:
    """Say why a foreign key cannot stand in the database, or None if it can."""
    schema = target.schema if target is not None else None
    if target is None or schema is None:
        return "it refers to no table of the package"
    if not _is_key(schema, key.reference_fields):
        return "SQL lets it refer only to fields that are a key"
    if any(name not in types for name in key.fields):
        return "the table has no such column"
    if target.name not in reachable:
        return "the tables refer to each other in a circle"
    return None


def _is_key(schema: Schema, fields: tuple[str, ...]) -> bool:
    alone = schema.field(fields[0]) if len(fields) == 1 else None
    is_unique = alone is not None and alone.constraints.unique
    return is_unique or fields in (schema.primary_key, *schema.unique_keys)


def _told(key: ForeignKey, resource: Resource, reason: str) -> Note:
    target = key.resource or resource.name
    return Note(
        table=resource.name,
        field=", ".join(key.fields),
        message=f"the foreign key to {target} is left out: {reason}",
    )
