"""What changed in the schema of a table: fields, their order, keys, rules, and how labels match."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dataset_tools.diff import change as kinds
from dataset_tools.diff.change import Change
from dataset_tools.diff.fields import field_changes
from dataset_tools.diff.metadata import OF_SCHEMA, metadata_changes
from dataset_tools.model.schema import Field, FieldsMatch, ForeignKey, Schema

_ALLOWS: Mapping[FieldsMatch, frozenset[str]] = {
    "exact": frozenset(),
    "equal": frozenset({"order"}),
    "subset": frozenset({"order", "extra"}),
    "superset": frozenset({"order", "missing"}),
    "partial": frozenset({"order", "extra", "missing"}),
}
"""What a file's labels may be beside the fields themselves in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What OLD's resources and their fields are called in NEW; what is gone keeps its name."""

    resources: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def resource(self, name: str) -> str:
        """Return the name of a resource in NEW."""
        return self.resources.get(name, name)

    def of_fields(self, resource: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names in NEW of the fields of a resource of OLD."""
        known = self.fields.get(resource, {})
        return tuple(known.get(name, name) for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A table in one version: its name, its schema, and the fields that it has."""

    name: str
    schema: Schema
    fields: tuple[Field, ...]


def schema_changes(old: Version, new: Version, names: Names) -> Iterator[Change]:
    """Yield what changed from one version of a table to the other."""
    yield from _field_list_changes(old, new, names)
    yield from _reading_changes(old, new)
    yield from _key_changes(old, new, names)
    yield from _foreign_key_changes(old, new, names)
    yield from _rule_changes(old, new)
    yield from metadata_changes(
        old.schema.descriptor, new.schema.descriptor, OF_SCHEMA, resource=new.name
    )


def _field_list_changes(old: Version, new: Version, names: Names) -> Iterator[Change]:
    """Yield fields that came, went, moved or changed."""
    renamed = names.fields.get(old.name, {})
    before = {renamed.get(each.name, each.name): each for each in old.fields}
    after = {each.name: each for each in new.fields}
    for name, each in before.items():
        if name not in after:
            yield Change(kind=kinds.FIELD_REMOVED, resource=new.name, field=each.name)
    for name in after:
        if name not in before:
            yield Change(kind=kinds.FIELD_ADDED, resource=new.name, field=name)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield Change(kind=kinds.FIELDS_REORDERED, resource=new.name)
    for name in kept:
        yield from field_changes(new.name, before[name], after[name])


def _reading_changes(old: Version, new: Version) -> Iterator[Change]:
    was, now = old.schema.missing_values, new.schema.missing_values
    if was != now:
        yield Change(
            kind=kinds.SPELLING_CHANGED, resource=new.name, part="missingValues", old=was, new=now
        )
    before, after = old.schema.fields_match, new.schema.fields_match
    if before != after:
        wider = _ALLOWS[before] < _ALLOWS[after]
        yield _constraint(new, "fieldsMatch", before, after, is_wider=wider)


def _constraint(
    table: Version, part: str, old: object, new: object, *, is_wider: bool, field: str = ""
) -> Change:
    kind = kinds.CONSTRAINT_WIDENED if is_wider else kinds.CONSTRAINT_NARROWED
    return Change(kind=kind, resource=table.name, field=field, part=part, old=old, new=new)


def _key_changes(old: Version, new: Version, names: Names) -> Iterator[Change]:
    """Yield another primary key, and unique keys that came or went."""
    before = names.of_fields(old.name, old.schema.primary_key)
    after = new.schema.primary_key
    if before != after:
        yield Change(
            kind=kinds.PRIMARY_KEY_CHANGED,
            resource=new.name,
            old=", ".join(before),
            new=", ".join(after),
        )
    was = {frozenset(names.of_fields(old.name, key)) for key in old.schema.unique_keys}
    now = {frozenset(key) for key in new.schema.unique_keys}
    for key in sorted(map(sorted, was ^ now)):
        part = f"the unique key ({', '.join(key)})"
        yield _constraint(new, part, None, None, is_wider=frozenset(key) in was)


def _foreign_key_changes(old: Version, new: Version, names: Names) -> Iterator[Change]:
    """Yield foreign keys that came, went, or refer to something else."""
    before = _targets(old, names)
    after = _targets(new, Names())
    for fields in [*before, *(fields for fields in after if fields not in before)]:
        was, now = before.get(fields, set()), after.get(fields, set())
        part = ", ".join(fields)
        if was == now:
            continue
        if was and now and len(was) == len(now):
            yield Change(
                kind=kinds.REFERENCE_CHANGED,
                resource=new.name,
                part=part,
                old="; ".join(sorted(was - now)),
                new="; ".join(sorted(now - was)),
            )
        else:
            yield _constraint(new, f"the foreign key ({part})", None, None, is_wider=now < was)


def _targets(table: Version, names: Names) -> dict[tuple[str, ...], set[str]]:
    """Return what the keys of some fields refer to, by NEW's names."""
    targets: dict[tuple[str, ...], set[str]] = {}
    for key in table.schema.foreign_keys:
        fields = names.of_fields(table.name, key.fields)
        targets.setdefault(fields, set()).add(_target(table, key, names))
    return targets


def _target(table: Version, key: ForeignKey, names: Names) -> str:
    resource = key.resource or table.name
    fields = names.of_fields(resource, key.reference_fields)
    return f"{names.resource(resource)} ({', '.join(fields)})"


def _rule_changes(old: Version, new: Version) -> Iterator[Change]:
    """Yield row rules that came, went or changed; what only warns restricts nothing."""
    before = {rule.name: rule for rule in old.schema.rules}
    after = {rule.name: rule for rule in new.schema.rules}
    for name in [*before, *(name for name in after if name not in before)]:
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        is_wider = now is None or now.severity == "warning"
        yield _constraint(new, f'the row rule "{name}"', None, None, is_wider=is_wider)
