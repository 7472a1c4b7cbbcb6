"""From a schema to what is to be proved in its table, and what of it cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dataset_tools.errors import evidence as kinds
from dataset_tools.errors.error import Error
from dataset_tools.evidence.matchers.known import FRAGMENTS, make_handling
from dataset_tools.evidence.matchers.matcher import Handling, Place, UnfitMatcher
from dataset_tools.evidence.matchers.name import NameMatcher
from dataset_tools.evidence.matchers.reference import ReferenceMatcher
from dataset_tools.evidence.reference import Reference, ReferenceIndex
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, Schema

PROPERTY = "dataset-tools:evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlan:
    """How the cells of one field are proved; ``handling`` is None where the schema is at fault."""

    position: int
    name: str
    match: str
    handling: Handling | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePlan:
    """How the rows of one table are proved.

    ``reason`` is the position of the field that gives the reasons of inferences in single rows;
    ``may_infer`` says that the evidence column names such a field, there or not; ``names`` are the
    fields that hold a row's own name, ``field_names`` those that a fragment can be bound to.
    """

    table: str
    schema: Schema
    evidence: int
    may_infer: bool
    reason: int | None
    fields: tuple[FieldPlan, ...]
    names: tuple[tuple[FieldPlan, NameMatcher], ...]
    field_names: frozenset[str]
    errors: tuple[Error, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        """What must be known of other tables before the rows can be proved."""
        matchers = (field.handling for field in self.fields)
        return tuple(found.reference for found in matchers if isinstance(found, ReferenceMatcher))

    def looking_in(self, indexes: Mapping[Reference, ReferenceIndex]) -> "EvidencePlan":
        """Return the plan with the rows that its foreign keys refer to."""
        return replace(self, fields=tuple(_with_index(field, indexes) for field in self.fields))


def plan_evidence(resource: Resource, package: DataPackage) -> EvidencePlan | None:
    """Plan how the cells of a table are proved; None if the table has no evidence column."""
    schema = resource.schema
    if schema is None or schema.evidence_field is None:
        return None
    evidence = schema.evidence_field
    position = schema.fields.index(evidence)
    errors: list[Error] = []
    reason = _reason(Place(field=evidence, resource=resource, package=package), errors)
    fields = [
        _field_plan(Place(field=field, resource=resource, package=package), at, errors)
        for at, field in enumerate(schema.fields)
        if at != position
    ]
    options = evidence.evidence.options if evidence.evidence else {}
    return EvidencePlan(
        table=resource.name,
        schema=schema,
        evidence=position,
        may_infer="reason" in options,
        reason=reason,
        fields=tuple(fields),
        names=tuple(
            (field, field.handling) for field in fields if isinstance(field.handling, NameMatcher)
        ),
        field_names=frozenset(field.name for field in fields),
        errors=tuple(errors),
    )


def schema_error(schema: Schema, position: int, note: str) -> Error:
    """Make the error of a field whose cells cannot be proved as the schema says."""
    field = schema.fields[position]
    pointer = f"{schema.pointer}/fields/{position}"
    return Error(
        kind=kinds.MATCHER,
        note=note,
        place=schema.place,
        pointer=pointer if field.evidence is None else f"{pointer}/{PROPERTY}",
        field_name=field.name,
        field_number=position + 1,
    )


def _reason(place: Place, errors: list[Error]) -> int | None:
    try:
        return place.optional_position("reason")
    except UnfitMatcher as fault:
        position = place.schema.fields.index(place.field)
        errors.append(schema_error(place.schema, position, str(fault)))
        return None


def _field_plan(place: Place, position: int, errors: list[Error]) -> FieldPlan:
    handling: Handling | None = None
    try:
        handling = make_handling(_checked(place))
    except UnfitMatcher as fault:
        errors.append(schema_error(place.schema, position, str(fault)))
    return FieldPlan(
        position=position,
        name=place.field.name,
        match=_match(place.field),
        handling=handling,
    )


def _checked(place: Place) -> Place:
    if _match(place.field) == FRAGMENTS:
        raise UnfitMatcher("a table has one field of fragments, and another is it already")
    return place


def _match(field: Field) -> str:
    return str(field.evidence.match) if field.evidence else ""


def _with_index(field: FieldPlan, indexes: Mapping[Reference, ReferenceIndex]) -> FieldPlan:
    if not isinstance(field.handling, ReferenceMatcher):
        return field
    index = indexes.get(field.handling.reference, {})
    return replace(field, handling=field.handling.looking_in(index))
