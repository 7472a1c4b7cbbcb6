"""Formats of dates and times that are strptime patterns."""

import re
from collections.abc import Callable
from datetime import datetime

_C_DIRECTIVES = {
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "e": "%d",
    "h": "%b",
    "n": " ",
    "r": "%I:%M:%S %p",
    "t": " ",
}
"""What C's strptime reads and Python's does not know."""


def pattern_reader(pattern: str) -> Callable[[str], datetime]:
    """Make the function that reads a text by ``pattern``; it raises ValueError."""
    python_pattern = re.sub(
        "%(.)", lambda found: _C_DIRECTIVES.get(found[1], found[0]), pattern, flags=re.DOTALL
    )

    def read(text: str) -> datetime:
        if not text.isascii() and any(char.isdecimal() and not char.isascii() for char in text):
            raise ValueError("digits other than 0 to 9")
        try:
            return datetime.strptime(text, python_pattern)  # noqa: DTZ007 - the pattern says it
        except (re.error, OverflowError) as error:
            raise ValueError("a pattern that reads nothing") from error

    return read
