"""How a message names a JSON value."""

import json
from collections.abc import Iterable

_LONGEST = 60


def quoted(text: str) -> str:
    """Quote a text for a message, shortened, with what is no character escaped.

    Examples
    --------
    >>> quoted("people")
    '"people"'
    """
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return json.dumps(cut, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def shown(value: object) -> str:
    """Name a JSON value in a message.

    Examples
    --------
    >>> shown(True), shown([]), shown("x")
    ('true', 'an array', '"x"')
    """
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, int | float) and not -(10.0**_LONGEST) < value < 10.0**_LONGEST:
        return "a number beyond all bounds"
    return json.dumps(value)


def listed(words: Iterable[str]) -> str:
    """List words in a message, each quoted.

    Examples
    --------
    >>> listed(["a", "b"])
    '"a", "b"'
    """
    return ", ".join(quoted(word) for word in words)
