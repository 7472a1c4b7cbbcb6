"""How the files of a resource are laid out: format, encoding, compression, dialect."""

from collections.abc import Iterator
from dataclasses import replace

from dataset_tools.diff.change import LAYOUT_CHANGED, Change
from dataset_tools.model.dialect import Dialect
from dataset_tools.model.package import Resource

_STATED = ("format", "encoding", "compression")


def layout_changes(old: Resource, new: Resource) -> Iterator[Change]:
    """Yield what is laid out otherwise and is stated so; what follows from a path is no change."""
    for part in _STATED:
        before, after = getattr(old, part), getattr(new, part)
        is_stated = old.descriptor.get(part) != new.descriptor.get(part)
        if is_stated and before.lower() != after.lower():
            yield Change(kind=LAYOUT_CHANGED, resource=new.name, part=part, old=before, new=after)
    if _without_defaults(old) != _without_defaults(new):
        yield Change(kind=LAYOUT_CHANGED, resource=new.name, part="dialect")


def _without_defaults(resource: Resource) -> Dialect:
    """Return the dialect, the delimiter that its format has of itself made the usual one."""
    dialect = resource.dialect
    if resource.format == "tsv" and dialect.delimiter == "\t":
        return replace(dialect, delimiter=Dialect().delimiter)
    return dialect
