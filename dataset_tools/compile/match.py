"""Which label belongs to which field (Data Package v2, Table Schema, ``fieldsMatch``)."""

from dataclasses import dataclass
from typing import Literal

from dataset_tools.model.schema import Field, Schema

Fault = Literal["blank-header", "blank", "duplicate", "extra", "missing", "incorrect", "unmatched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFault:
    """A label, or the lack of one; ``number`` is the position in the header from 1."""

    fault: Fault
    number: int = 0
    label: str = ""
    field: str = ""
    twin: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Fields with the position of their cells from 0, and what is wrong with the labels.

    ``rows_make_sense`` is False where the header is so far off that cells would be judged by
    fields that are not theirs.
    """

    fields: tuple[tuple[Field, int], ...]
    faults: tuple[LabelFault, ...] = ()
    rows_make_sense: bool = True


def match_fields(schema: Schema | None, labels: tuple[str, ...] | None, width: int) -> Match:
    """Match labels and fields.

    Parameters
    ----------
    schema
        None for a table without one: each label is a field of any type.
    labels
        None for a table without a header: fields go by position.
    width
        The number of columns.
    """
    if labels is None:
        fields = schema.fields if schema else _plain_fields(width, ())
        return Match(fields=tuple((field, at) for at, field in enumerate(fields) if at < width))
    if labels and not any(label.strip() for label in labels):
        blank = LabelFault(fault="blank-header")
        return Match(fields=(), faults=(blank,), rows_make_sense=False)
    if schema is None or not schema.fields:
        fields = _plain_fields(width, labels)
        faults = (*_blanks(labels), *_duplicates(labels))
        return Match(fields=tuple((field, at) for at, field in enumerate(fields)), faults=faults)
    if schema.fields_match == "exact":
        return _exact(schema.fields, labels)
    return _by_name(schema, labels)


def _plain_fields(width: int, labels: tuple[str, ...]) -> tuple[Field, ...]:
    """Make a field for each column of a table without a schema."""
    names = [label or f"field{number}" for number, label in enumerate(labels, start=1)]
    names += [f"field{number}" for number in range(len(names) + 1, width + 1)]
    taken: dict[str, int] = {}
    fields = []
    for name in names:
        taken[name] = taken.get(name, 0) + 1
        own = name if taken[name] == 1 else f"{name}{taken[name]}"
        fields.append(Field(name=own, type="any"))
    return tuple(fields)


def _exact(fields: tuple[Field, ...], labels: tuple[str, ...]) -> Match:
    """Match by position; each label must be its field's name."""
    faults: list[LabelFault] = []
    for number in range(1, max(len(fields), len(labels)) + 1):
        label = labels[number - 1] if number <= len(labels) else None
        field = fields[number - 1].name if number <= len(fields) else None
        if label is None:
            faults.append(LabelFault(fault="missing", number=number, field=field or ""))
        elif field is None:
            faults.append(LabelFault(fault="extra", number=number, label=label))
        elif not label:
            faults.append(LabelFault(fault="blank", number=number, field=field))
        elif label != field:
            faults.append(LabelFault(fault="incorrect", number=number, label=label, field=field))
    matched = tuple((field, at) for at, field in enumerate(fields[: len(labels)]))
    return Match(
        fields=matched,
        faults=tuple(faults),
        rows_make_sense=_mostly_right(fields, labels),
    )


def _mostly_right(fields: tuple[Field, ...], labels: tuple[str, ...]) -> bool:
    """Whether some label stands at its field's place: else the delimiter is wrong, or the file."""
    pairs = zip(fields, labels, strict=False)
    return len(fields) <= 1 or len(labels) > 1 or any(field.name == label for field, label in pairs)


def _by_name(schema: Schema, labels: tuple[str, ...]) -> Match:
    """Match by name, in any order, with what the mode allows to be missing or extra."""
    positions = {label: at for at, label in reversed(list(enumerate(labels)))}
    mode = schema.fields_match
    faults = [*_blanks(labels), *_duplicates(labels)]
    names = {field.name for field in schema.fields}
    if mode in ("equal", "subset"):
        faults += [
            LabelFault(fault="missing", number=number, field=field.name)
            for number, field in enumerate(schema.fields, start=1)
            if field.name not in positions
        ]
    if mode in ("equal", "superset"):
        faults += [
            LabelFault(fault="extra", number=number, label=label)
            for number, label in enumerate(labels, start=1)
            if label and label not in names
        ]
    found = [(field, positions[field.name]) for field in schema.fields if field.name in positions]
    if mode == "partial" and not found:
        faults.append(LabelFault(fault="unmatched"))
    return Match(
        fields=tuple(sorted(found, key=lambda pair: pair[1])),
        faults=tuple(sorted(faults, key=lambda fault: fault.number)),
    )


def _blanks(labels: tuple[str, ...]) -> list[LabelFault]:
    numbered = enumerate(labels, start=1)
    return [LabelFault(fault="blank", number=at) for at, label in numbered if not label]


def _duplicates(labels: tuple[str, ...]) -> list[LabelFault]:
    first: dict[str, int] = {}
    faults = []
    for number, label in enumerate(labels, start=1):
        twin = first.setdefault(label, number)
        if label and twin != number:
            faults.append(LabelFault(fault="duplicate", number=number, label=label, twin=twin))
    return faults
