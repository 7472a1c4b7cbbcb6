"""Words that stand for a missing value."""

_WORDS = frozenset(
    {
        "na", "n/a", "n.a.", "#n/a", "<na>", "nan", "-nan", "null", "nil", "none", "missing",
        "unknown", "nd", "n.d.", "n/d", "-", "--", "---", "\u2013", "\u2014", ".", "..", "...",
        "?", "*", ":", "#value!", "#null!", "\\n", "not available", "not applicable", "no data",
        "tbd", "",
    }
)  # fmt: skip


def stands_for_missing(text: str) -> bool:
    """Whether people write this text for a value that is not there.

    Examples
    --------
    >>> stands_for_missing("N/A"), stands_for_missing(" "), stands_for_missing("0")
    (True, True, False)
    """
    return text.strip().casefold() in _WORDS
