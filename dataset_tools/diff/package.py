"""Two versions of a package: resources paired, each pair compared, the version judged."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dataset_tools.descriptor.read import Described, read_descriptor
from dataset_tools.diff import change as kinds
from dataset_tools.diff.change import Change, highest
from dataset_tools.diff.difference import Difference, RowDifference
from dataset_tools.diff.layout import layout_changes
from dataset_tools.diff.metadata import OF_PACKAGE, OF_RESOURCE, metadata_changes
from dataset_tools.diff.pairs import Pair, Pairs, pair_resources
from dataset_tools.diff.remainder import Table
from dataset_tools.diff.schema import Names, Version, schema_changes
from dataset_tools.diff.table import TableDifference, table_difference
from dataset_tools.diff.version_step import judge_version
from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.files.locate import Located
from dataset_tools.files.opened import Files
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import ForeignKey, Schema

OnProgress = Callable[[str, int], None]
_BUFFER = 1 << 20


def diff_packages(
    old: Located,
    new: Located,
    *,
    examples: int = 0,
    on_progress: OnProgress = lambda _table, _rows: None,
) -> Difference:
    """Say what changed from one version of a package to another.

    Parameters
    ----------
    old, new
        The two versions.
    examples
        How many rows of each kind to give a table, beside their numbers.
    on_progress
        Called with a table's name and the number of its rows that were read.

    Raises
    ------
    CouldNotRun
        A descriptor or a table cannot be read.
    """
    one, other = _described(old), _described(new)
    comparison = _Comparison(
        old=one.package,
        new=other.package,
        old_files=old.files,
        new_files=new.files,
        examples=examples,
        on_progress=on_progress,
    )
    changes = tuple(comparison.changes())
    step = highest(changes)
    package = other.package
    created = package.descriptor.get("created")
    return Difference(
        name=package.name,
        created=created if isinstance(created, str) else "",
        step=step,
        verdict=judge_version(one.package.version, package.version, step),
        changes=changes,
        rows={name: table.rows for name, table in comparison.tables.items()},
    )


def _described(located: Located) -> Described:
    """Read a descriptor; refuse one that says too little to compare."""
    described = read_descriptor(located.files, located.descriptor)
    if not described.package.descriptor:
        reason = described.errors[0].message if described.errors else "it is empty"
        raise CouldNotRun(f"{located.place} cannot be compared: {reason}")
    for resource in described.package.tables:
        if not resource.judged:
            errors = described.resource_errors.get(resource.pointer, ())
            reason = errors[0].message if errors else "its descriptor is wrong"
            raise CouldNotRun(
                f'{located.place}: the table "{resource.name}" cannot be compared: {reason}'
            )
    return described


@dataclass(slots=True, kw_only=True)
class _Comparison:
    """Two packages on the way; ``tables`` grows, by the names in NEW."""

    old: DataPackage
    new: DataPackage
    old_files: Files
    new_files: Files
    examples: int
    on_progress: OnProgress
    tables: dict[str, TableDifference] = field(default_factory=dict)

    def changes(self) -> Iterator[Change]:
        """Yield all changes: of the package, then resource by resource in NEW's order."""
        yield from _package_changes(self.old, self.new)
        pairs = pair_resources(self.old, self.new, self._compared)
        for resource in pairs.removed:
            yield Change(kind=kinds.RESOURCE_REMOVED, resource=resource.name)
        for resource in pairs.added:
            yield Change(kind=kinds.RESOURCE_ADDED, resource=resource.name)
        for pair in pairs.both:
            if pair.is_table:
                self.tables[pair.new.name] = pair.table or self._compared(pair.old, pair.new)
        names = self._names(pairs)
        for pair in pairs.both:
            yield from self._pair_changes(pair, names)

    def _compared(self, old: Resource, new: Resource) -> TableDifference:
        return table_difference(
            Table(old, self.old_files),
            Table(new, self.new_files),
            examples=self.examples,
            on_rows=lambda rows: self.on_progress(new.name, rows),
        )

    def _names(self, pairs: Pairs) -> Names:
        return Names(
            resources={pair.old.name: pair.new.name for pair in pairs.both},
            fields={
                pair.old.name: self.tables[pair.new.name].fields
                for pair in pairs.both
                if pair.new.name in self.tables
            },
        )

    def _pair_changes(self, pair: Pair, names: Names) -> Iterator[Change]:
        old, new = pair.old, pair.new
        if old.name != new.name:
            yield Change(kind=kinds.RESOURCE_RENAMED, resource=new.name, old=old.name, new=new.name)
        yield from metadata_changes(old.descriptor, new.descriptor, OF_RESOURCE, resource=new.name)
        if old.type != new.type:
            yield Change(
                kind=kinds.RESOURCE_TYPE_CHANGED, resource=new.name, old=old.type, new=new.type
            )
            return
        yield from layout_changes(old, new)
        if not pair.is_table:
            if self._content(old, self.old_files) != self._content(new, self.new_files):
                yield Change(kind=kinds.CONTENT_CHANGED, resource=new.name)
            return
        table = self.tables[new.name]
        yield from schema_changes(
            Version(name=old.name, schema=old.schema or Schema(), fields=table.old_fields),
            Version(name=new.name, schema=new.schema or Schema(), fields=table.new_fields),
            names,
        )
        yield from self._row_changes(new, table.rows)

    def _row_changes(self, table: Resource, rows: RowDifference) -> Iterator[Change]:
        if rows.added:
            yield Change(kind=kinds.ROWS_ADDED, resource=table.name, count=rows.added)
        if rows.removed:
            referred = _is_referred(self.old, table.name) or _is_referred(self.new, table.name)
            kind = kinds.REFERENCED_ROWS_REMOVED if referred else kinds.ROWS_REMOVED
            yield Change(kind=kind, resource=table.name, count=rows.removed)
        followed = self._followed(table, rows)
        if followed:
            yield Change(
                kind=kinds.REFERENCES_FOLLOWED,
                resource=table.name,
                part=", ".join(followed),
                count=max(rows.fields[name] for name in followed),
            )
        if rows.changed and rows.fields.keys() - set(followed):
            yield Change(kind=kinds.ROWS_CHANGED, resource=table.name, count=rows.changed)

    def _followed(self, table: Resource, rows: RowDifference) -> tuple[str, ...]:
        """Return the changed fields that refer to a table whose rows changed, too."""
        keys = table.schema.foreign_keys if table.schema else ()
        fields = dict.fromkeys(
            name for key in keys if self._target_changed(table, key) for name in key.fields
        )
        return tuple(name for name in fields if name in rows.fields)

    def _target_changed(self, table: Resource, key: ForeignKey) -> bool:
        target = key.resource or table.name
        difference = self.tables.get(target)
        if target == table.name:
            return bool(difference and (difference.rows.added or difference.rows.removed))
        return difference is None or not difference.rows.is_empty

    def _content(self, resource: Resource, files: Files) -> object:
        """Return what tells the content of a resource that is no table."""
        if not resource.paths:
            return resource.data
        return tuple(_digest(path, files) for path in resource.paths)


def _package_changes(old: DataPackage, new: DataPackage) -> Iterator[Change]:
    if old.name != new.name:
        kind = kinds.PACKAGE_RENAMED if old.name else kinds.PACKAGE_NAMED
        yield Change(kind=kind, part="name", old=old.name, new=new.name)
    before, after = old.descriptor.get("id"), new.descriptor.get("id")
    if before != after:
        kind = kinds.PACKAGE_NAMED if before is None else kinds.PACKAGE_ID_CHANGED
        yield Change(kind=kind, part="id", old=before, new=after)
    yield from metadata_changes(old.descriptor, new.descriptor, OF_PACKAGE)


def _is_referred(package: DataPackage, name: str) -> bool:
    """Whether rows of a table are referred to."""
    return any(
        (key.resource or table.name) == name
        for table in package.tables
        for key in (table.schema.foreign_keys if table.schema else ())
    )


def _digest(path: str, files: Files) -> str:
    try:
        with files.open(path) as file:
            digest = hashlib.sha256()
            while piece := file.read(_BUFFER):
                digest.update(piece)
    except FileFault as fault:
        raise CouldNotRun(f"{files.show(path)} {fault.note}") from None
    return digest.hexdigest()
