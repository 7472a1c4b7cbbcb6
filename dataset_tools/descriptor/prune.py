"""A descriptor without what the rules found wrong, so that the model is built of the rest."""

import re
from collections.abc import Iterable

from dataset_tools.descriptor.locate import escaped

_WHOLE = re.compile(
    r".*?/(?:(?:uniqueKeys|foreignKeys|dataset-tools:rules)/\d+"
    r"|primaryKey|categories|missingValues|constraints/[^/]+)(?=/|$)",
)
"""What goes as a whole where a part of it is wrong."""


Tree = dict[str, "Tree"]
"""The parts of pointers; what has nothing below it goes."""


def pruned(value: object, pointers: Iterable[str]) -> object:
    """Return a copy without the values at these pointers; of an array None is left in its place."""
    tree: Tree = {}
    matches = [(pointer, _WHOLE.match(pointer)) for pointer in pointers]
    gone = {match[0] if match else pointer for pointer, match in matches}
    for pointer in sorted(gone, key=len, reverse=True):
        *parents, last = pointer.split("/")[1:]
        below = tree
        for parent in parents:
            below = below.setdefault(parent, {})
        below[last] = {}
    return _without(value, tree) if tree else value


def _without(value: object, tree: Tree) -> object:
    if isinstance(value, dict):
        kept = {}
        for key, each in value.items():
            below = tree.get(escaped(key))
            if below is None or below:
                kept[key] = _without(each, below) if below else each
        return kept
    if isinstance(value, list):
        return [
            each
            if (below := tree.get(str(index))) is None
            else (_without(each, below) if below else None)
            for index, each in enumerate(value)
        ]
    return value
