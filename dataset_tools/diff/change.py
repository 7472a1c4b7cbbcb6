"""A change: its kind from a closed list, where it is, what was and what is, and why its step.

The rules are those of the standard's recipe "Data Package Version"; where it is silent, ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Step = Literal["none", "patch", "minor", "major"]
STEPS: tuple[Step, ...] = ("none", "patch", "minor", "major")
"""The steps of a version, from the lowest."""

_NAMES = "changing the name or identifier of a package, resource or field is incompatible"
_FIELDS = "adding, removing or re-ordering fields is incompatible"
_FORM = "changing the type or format of a field is incompatible"
_NARROWER = "a more restrictive constraint is incompatible"
_WIDER = "a less restrictive constraint is compatible"
_GONE = "data that was there and is gone is incompatible"
_REFERENCED = "deleting data that another resource refers to is incompatible"
_METADATA = "metadata changed in a compatible manner"
_FIXED = "errors in existing data were corrected"
_DESCRIPTIVE = "only descriptive metadata changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeKind:
    """A kind of change: what happened, the step it asks for, and the rule that says so.

    ``message`` is a template over the change's own values.
    """

    name: str
    step: Step
    message: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change; ``part`` names the property or constraint, where there is one.

    ``resource`` is empty for a change of the package as a whole, ``field`` for one of a table.
    """

    kind: ChangeKind
    resource: str = ""
    field: str = ""
    part: str = ""
    old: object = None
    new: object = None
    count: int = 0

    @property
    def step(self) -> Step:
        """The step that the change asks for."""
        return self.kind.step

    @property
    def message(self) -> str:
        """What happened."""
        values = {
            "resource": self.resource,
            "field": self.field,
            "part": self.part,
            "old": self.old,
            "new": self.new,
            "count": f"{self.count:,} {'row' if self.count == 1 else 'rows'}",
        }
        return self.kind.message.format_map(values)

    @property
    def why(self) -> str:
        """What happened, and by which rule it has its step."""
        return f"{self.message}: {self.kind.rule} ({self.step.upper()})"


def _kind(name: str, step: Step, message: str, rule: str) -> ChangeKind:
    return ChangeKind(name=name, step=step, message=message, rule=rule)


PACKAGE_RENAMED = _kind("package-renamed", "major", 'name "{old}" became "{new}"', _NAMES)
PACKAGE_NAMED = _kind("package-named", "minor", 'the {part} "{new}" was given', _METADATA)
PACKAGE_ID_CHANGED = _kind("package-id-changed", "major", 'id "{old}" became "{new}"', _NAMES)
RESOURCE_ADDED = _kind(
    "resource-added", "minor", "the resource was added", "a new resource is compatible"
)
RESOURCE_REMOVED = _kind("resource-removed", "major", "the resource was removed", _GONE)
RESOURCE_RENAMED = _kind("resource-renamed", "major", 'name "{old}" became "{new}"', _NAMES)
RESOURCE_TYPE_CHANGED = _kind(
    "resource-type-changed",
    "major",
    'type "{old}" became "{new}"',
    "a table that is none any more, or the reverse, is incompatible",
)
LAYOUT_CHANGED = _kind("layout-changed", "minor", "the {part} of its files changed", _METADATA)
CONTENT_CHANGED = _kind("content-changed", "patch", "the content of the file changed", _FIXED)
FIELD_ADDED = _kind("field-added", "major", "the field was added", _FIELDS)
FIELD_REMOVED = _kind("field-removed", "major", "the field was removed", _FIELDS)
FIELD_RENAMED = _kind("field-renamed", "major", 'field "{old}" became "{new}"', _NAMES)
FIELDS_REORDERED = _kind("fields-reordered", "major", "the fields are in another order", _FIELDS)
TYPE_CHANGED = _kind("type-changed", "major", "{part} {old} became {new}", _FORM)
FORMAT_CHANGED = _kind("format-changed", "major", 'format "{old}" became "{new}"', _FORM)
SPELLING_CHANGED = _kind("spelling-changed", "minor", "its {part} changed", _METADATA)
CATEGORIES_REORDERED = _kind(
    "categories-reordered",
    "major",
    "the order of its categories changed",
    "values that compare otherwise than before are incompatible",
)
CONSTRAINT_NARROWED = _kind(
    "constraint-narrowed", "major", "{part} became more restrictive", _NARROWER
)
CONSTRAINT_WIDENED = _kind("constraint-widened", "minor", "{part} became less restrictive", _WIDER)
PRIMARY_KEY_CHANGED = _kind(
    "primary-key-changed",
    "major",
    "the primary key was ({old}) and is ({new})",
    "another primary key is incompatible",
)
REFERENCE_CHANGED = _kind(
    "reference-changed",
    "minor",
    "the foreign key ({part}) refers to {new}, and referred to {old}",
    "updating a reference to another resource is compatible",
)
ROWS_ADDED = _kind(
    "rows-added", "minor", "{count} added", "new data in an existing resource is compatible"
)
ROWS_REMOVED = _kind("rows-removed", "major", "{count} removed", _GONE)
REFERENCED_ROWS_REMOVED = _kind(
    "referenced-rows-removed", "major", "{count} removed that other rows may refer to", _REFERENCED
)
ROWS_CHANGED = _kind("rows-changed", "patch", "{count} changed", _FIXED)
REFERENCES_FOLLOWED = _kind(
    "references-followed",
    "minor",
    "{count} changed in ({part}), which refer to data that changed",
    "data changed to reflect changes in referenced data is compatible",
)
METADATA_CHANGED = _kind("metadata-changed", "patch", "{part} changed", _DESCRIPTIVE)

CHANGE_KINDS: Mapping[str, ChangeKind] = MappingProxyType(
    {kind.name: kind for kind in list(globals().values()) if isinstance(kind, ChangeKind)}
)
"""Every kind of change by its name."""


def highest(changes: "tuple[Change, ...]") -> Step:
    """Return the highest step that one of the changes asks for."""
    return max((change.step for change in changes), key=STEPS.index, default="none")
