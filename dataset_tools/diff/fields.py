"""What changed in one field of a table's schema."""

from collections.abc import Iterator

from dataset_tools.diff import change as kinds
from dataset_tools.diff.change import Change
from dataset_tools.diff.constraints import constraint_changes
from dataset_tools.diff.metadata import OF_FIELD, metadata_changes
from dataset_tools.model.schema import Category, Field

_SPELLINGS = {
    "decimalChar": "decimal_char",
    "groupChar": "group_char",
    "bareNumber": "bare_number",
    "trueValues": "true_values",
    "falseValues": "false_values",
    "delimiter": "delimiter",
}
"""What the cells of a field are read by, beside its type and format."""


def field_changes(resource: str, old: Field, new: Field) -> Iterator[Change]:
    """Yield what changed in a field that is in both versions, its name included."""

    def change(kind: kinds.ChangeKind, part: str, before: object, after: object) -> Change:
        return Change(
            kind=kind, resource=resource, field=new.name, part=part, old=before, new=after
        )

    if old.name != new.name:
        yield change(kinds.FIELD_RENAMED, "name", old.name, new.name)
    if old.type != new.type:
        yield change(kinds.TYPE_CHANGED, "type", old.type, new.type)
    elif old.type == "list" and old.item_type != new.item_type:
        yield change(kinds.TYPE_CHANGED, "itemType", old.item_type, new.item_type)
    elif old.format != new.format:
        yield change(kinds.FORMAT_CHANGED, "format", old.format, new.format)
    for part, attribute in _SPELLINGS.items():
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before != after:
            yield change(kinds.SPELLING_CHANGED, part, before, after)
    has_own = "missingValues" in old.descriptor or "missingValues" in new.descriptor
    if has_own and old.missing_values != new.missing_values:
        yield change(
            kinds.SPELLING_CHANGED, "missingValues", old.missing_values, new.missing_values
        )
    for part, direction in constraint_changes(old, new):
        kind = kinds.CONSTRAINT_NARROWED if direction == "narrower" else kinds.CONSTRAINT_WIDENED
        yield change(kind, part, _constraint(old, part), _constraint(new, part))
    yield from _category_changes(resource, old, new)
    yield from metadata_changes(
        old.descriptor, new.descriptor, OF_FIELD, resource=resource, field=new.name
    )


def _constraint(field: Field, part: str) -> object:
    if part == "categories":
        return field.descriptor.get("categories")
    constraints = field.descriptor.get("constraints")
    if not isinstance(constraints, dict):
        return None
    exclusive = f"exclusive{part[0].upper()}{part[1:]}"
    return constraints.get(part, constraints.get(exclusive))


def _category_changes(resource: str, old: Field, new: Field) -> Iterator[Change]:
    """Yield changes of the order and the labels of categories; other values are a constraint."""
    before, after = old.categories or (), new.categories or ()
    kept = {category.value for category in before} & {category.value for category in after}
    was_ordered, is_ordered = old.categories_ordered, new.categories_ordered
    moved = [each for each in _values(before) if each in kept] != [
        each for each in _values(after) if each in kept
    ]
    if (was_ordered and is_ordered and moved) or (was_ordered and not is_ordered and kept):
        yield Change(kind=kinds.CATEGORIES_REORDERED, resource=resource, field=new.name)
    elif was_ordered != is_ordered:
        yield _metadata(resource, new.name, "categoriesOrdered", was_ordered, is_ordered)
    labels, new_labels = _labels(before), _labels(after)
    if any(labels[value] != new_labels[value] for value in kept):
        yield _metadata(resource, new.name, "category labels", None, None)


def _values(categories: tuple[Category, ...]) -> list[object]:
    return [category.value for category in categories]


def _labels(categories: tuple[Category, ...]) -> dict[object, str | None]:
    return {category.value: category.label for category in categories}


def _metadata(resource: str, field: str, part: str, old: object, new: object) -> Change:
    return Change(
        kind=kinds.METADATA_CHANGED, resource=resource, field=field, part=part, old=old, new=new
    )
