"""One text for each value that no column holds: equal values have equal texts."""

import json
import math
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from dataset_tools.field_types.datetime import datetime_to_json


def canonical_text(value: object) -> str:
    """Return the text of a value.

    Examples
    --------
    >>> canonical_text({"b": 1.0, "a": [True, None]}) == canonical_text({"a": [True, None], "b": 1})
    True
    >>> canonical_text("1") == canonical_text(1)
    False
    """
    if value is None or isinstance(value, bool | str):
        return json.dumps(value)
    if isinstance(value, int | float | Decimal):
        return canonical_number(value)
    if isinstance(value, Mapping):
        members = sorted((json.dumps(key), canonical_text(each)) for key, each in value.items())
        return f"{{{','.join(f'{key}:{each}' for key, each in members)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(canonical_text, value))}]"
    if isinstance(value, datetime):
        return f"@{datetime_to_json(value)}"
    return f"@{value}"


def canonical_number(value: float | Decimal) -> str:
    """Return sign, digits and exponent of a number, without zeros at the digits' ends.

    Examples
    --------
    >>> canonical_number(Decimal("1.50")), canonical_number(150)
    ('15e-1', '15e1')
    """
    if math.isnan(value):
        return "NaN"
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if number.is_infinite():
        return "INF" if number > 0 else "-INF"
    sign, digits, exponent = number.as_tuple()
    plain = "".join(map(str, digits)).lstrip("0")
    kept = plain.rstrip("0")
    if not kept:
        return "0"
    return f"{'-' if sign else ''}{kept}e{int(exponent) + len(plain) - len(kept)}"


def is_double(value: Decimal) -> bool:
    """Whether a double stands for a number and for no other one that is written as short."""
    number = float(value)
    return math.isfinite(number) and Decimal(repr(number)) == value
