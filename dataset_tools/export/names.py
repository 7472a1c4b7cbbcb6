"""Names of files, sheets and columns that a format can hold, told apart without regard to case."""

import re
from collections.abc import Callable, Iterable, Mapping

from dataset_tools.model.package import DataPackage

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]|^\.+|^\s+|[\s.]+$')
_LONGEST = 50
"""Characters, so that the name stays below 255 bytes in UTF-8."""


def distinct(names: Iterable[str], made: Callable[[str], str], longest: int) -> Mapping[str, str]:
    """Make of each name one that is allowed; where two would be the same, a number follows.

    Examples
    --------
    >>> distinct(["a", "A", "b"], str, 10)
    {'a': 'a', 'A': 'A_2', 'b': 'b'}
    """
    taken: set[str] = set()
    chosen: dict[str, str] = {}
    for name in names:
        plain = made(name)[:longest] or "_"
        candidate, number = plain, 1
        while candidate.casefold() in taken:
            number += 1
            mark = f"_{number}"
            candidate = plain[: longest - len(mark)] + mark
        taken.add(candidate.casefold())
        chosen[name] = candidate
    return chosen


def safe_file_name(name: str) -> str:
    """Return the name without what would lead out of its folder, or could not stand in it.

    Examples
    --------
    >>> safe_file_name("../a:b")
    '__a_b'
    """
    return _UNSAFE.sub("_", name)


def file_names(package: DataPackage) -> Mapping[str, str]:
    """Return the name of each table's file, without a suffix."""
    return distinct([table.name for table in package.tables], safe_file_name, _LONGEST)


def package_file_name(package: DataPackage) -> str:
    """Return the name of a file that holds all tables, without a suffix."""
    return safe_file_name(package.name or "datapackage")[:_LONGEST]
