"""Numbers read without loss and in bounded time, whatever their length.

Python reads and writes whole numbers of at most 4,300 digits at once, and the limit is the whole
process's; so longer ones go piece by piece.
"""

import re
from decimal import Decimal, InvalidOperation

_PIECE = 4000
LONGEST = 100_000
LONGEST_IN_JSON = 4300
_LARGEST_EXPONENT = 999_999_999_999_999_999


def whole_number(text: str) -> int:
    """Read a sign and ASCII digits; the caller has seen to it that there is nothing else."""
    if len(text) <= _PIECE:
        return int(text)
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > LONGEST:
        raise ValueError(f"a whole number of more than {LONGEST:,} digits")
    number = _read(digits)
    return -number if text.startswith("-") else number


def _read(digits: str) -> int:
    if len(digits) <= _PIECE:
        return int(digits)
    half = len(digits) // 2
    return int(_read(digits[:-half]) * 10**half + _read(digits[-half:]))


def whole_number_text(number: int) -> str:
    """Write the digits of a whole number."""
    return str(Decimal(number))


def decimal_number(text: str) -> Decimal:
    """Read a decimal with a point and an exponent; the caller has seen to its form.

    Decimal holds exponents of 18 digits. A longer one is held at that bound: it stands to every
    other number as it would, and its double is the same.
    """
    try:
        return Decimal(text)
    except InvalidOperation:
        mantissa, exponent = re.split("[eE]", text)
        number = Decimal(mantissa)
        if number == 0:
            return number
        bound = -_LARGEST_EXPONENT if exponent.startswith("-") else _LARGEST_EXPONENT
        return Decimal((number.as_tuple().sign, (1,), bound))
