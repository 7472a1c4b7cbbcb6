"""Patterns that the engine cannot match: faults of the schema, told before any row is read."""

from collections.abc import Iterator

from dataset_tools.compile.pattern import unmatchable
from dataset_tools.errors import descriptor as kinds
from dataset_tools.errors.error import Error
from dataset_tools.model.schema import Schema


def pattern_errors(schema: Schema) -> Iterator[Error]:
    """Yield an error for each field whose pattern cannot be matched."""
    for number, field in enumerate(schema.fields):
        pattern = field.constraints.pattern
        reason = unmatchable(pattern) if pattern is not None else None
        if reason is not None:
            yield Error(
                kind=kinds.BAD_PATTERN,
                note=f'The field "{field.name}": "constraints.pattern" {reason}',
                place=schema.place,
                pointer=f"{schema.pointer}/fields/{number}/constraints/pattern",
            )
