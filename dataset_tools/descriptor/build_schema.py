"""From a cleaned Table Schema to the model, with the standard's defaults."""

from collections.abc import Mapping

from dataset_tools.descriptor.values import exact, mapping, mappings, text, texts, truth, whole
from dataset_tools.model.schema import (
    Category,
    Constraints,
    Field,
    FieldsMatch,
    ForeignKey,
    Matcher,
    RowRule,
    Schema,
)

_MODES: Mapping[str, FieldsMatch] = {
    "equal": "equal",
    "subset": "subset",
    "superset": "superset",
    "partial": "partial",
}
_CATEGORICAL = frozenset({"string", "integer"})


def build_schema(
    schema: Mapping[str, object],
    *,
    resource: str = "",
    place: str = "",
    pointer: str = "",
) -> Schema:
    """Build the schema of a resource from its cleaned, upgraded descriptor."""
    missing_values = _missing_values(schema, ("",))
    primary_key = texts(schema, "primaryKey")
    return Schema(
        fields=tuple(
            build_field(field, missing_values=missing_values, primary_key=primary_key)
            for field in mappings(schema, "fields")
        ),
        fields_match=_MODES.get(text(schema, "fieldsMatch"), "exact"),
        missing_values=missing_values,
        primary_key=primary_key,
        unique_keys=_unique_keys(schema),
        foreign_keys=foreign_keys(schema, resource),
        rules=_rules(schema),
        place=place,
        pointer=pointer,
        descriptor=schema,
    )


def build_field(
    field: Mapping[str, object],
    *,
    missing_values: tuple[str, ...] = ("",),
    primary_key: tuple[str, ...] = (),
) -> Field:
    """Build a field from its cleaned, upgraded descriptor."""
    standard = Field(name="")
    name = text(field, "name")
    return Field(
        name=name,
        type=text(field, "type", "any"),
        format=text(field, "format", "default") or "default",
        title=text(field, "title"),
        constraints=_constraints(mapping(field, "constraints")),
        missing_values=_missing_values(field, missing_values),
        categories=_categories(field),
        categories_ordered=truth(field, "categoriesOrdered", default=False),
        decimal_char=text(field, "decimalChar", standard.decimal_char),
        group_char=text(field, "groupChar") or None,
        bare_number=truth(field, "bareNumber", default=True),
        true_values=texts(field, "trueValues") or standard.true_values,
        false_values=texts(field, "falseValues") or standard.false_values,
        delimiter=text(field, "delimiter", standard.delimiter),
        item_type=text(field, "itemType", standard.item_type),
        evidence=_matcher(field.get("dataset-tools:evidence")),
        in_primary_key=name in primary_key,
        descriptor=field,
    )


def _constraints(constraints: Mapping[str, object]) -> Constraints:
    enum = constraints.get("enum")
    schema = constraints.get("jsonSchema")
    return Constraints(
        required=truth(constraints, "required", default=False),
        unique=truth(constraints, "unique", default=False),
        min_length=whole(constraints, "minLength"),
        max_length=whole(constraints, "maxLength"),
        minimum=exact(constraints.get("minimum")),
        maximum=exact(constraints.get("maximum")),
        exclusive_minimum=exact(constraints.get("exclusiveMinimum")),
        exclusive_maximum=exact(constraints.get("exclusiveMaximum")),
        pattern=text(constraints, "pattern") if "pattern" in constraints else None,
        enum=tuple(exact(value) for value in enum) if isinstance(enum, list) else None,
        json_schema=schema if isinstance(schema, dict) else None,
    )


def _missing_values(parent: Mapping[str, object], default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tokens, plain or labelled; an empty array means that no value is missing."""
    values = parent.get("missingValues")
    if not isinstance(values, list):
        return default
    return tuple(text(each, "value") if isinstance(each, dict) else str(each) for each in values)


def _categories(field: Mapping[str, object]) -> tuple[Category, ...] | None:
    values = field.get("categories")
    if not isinstance(values, list) or text(field, "type", "any") not in _CATEGORICAL:
        return None
    return tuple(
        Category(value=exact(each.get("value")), label=text(each, "label") or None)
        if isinstance(each, dict)
        else Category(value=exact(each))
        for each in values
    )


def _matcher(evidence: object) -> Matcher | None:
    if isinstance(evidence, str):
        return Matcher(match=evidence)
    if isinstance(evidence, dict):
        options = {key: value for key, value in evidence.items() if key != "match"}
        return Matcher(match=evidence.get("match"), options=options)
    return None


def _unique_keys(schema: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    keys = schema.get("uniqueKeys")
    return tuple(tuple(key) for key in keys if key) if isinstance(keys, list) else ()


def foreign_keys(schema: Mapping[str, object], resource: str) -> tuple[ForeignKey, ...]:
    """Return the keys within this package; one that names its own resource refers to itself."""
    keys = []
    for key in mappings(schema, "foreignKeys"):
        reference = mapping(key, "reference")
        target = text(reference, "resource") or None
        fields, reference_fields = texts(key, "fields"), texts(reference, "fields")
        if fields and len(fields) == len(reference_fields) and "package" not in reference:
            keys.append(
                ForeignKey(
                    fields=fields,
                    resource=None if target == resource else target,
                    reference_fields=reference_fields,
                ),
            )
    return tuple(keys)


def _rules(schema: Mapping[str, object]) -> tuple[RowRule, ...]:
    return tuple(
        RowRule(
            name=text(rule, "name"),
            formula=text(rule, "formula"),
            severity="warning" if text(rule, "severity") == "warning" else "error",
        )
        for rule in mappings(schema, "dataset-tools:rules")
        if "name" in rule and "formula" in rule
    )
