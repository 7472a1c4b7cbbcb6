"""A Table Schema: fields, constraints, keys and row rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
FieldsMatch = Literal["exact", "equal", "subset", "superset", "partial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What a field's values must satisfy; bounds and enum are as the descriptor writes them."""

    required: bool = False
    unique: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: object = None
    maximum: object = None
    exclusive_minimum: object = None
    exclusive_maximum: object = None
    pattern: str | None = None
    enum: tuple[object, ...] | None = None
    json_schema: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One of the values that a categorical field may take."""

    value: object
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """How the cells of a field are proved: the property ``dataset-tools:evidence``."""

    match: object
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a Table Schema with the standard's defaults filled in.

    ``missing_values`` are the ones in force for this field, its own or the schema's.
    ``required`` is the constraint; ``in_primary_key`` is filled in from the schema.
    """

    name: str
    type: str = "any"
    format: str = "default"
    title: str = ""
    constraints: Constraints = field(default_factory=Constraints)
    missing_values: tuple[str, ...] = ("",)
    categories: tuple[Category, ...] | None = None
    categories_ordered: bool = False
    decimal_char: str = "."
    group_char: str | None = None
    bare_number: bool = True
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    delimiter: str = ","
    item_type: str = "string"
    evidence: Matcher | None = None
    in_primary_key: bool = False
    descriptor: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_nullable(self) -> bool:
        """Whether a missing value may stand in it."""
        return not (self.constraints.required or self.in_primary_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Fields whose values stand in another table (or, with ``resource`` None, in this one)."""

    fields: tuple[str, ...]
    resource: str | None
    reference_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """A formula that each row must satisfy: an item of ``dataset-tools:rules``."""

    name: str
    formula: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A Table Schema; ``fields_match`` says how labels and fields belong together."""

    fields: tuple[Field, ...] = ()
    fields_match: FieldsMatch = "exact"
    missing_values: tuple[str, ...] = ("",)
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    rules: tuple[RowRule, ...] = ()
    place: str = ""
    pointer: str = ""
    descriptor: Mapping[str, object] = field(default_factory=dict)

    def field(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return next((found for found in self.fields if found.name == name), None)

    @property
    def evidence_field(self) -> Field | None:
        """The field whose cells are fragments of sources, if the table has evidence."""
        return next(
            (
                found
                for found in self.fields
                if found.evidence and found.evidence.match == "fragments"
            ),
            None,
        )
