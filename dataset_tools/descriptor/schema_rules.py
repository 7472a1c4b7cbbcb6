"""What the parts of a Table Schema must be to each other."""

from collections.abc import Iterator, Mapping

from dataset_tools.descriptor.fault import Fault, fault
from dataset_tools.descriptor.field_rules import field_faults
from dataset_tools.descriptor.kinds import repeated
from dataset_tools.descriptor.site import Site
from dataset_tools.descriptor.values import mapping, mappings, text, texts
from dataset_tools.descriptor.wording import quoted
from dataset_tools.errors import descriptor as kinds


def schema_faults(schema: Mapping[str, object], site: Site, *, standard: str) -> Iterator[Fault]:
    """Give the faults of a cleaned, upgraded schema; ``standard`` is the version it follows."""
    fields = mappings(schema, "fields")
    inside = site.member("fields")
    for index, field in enumerate(fields):
        place = inside.item(index).at_field(field)
        yield from field_faults(field, place, standard=standard)
    yield from _names(fields, inside)
    if standard != "1.0":
        yield from _tokens(schema, site)
        for index, field in enumerate(fields):
            yield from _tokens(field, inside.item(index).at_field(field))
    yield from _keys(schema, site)
    yield from _rules(schema, site)


def field_names(schema: Mapping[str, object]) -> frozenset[str] | None:
    """Return the names of a schema's fields, or None where not all of them can be known."""
    fields = mappings(schema, "fields")
    if "fields" not in schema or not all("name" in field for field in fields):
        return None
    return frozenset(text(field, "name") for field in fields)


def _names(fields: list[Mapping[str, object]], site: Site) -> Iterator[Fault]:
    """Section "name": it is unique among the fields."""
    named = [(index, field["name"]) for index, field in enumerate(fields) if "name" in field]
    for again in repeated([name for _, name in named]):
        index, _ = named[again]
        place = site.item(index).at_field(fields[index]).member("name")
        note = f"{place.subject} has the name of a field before it"
        yield Fault(kinds.FIELD_TWICE, place, note)


def _tokens(parent: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Section "missingValues": each entry is unique (v2 alone says so)."""
    values = parent.get("missingValues")
    items = values if isinstance(values, list) else []
    tokens = [each.get("value") if isinstance(each, dict) else each for each in items]
    labels = [each["label"] for each in items if isinstance(each, dict) and "label" in each]
    place = site.member("missingValues")
    for again in repeated(tokens):
        yield fault("value", place, f"{place.phrase} has {quoted(str(tokens[again]))} twice")
    for again in repeated(labels):
        yield fault("value", place, f"{place.phrase} has the label {quoted(labels[again])} twice")


def _keys(schema: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Sections "primaryKey", "uniqueKeys", "foreignKeys": they name fields of the schema."""
    known = field_names(schema)
    place = site.member("primaryKey")
    yield from unknown_fields(texts(schema, "primaryKey"), known, place)
    keys = schema.get("uniqueKeys")
    for index, key in enumerate(keys if isinstance(keys, list) else ()):
        yield from unknown_fields(tuple(key), known, site.member("uniqueKeys").item(index))
    for index, key in enumerate(mappings(schema, "foreignKeys")):
        place = site.member("foreignKeys").item(index)
        reference = mapping(key, "reference")
        yield from unknown_fields(texts(key, "fields"), known, place.member("fields"))
        if "resource" not in reference and "package" not in reference:
            target = place.member("reference").member("fields")
            yield from unknown_fields(texts(reference, "fields"), known, target)
        yield from _lengths(texts(key, "fields"), texts(reference, "fields"), place)


def unknown_fields(
    names: tuple[str, ...],
    known: frozenset[str] | None,
    site: Site,
    of: str = "",
) -> Iterator[Fault]:
    """Give a fault for each name that is no field; ``of`` names another schema than this."""
    for index, name in enumerate(names):
        if known is not None and name not in known:
            place = site.item(index)
            note = f"{place.phrase} is {quoted(name)}, which is no field{of}"
            yield Fault(kinds.NO_SUCH_FIELD, place, note)


def _lengths(fields: tuple[str, ...], others: tuple[str, ...], site: Site) -> Iterator[Fault]:
    if fields and others and len(fields) != len(others):
        note = f"{site.phrase} has {len(fields)} fields, and refers to {len(others)}"
        yield Fault(kinds.KEY_LENGTHS, site, note)


def _rules(schema: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """The formulas of ``dataset-tools:rules`` are of their language, over fields of the schema."""
    known = field_names(schema)
    rules = mappings(schema, "dataset-tools:rules")
    inside = site.member("dataset-tools:rules")
    for index, rule in enumerate(rules):
        if "formula" in rule:
            formula = text(rule, "formula")
            place = inside.item(index).member("formula")
            yield from _formula(formula, text(rule, "name"), known, place)
    named = [(index, rule["name"]) for index, rule in enumerate(rules) if "name" in rule]
    for again in repeated([name for _, name in named]):
        index, name = named[again]
        place = inside.item(index).member("name")
        note = f"{place.phrase} is {quoted(str(name))}, which is the name of a rule before it"
        yield Fault(kinds.FIELD_TWICE, place, note)


def _formula(
    formula: str,
    name: str,
    known: frozenset[str] | None,
    site: Site,
) -> Iterator[Fault]:
    from dataset_tools.formula.exceptions import FormulaError
    from dataset_tools.formula.parse import parse

    rule = f"{site.subject}: the rule {quoted(name)}"
    try:
        names = parse(formula).field_names
    except FormulaError as error:
        shown = f"{quoted(formula)}, at character {error.start + 1}: {error.message}"
        yield Fault(kinds.FORMULA, site, f"{rule} cannot be read: {shown}")
        return
    for unknown in names:
        if known is not None and unknown not in known:
            note = f"{rule} names {quoted(unknown)}, which is no field"
            yield Fault(kinds.FORMULA, site, note)
