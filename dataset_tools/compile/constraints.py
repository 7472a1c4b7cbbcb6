"""The constraints of a field as rules: each once for a value and once for a whole column."""

import json
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dataset_tools.compile.pattern import anchored, unmatchable
from dataset_tools.errors import cell
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.field_types.field_type import FieldType
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field

if TYPE_CHECKING:
    from pandera.polars import PolarsData

_SHOWN = 80

Vectorised = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintRule:
    """One constraint of one field.

    ``holds`` judges a value and is the reference; ``column`` judges a typed column, None where
    only values can be judged one by one.
    """

    kind: ErrorKind
    note: str
    holds: Callable[[object], bool]
    column: Vectorised | None

    def on_column(self, data: "PolarsData") -> pl.LazyFrame:
        """Judge a column as pandera calls it.

        Raises
        ------
        TypeError
            Only values can be judged.
        """
        if self.column is None:
            raise TypeError(self.note)
        return data.lazyframe.select(self.column(pl.col(data.key)))


def constraint_rules(field: Field) -> tuple[ConstraintRule, ...]:
    """Return the rules of a field's constraints and categories, ``required`` and keys apart."""
    kind = field_type(field.type)
    return (
        *_bounds(field, kind),
        *_lengths(field, kind),
        *_pattern(field),
        *_choices(field, kind),
        *_json_schema(field),
    )


def _bounds(field: Field, kind: FieldType) -> Iterator[ConstraintRule]:
    limits = field.constraints
    table: tuple[tuple[object, ErrorKind, str, str], ...] = (
        (limits.minimum, cell.MINIMUM, "ge", "minimum"),
        (limits.maximum, cell.MAXIMUM, "le", "maximum"),
        (limits.exclusive_minimum, cell.EXCLUSIVE_MINIMUM, "gt", "exclusiveMinimum"),
        (limits.exclusive_maximum, cell.EXCLUSIVE_MAXIMUM, "lt", "exclusiveMaximum"),
    )
    for raw, error, comparison, name in table:
        if raw is None:
            continue
        bound = kind.from_json(field, raw)
        yield ConstraintRule(
            kind=error,
            note=f"{name} is {shown(raw)}",
            holds=_compares(comparison, bound, kind),
            column=_column_compares(comparison, bound, kind),
        )


def _compares(comparison: str, bound: object, kind: FieldType) -> Callable[[object], bool]:
    compare = getattr(operator, comparison)
    limit = kind.comparable(bound)

    def holds(value: object) -> bool:
        try:
            return bool(compare(kind.comparable(value), limit))
        except TypeError:
            return False

    return holds


def _column_compares(comparison: str, bound: object, kind: FieldType) -> Vectorised | None:
    if kind.polars == pl.Object():
        return None
    literal = kind.to_column(bound)
    if literal is None:
        return None
    compare = getattr(operator, comparison)
    limit = pl.lit(literal, dtype=kind.polars)
    if kind.polars.is_float():  # polars puts NaN above every number
        return lambda column: compare(column, limit) & column.is_not_nan()
    return lambda column: compare(column, limit)


def _lengths(field: Field, kind: FieldType) -> Iterator[ConstraintRule]:
    is_text = kind.polars == pl.String()
    shortest, longest = field.constraints.min_length, field.constraints.max_length
    if shortest is not None:
        least = shortest
        yield ConstraintRule(
            kind=cell.MIN_LENGTH,
            note=f"minLength is {least}",
            holds=lambda value: _length(value) >= least,
            column=(lambda column: column.str.len_chars() >= least) if is_text else None,
        )
    if longest is not None:
        most = longest
        yield ConstraintRule(
            kind=cell.MAX_LENGTH,
            note=f"maxLength is {most}",
            holds=lambda value: _length(value) <= most,
            column=(lambda column: column.str.len_chars() <= most) if is_text else None,
        )


def _length(value: object) -> int:
    return len(value) if isinstance(value, str | tuple | list | Mapping) else 0


def _pattern(field: Field) -> Iterator[ConstraintRule]:
    """Give the rule of a pattern; one that cannot be matched is a fault of the schema's own."""
    pattern = field.constraints.pattern
    if pattern is None or unmatchable(pattern):
        return
    whole = anchored(pattern)

    def holds(value: object) -> bool:
        return bool(pl.Series([value], dtype=pl.String).str.contains(whole)[0])

    yield ConstraintRule(
        kind=cell.PATTERN,
        note=f"pattern is {shown(pattern)}",
        holds=holds,
        column=lambda column: column.str.contains(whole),
    )


def _choices(field: Field, kind: FieldType) -> Iterator[ConstraintRule]:
    enum = field.constraints.enum
    if enum is not None:
        yield _one_of(field, kind, enum, cell.ENUM, f"enum is {shown(list(enum))}")
    if field.categories is not None:
        values = tuple(category.value for category in field.categories)
        note = f"the categories are {shown(list(values))}"
        yield _one_of(field, kind, values, cell.CATEGORY, note)


def _one_of(
    field: Field,
    kind: FieldType,
    raw: tuple[object, ...],
    error: ErrorKind,
    note: str,
) -> ConstraintRule:
    values = [kind.from_json(field, each) for each in raw]
    column: Vectorised | None = None
    if kind.polars != pl.Object():
        held = [kind.to_column(value) for value in values]
        column = _column_is_one_of([value for value in held if value is not None], kind.polars)
    comparable = [kind.comparable(value) for value in values]
    return ConstraintRule(
        kind=error,
        note=note,
        holds=lambda value: kind.comparable(value) in comparable,
        column=column,
    )


def _column_is_one_of(allowed: list[object], dtype: pl.DataType) -> Vectorised:
    """Make the rule that a value is one of some; texts are looked up in a table made once."""
    if dtype == pl.String():
        known = pl.Enum(list(dict.fromkeys(map(str, allowed))))
        return lambda typed: typed.is_null() | typed.cast(known, strict=False).is_not_null()
    values = pl.Series(allowed, dtype=dtype)
    return lambda typed: typed.is_in(values.implode())


def _json_schema(field: Field) -> Iterator[ConstraintRule]:
    schema = field.constraints.json_schema
    if schema is None:
        return
    from dataset_tools.compile.json_schema import json_schema_judge

    yield ConstraintRule(
        kind=cell.JSON_SCHEMA,
        note="the value does not fit the field's jsonSchema",
        holds=json_schema_judge(schema),
        column=None,
    )


def shown(raw: object) -> str:
    """Return a JSON value as a message shows it, cut where it is long."""
    text = json.dumps(raw, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
