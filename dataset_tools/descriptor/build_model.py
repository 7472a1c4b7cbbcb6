"""From a cleaned package to the model, with the standard's defaults: the one place they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dataset_tools.descriptor.build_schema import build_schema, foreign_keys
from dataset_tools.descriptor.format import compression_of, format_of, is_table, paths_of
from dataset_tools.descriptor.upgrade_v1 import standard_of
from dataset_tools.descriptor.values import exact, mappings, text, texts, truth, whole, wholes
from dataset_tools.files.hashes import split_hash
from dataset_tools.model.dialect import Dialect
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A cleaned schema or dialect of a resource, and the file and pointer it stands at."""

    value: Mapping[str, object]
    place: str
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceParts:
    """What a resource has beside its own properties."""

    schema: Source | None = None
    dialect: Source | None = None
    judged: bool = True


def build_package(
    package: Mapping[str, object],
    parts: Mapping[int, ResourceParts],
) -> DataPackage:
    """Build a package from its cleaned, upgraded descriptor and the parts of its resources."""
    alike: dict[int, Schema] = {}
    return DataPackage(
        name=text(package, "name"),
        version=text(package, "version"),
        title=text(package, "title"),
        resources=tuple(
            build_resource(resource, index, parts[index], alike)
            for index, resource in enumerate(mappings(package, "resources"))
        ),
        sources_table=text(package, "dataset-tools:sources") or None,
        standard=standard_of(package),
        descriptor=package,
    )


def build_resource(
    resource: Mapping[str, object],
    index: int,
    parts: ResourceParts,
    alike: dict[int, Schema],
) -> Resource:
    """Build the resource of an index; without a name it is called by its number.

    Parameters
    ----------
    alike
        The schemas so far by the identity of their source: tables of one schema share its fields.
    """
    name = text(resource, "name") or f"resource-{index + 1}"
    format_ = format_of(resource)
    declared = text(resource, "hash")
    return Resource(
        name=name,
        type="table" if is_table(resource) else "file",
        paths=paths_of(resource),
        data=exact(resource.get("data")),
        format=format_,
        mediatype=text(resource, "mediatype"),
        encoding=text(resource, "encoding") or "utf-8",
        compression=compression_of(resource),
        inner_path=text(resource, "innerpath") or None,
        dialect=build_dialect(parts.dialect.value if parts.dialect else {}, format_),
        schema=_schema(parts.schema, name, alike) if parts.schema else None,
        bytes=whole(resource, "bytes"),
        hash=declared if split_hash(declared)[1] else None,
        title=text(resource, "title"),
        judged=parts.judged,
        pointer=f"/resources/{index}",
        descriptor=resource,
    )


def _schema(source: Source, resource: str, alike: dict[int, Schema]) -> Schema:
    if first := alike.get(id(source.value)):
        return replace(
            first,
            foreign_keys=foreign_keys(source.value, resource),
            place=source.place,
            pointer=source.pointer,
        )
    place, pointer = source.place, source.pointer
    built = build_schema(source.value, resource=resource, place=place, pointer=pointer)
    return alike.setdefault(id(source.value), built)


def build_dialect(dialect: Mapping[str, object], format_: str) -> Dialect:
    """Build a dialect; a TSV file parts its cells by tabs unless it says otherwise."""
    standard = Dialect()
    header_rows = wholes(dialect, "headerRows") if "headerRows" in dialect else (1,)
    quote = text(dialect, "quoteChar") if "quoteChar" in dialect else standard.quote_char
    return Dialect(
        header=truth(dialect, "header", default=True) and bool(header_rows),
        header_rows=tuple(sorted(set(header_rows))),
        header_join=text(dialect, "headerJoin", standard.header_join),
        comment_rows=wholes(dialect, "commentRows"),
        comment_char=text(dialect, "commentChar") or None,
        delimiter=text(dialect, "delimiter", "\t" if format_ == "tsv" else standard.delimiter),
        line_terminator=text(dialect, "lineTerminator") or None,
        quote_char=quote or None,
        double_quote=truth(dialect, "doubleQuote", default=True),
        escape_char=text(dialect, "escapeChar") or None,
        null_sequence=text(dialect, "nullSequence") if "nullSequence" in dialect else None,
        skip_initial_space=truth(dialect, "skipInitialSpace", default=False),
        property=text(dialect, "property") or None,
        item_type=text(dialect, "itemType") or None,
        item_keys=texts(dialect, "itemKeys") if "itemKeys" in dialect else None,
        sheet_number=whole(dialect, "sheetNumber") or 1,
        sheet_name=text(dialect, "sheetName") or None,
        table=text(dialect, "table") or None,
    )
