"""What the properties of a resource must be to each other."""

from collections.abc import Iterator, Mapping

from dataset_tools.descriptor.fault import Fault, fault, remark
from dataset_tools.descriptor.format import is_table, is_tabular
from dataset_tools.descriptor.site import Site
from dataset_tools.descriptor.values import text
from dataset_tools.descriptor.wording import listed, quoted
from dataset_tools.errors import descriptor as kinds
from dataset_tools.files.hashes import ALGORITHMS, known_algorithm, split_hash

_OF_SCHEMA = ("fields", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys")
_CHARACTERS = ("delimiter", "quoteChar", "escapeChar", "lineTerminator")


def resource_faults(
    resource: Mapping[str, object],
    given: Mapping[str, object],
    site: Site,
    *,
    standard: str,
) -> Iterator[Fault]:
    """Give the faults of a cleaned resource; ``given`` is what it was before."""
    if standard != "1.0":
        yield from _type(resource, site)
    yield from _path_or_data(given, site)
    yield from _inline(resource, site)
    yield from misplaced(given, site)
    yield from _hash(resource, site)


def _type(resource: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Section "type": the one word is table; v1 has no such property, and peers write others."""
    if text(resource, "type", "table") != "table":
        place = site.member("type")
        note = f'{place.phrase} is {quoted(text(resource, "type"))}, and must be "table"'
        yield fault("value", place, note)


def _path_or_data(given: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Section "path or data": one and only one of the two."""
    has_path = "path" in given or "url" in given
    if has_path and "data" in given:
        place = site.member("data")
        note = f'{site.subject} has both "path" and "data"'
        yield Fault(kinds.PATH_AND_DATA, place, note)
    elif not has_path and "data" not in given:
        yield fault("missing", site, f'{site.subject} has no "path" and no "data"', "path")


def _inline(resource: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Section "Inline Data": text says its format; a table is an array of arrays or objects."""
    inline = resource.get("data")
    place = site.member("data")
    if isinstance(inline, str):
        if not text(resource, "format") and not text(resource, "mediatype"):
            note = f'{place.phrase} is a string, so it needs a "format" or a "mediatype"'
            yield fault("missing", site, note, "format")
    elif "data" in resource and is_table(resource) and not is_tabular(inline):
        note = f"{place.phrase} is a table, so it must be an array of arrays or of objects"
        yield fault("value", place, note)


def misplaced(given: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Remark what belongs into the schema."""
    for key in _OF_SCHEMA:
        if isinstance(given.get(key), list):
            place = site.member(key)
            note = f'{place.phrase} is not read there; it belongs into "schema"'
            yield remark(kinds.MISPLACED, place, note)


def _hash(resource: Mapping[str, object], site: Site) -> Iterator[Fault]:
    algorithm, digest = split_hash(text(resource, "hash"))
    if digest and not known_algorithm(algorithm):
        place = site.member("hash")
        note = f"{place.phrase} is of {quoted(algorithm)}; what is checked is {listed(ALGORITHMS)}"
        yield remark(kinds.UNCHECKED_HASH, place, note)


def dialect_faults(dialect: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Give the contradictions of a cleaned dialect: characters of two meanings."""
    taken: dict[str, str] = {}
    for key in _CHARACTERS:
        value = text(dialect, key)
        if value in taken:
            place = site.member(key)
            note = f"{place.phrase} is {quoted(value)}, as is {quoted(taken[value])}"
            yield Fault(kinds.DIALECT_CONTRADICTION, place, note)
        if value:
            taken[value] = key
