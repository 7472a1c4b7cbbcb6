"""Patterns as Table Schema means them: XML Schema's expressions, whole values, linear time.

The engine is Rust's, which polars uses. What XML Schema writes in a way of its own is rewritten:
subtracted classes, the characters of names, and blocks of Unicode.
"""

import re
from collections.abc import Iterator

import polars as pl

from dataset_tools.compile.blocks import BLOCKS

_START = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}"
    r"\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}"
    r"\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
_NAME = _START + r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}"
"""The characters that begin a name, and that go on with it (XML 1.0, NameStartChar, NameChar)."""

_NAMES = {"i": f"[{_START}]", "I": f"[^{_START}]", "c": f"[{_NAME}]", "C": f"[^{_NAME}]"}
_PART = re.compile(r"\\[pP]\{[^}]*\}|\\.|-\[|.", re.DOTALL)


def anchored(pattern: str) -> str:
    r"""Return the pattern so that it matches a whole value and nothing less.

    Examples
    --------
    >>> anchored("a|b")
    '\\A(?:a|b)\\z'
    >>> anchored("[a-z-[aeiou]]")
    '\\A(?:[a-z--[aeiou]])\\z'
    """
    return rf"\A(?:{''.join(_rewritten(pattern))})\z"


def unmatchable(pattern: str) -> str | None:
    """Say why the engine cannot match a pattern (too large, an unknown block), or None."""
    try:
        pl.Series([""]).str.contains(anchored(pattern))
    except KeyError as unknown:
        return f"it cannot be matched: there is no block {unknown}"
    except pl.exceptions.PolarsError as error:
        lines = str(error).partition("\n\n")[0].splitlines()
        reason = lines[-1].removeprefix("error: ").removeprefix("regex error: ")
        return f"it cannot be matched: {reason}"
    return None


def _rewritten(pattern: str) -> Iterator[str]:
    depth = 0
    for found in _PART.finditer(pattern):
        part = found[0]
        if part == "-[" and depth:
            depth += 1
            yield "--["
        elif part.startswith("\\"):
            yield _escape(part)
        elif depth and part in "&~":
            yield f"\\{part}"
        else:
            depth += (part == "[" and depth == 0) - (part == "]" and depth > 0)
            yield part


def _escape(part: str) -> str:
    if part[1] in _NAMES:
        return _NAMES[part[1]]
    if part[1] in "pP" and part[3:5] == "Is":
        first, last = BLOCKS[part[5:-1]]
        inverse = "^" if part[1] == "P" else ""
        return rf"[{inverse}\x{{{first:X}}}-\x{{{last:X}}}]"
    return part
