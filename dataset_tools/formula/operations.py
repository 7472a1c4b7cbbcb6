"""What operators do with values, bounded in size; each raises a plain Python error.

Whole numbers are ``int``, other numbers ``Decimal`` with 28 significant digits; a ``float`` is
only the quotient of whole numbers or what ``float()`` gives, and where it meets a ``Decimal`` it
is read as its shortest text.
"""

import operator
from collections.abc import Callable, Mapping
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

MAX_TEXT = 100_000
MAX_BITS = 10_000
MAX_EXPONENT = 10_000

_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
DECIMALS = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, traps=_TRAPS)

Number = int | float | Decimal
_NUMBERS = (int, float, Decimal)
_SEQUENCES = (str, list, tuple)


def arithmetic(sign: str, left: object, right: object) -> object:
    """Apply ``+ - * / // % **``."""
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        return _of_numbers(sign, left, right)
    if sign == "+" and isinstance(left, _SEQUENCES) and isinstance(right, _SEQUENCES):
        if type(left) is not type(right):
            raise TypeError("only values of one type are joined")
        return _bounded(len(left) + len(right)) and operator.add(left, right)
    if sign == "*":
        return _repeated(left, right)
    if sign in ("+", "-") and not isinstance(left, _SEQUENCES):
        return _OPERATORS[sign](left, right)  # dates, times and durations
    raise TypeError("this operator takes numbers")


def negative(value: object) -> object:
    """Apply unary ``-``."""
    return DECIMALS.minus(value) if isinstance(value, Decimal) else operator.neg(_number(value))


def positive(value: object) -> object:
    """Apply unary ``+``."""
    return DECIMALS.plus(value) if isinstance(value, Decimal) else operator.pos(_number(value))


def absolute(value: object) -> object:
    """Apply ``abs``."""
    return DECIMALS.abs(value) if isinstance(value, Decimal) else abs(_number(value))


def equal(left: object, right: object) -> bool:
    """Compare as ``==`` does; a float and a Decimal by the float's shortest text."""
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        left, right = _alike(left, right)
    elif isinstance(left, (list, tuple)) and type(left) is type(right):
        assert isinstance(right, (list, tuple))  # noqa: S101 - tells mypy
        return len(left) == len(right) and all(map(equal, left, right))
    return bool(left == right)


def ordered(sign: str, left: object, right: object) -> bool:
    """Compare as ``< <= > >=`` do; what is not a number has no order among numbers."""
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        if left != left or right != right:  # noqa: PLR0124 - not a number
            raise ValueError("NaN has no order")
        left, right = _alike(left, right)
    return bool(_ORDER[sign](left, right))


def contains(container: object, value: object) -> bool:
    """Tell whether ``value in container``."""
    if isinstance(container, (set, frozenset, dict)):
        hash(value)
    elif not isinstance(container, _SEQUENCES):
        raise TypeError("only texts, lists and objects contain something")
    elif isinstance(container, str):
        return _as_text(value) in container
    if isinstance(value, (float, Decimal, list, tuple)):
        return any(equal(value, element) for element in container)
    return value in container


def element(container: object, key: object) -> object:
    """Give ``container[key]``."""
    if isinstance(container, Mapping):
        return container[key]
    if isinstance(container, _SEQUENCES) and isinstance(key, (int, slice)):
        return container[key]
    raise TypeError("only texts, lists and objects have elements")


def exact(value: object) -> object:
    """Give a cell's value as the formula sees it: a float as the number that its text writes."""
    return Decimal(repr(value)) if type(value) is float else value


def bounded_whole(value: int) -> int:
    """Give a whole number, unless it is too long."""
    if value.bit_length() > MAX_BITS:
        raise OverflowError("the number is too long")
    return value


def _number(value: object) -> int | float:
    if isinstance(value, (int, float)):
        return value
    raise TypeError("this operator takes numbers")


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("only a text is part of a text")


def _alike(left: Number, right: Number) -> tuple[Number, Number]:
    """Give a float as Decimal where the other is one."""
    if isinstance(left, Decimal) and isinstance(right, float):
        return left, Decimal(repr(right))
    if isinstance(left, float) and isinstance(right, Decimal):
        return Decimal(repr(left)), right
    return left, right


def _of_numbers(sign: str, left: Number, right: Number) -> Number:
    left, right = _alike(left, right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        if sign == "**":
            _check_exponent(right)
        return _DECIMAL[sign](_decimal(left), _decimal(right))
    if isinstance(left, float) or isinstance(right, float):
        return _real(_OPERATORS[sign](left, right))
    return _WHOLE[sign](left, right)


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value)


def _real(value: object) -> float:
    """Give a float; a complex number has no place in a rule."""
    if isinstance(value, float):
        return value
    raise ArithmeticError("the root of a negative number")


def _check_exponent(exponent: Number) -> None:
    if not -MAX_EXPONENT <= exponent <= MAX_EXPONENT:
        raise OverflowError("the exponent is too large")


def _floored(left: Decimal, right: Decimal) -> Decimal:
    quotient = DECIMALS.divide_int(left, right)
    rest = DECIMALS.remainder(left, right)
    return DECIMALS.subtract(quotient, Decimal(1)) if _goes_past(rest, right) else quotient


def _modulo(left: Decimal, right: Decimal) -> Decimal:
    rest = DECIMALS.remainder(left, right)
    return DECIMALS.add(rest, right) if _goes_past(rest, right) else rest


def _goes_past(rest: Decimal, right: Decimal) -> bool:
    """Tell whether truncating and flooring part: Decimal truncates, whole numbers floor."""
    return rest != 0 and rest.is_signed() != right.is_signed()


def _product(left: int, right: int) -> int:
    if left.bit_length() + right.bit_length() > MAX_BITS:
        raise OverflowError("the number is too long")
    return left * right


def _power(left: int, right: int) -> Number:
    _check_exponent(right)
    if left.bit_length() * right > MAX_BITS:
        raise OverflowError("the number is too long")
    if right < 0:
        return _real(float(left) ** right)
    return int(left**right)


def _bounded(length: int) -> bool:
    if length > MAX_TEXT:
        raise OverflowError("the text is too long")
    return True


def _repeated(left: object, right: object) -> str:
    text, times = (right, left) if isinstance(right, str) else (left, right)
    if isinstance(text, str) and isinstance(times, int):
        return text * times if times > 0 and _bounded(len(text) * times) else ""
    raise TypeError("only numbers are multiplied, and texts repeated")


_OPERATORS: dict[str, Callable[..., object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}
_WHOLE: dict[str, Callable[[int, int], Number]] = {
    "+": lambda left, right: bounded_whole(left + right),
    "-": lambda left, right: bounded_whole(left - right),
    "*": _product,
    "/": lambda left, right: float(left) / float(right),
    "//": operator.floordiv,
    "%": operator.mod,
    "**": _power,
}
_DECIMAL: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": DECIMALS.add,
    "-": DECIMALS.subtract,
    "*": DECIMALS.multiply,
    "/": DECIMALS.divide,
    "//": _floored,
    "%": _modulo,
    "**": DECIMALS.power,
}
_ORDER: dict[str, Callable[..., object]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
