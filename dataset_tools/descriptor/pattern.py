"""Whether a ``pattern`` can be read: a first approximation of XML Schema's regular expressions.

What is refused here is what Python cannot read, once XML Schema's own escapes are put aside, and
what no engine matches in linear time. The engine that matches has the last word.
"""

import re
import warnings

_ESCAPE = re.compile(r"\\(?:[pP]\{[A-Za-z-]+\}|[iIcC])")
_SUBTRACTION = re.compile(r"-\[[^\[\]]*\](?=\])")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:([1-9])|.)", re.DOTALL)
_LOOK = re.compile(r"\(\?(?:=|!|<=|<!)")
_BEYOND = re.compile(r"\(\?(?:>|\(|P=|P>)|[*+?}]\+")
_LONGEST = 10_000
_MOST_REPEATS = re.compile(r"\{(?:\d*,)?(\d{5,})\}|\{(\d{5,}),")


def pattern_fault(pattern: str) -> str | None:
    r"""Say why a pattern cannot be used, or None.

    Examples
    --------
    >>> pattern_fault("[a-z]{3}|\\p{Lu}")
    >>> pattern_fault("(")
    'it is no regular expression: missing ), unterminated subpattern at position 0'
    """
    if len(pattern) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    plain = _SUBTRACTION.sub("", _ESCAPE.sub("x", pattern))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(plain)
    except (re.error, RecursionError, OverflowError) as error:
        return f"it is no regular expression: {error}"
    return _not_linear(plain)


def _not_linear(pattern: str) -> str | None:
    """Name what the syntax of XML Schema has not, and no linear engine can do."""
    if any(match[1] for match in _ESCAPED.finditer(pattern)):
        return "it refers back to a group, which XML Schema has not"
    bare = _CLASS.sub("x", _ESCAPED.sub("x", pattern))
    if _LOOK.search(bare):
        return "it looks ahead or behind, which XML Schema has not"
    if _BEYOND.search(bare):
        return "it has a group or quantifier that XML Schema has not"
    return "it repeats too often" if _MOST_REPEATS.search(bare) else None
