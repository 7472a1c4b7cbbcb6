"""JSON in cells, read strictly: no NaN, no lone surrogates, no bottomless nesting."""

import json
import math
import re
from decimal import Decimal
from typing import NoReturn

from dataset_tools.field_types.exact_number import (
    LONGEST_IN_JSON,
    decimal_number,
    whole_number,
    whole_number_text,
)

DEEPEST = 200
_INFINITIES: dict[float | Decimal, str] = {math.inf: "INF", -math.inf: "-INF"}
_TOO_DEEP = f"JSON that is nested deeper than {DEEPEST} levels"
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)


def read_json(text: str, *, exact: bool = False) -> object:
    """Read a JSON text; ``exact`` keeps every digit of a fraction, in a Decimal."""
    if text.count("[") + text.count("{") > DEEPEST and _depth(text) > DEEPEST:
        raise ValueError(_TOO_DEEP)
    try:
        value: object = json.loads(
            text,
            parse_int=whole_number,
            parse_float=decimal_number if exact else _fraction,
            parse_constant=_refuse,
        )
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    except ValueError as error:
        raise ValueError("not JSON") from error
    if "\\ud" in text.lower():
        _refuse_lone_surrogates(value)
    return value


def _depth(text: str) -> int:
    deepest = depth = 0
    for token in _BRACKETS.finditer(text):
        depth += (token[1] is not None) - (token[2] is not None)
        deepest = max(deepest, depth)
    return deepest


def _fraction(text: str) -> float | Decimal:
    number = float(text)
    return number if math.isfinite(number) else decimal_number(text)


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _refuse_lone_surrogates(value: object) -> None:
    try:
        json.dumps(plain_json(value), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("JSON with half a character") from error


def plain_json(value: object) -> object:
    """Give a value that every JSON writer can write."""
    if isinstance(value, dict):
        return {key: plain_json(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(member) for member in value]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number_json(value)
    return value


def number_json(value: float | Decimal) -> int | float | str:
    """Write a number so that no digit is lost: int, float, or else its digits as text.

    NaN, INF and -INF are the standard's words.
    """
    if isinstance(value, int):
        return value if abs(value) < 10**LONGEST_IN_JSON else whole_number_text(value)
    if value in _INFINITIES or math.isnan(value):
        return _INFINITIES.get(value, "NaN")
    if isinstance(value, float):
        return value
    if -LONGEST_IN_JSON < value.adjusted() < LONGEST_IN_JSON and value == int(value):
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)
