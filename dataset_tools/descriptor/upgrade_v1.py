"""Older forms as those of Data Package v2, as the standard's notes on compatibility ask.

Everything here is given cleaned descriptors, and gives copies where something changes. v1's CSV
Dialect needs nothing: its properties have the same defaults in v2.
"""

import re
from collections.abc import Callable, Mapping

from dataset_tools.descriptor.values import mapping, mappings, text

_TABULAR = frozenset(
    {
        "tabular-data-resource",
        "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json",
    },
)
_TABULAR_PACKAGE = frozenset(
    {
        "tabular-data-package",
        "https://specs.frictionlessdata.io/schemas/tabular-data-package.json",
    },
)
_STANDARD = re.compile(r"https?://datapackage\.org/profiles/(\d+\.\d+)/[a-z]+\.json")


def standard_of(package: Mapping[str, object]) -> str:
    """Return the version of the standard that a package follows: 1.0 without a ``$schema``.

    Examples
    --------
    >>> standard_of({"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"})
    '2.0'
    """
    profile = text(package, "$schema")
    if not profile:
        return "1.0"
    match = _STANDARD.fullmatch(profile)
    return match[1] if match else "2.0"


def upgraded_package(package: Mapping[str, object]) -> dict[str, object]:
    """Return a package with ``type`` for ``profile`` and ``roles`` for ``role``."""
    tabular = text(package, "profile") in _TABULAR_PACKAGE
    upgraded = _each(dict(package), "contributors", _contributor)
    return _each(upgraded, "resources", lambda resource: _resource(resource, tabular=tabular))


def _each(
    parent: dict[str, object],
    key: str,
    change: Callable[[Mapping[str, object]], dict[str, object]],
) -> dict[str, object]:
    if isinstance(parent.get(key), list):
        parent[key] = [change(each) for each in mappings(parent, key)]
    return parent


def _contributor(contributor: Mapping[str, object]) -> dict[str, object]:
    """Note on ``contributors``: without ``roles``, ``role`` is read."""
    upgraded = dict(contributor)
    if "roles" not in upgraded and "role" in upgraded:
        upgraded["roles"] = [upgraded["role"]]
    return upgraded


def _resource(resource: Mapping[str, object], *, tabular: bool) -> dict[str, object]:
    """Notes on ``type`` (``profile``) and on ``path`` (``url``, of v0)."""
    upgraded = dict(resource)
    if "type" not in upgraded and (tabular or text(resource, "profile") in _TABULAR):
        upgraded["type"] = "table"
    if "path" not in upgraded and "data" not in upgraded and "url" in upgraded:
        upgraded["path"] = upgraded["url"]
    if isinstance(upgraded.get("schema"), dict):
        upgraded["schema"] = upgraded_schema(mapping(upgraded, "schema"))
    return upgraded


def upgraded_schema(schema: Mapping[str, object]) -> dict[str, object]:
    """Return a schema whose keys are arrays, and whose formats have no ``fmt:``."""
    upgraded = _each(dict(schema), "fields", _field)
    _as_array(upgraded, "primaryKey")
    _as_word(upgraded, "fieldsMatch")
    return _each(upgraded, "foreignKeys", _foreign_key)


def _foreign_key(key: Mapping[str, object]) -> dict[str, object]:
    """Notes on ``foreignKeys``: fields as one text, and "" for the table itself."""
    upgraded = dict(key)
    reference = dict(mapping(key, "reference"))
    _as_array(upgraded, "fields")
    _as_array(reference, "fields")
    if reference.get("resource") == "":
        del reference["resource"]
    upgraded["reference"] = reference
    return upgraded


def _field(field: Mapping[str, object]) -> dict[str, object]:
    """Note on ``format``: the prefix ``fmt:``, of v0."""
    upgraded = dict(field)
    if "format" in upgraded:
        upgraded["format"] = text(field, "format").removeprefix("fmt:")
    return upgraded


def _as_array(parent: dict[str, object], key: str) -> None:
    if isinstance(parent.get(key), str):
        parent[key] = [parent[key]]


def _as_word(parent: dict[str, object], key: str) -> None:
    value = parent.get(key)
    if isinstance(value, list) and value:
        parent[key] = value[0]
