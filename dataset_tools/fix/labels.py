"""Mend: no blanks around a label that is its field's name but for them."""

from collections.abc import Mapping, Sequence

from dataset_tools.model.schema import Schema

NAME = "labels"


def respelled(schema: Schema | None, labels: Sequence[str]) -> Mapping[int, str]:
    """Return the labels to change by position; only where fields go by position, not by name."""
    if schema is None or schema.fields_match != "exact":
        return {}
    return {
        at: field.name
        for at, (field, label) in enumerate(zip(schema.fields, labels, strict=False))
        if label != field.name and label.strip() == field.name
    }
