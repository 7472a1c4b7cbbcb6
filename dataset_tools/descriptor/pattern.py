"""Whether a ``pattern`` can be read: a first approximation of XML Schema's regular expressions.

What is refused here is what Python cannot read, once XML Schema's own escapes are put aside, and
what no engine matches in linear time. The engine that matches has the last word.
"""

import re
import warnings

_ESCAPE = re.compile(r"\\(?:[pP]\{[A-Za-z-]+\}|[iIcC])")
_SUBTRACTION = re.compile(r"-\[[^\[\]]*\](?=\])")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:([1-9])|([ZuUNG])|.)", re.DOTALL)
_BRACE = re.compile(r"\{(?!\d+(?:,\d*)?\})")
_GROUP = re.compile(r"\(\?(?!:|[imsx-]+[:)]|P?<[A-Za-z_])")
_LOOK = re.compile(r"\(\?(?:=|!|<=|<!)")
_POSSESSIVE = re.compile(r"[*+?}]\+")
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
    escapes = list(_ESCAPED.finditer(pattern))
    unescaped = _ESCAPED.sub("x", pattern)
    bare = _CLASS.sub("x", unescaped)
    unknown = next((match[0] for match in escapes if match[2]), "")
    nested = any("[" in match[0][1:] for match in _CLASS.finditer(unescaped))
    checks = (
        (any(match[1] for match in escapes), "it refers back to a group, which XML Schema has not"),
        (_LOOK.search(bare), "it looks ahead or behind, which XML Schema has not"),
        (_GROUP.search(bare), "it has a group or quantifier that XML Schema has not"),
        (_POSSESSIVE.search(bare), "it has a group or quantifier that XML Schema has not"),
        (_MOST_REPEATS.search(bare), "it repeats too often"),
        (_BRACE.search(bare), 'a "{" that is no quantifier must be escaped'),
        (nested, 'a "[" in a class of characters must be escaped'),
        (unknown, f"XML Schema has no escape {unknown}"),
    )
    return next((reason for wrong, reason in checks if wrong), None)
