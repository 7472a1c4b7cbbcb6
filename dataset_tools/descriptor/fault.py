"""One fault of a descriptor, before its line and column are looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from dataset_tools.descriptor.site import Level, Site
from dataset_tools.errors import descriptor as kinds
from dataset_tools.errors.kind import ErrorKind

Meaning = Literal["missing", "kind", "value"]

_KINDS: Mapping[tuple[Level, Meaning], ErrorKind] = MappingProxyType(
    {
        (Level.PACKAGE, "missing"): kinds.PACKAGE_MISSING,
        (Level.PACKAGE, "kind"): kinds.PACKAGE_KIND,
        (Level.PACKAGE, "value"): kinds.PACKAGE_VALUE,
        (Level.RESOURCE, "missing"): kinds.RESOURCE_MISSING,
        (Level.RESOURCE, "kind"): kinds.RESOURCE_KIND,
        (Level.RESOURCE, "value"): kinds.RESOURCE_VALUE,
        (Level.DIALECT, "kind"): kinds.DIALECT_KIND,
        (Level.DIALECT, "value"): kinds.DIALECT_VALUE,
        (Level.SCHEMA, "missing"): kinds.SCHEMA_MISSING,
        (Level.SCHEMA, "kind"): kinds.SCHEMA_KIND,
        (Level.SCHEMA, "value"): kinds.SCHEMA_VALUE,
        (Level.FIELD, "missing"): kinds.FIELD_MISSING,
        (Level.FIELD, "kind"): kinds.FIELD_KIND,
        (Level.FIELD, "value"): kinds.FIELD_VALUE,
    },
)

ROWS_NEED: Mapping[Level, frozenset[str]] = MappingProxyType(
    {
        Level.PACKAGE: frozenset(),
        Level.RESOURCE: frozenset(
            {
                *("", "name", "path", "url", "data", "type", "format", "encoding", "compression"),
                *("dialect", "schema"),
            },
        ),
        Level.SCHEMA: frozenset({"", "fields", "fieldsMatch", "missingValues"}),
        Level.FIELD: frozenset(
            {
                *("", "name", "type", "format", "missingValues", "bareNumber", "decimalChar"),
                *("groupChar", "trueValues", "falseValues", "delimiter", "itemType"),
            },
        ),
    },
)
"""The properties without which rows cannot be read as they are meant; of a dialect it is all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place; a warning is a remark on something that the standard allows.

    ``missing`` is the property that is not there, where that is what is wrong. What is wrong is
    left out of the model; what is remarked only if it is ``unread``.
    """

    kind: ErrorKind
    site: Site
    note: str
    severity: Literal["error", "warning"] = "error"
    missing: str = ""
    unread: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether the model goes without the value."""
        return self.severity == "error" or self.unread

    @property
    def stops_rows(self) -> bool:
        """Whether the rows of the resource cannot be judged because of it."""
        if self.severity == "warning":
            return False
        needed = ROWS_NEED.get(self.site.level)
        return needed is None or (self.site.top or self.missing) in needed


def fault(meaning: Meaning, site: Site, note: str, missing: str = "") -> Fault:
    """Make a fault of the kind that the place's level has for a meaning."""
    return Fault(_KINDS[site.level, meaning], site, note, missing=missing)


def remark(kind: ErrorKind, site: Site, note: str, *, unread: bool = False) -> Fault:
    """Make a warning."""
    return Fault(kind, site, note, "warning", unread=unread)
