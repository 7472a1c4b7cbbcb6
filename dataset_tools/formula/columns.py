"""What a part of a formula is over a whole table: polars expressions with where they fail.

Texts, whole numbers, dates … are kinds. Whole numbers carry the largest size they can reach, so
that none overflows unseen. Sizes of expressions are counted, since polars plans long ones slowly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import reduce

import polars as pl

INT64_MAX = 2**63 - 1
EXACT_IN_FLOAT = 2**53
_WIDEST = 2**126
_DIGITS = 15
_CELL_REACH = 10**_DIGITS
_LARGEST_EXPONENT = 290
_DECIDED, _FAILED = 1, 2


class NotExactError(Exception):
    """There is no expression that says exactly what the reference says."""


class Kind(Enum):
    """The kinds of values; NUMBER is a decimal number held as a float, FLOAT a float to Python."""

    NONE = "none"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    FLOAT = "float"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    ZONED = "zoned"


WHOLE = frozenset({Kind.BOOLEAN, Kind.INTEGER})
REAL = frozenset({Kind.NUMBER, Kind.FLOAT})


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean column without nulls; ``known`` where it is one truth for all rows."""

    expr: pl.Expr
    size: int = 1
    known: bool | None = None

    def __or__(self, other: "Flag") -> "Flag":
        if self.known is not None:
            return self if self.known else other
        if other.known is not None:
            return other if other.known else self
        return Flag(self.expr | other.expr, self.size + other.size + 1)

    def __and__(self, other: "Flag") -> "Flag":
        if self.known is not None:
            return other if self.known else self
        if other.known is not None:
            return self if other.known else other
        return Flag(self.expr & other.expr, self.size + other.size + 1)

    def __invert__(self) -> "Flag":
        if self.known is not None:
            return NEVER if self.known else ALWAYS
        return Flag(~self.expr, self.size + 1)


NEVER = Flag(pl.lit(value=False), 0, known=False)
ALWAYS = Flag(pl.lit(value=True), 0, known=True)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a part is true, and where it fails; never both."""

    true: Flag
    failed: Flag

    @property
    def false(self) -> Flag:
        """Where it is neither."""
        return ~self.true & ~self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A column of values of one kind; ``missing`` counts where it has not ``failed``."""

    kind: Kind
    expr: pl.Expr
    size: int = 1
    missing: Flag = NEVER
    failed: Flag = NEVER
    limit: int = 1
    reach: int = 1
    wide: bool = False

    @property
    def absent(self) -> Flag:
        """Where there is no value to compute with."""
        return self.failed | self.missing


FAILURE = Value(kind=Kind.NONE, expr=pl.lit(None), missing=ALWAYS, failed=ALWAYS)


def column(name: str, dtype: pl.DataType | type[pl.DataType]) -> Value:
    """Give a field's column."""
    if name == "*" or (name.startswith("^") and name.endswith("$")):
        raise NotExactError(name)  # polars would take it for a pattern of names
    kind, expr = _kind(dtype), pl.col(name)
    if kind is Kind.NONE:
        return constant(None)
    if kind is Kind.INTEGER:
        expr = expr.cast(pl.Int64)
    if kind is Kind.TEXT and dtype != pl.String:
        expr = expr.cast(pl.String)
    missing = Flag(pl.col(name).is_null())
    return Value(kind=kind, expr=expr, missing=missing, limit=2**63, reach=_CELL_REACH)


def constant(value: object) -> Value:
    """Give one value for all rows."""
    match value:
        case None:
            return replace(FAILURE, failed=NEVER)
        case bool():
            return Value(kind=Kind.BOOLEAN, expr=pl.lit(value))
        case int():
            return whole(pl.lit(value, dtype=_whole_dtype(value)), 1, abs(value), abs(value))
        case float() | Decimal():
            kind = Kind.FLOAT if isinstance(value, float) else Kind.NUMBER
            return Value(kind=kind, expr=pl.lit(_as_float(value), dtype=pl.Float64))
        case str():
            return Value(kind=Kind.TEXT, expr=pl.lit(value, dtype=pl.String))
        case _:
            raise NotExactError(value)


def whole(expr: pl.Expr, size: int, limit: int, reach: int) -> Value:
    """Give whole numbers of which none is larger than ``limit``."""
    if limit > _WIDEST:
        raise NotExactError("whole numbers over 128 bits")
    wide = limit > INT64_MAX
    return Value(kind=Kind.INTEGER, expr=expr, size=size, limit=limit, reach=reach, wide=wide)


def boolean(verdict: Verdict) -> Value:
    """Give a verdict as a value."""
    true, failed = verdict.true, verdict.failed
    return Value(kind=Kind.BOOLEAN, expr=true.expr, size=true.size, failed=failed)


def truth(value: Value) -> Verdict:
    """Tell where values are true, as Python takes them."""
    expr = value.expr
    match value.kind:
        case Kind.NONE:
            flag = NEVER
        case Kind.BOOLEAN:
            flag = Flag(expr.fill_null(value=False), value.size + 1)
        case Kind.INTEGER | Kind.NUMBER | Kind.FLOAT:
            flag = Flag((expr != 0).fill_null(value=False), value.size + 2)
        case Kind.TEXT:
            flag = Flag((expr != "").fill_null(value=False), value.size + 2)
        case _:
            flag = ~value.missing
    return Verdict(flag & ~value.failed, value.failed)


def as_real(value: Value) -> pl.Expr:
    """Give numbers as floats, where none of them loses a digit."""
    if value.kind in WHOLE and value.reach > EXACT_IN_FLOAT:
        raise NotExactError("whole numbers too long for a float")
    return value.expr.cast(pl.Float64)


def chosen(test: Flag, then: Value, otherwise: Value) -> Value:
    """Give one of two values by row; failures are told by the caller."""
    kind, first, second = _unified(then, otherwise)
    return Value(
        kind=kind,
        expr=pl.when(test.expr).then(first).otherwise(second),
        size=test.size + then.size + otherwise.size + 2,
        missing=(test & then.missing) | (~test & otherwise.missing),
        limit=max(then.limit, otherwise.limit),
        reach=max(then.reach, otherwise.reach),
        wide=then.wide or otherwise.wide,
    )


def either(test: Verdict, then: Verdict, otherwise: Verdict) -> Verdict:
    """Tell where the one of two verdicts that a test chooses is true."""
    true = (test.true & then.true) | (test.false & otherwise.true)
    failed = (test.true & then.failed) | (test.false & otherwise.failed)
    return Verdict(true, test.failed | failed)


def all_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Fold ``and``: what stands right of the first that is not true is not looked at."""
    true = reduce(lambda one, other: one & other, (verdict.true for verdict in verdicts))
    return Verdict(true, _first(verdicts, [~verdict.true for verdict in verdicts])[1])


def any_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Fold ``or``: what stands right of the first that is not false is not looked at."""
    true, failed = _first(verdicts, [verdict.true for verdict in verdicts])
    return Verdict(true, failed)


def _first(verdicts: Sequence[Verdict], decisive: Sequence[Flag]) -> tuple[Flag, Flag]:
    """Tell where the first that decides or fails decides, and where it fails."""
    if all(verdict.failed.known is False for verdict in verdicts):
        return reduce(lambda one, other: one | other, decisive), NEVER
    pairs = [(verdict.failed, flag) for verdict, flag in zip(verdicts, decisive, strict=True)]
    size = sum(failed.size + flag.size + 3 for failed, flag in pairs)
    code = pl.coalesce(
        pl.when(failed.expr).then(_FAILED).when(flag.expr).then(_DECIDED) for failed, flag in pairs
    )
    return (
        Flag((code == _DECIDED).fill_null(value=False), size),
        Flag((code == _FAILED).fill_null(value=False), size),
    )


def _unified(then: Value, otherwise: Value) -> tuple[Kind, pl.Expr, pl.Expr]:
    kinds = {then.kind, otherwise.kind} - {Kind.NONE}
    if kinds == {Kind.INTEGER} and (then.wide or otherwise.wide):
        return Kind.INTEGER, then.expr.cast(pl.Int128), otherwise.expr.cast(pl.Int128)
    if len(kinds) <= 1:
        return (kinds.pop() if kinds else Kind.NONE), then.expr, otherwise.expr
    if kinds == {Kind.INTEGER, Kind.NUMBER}:
        return Kind.NUMBER, as_real(then), as_real(otherwise)
    raise NotExactError("values of several kinds")


def _kind(dtype: pl.DataType | type[pl.DataType]) -> Kind:
    if dtype.base_type() is pl.Datetime:
        return _kind_of_datetime(dtype)
    kind = _KINDS.get(dtype.base_type())
    if kind is None:
        raise NotExactError(dtype)
    return kind


def _kind_of_datetime(dtype: pl.DataType | type[pl.DataType]) -> Kind:
    if not isinstance(dtype, pl.Datetime) or dtype.time_unit == "ns":
        raise NotExactError(dtype)  # Python's datetime has no nanoseconds
    if dtype.time_zone is None:
        return Kind.DATETIME
    if dtype.time_zone != "UTC":
        raise NotExactError(dtype)
    return Kind.ZONED


def _whole_dtype(value: int) -> type[pl.DataType]:
    if abs(value) > _WIDEST:
        raise NotExactError(value)
    return pl.Int64 if abs(value) <= INT64_MAX else pl.Int128


def _as_float(value: float | Decimal) -> float:
    if isinstance(value, Decimal):
        digits = "".join(map(str, value.as_tuple().digits)).strip("0")  # normalize would round
        is_near = value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT
        if not is_near or len(digits) > _DIGITS:
            raise NotExactError(value)
    elif abs(value) > 10.0**_LARGEST_EXPONENT or value != value:  # noqa: PLR0124 - NaN
        raise NotExactError(value)
    return float(value)


_KINDS: dict[type[pl.DataType], Kind] = {
    pl.Null: Kind.NONE,
    pl.Boolean: Kind.BOOLEAN,
    pl.Int8: Kind.INTEGER,
    pl.Int16: Kind.INTEGER,
    pl.Int32: Kind.INTEGER,
    pl.Int64: Kind.INTEGER,
    pl.UInt8: Kind.INTEGER,
    pl.UInt16: Kind.INTEGER,
    pl.UInt32: Kind.INTEGER,
    pl.Float64: Kind.NUMBER,
    pl.String: Kind.TEXT,
    pl.Enum: Kind.TEXT,
    pl.Categorical: Kind.TEXT,
    pl.Date: Kind.DATE,
}
