"""``reference``: a foreign key, proved by what proves a field of the row that it refers to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dataset_tools.evidence.matchers.matcher import (
    Exempt,
    Handling,
    Inferred,
    Matcher,
    Place,
    UnfitMatcher,
    quoted,
)
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.reference import Reference, ReferenceIndex
from dataset_tools.evidence.row import Cell, items_of, value_key
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field, ForeignKey, Schema


@dataclass(frozen=True)
class ReferenceMatcher(Matcher):
    """Proves a key by the field of the referenced row, or by one of its aliases."""

    reference: Reference
    index: ReferenceIndex = field(default_factory=dict)

    def looking_in(self, index: ReferenceIndex) -> "ReferenceMatcher":
        """Return the matcher with the rows of the referenced table."""
        return replace(self, index=index)

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether one span names the referenced row."""
        found = self.index.get(value_key(cell.value))
        if found is None:
            return False
        own = found.cell.value is not None and all(
            self.reference.matcher.proves(item, passages) for item in items_of(found.cell)
        )
        return own or any(p.holds(alias.text) for p in passages for alias in found.aliases)

    def looks_for(self, cell: Cell) -> str:
        """Name what proves the referenced row."""
        found = self.index.get(value_key(cell.value))
        if found is None:
            return f'"{cell.text}", a key that the table "{self.reference.table}" has not,'
        own = self.reference.matcher.looks_for(found.cell)
        aliases = quoted([alias.text for alias in found.aliases])
        return f"{own}, or an alias ({aliases})," if aliases else own

    def identity(self, cell: Cell) -> object:
        """Return the referenced row: keys of the same row are no swap."""
        found = self.index.get(value_key(cell.value))
        return value_key(cell.value) if found is None else id(found)


def reference_matcher(place: Place, handling_of: Callable[[Place], Handling]) -> Matcher:
    """Make the matcher of a field; ``handling_of`` makes that of the referenced field."""
    name = place.options.get("field")
    if not isinstance(name, str):
        raise UnfitMatcher('it lacks the option "field", a field of the referenced table')
    foreign_key = _foreign_key(place)
    target = _target(place, foreign_key)
    schema = target.schema or Schema()
    proved = _field(schema, name, target.name)
    key = _field(schema, foreign_key.reference_fields[0], target.name)
    if proved.evidence is None or proved.evidence.match == "reference":
        raise UnfitMatcher(
            f'the field "{name}" of the table "{target.name}" has no matcher of its own'
        )
    there = Place(field=proved, resource=target, package=place.package)
    matcher = handling_of(there)
    if isinstance(matcher, Inferred | Exempt):
        raise UnfitMatcher(
            f'the field "{name}" of the table "{target.name}" is never proved itself'
        )
    return ReferenceMatcher(
        Reference(
            table=target.name,
            key=schema.fields.index(key),
            proved=schema.fields.index(proved),
            aliases=there.optional_position("aliases"),
            matcher=matcher,
        ),
    )


def _foreign_key(place: Place) -> ForeignKey:
    for foreign_key in place.schema.foreign_keys:
        if foreign_key.fields == (place.field.name,) and len(foreign_key.reference_fields) == 1:
            return foreign_key
    raise UnfitMatcher("it is no foreign key of one field")


def _target(place: Place, foreign_key: ForeignKey) -> Resource:
    if not foreign_key.resource:
        return place.resource
    target = place.package.resource(foreign_key.resource)
    if target is None or target.schema is None:
        raise UnfitMatcher(
            f'it refers to "{foreign_key.resource}", which is no table with a schema'
        )
    return target


def _field(schema: Schema, name: str, table: str) -> Field:
    found = schema.field(name)
    if found is None:
        raise UnfitMatcher(f'the table "{table}" has no field "{name}"')
    return found
