"""Patterns as Table Schema means them: the whole value, in linear time."""


def anchored(pattern: str) -> str:
    r"""Return the pattern so that it matches a whole value and nothing less.

    Examples
    --------
    >>> anchored("a|b")
    '\\A(?:a|b)\\z'
    """
    return rf"\A(?:{pattern})\z"
