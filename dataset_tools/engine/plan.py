"""How the tables of a package hang together: what is read first, and which keys are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import ForeignKey

KeyName = tuple[str, tuple[str, ...]]
"""A table and the fields of it that others refer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """One table: the keys of it to keep, and its foreign keys with the keys they look up."""

    resource: Resource
    keeps: tuple[KeyName, ...]
    foreign_keys: tuple[tuple[ForeignKey, KeyName], ...]


def plan_tables(package: DataPackage, wanted: frozenset[str]) -> tuple[TablePlan, ...]:
    """Plan the checks of the wanted tables, a table after the ones it refers to.

    Where tables refer to each other in a circle, or to themselves, the keys are read in a pass
    of their own before.
    """
    judged = [resource for resource in package.tables if resource.judged]
    keys = {resource.name: _references(resource, package) for resource in judged}
    kept: dict[str, dict[KeyName, None]] = {}
    for name, references in keys.items():
        if name in wanted:
            for _, key in references:
                kept.setdefault(key[0], {})[key] = None
    return tuple(
        TablePlan(
            resource=resource,
            keeps=tuple(kept.get(resource.name, ())),
            foreign_keys=keys[resource.name],
        )
        for resource in _parents_first(judged, keys)
        if resource.name in wanted
    )


def _references(resource: Resource, package: DataPackage) -> tuple[tuple[ForeignKey, KeyName], ...]:
    if resource.schema is None:
        return ()
    found = []
    for foreign_key in resource.schema.foreign_keys:
        name = foreign_key.resource or resource.name
        target = package.resource(name)
        if target is not None and target.is_table and target.judged:
            found.append((foreign_key, (name, foreign_key.reference_fields)))
    return tuple(found)


def _parents_first(
    resources: list[Resource],
    keys: Mapping[str, tuple[tuple[ForeignKey, KeyName], ...]],
) -> list[Resource]:
    """Sort tables so that parents come first, as far as circles allow; else keep their order."""
    waiting = {resource.name: resource for resource in resources}
    order: list[Resource] = []
    while waiting:
        free = [
            name
            for name in waiting
            if not any(key[0] in waiting and key[0] != name for _, key in keys[name])
        ]
        order += [waiting.pop(name) for name in free or list(waiting)[:1]]
    return order
