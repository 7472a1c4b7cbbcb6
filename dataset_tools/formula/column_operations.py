"""What operators do with columns: each says the same as its fellow in ``operations.py``."""

import operator
from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import polars as pl

from dataset_tools.formula.columns import (
    ALWAYS,
    FAILURE,
    INT64_MAX,
    NEVER,
    REAL,
    WHOLE,
    Flag,
    Kind,
    NotExactError,
    Value,
    Verdict,
    as_real,
    constant,
    whole,
)
from dataset_tools.formula.operations import MAX_TEXT

_LONGEST = 2**31
_ORDER: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_REALS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def equal(left: Value, right: Value) -> Verdict:
    """Compare by ``==``."""
    failed = left.failed | right.failed
    if _is_literal(left):
        left, right = right, left
    pair = _alike(left, right)
    if pair is None:
        return Verdict(left.missing & right.missing & ~failed, failed)
    same = Flag(pair[0].eq_missing(pair[1]), left.size + right.size + 1)
    not_a_number = _nan(left) if left.kind in REAL else _nan(right)
    return Verdict(same & ~not_a_number & ~failed, failed)


def ordered(sign: str, left: Value, right: Value) -> Verdict:
    """Compare by ``< <= > >=``."""
    if _is_literal(left):
        sign, left, right = _MIRRORED[sign], right, left
    pair = _alike(left, right)
    if pair is None:
        return Verdict(NEVER, ALWAYS)
    size = left.size + right.size + 2
    true = Flag(_ORDER[sign](*pair).fill_null(value=False), size)
    unordered = _nan(left) | _nan(right) | left.failed | right.failed
    return Verdict(true & ~unordered, unordered | left.missing | right.missing)


def same_constant(value: Value, singleton: object) -> Verdict:
    """Compare by ``is`` with None, True or False."""
    if singleton is None:
        return Verdict(value.missing & ~value.failed, value.failed)
    if value.kind is not Kind.BOOLEAN:
        return Verdict(NEVER, value.failed)
    return equal(value, constant(singleton))


def part_of_text(part: Value, text: Value) -> Verdict:
    """Compare by ``in`` where the right side is no list."""
    if part.kind is not Kind.TEXT or text.kind is not Kind.TEXT:
        return Verdict(NEVER, ALWAYS)
    return _text_test(text, part, lambda one, other: one.str.contains(other, literal=True))


def starts(text: Value, start: Value) -> Verdict:
    """Apply the method ``startswith``."""
    return _affix(text, start, lambda one, other: one.str.starts_with(other))


def ends(text: Value, end: Value) -> Verdict:
    """Apply the method ``endswith``."""
    return _affix(text, end, lambda one, other: one.str.ends_with(other))


def member(value: Value, items: list[Value]) -> Verdict:
    """Compare by ``in`` with the items of a list."""
    failed = reduce(lambda one, other: one | other, (item.failed for item in items), value.failed)
    found = reduce(
        lambda one, other: one | other, (equal(value, item).true for item in items), NEVER
    )
    return Verdict(found & ~failed, failed)


def member_of_constants(value: Value, constants: list[object]) -> Verdict:
    """Compare by ``in`` with a list of constants."""
    alike = [item for item in constants if _is_alike(value, item)]
    others = [constant(item) for item in constants if not _is_alike(value, item)]
    found = member(value, others)
    if not alike:
        return found
    direct = Flag(value.expr.is_in(alike).fill_null(value=False), value.size + 2)
    return Verdict(found.true | (direct & ~value.failed), found.failed)


def _is_alike(value: Value, item: object) -> bool:
    """Tell whether polars compares a value of the column with ``item`` as Python does."""
    if value.kind is Kind.INTEGER and not value.wide:
        return type(item) is int and abs(item) <= INT64_MAX
    return value.kind is Kind.TEXT and isinstance(item, str)


def arithmetic(sign: str, left: Value, right: Value) -> Value:
    """Apply ``+ - * / // % **``."""
    absent = left.absent | right.absent
    kinds = {left.kind, right.kind}
    if Kind.NONE in kinds:
        return FAILURE
    if kinds == {Kind.TEXT} and sign == "+":
        made = _joined(left, right)
    elif kinds <= WHOLE and sign != "/":
        made = _of_wholes(sign, left, right)
    elif kinds <= WHOLE | {Kind.FLOAT} and sign in _REALS:
        made = _of_reals(sign, left, right)
    else:
        raise NotExactError(sign)
    return replace(made, failed=made.failed | absent)


def signed(sign: str, value: Value) -> Value:
    """Apply unary ``-`` or ``+``."""
    if value.kind in REAL:
        expr = -value.expr if sign == "-" else value.expr
        return replace(value, expr=expr, size=value.size + 1, missing=NEVER, failed=value.absent)
    if value.kind not in WHOLE:
        raise NotExactError(sign)
    return arithmetic(sign, constant(0), value)


def absolute(value: Value) -> Value:
    """Apply ``abs``."""
    if value.kind in REAL:
        made = replace(value, expr=value.expr.abs(), size=value.size + 1)
    elif value.kind in WHOLE:
        made = replace(
            whole(_wide(value).abs(), value.size + 2, value.limit, value.reach), wide=True
        )
    else:
        raise NotExactError("abs")
    return replace(made, missing=NEVER, failed=value.absent)


def length(value: Value) -> Value:
    """Apply ``len``."""
    if value.kind is not Kind.TEXT:
        return FAILURE
    made = whole(_length(value), value.size + 2, _LONGEST, _LONGEST)
    return replace(made, failed=value.absent)


def as_text(value: Value) -> Value:
    """Apply ``str``."""
    if value.kind not in (Kind.TEXT, Kind.INTEGER):
        raise NotExactError("str")
    expr = value.expr.cast(pl.String).fill_null("None")
    return Value(kind=Kind.TEXT, expr=expr, size=value.size + 2, failed=value.failed)


def as_whole(value: Value) -> Value:
    """Apply ``int`` to what is a whole number already."""
    if value.kind is not Kind.INTEGER:
        raise NotExactError("int")
    return replace(value, missing=NEVER, failed=value.absent)


def character(text: Value, position: int) -> Value:
    """Give ``text[position]``."""
    _check_text(text, position)
    needed = position + 1 if position >= 0 else -position
    short = Flag((_length(text) < needed).fill_null(value=False), text.size + 4)
    expr = text.expr.str.slice(position, 1)
    failed = text.absent | short
    return Value(kind=Kind.TEXT, expr=expr, size=text.size + 1, failed=failed)


def part(text: Value, start: int | None, stop: int | None) -> Value:
    """Give ``text[start:stop]``."""
    _check_text(text, start or 0, stop or 0)
    first, expr = start or 0, text.expr.str
    if first < 0 and stop is None:
        made = expr.tail(-first)
    elif first >= 0 and stop is None:
        made = expr.slice(first)
    elif first >= 0 and stop is not None and stop >= 0:
        made = expr.slice(first, max(0, stop - first))
    elif first == 0 and stop is not None:
        made = expr.head(stop)
    else:
        raise NotExactError("slice")
    return Value(kind=Kind.TEXT, expr=made, size=text.size + 1, failed=text.absent)


def _check_text(text: Value, *positions: int) -> None:
    if text.kind is not Kind.TEXT or any(abs(position) > _LONGEST for position in positions):
        raise NotExactError("subscript")


def _is_literal(value: Value) -> bool:
    """Tell whether a value has no column; polars 2.1 may lose rows where such one stands left."""
    return not value.expr.meta.root_names()


def _alike(left: Value, right: Value) -> tuple[pl.Expr, pl.Expr] | None:
    """Give both sides in one dtype, or None where they are of families that never meet."""
    kinds = {left.kind, right.kind}
    if kinds <= WHOLE:
        if left.wide or right.wide:
            return _wide(left), _wide(right)
        return left.expr.cast(pl.Int64), right.expr.cast(pl.Int64)
    if kinds <= WHOLE | REAL:
        return as_real(left), as_real(right)
    return (left.expr, right.expr) if len(kinds) == 1 and Kind.NONE not in kinds else None


def _nan(value: Value) -> Flag:
    if value.kind not in REAL:
        return NEVER
    return Flag(value.expr.is_nan().fill_null(value=False), value.size + 2)


def _text_test(text: Value, part: Value, test: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Verdict:
    true = Flag(test(text.expr, part.expr).fill_null(value=False), text.size + part.size + 2)
    failed = text.failed | part.failed
    return Verdict(true & ~failed, failed | text.missing | part.missing)


def _affix(text: Value, affix: Value, test: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Verdict:
    if text.kind is not Kind.TEXT or affix.kind is not Kind.TEXT:
        return Verdict(NEVER, ALWAYS)
    return _text_test(text, affix, test)


def _wide(value: Value) -> pl.Expr:
    return value.expr.cast(pl.Int64).cast(pl.Int128) if not value.wide else value.expr


def _length(value: Value) -> pl.Expr:
    return value.expr.str.len_chars().cast(pl.Int64)


def _joined(left: Value, right: Value) -> Value:
    size = left.size + right.size + 1
    long = _length(left) + _length(right) > MAX_TEXT
    failed = Flag(long.fill_null(value=False), size + 4)
    return Value(kind=Kind.TEXT, expr=left.expr + right.expr, size=size, failed=failed)


def _of_wholes(sign: str, left: Value, right: Value) -> Value:
    size = left.size + right.size + 3
    one, other = _wide(left), _wide(right)
    zero = Flag((other == 0).fill_null(value=False), right.size + 2)
    match sign:
        case "+":
            made = whole(one + other, size, left.limit + right.limit, left.reach + right.reach)
        case "-":
            made = whole(one - other, size, left.limit + right.limit, left.reach + right.reach)
        case "*":
            made = whole(one * other, size, left.limit * right.limit, left.reach * right.reach)
        case "//":
            made = replace(whole(one // other, size, left.limit, left.reach), failed=zero)
        case "%":
            made = replace(whole(one % other, size, right.limit, right.reach), failed=zero)
        case _:
            raise NotExactError(sign)
    return replace(made, wide=True)


def _of_reals(sign: str, left: Value, right: Value) -> Value:
    """Compute as floats; a whole number is rounded to one, as Python does."""
    size = left.size + right.size + 3
    one, other = left.expr.cast(pl.Float64), right.expr.cast(pl.Float64)
    zero = Flag((other == 0).fill_null(value=False), right.size + 2) if sign == "/" else NEVER
    return Value(kind=Kind.FLOAT, expr=_REALS[sign](one, other), size=size, failed=zero)
