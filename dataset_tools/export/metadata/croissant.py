"""Croissant 1.0 (MLCommons): schema.org's Dataset, with the records of the tables.

A reader joins a table with what it refers to, and fails on a chain: a table that others refer to
must not refer on, so that link is left out and told.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Demand, Exporter, Note, Source
from dataset_tools.export.metadata.about import about, demands, file_iri, text
from dataset_tools.export.metadata.files import PackageFile, lay_beside, package_files
from dataset_tools.export.metadata.json_ld import Node, dataset_members, document, filled
from dataset_tools.export.tables.kinds import has_default_form
from dataset_tools.model.dialect import Dialect
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, Schema

_CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES: Mapping[str, str] = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "time": "sc:Time",
}
_READ = frozenset({"csv", "tsv"})
_PLAIN = {"csv": Dialect(), "tsv": Dialect(delimiter="\t")}


def _demands(source: Source) -> Iterator[Demand]:
    """Yield the required properties of a Croissant dataset that the package has not."""
    said = about(source.package)
    return demands(
        [
            (bool(said.title), "title", "a name"),
            (bool(said.description), "description", "a description"),
            (bool(said.licences), "licenses", "a licence"),
            (bool(said.homepage or said.uri), "homepage", "a URL (or a URI for an id)"),
            (bool(said.creators), "contributors", "a creator (with the role creator or author)"),
            (bool(said.created), "created", "a date of publication"),
        ],
    )


def write_croissant(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``croissant.json``; in a folder, the data files beside it."""
    package = source.package
    kept, notes = _links(package)
    tables = [table for table in package.tables if _why_no_records(table) is None]
    node: Node = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS_TO,
        **dataset_members(about(package)),
        "distribution": list({file.path: _file(file) for file in package_files(source)}.values()),
        "recordSet": [
            *(record for table in tables for record in _enumerations(table, kept)),
            *(_record_set(table, kept) for table in tables),
        ],
    }
    destination.write("croissant.json", document(filled(node)))
    lay_beside(source, destination)
    yield from notes
    yield from _notes(package)


def _file(file: PackageFile) -> Node:
    return filled(
        {
            "@type": "cr:FileObject",
            "@id": file_iri(file.path),
            "name": file.name,
            "description": text(file.resource.descriptor, "description"),
            "contentUrl": file.path,  # readers take it for a path, and decode nothing
            "contentSize": f"{file.bytes} B",
            "encodingFormat": file.media_type,
            "sha256": file.sha256,
        },
    )


Links = Mapping[tuple[str, str], str]
"""What the fields of tables refer to: the ``@id`` of another field, by table and field."""


def _links(package: DataPackage) -> tuple[Links, tuple[Note, ...]]:
    """Choose the references that a reader can follow, and tell the others."""
    readable = {table.name for table in package.tables if _why_no_records(table) is None}
    referred = {
        key.resource
        for table in package.tables
        if table.schema and table.name in readable
        for key in table.schema.foreign_keys
        if key.resource is not None and key.resource != table.name
    }
    kept: dict[tuple[str, str], str] = {}
    notes: list[Note] = []
    for table in package.tables:
        chain = "others refer to the table, and a reader follows no chain"
        for name, target, obstacle in _wanted(table, readable):
            words = "its categories" if target.endswith("/value") else target.partition("/")[0]
            reason = obstacle or (chain if table.name in referred else "")
            if reason:
                message = f"the reference to {words} is left out: {reason}"
                notes.append(Note(table=table.name, field=name, message=message))
            else:
                kept[table.name, name] = target
    return kept, tuple(notes)


def _wanted(table: Resource, readable: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield field, what it refers to, and why that cannot be said (or nothing)."""
    schema = table.schema or Schema()
    if table.name not in readable:
        return
    referring: set[str] = set()
    for key in schema.foreign_keys:
        target = key.resource or table.name
        if len(key.fields) > 1:
            yield ", ".join(key.fields), target, "it is of several fields"
        elif target == table.name:
            yield key.fields[0], target, "it is to the table itself"
        elif target not in readable:
            yield key.fields[0], target, "the records of that table are not described"
        elif key.fields[0] in referring:
            yield key.fields[0], target, "the field refers to another table already"
        else:
            referring.add(key.fields[0])
            yield key.fields[0], field_id(target, key.reference_fields[0]), ""
    for field in schema.fields:
        if field.categories is not None and field.name not in referring:
            yield field.name, field_id(_enumeration(table, field), "value"), ""


def field_id(table: str, field: str) -> str:
    """Return the ``@id`` of a field.

    Examples
    --------
    >>> field_id("people", "full name")
    'people/full%20name'
    """
    return f"{quote(table, safe='')}/{quote(field, safe='')}"


def _enumeration(table: Resource, field: Field) -> str:
    return f"{table.name}.{field.name}"


def _enumerations(table: Resource, kept: Links) -> Iterator[Node]:
    """Yield a record set for the categories of each field that may refer to them."""
    for field in table.schema.fields if table.schema else ():
        name = _enumeration(table, field)
        value = field_id(name, "value")
        if kept.get((table.name, field.name)) == value:
            yield {
                "@type": "cr:RecordSet",
                "@id": quote(name, safe=""),
                "name": name,
                "dataType": "sc:Enumeration",
                "key": {"@id": value},
                "field": [
                    {
                        "@type": "cr:Field",
                        "@id": value,
                        "name": "value",
                        "dataType": _data_type(field),
                    },
                ],
                "data": [{value: each.value} for each in field.categories or ()],
            }


def _record_set(table: Resource, kept: Links) -> Node:
    schema = table.schema or Schema()
    return filled(
        {
            "@type": "cr:RecordSet",
            "@id": quote(table.name, safe=""),
            "name": table.name,
            "description": text(table.descriptor, "description") or table.title,
            "key": [{"@id": field_id(table.name, name)} for name in schema.primary_key],
            "field": [_field(table, field, kept) for field in schema.fields],
        },
    )


def _field(table: Resource, field: Field, kept: Links) -> Node:
    target = kept.get((table.name, field.name))
    return filled(
        {
            "@type": "cr:Field",
            "@id": field_id(table.name, field.name),
            "name": field.name,
            "description": text(field.descriptor, "description") or field.title,
            "dataType": _data_type(field),
            "source": {
                "fileObject": {"@id": file_iri(table.paths[0])},
                "extract": {"column": field.name},
            },
            "references": {"field": {"@id": target}} if target else "",
        },
    )


def _data_type(field: Field) -> str:
    return "sc:Text" if _has_own_form(field) else _TYPES.get(field.type, "sc:Text")


def _has_own_form(field: Field) -> bool:
    """Whether cells are written in a way that a reader of Croissant does not know."""
    if field.type == "boolean":
        return not _has_plain_words(field)
    return field.type in _TYPES and not has_default_form(field)


def _has_plain_words(field: Field) -> bool:
    words = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
    return set(field.true_values) <= words[0] and set(field.false_values) <= words[1]


def _why_no_records(table: Resource) -> str | None:
    """Say why the records of a table cannot be described, or None if they can."""
    reasons = (
        (table.schema is None or not table.schema.fields, "it has no schema"),
        (not table.paths, "its data are inline"),
        (len(table.paths) > 1, "it is of several files"),
        (table.format not in _READ, f"its format is {table.format}"),
        (bool(table.compression), "it is compressed"),
        (table.encoding.lower() not in ("utf-8", "utf8", "ascii"), f"it is in {table.encoding}"),
        (table.dialect != _PLAIN.get(table.format), "its dialect is not the default one"),
        (
            table.schema is not None and table.schema.fields_match not in ("exact", "equal"),
            "it may lack fields of its schema",
        ),
    )
    return next((reason for wrong, reason in reasons if wrong), None)


def _notes(package: DataPackage) -> Iterator[Note]:
    for table in package.tables:
        reason = _why_no_records(table)
        if reason is not None:
            message = f"the records of the table are not described: {reason}"
            yield Note(table=table.name, message=message)
            continue
        for field in table.schema.fields if table.schema else ():
            if _has_own_form(field):
                message = "its cells are described as text: Croissant has no word for their form"
                yield Note(table=table.name, field=field.name, message=message)
    yield Note(message="constraints, row rules and missing values have no place in Croissant")


CROISSANT = Exporter(suffixes=(".json",), write=write_croissant, demands=_demands)
