"""From a name to its implementation, imported only when it is chosen."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from dataset_tools.exceptions import UsageError


def look_up(kind: str, name: str, table: Mapping[str, str]) -> Any:
    """Return what a table of ``"module:object"`` names.

    Raises
    ------
    UsageError
        The name is unknown; the message lists the known ones.
    """
    target = table.get(name)
    if target is None:
        known = ", ".join(sorted(table))
        raise UsageError(f'there is no {kind} "{name}"; there are: {known}')
    module, _, attribute = target.partition(":")
    return getattr(import_module(module), attribute)
