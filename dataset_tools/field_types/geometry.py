"""What GeoJSON and TopoJSON share: positions, and arrays of arrays of them."""

import math
from collections.abc import Callable
from decimal import Decimal

Check = Callable[[object], bool]
_SMALLEST = 2
_BOX_SIZES = (4, 6)


def is_number(value: object) -> bool:
    """Tell whether it is a JSON number."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_position(value: object) -> bool:
    """Tell whether it is an array of two numbers or more (RFC 7946, 3.1.1)."""
    return array_of(is_number, least=_SMALLEST)(value)


def array_of(check: Check, *, least: int = 0) -> Check:
    """Make the check of an array with ``least`` or more items."""
    return lambda value: (
        isinstance(value, list) and len(value) >= least and all(check(item) for item in value)
    )


def has_fit_box(member: dict[str, object]) -> bool:
    """Tell whether a ``bbox``, if there is one, is two corners (RFC 7946, 5)."""
    if "bbox" not in member:
        return True
    box = member["bbox"]
    return isinstance(box, list) and len(box) in _BOX_SIZES and array_of(is_number)(box)
