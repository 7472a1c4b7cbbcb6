"""CSVW (W3C, 2015): tables on the web, with the types, keys and constraints of their columns."""

from collections.abc import Iterator, Mapping

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.metadata.about import about, file_iri, text
from dataset_tools.export.metadata.files import lay_beside
from dataset_tools.export.metadata.json_ld import Node, document, filled, one_or_all
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
            "url": file_iri(table.paths[0]),
            "dc:title": table.title,
            "dc:description": text(table.descriptor, "description"),
            "dialect": _dialect(table),
            "tableSchema": filled(
                {
                    "columns": [_column(field) for field in schema.fields],
                    "primaryKey": one_or_all(list(schema.primary_key)),
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
    # a name of a column is a variable of URI templates, which the title need not be
    return filled(
        {
            "titles": field.name,
            "name": field.name if _is_variable(field.name) else "",
            "dc:title": field.title,
            "dc:description": text(field.descriptor, "description"),
            "datatype": _datatype(field),
            "required": True if not field.is_nullable else None,
            "null": one_or_all(list(field.missing_values)) if field.missing_values != ("",) else "",
            "separator": field.delimiter if field.type == "list" else "",
        },
    )


def _is_variable(name: str) -> bool:
    return name.isascii() and name.replace("_", "").isalnum() and not name.startswith("_")


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
    if field.type in ("date", "time", "datetime") and field.format != "default":
        return "string"
    if field.type == "list":
        return _TYPES.get(field.item_type, "string")
    return _TYPES.get(field.type, "string")


def _format(field: Field, base: str) -> object:
    """Return CSVW's ``format``: a pattern, or how numbers and booleans are written."""
    if base == "string":
        return field.constraints.pattern or _choices(field)
    if base == "boolean":
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


def _foreign_key(key: ForeignKey, table: Resource, package: DataPackage) -> Node:
    target = package.resource(key.resource or table.name) or table
    return {
        "columnReference": one_or_all(list(key.fields)),
        "reference": {
            "resource": file_iri(target.paths[0]),
            "columnReference": one_or_all(list(key.reference_fields)),
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
    if not all(_is_variable(name) for name in (*key.fields, *key.reference_fields)):
        return "its columns have names that CSVW does not take"
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
    if field.type in ("date", "time", "datetime") and field.format != "default":
        yield f"the {field.type} is described as text: its format is {field.format}"
    if field.type == "boolean" and len(field.true_values) + len(field.false_values) > 2:  # noqa: PLR2004
        yield "CSVW knows one word for true and one for false: the first of each is described"
    if not field.bare_number:
        yield "what stands around the numbers is not described"
    limits = field.constraints
    bounded = any(getattr(limits, name) is not None for name, _ in _BOUNDS)
    if bounded and _base(field) not in _BOUNDED:
        yield "minimum and maximum are left out"
    if field.type not in ("string", "list") and (field.constraints.enum or field.categories):
        yield "enum and categories are left out"


CSVW = Exporter(suffixes=(".json",), write=write_csvw)
