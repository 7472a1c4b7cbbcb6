"""Text of unknown origin inside Markdown: no character of it is taken for markup."""

from dataset_tools.escapes import without_markup
from dataset_tools.render.visible import visible

_LONGEST = 400


def plain(text: str, most: int = _LONGEST) -> str:
    """Return the text on one line; every character that could be markup becomes an entity.

    An entity is read back as its character and never as markup (CommonMark 0.31, 2.5).

    Examples
    --------
    >>> plain("a|b <i>")
    'a&#124;b &#60;i&#62;'
    """
    return without_markup(visible(text, most))


def code(text: str, most: int = _LONGEST) -> str:
    """Return the text as code, in which no platform looks for mentions or links.

    Examples
    --------
    >>> code("@all")
    '<code>&#64;all</code>'
    """
    return f"<code>{plain(text, most)}</code>" if text else ""


def prose(text: str) -> str:
    """Return a text of the catalogue, whose code between back-ticks stays code.

    Examples
    --------
    >>> prose("Take `required` from the field <x>")
    'Take <code>required</code> from the field &#60;x&#62;'
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return "".join(code(part) if at % 2 else plain(part) for at, part in enumerate(parts))
