"""CSVW (W3C, 2015): tables on the web, with the types, keys and constraints of their columns."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.metadata.about import about, text
from dataset_tools.export.metadata.files import lay_beside
from dataset_tools.export.metadata.json_ld import Node, document, filled, one_or_all
from dataset_tools.export.tables.kinds import an
from dataset_tools.model.dialect import Dialect
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, ForeignKey, Schema

_CONTEXT = "http://www.w3.org/ns/csvw"
_READ = frozenset({"csv", "tsv"})
_TYPES: Mapping[str, str] = {
    "string": "string",
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "year": "gYear",
    "yearmonth": "gYearMonth",
    "duration": "duration",
    "any": "string",
    "object": "json",
    "array": "json",
    "geojson": "json",
}
_BOUNDS = (
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("exclusive_minimum", "minExclusive"),
    ("exclusive_maximum", "maxExclusive"),
)
_SIZED = frozenset({"string"})
_BOUNDED = frozenset({"integer", "decimal", "date", "time", "dateTime", "duration"})
"""Types of CSVW that may have bounds: a year and a month are none of them."""


def write_csvw(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``csv-metadata.json``; in a folder, the data files beside it."""
    package = source.package
    said = about(package)
    tables = [table for table in package.tables if _why_not(table) is None]
    described = {table.name for table in tables}
    node: Node = {
        "@context": _CONTEXT,
        **filled(
            {
                "@id": said.uri,
                "dc:title": said.title,
                "dc:description": said.description,
                "dc:license": one_or_all([{"@id": each.url} for each in said.licences if each.url]),
                "dc:creator": one_or_all([each.name for each in said.creators]),
                "dc:publisher": one_or_all([each.name for each in said.publishers]),
                "dc:issued": said.created,
                "dcat:keyword": list(said.keywords),
            },
        ),
        "tables": [_table(table, package, described) for table in tables],
    }
    if tables:
        destination.write("csv-metadata.json", document(node))
    lay_beside(source, destination)
    yield from _notes(package, described)


def _table(table: Resource, package: DataPackage, described: set[str]) -> Node:
    schema = table.schema or Schema()
    keys = [key for key in schema.foreign_keys if _why_no_key(key, schema, described) is None]
    return filled(
        {
            "url": table.paths[0],  # readers take it for a path, and decode nothing
            "dc:title": table.title,
            "dc:description": text(table.descriptor, "description"),
            "dialect": _dialect(table),
            "tableSchema": filled(
                {
                    "columns": [_column(field) for field in schema.fields],
                    "primaryKey": _variables(schema.primary_key),
                    "foreignKeys": [_foreign_key(key, table, package) for key in keys],
                },
            ),
        },
    )


def _dialect(table: Resource) -> Node:
    """Say where the dialect is another than CSVW's own."""
    own, plain = table.dialect, Dialect()
    encoding = table.encoding.lower()
    return filled(
        {
            "encoding": encoding if encoding not in ("utf-8", "utf8") else "",
            "delimiter": own.delimiter if own.delimiter != plain.delimiter else "",
            "quoteChar": own.quote_char if own.quote_char != plain.quote_char else "",
            "skipInitialSpace": own.skip_initial_space or None,
        },
    )


def _column(field: Field) -> Node:
    return filled(
        {
            "titles": field.name,
            "name": variable(field.name),
            "dc:title": field.title,
            "dc:description": text(field.descriptor, "description"),
            "datatype": _datatype(field),
            "required": True if not field.is_nullable else None,
            "null": one_or_all(list(field.missing_values)) if field.missing_values != ("",) else "",
            "separator": field.delimiter if field.type == "list" else "",
        },
    )


def variable(name: str) -> str:
    """Return a column's name, a variable of URI templates (RFC 6570), other characters encoded.

    Examples
    --------
    >>> variable("id"), variable("two-part name"), variable("_hidden")
    ('id', 'two%2Dpart%20name', '%5Fhidden')
    """
    encoded = quote(name, safe="").replace("-", "%2D").replace(".", "%2E").replace("~", "%7E")
    return f"%5F{encoded[1:]}" if encoded.startswith("_") else encoded


def _datatype(field: Field) -> object:
    base = _base(field)
    limits = field.constraints
    bounds = {
        word: _bound(getattr(limits, name))
        for name, word in _BOUNDS
        if getattr(limits, name) is not None and base in _BOUNDED
    }
    lengths = {
        "minLength": limits.min_length if field.type in _SIZED else None,
        "maxLength": limits.max_length if field.type in _SIZED else None,
    }
    node = filled({"format": _format(field, base), **bounds, **lengths})
    return {"base": base, **node} if node else base


def _bound(raw: object) -> object:
    return raw if isinstance(raw, str) else str(raw)


def _base(field: Field) -> str:
    if _as_text(field):
        return "string"
    if field.type == "list":
        return _TYPES.get(field.item_type, "string")
    return _TYPES.get(field.type, "string")


def _as_text(field: Field) -> str:
    """Say why CSVW has no word for how the cells of a field are written; empty if it has."""
    if field.type in ("date", "time", "datetime") and field.format != "default":
        return f"its format is {field.format}"
    if field.type in ("integer", "number") and not field.bare_number:
        return "other text stands around the numbers"
    words = len(field.true_values), len(field.false_values)
    if field.type == "boolean" and not _has_default_words(field) and words != (1, 1):
        return "it has several words for true or false"
    return ""


def _has_default_words(field: Field) -> bool:
    plain = Field(name=field.name)
    return (field.true_values, field.false_values) == (plain.true_values, plain.false_values)


def _format(field: Field, base: str) -> object:
    """Return CSVW's ``format``: a pattern, or how numbers and booleans are written."""
    if base == "string":
        return field.constraints.pattern or _choices(field)
    if base == "boolean" and not _has_default_words(field):
        return f"{field.true_values[0]}|{field.false_values[0]}"
    if base in ("integer", "decimal") and (field.decimal_char != "." or field.group_char):
        marks = {"decimalChar": field.decimal_char, "groupChar": field.group_char or ""}
        return filled(marks)
    return ""


def _choices(field: Field) -> str:
    values = field.constraints.enum
    if field.categories is not None:
        values = tuple(each.value for each in field.categories)
    return "|".join(_literal(str(each)) for each in values or ())


def _literal(text_: str) -> str:
    """Return a regular expression that matches a text alone (XML Schema's, without ``re``'s)."""
    special = set("\\|.?*+(){}[]^$-")
    return "".join(f"\\{char}" if char in special else char for char in text_)


def _variables(names: tuple[str, ...]) -> object:
    return one_or_all([variable(name) for name in names])


def _foreign_key(key: ForeignKey, table: Resource, package: DataPackage) -> Node:
    target = package.resource(key.resource or table.name) or table
    return {
        "columnReference": _variables(key.fields),
        "reference": {
            "resource": target.paths[0],
            "columnReference": _variables(key.reference_fields),
        },
    }


def _why_not(table: Resource) -> str | None:
    """Say why CSVW cannot describe a table, or None if it can."""
    reasons = (
        (not table.paths, "its data are inline"),
        (len(table.paths) > 1, "it is of several files"),
        (table.format not in _READ, f"its format is {table.format}"),
        (bool(table.compression), "it is compressed"),
        (table.schema is None or not table.schema.fields, "it has no schema"),
        (
            table.schema is not None and table.schema.fields_match != "exact",
            "its columns need not be in the order of its fields",
        ),
        (
            not table.dialect.header or table.dialect.header_rows != (1,),
            "its header is not one row",
        ),
        (table.dialect.comment_char is not None, "it has comments"),
    )
    return next((reason for wrong, reason in reasons if wrong), None)


def _why_no_key(key: ForeignKey, schema: Schema, described: set[str]) -> str | None:
    fields = [schema.field(name) for name in (*key.fields, *key.reference_fields)]
    if key.resource is not None and key.resource not in described:
        return "the table that it refers to is not described"
    if any(field is not None and field.is_nullable for field in fields[: len(key.fields)]):
        return "CSVW takes a missing value in it for an error"
    return None


def _notes(package: DataPackage, described: set[str]) -> Iterator[Note]:
    for table in package.tables:
        reason = _why_not(table)
        if reason is not None:
            yield Note(table=table.name, message=f"the table is not described: {reason}")
            continue
        schema = table.schema or Schema()
        for key in schema.foreign_keys:
            left_out = _why_no_key(key, schema, described)
            if left_out is not None:
                target = key.resource or table.name
                message = f"the foreign key to {target} is left out: {left_out}"
                yield Note(table=table.name, field=", ".join(key.fields), message=message)
        for field in schema.fields:
            for message in _of_the_field(field):
                yield Note(table=table.name, field=field.name, message=message)
        for rule in schema.rules:
            yield Note(table=table.name, message=f'the row rule "{rule.name}" is left out')


def _of_the_field(field: Field) -> Iterator[str]:
    reason = _as_text(field)
    if reason:
        yield f"{an(field.type)} is described as text: {reason}"
    elif field.type == "boolean" and _has_default_words(field):
        yield "CSVW reads true, false, 1 and 0, not True or TRUE"
    limits = field.constraints
    bounded = any(getattr(limits, name) is not None for name, _ in _BOUNDS)
    if bounded and _base(field) not in _BOUNDED:
        yield "minimum and maximum are left out"
    if field.type not in ("string", "list") and (field.constraints.enum or field.categories):
        yield "enum and categories are left out"


CSVW = Exporter(suffixes=(".json",), write=write_csvw)
