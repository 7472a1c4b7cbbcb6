"""Which resource of NEW is which of OLD: by name; else by path, hash, or the same rows."""

from collections.abc import Callable
from dataclasses import dataclass

from dataset_tools.diff.remainder import form_of
from dataset_tools.diff.table import TableDifference
from dataset_tools.model.package import DataPackage, Resource

Compare = Callable[[Resource, Resource], TableDifference]
_ALIKE = 0.5
"""The share of unchanged rows from which on a table of another name is the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A resource in both versions; ``table`` is their difference where it was needed already."""

    old: Resource
    new: Resource
    table: TableDifference | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is a table in both."""
        return self.old.is_table and self.new.is_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """The resources of two versions."""

    both: tuple[Pair, ...]
    added: tuple[Resource, ...]
    removed: tuple[Resource, ...]


def pair_resources(old: DataPackage, new: DataPackage, compare: Compare) -> Pairs:
    """Pair the resources of two versions, in NEW's order."""
    lost = [each for each in old.resources if new.resource(each.name) is None]
    both: list[Pair] = []
    added: list[Resource] = []
    for resource in new.resources:
        before = old.resource(resource.name)
        pair = None if before is None else Pair(old=before, new=resource)
        if pair is None:
            pair = _renamed(lost, resource, compare)
        if pair is None:
            added.append(resource)
        else:
            both.append(pair)
            lost = [each for each in lost if each is not pair.old]
    return Pairs(both=tuple(both), added=tuple(added), removed=tuple(lost))


def _renamed(lost: list[Resource], resource: Resource, compare: Compare) -> Pair | None:
    """Find the resource of OLD that has another name in NEW."""
    for each in lost:
        same_path = bool(each.paths) and each.paths == resource.paths
        same_hash = each.hash is not None and each.hash == resource.hash
        if each.type == resource.type and (same_path or same_hash):
            return Pair(old=each, new=resource)
    for each in lost:
        if each.is_table and resource.is_table and _forms(each) == _forms(resource):
            table = compare(each, resource)
            if _share(table) >= _ALIKE:
                return Pair(old=each, new=resource, table=table)
    return None


def _forms(resource: Resource) -> tuple[object, ...]:
    return tuple(map(form_of, resource.schema.fields)) if resource.schema else ()


def _share(table: TableDifference) -> float:
    """Return the part of rows that are in both, of those of the larger version."""
    rows, most = table.rows, max(table.old_rows, table.new_rows)
    if not most:
        return 0.0
    same = table.new_rows - rows.added - rows.changed
    return same / most
