"""What a field's properties must be to each other and to its type."""

from collections.abc import Iterator, Mapping

from dataset_tools.descriptor.build_schema import build_field
from dataset_tools.descriptor.fault import Fault, fault, remark
from dataset_tools.descriptor.kinds import repeated
from dataset_tools.descriptor.pattern import pattern_fault
from dataset_tools.descriptor.profile import CONSTRAINTS
from dataset_tools.descriptor.site import Site
from dataset_tools.descriptor.values import exact, mapping, text
from dataset_tools.descriptor.wording import listed, quoted, shown
from dataset_tools.errors import descriptor as kinds
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field

_FREE_FORMATS = frozenset({"date", "time", "datetime"})
_CATEGORICAL = frozenset({"string", "integer"})
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_PAIRS = (
    ("minimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)
_UNREADABLE = object()


def field_faults(field: Mapping[str, object], site: Site, *, standard: str) -> Iterator[Fault]:
    """Give the faults of a cleaned, upgraded field."""
    built = build_field(field)
    yield from _format(built, site, standard)
    constraints = mapping(field, "constraints")
    inside = site.member("constraints")
    yield from _for_type(built, constraints, inside)
    fitting = {key: each for key, each in constraints.items() if _fits(built, key)}
    yield from _readable(built, fitting, inside)
    yield from _bounds(built, fitting, inside)
    yield from _pattern(fitting, inside)
    yield from _json_schema(fitting, inside)
    yield from _categories(built, field, fitting, site)


def _format(field: Field, site: Site, standard: str) -> Iterator[Fault]:
    """Section "type and format"; of dates and times a format may be any pattern.

    v1 packages give formats to types that have no choice of them, such as ``any`` to a year.
    """
    formats = field_type(field.type).formats
    if field.type in _FREE_FORMATS or field.format in formats:
        return
    place = site.member("format")
    if standard == "1.0" and len(formats) == 1:
        note = f"{place.phrase} is {quoted(field.format)}; {quoted(field.type)} has no formats"
        yield remark(kinds.FIELD_VALUE, place, note, unread=True)
        return
    note = f"{place.phrase} is {quoted(field.format)}; of {quoted(field.type)} it may be "
    yield fault("value", place, note + listed(formats))


def _fits(field: Field, constraint: str) -> bool:
    return constraint in field_type(field.type).constraints


def _for_type(field: Field, constraints: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Section "Field Constraints": each names the types it is for."""
    for key in constraints:
        if key in CONSTRAINTS.properties and not _fits(field, key):
            place = site.member(key)
            what = quoted(field.type) if "type" in field.descriptor else '"any", as none is given'
            note = f"{place.phrase} is not for the type {what}"
            yield Fault(kinds.NOT_FOR_TYPE, place, note)


def _readable(field: Field, constraints: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Section "Field Constraints": values are of the field's type, or text that can be cast."""
    for key in _BOUNDS:
        if key in constraints:
            yield from _value_fault(field, constraints[key], site.member(key))
    enum = constraints.get("enum")
    place = site.member("enum")
    for index, value in enumerate(enum if isinstance(enum, list) else ()):
        if _reason(field, value) is not None:
            yield from _value_fault(field, value, place.item(index))


def _value_fault(field: Field, value: object, site: Site) -> Iterator[Fault]:
    reason = _reason(field, value)
    if reason is not None:
        note = f"{site.phrase} is {shown(value)}, which cannot be read as {quoted(field.type)}"
        yield Fault(kinds.UNREADABLE, site, f"{note}: {reason}" if reason else note)


def _reason(field: Field, value: object) -> str | None:
    """Say why a value is none of the field's type, or None if it is one."""
    if value is None:
        return ""
    try:
        field_type(field.type).from_json(field, exact(value))
    except ValueError as error:
        return str(error)
    except (ArithmeticError, TypeError):
        return ""
    return None


def _read(field: Field, value: object) -> object:
    if _reason(field, value) is not None:
        return _UNREADABLE
    return field_type(field.type).from_json(field, exact(value))


def _bounds(field: Field, constraints: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Remark bounds between which nothing lies."""
    values = {key: _read(field, constraints[key]) for key in _BOUNDS if key in constraints}
    for lower, upper in _PAIRS:
        if lower in values and upper in values and _crossed(values[lower], values[upper]):
            yield _crossing(site.member(lower), upper)
            return
    least, most = constraints.get("minLength"), constraints.get("maxLength")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield _crossing(site.member("minLength"), "maxLength")


def _crossed(lower: object, upper: object) -> bool:
    try:
        return bool(lower > upper)  # type: ignore[operator]  # both are of the field's type
    except (TypeError, ArithmeticError):
        return False


def _crossing(site: Site, upper: str) -> Fault:
    note = f"{site.phrase} is above {quoted(upper)}, so that no value can be right"
    return remark(kinds.CROSSED_BOUNDS, site, note)


def _pattern(constraints: Mapping[str, object], site: Site) -> Iterator[Fault]:
    place = site.member("pattern")
    reason = pattern_fault(text(constraints, "pattern"))
    if reason is not None:
        note = f"{place.phrase} is {shown(constraints['pattern'])}: {reason}"
        yield Fault(kinds.BAD_PATTERN, place, note)


def _json_schema(constraints: Mapping[str, object], site: Site) -> Iterator[Fault]:
    schema = constraints.get("jsonSchema")
    if not isinstance(schema, dict):
        return
    from dataset_tools.descriptor.json_schema import json_schema_fault

    place = site.member("jsonSchema")
    reason = json_schema_fault(schema)
    if reason is not None:
        yield Fault(kinds.UNREADABLE, place, f"{place.phrase} is no JSON Schema: {reason}")


def _categories(
    field: Field,
    descriptor: Mapping[str, object],
    constraints: Mapping[str, object],
    site: Site,
) -> Iterator[Fault]:
    """Section "categories"."""
    items = descriptor.get("categories")
    place = site.member("categories")
    if not isinstance(items, list):
        return
    if field.type not in _CATEGORICAL:
        note = f"{place.phrase} is for string and integer; of {quoted(field.type)} it is not read"
        yield remark(kinds.NOT_FOR_TYPE, place, note)
        return
    labelled = [each for each in items if isinstance(each, dict)]
    for key in ("value", "label") if labelled else ():
        named = [each[key] for each in labelled if key in each]
        for index in repeated(named):
            note = f"{place.phrase} has the {key} {shown(named[index])} twice"
            yield fault("value", place, note)
    values = [each.get("value") if isinstance(each, dict) else each for each in items]
    for index, value in enumerate(values):
        if field.type == "integer" and isinstance(value, str):
            item = place.item(index)
            note = f"{item.phrase} is {shown(value)}, and must be a number"
            yield Fault(kinds.UNREADABLE, item, note)
        elif _reason(field, value) is not None:
            yield from _value_fault(field, value, place.item(index))
    yield from _enum_within(field, constraints, values, site)


def _enum_within(
    field: Field,
    constraints: Mapping[str, object],
    values: list[object],
    site: Site,
) -> Iterator[Fault]:
    """Section "categories": the values of ``enum`` are some of them."""
    enum = constraints.get("enum")
    known = {_read(field, value) for value in values}
    place = site.member("constraints").member("enum")
    for index, value in enumerate(enum if isinstance(enum, list) else ()):
        read = _read(field, value)
        if read is not _UNREADABLE and read not in known:
            item = place.item(index)
            note = f"{item.phrase} is {shown(value)}, which is none of the categories"
            yield Fault(kinds.BEYOND_CATEGORIES, item, note)
