"""The functions a formula may call, each bounded in cost; none of them draws or reads anything."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import reduce

from dataset_tools.formula.operations import (
    MAX_BITS,
    MAX_TEXT,
    absolute,
    arithmetic,
    bounded_whole,
    ordered,
)

_MAX_DIGITS = 100


def _whole(value: object = 0, base: object = None) -> int:
    if base is not None:
        if isinstance(value, str) and isinstance(base, int):
            return bounded_whole(int(value, base))
        raise TypeError("only a text has a base")
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() > MAX_BITS // 4:
        raise OverflowError("the number is too long")
    if isinstance(value, (str, int, float, Decimal)):
        return bounded_whole(int(value))
    raise TypeError("int takes a number or a text")


def _float(value: object = 0) -> float:
    if isinstance(value, (str, int, float, Decimal)):
        return float(value)
    raise TypeError("float takes a number or a text")


def _str(value: object = "") -> str:
    if isinstance(value, (list, tuple, set, dict)):
        raise TypeError("str takes one value, not several")
    return str(value)


def _elements(value: object) -> Iterable[object]:
    if isinstance(value, (str, list, tuple, set, dict)) and len(value) <= MAX_TEXT:
        return value
    raise TypeError("a text or several values are asked for")


def _list(value: object = ()) -> list[object]:
    return list(_elements(value))


def _tuple(value: object = ()) -> tuple[object, ...]:
    return tuple(_elements(value))


def _set(value: object = ()) -> set[object]:
    return set(_elements(value))


def _dict(value: object = ()) -> dict[object, object]:
    if isinstance(value, dict):
        return dict(value)
    pairs = [tuple(_elements(pair)) for pair in _elements(value)]
    return {key: of_key for key, of_key in pairs}  # noqa: C416 - each must be a pair


def _length(value: object) -> int:
    if isinstance(value, (str, list, tuple, set, dict)):
        return len(value)
    raise TypeError("len takes a text or several values")


def _least(*values: object) -> object:
    return reduce(
        lambda best, value: value if ordered("<", value, best) else best, _several(values)
    )


def _greatest(*values: object) -> object:
    return reduce(
        lambda best, value: value if ordered(">", value, best) else best, _several(values)
    )


def _several(values: tuple[object, ...]) -> tuple[object, ...]:
    several = values if len(values) > 1 else tuple(_elements(*values))
    if not several:
        raise ValueError("there is no value")
    return several


def _sum(values: object) -> object:
    total: object = 0
    for value in _elements(values):
        total = arithmetic("+", total, value)
    return total


def _round(value: object, digits: object = None) -> object:
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError("round takes a number")
    if digits is None:
        return _whole(round(value)) if abs(value) < 10**_MAX_DIGITS else _whole(value)
    if isinstance(digits, int) and abs(digits) <= _MAX_DIGITS:
        return round(value, digits)
    raise TypeError("round takes a small number of digits")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("only a text has this method")


def _starts(value: object, start: object) -> bool:
    return _text(value).startswith(_text(start))


def _ends(value: object, end: object) -> bool:
    return _text(value).endswith(_text(end))


FUNCTIONS: dict[str, Callable[..., object]] = {
    "abs": absolute,
    "bool": bool,
    "dict": _dict,
    "float": _float,
    "int": _whole,
    "len": _length,
    "list": _list,
    "max": _greatest,
    "min": _least,
    "round": _round,
    "set": _set,
    "str": _str,
    "sum": _sum,
    "tuple": _tuple,
}
METHODS: dict[str, Callable[..., object]] = {
    "endswith": _ends,
    "lower": lambda value: _text(value).lower(),
    "startswith": _starts,
    "strip": lambda value: _text(value).strip(),
    "upper": lambda value: _text(value).upper(),
}
