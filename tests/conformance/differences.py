"""Where we differ from frictionless-py 5.21, as data: what differs, and the clause that decides.

Each entry is a section of ``docs/differences.md``, by its name. ``fits`` says whether an error
that only one of the two tells is of this difference.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An error that one side tells and the other does not, with what is around it."""

    side: Side
    type: str
    note: str
    row: int | None
    field_number: int | None
    cell: str
    cells: tuple[str, ...]
    schema: Mapping[str, Any]
    labels: tuple[str, ...]
    both: frozenset[tuple[str, int | None]]
    """Types and rows of the errors that both sides tell."""
    unread: frozenset[int]
    """The numbers of the row's cells that are not of their type."""
    others: frozenset[str]
    """The types of the errors that the other side alone tells of the row, or of the header."""
    absent: frozenset[str]
    """The fields of all tables that no label names."""

    @property
    def field(self) -> Mapping[str, Any]:
        """The descriptor of the cell's field."""
        fields: list[Mapping[str, Any]] = self.schema["fields"]
        at = (self.field_number or 0) - 1
        if self.schema.get("fieldsMatch", "exact") != "exact":
            label = self.labels[at] if 0 <= at < len(self.labels) else None
            return next((each for each in fields if each["name"] == label), {})
        return fields[at] if 0 <= at < len(fields) else {}

    @property
    def primary_key(self) -> list[str]:
        """The names of the primary key's fields."""
        key: list[str] = self.schema.get("primaryKey", [])
        return key

    def is_missing(self, field: Mapping[str, Any], cell: str) -> bool:
        """Whether a cell is one of the field's missing values."""
        values = field.get("missingValues", self.schema.get("missingValues", [""]))
        return cell in values


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference; ``clause`` is the part of a standard, or of our contract, that decides."""

    name: str
    clause: str
    fits: Callable[[Told], bool]


def reads(side: Side, types: str, cell: str) -> Callable[[Told], bool]:
    """Fit the type errors of one side for cells of a form."""
    form = re.compile(cell)
    return lambda told: (
        told.side == side
        and told.type == "type-error"
        and told.field.get("type") in types.split()
        and form.fullmatch(told.cell) is not None
    )


def _empty_is_text(told: Told) -> bool:
    return told.side == "ours" and told.cell == "" and not told.is_missing(told.field, "")


def _pattern(told: Told) -> bool:
    return told.side == "ours" and told.note.startswith("pattern is")


def _categories(told: Told) -> bool:
    return told.side == "ours" and told.note.startswith("the categories are")


def _unique_keys(told: Told) -> bool:
    keys = told.schema.get("uniqueKeys", [])
    return told.side == "ours" and told.type == "unique-error" and bool(keys)


def _null_in_key(told: Told) -> bool:
    return told.side == "ours" and told.type == "primary-key" and "missing value" in told.note


def _nan_in_key(told: Told) -> bool:
    keys = {"unique-error", "primary-key", "foreign-key"}
    return told.side == "ours" and told.type in keys and "NaN" in told.cells


def _key_told_by_type(told: Told) -> bool:
    types = told.others | {type for type, row in told.both if row == told.row}
    known = bool(told.unread) or bool(types & {"missing-cell", "constraint-error"})
    return told.side == "theirs" and told.type == "primary-key" and known


def _key_of_blank_row(told: Told) -> bool:
    blank = ("blank-row", told.row) in told.both or not any(told.cells)
    return told.side == "theirs" and told.type == "primary-key" and blank


def _key_is_unique(told: Told) -> bool:
    return (
        told.side == "theirs"
        and told.type == "unique-error"
        and told.primary_key == [told.field.get("name")]
    )


def _zones(told: Told) -> bool:
    keys = {"unique-error", "primary-key", "foreign-key"}
    types = {field.get("type") for field in told.schema["fields"]}
    return told.type in keys and bool(types & {"datetime", "time"})


def _blank_row(told: Told) -> bool:
    """Fit what follows from another sense of blank: without any text, or of missing values."""
    if told.type == "blank-row":
        pairs = zip(told.schema["fields"], told.cells, strict=False)
        missing = all(told.is_missing(field, cell) for field, cell in pairs)
        text = any(told.cells)
        if told.side == "ours":
            return not text and not missing
        return text and (missing or bool(told.others))
    return "blank-row" in told.others or (told.side == "theirs" and _same_as_a_blank_row(told))


def _same_as_a_blank_row(told: Told) -> bool:
    at = (told.field_number or 0) - 1
    return told.type == "unique-error" and told.cells[at : at + 1] == ("",)


def _required_and_gone(told: Told) -> bool:
    gone = ("missing-cell", told.row) in told.both
    return told.side == "theirs" and '"required"' in told.note and gone


def _target_is_absent(told: Told) -> bool:
    keys = told.schema.get("foreignKeys", [])
    targets = {name for key in keys for name in key["reference"]["fields"]}
    return told.side == "theirs" and told.type == "foreign-key" and bool(targets & told.absent)


_LABELS = frozenset({"incorrect-label", "duplicate-label", "blank-label", "extra-label"})


def _label(told: Told) -> bool:
    """Fit a field that may be missing or has another number, and a label wrong in two ways."""
    if told.type == "missing-label":
        may_lack = told.schema.get("fieldsMatch") in ("superset", "partial")
        return "missing-label" in told.others or (told.side == "theirs" and may_lack)
    by_name = told.schema.get("fieldsMatch", "exact") != "exact"
    nameless = told.side == "ours" and told.type == "blank-label" and by_name
    return nameless or (told.type in _LABELS and bool(told.others & _LABELS))


DIFFERENCES = (
    Difference(
        name="python-numbers",
        clause='Table Schema, "number" and "integer"; XML Schema part 2, 3.2.3 and 3.3.13',
        fits=reads("ours", "integer number", r"[0-9]+(_[0-9]+)+|Infinity|\u0663|NaN1|sNaN"),
    ),
    Difference(
        name="short-dates",
        clause='Table Schema, "date" and "yearmonth": ISO8601 YYYY-MM-DD; XML Schema gYearMonth',
        fits=reads("ours", "date yearmonth", r"2024-1-5|2024-1|24-01"),
    ),
    Difference(
        name="years",
        clause='Table Schema, "year"; XML Schema part 2, 3.2.11 gYear',
        fits=reads("theirs", "year yearmonth", r"-0044|12024"),
    ),
    Difference(
        name="durations",
        clause='Table Schema, "duration"; XML Schema part 2, 3.2.6',
        fits=reads("ours", "duration", r"P1W|PT|P1\.5Y|\+P1Y"),
    ),
    Difference(
        name="times",
        clause='Table Schema, "time" and "datetime", format default',
        fits=reads("ours", "time datetime", r"10:00:00(Z|\.5)|2024-01-31 10:00:00"),
    ),
    Difference(
        name="nan-in-json",
        clause="RFC 8259, section 6: numeric values that cannot be represented are not permitted",
        fits=reads("ours", "object array geojson", r".*NaN.*"),
    ),
    Difference(
        name="no-missing-values",
        clause='Table Schema, "missingValues": the list says what is missing, and may be empty',
        fits=_empty_is_text,
    ),
    Difference(
        name="patterns",
        clause='Table Schema, "pattern"; XML Schema part 2, 4.3.4: the whole literal must match',
        fits=_pattern,
    ),
    Difference(
        name="categories",
        clause='Table Schema, "categories": a finite set of possible values',
        fits=_categories,
    ),
    Difference(name="unique-keys", clause='Table Schema, "uniqueKeys"', fits=_unique_keys),
    Difference(
        name="null-in-a-key",
        clause='Table Schema, "primaryKey": each field is required, as SQL has it',
        fits=_null_in_key,
    ),
    Difference(
        name="nan-in-a-key",
        clause="XML Schema part 2, 3.2.4: not-a-number equals itself",
        fits=_nan_in_key,
    ),
    Difference(
        name="one-fault-once",
        clause="design, section 3: each fault is told once, where it is",
        fits=lambda told: any(
            each(told)
            for each in (_key_told_by_type, _key_is_unique, _required_and_gone, _target_is_absent)
        ),
    ),
    Difference(
        name="blank-rows",
        clause='design, section 3: "a blank row is told so and nothing else"',
        fits=lambda told: _blank_row(told) or _key_of_blank_row(told),
    ),
    Difference(
        name="zones",
        clause="XML Schema part 2, 3.2.7.4: such pairs are left undecided",
        fits=_zones,
    ),
    Difference(
        name="labels",
        clause='Table Schema, "fieldsMatch"; design, section 3',
        fits=_label,
    ),
)

HEADER_ROWS = "header-rows"
"""Where frictionless takes another row for the header, nothing else is compared."""
NO_REPORT: Mapping[str, str] = {
    "bounds-of-durations": r'constraint "\w+" is not supported by type "duration"',
    "json-schema": r'constraint "jsonSchema" is not supported',
    "values-in-keys": r"unhashable type",
    "zones": r"offset-naive and offset-aware",
    "labels": r"requires unique labels in the header",
}
"""Where frictionless ends without a report: the section of the page, and its words."""
