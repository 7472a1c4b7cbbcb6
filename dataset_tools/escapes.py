"""Text of unknown origin, escaped so that no terminal, reader or CI runner obeys it.

A runner takes a line for a command if it starts with ``::`` (white space before it aside), or has
``##[`` (GitHub, Azure), ``##vso[`` (Azure) or ``##teamcity[`` anywhere.
"""

import json
import re

_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_ANYWHERE = r"(?<=#)#(?=(?:vso|teamcity)?\[)"
_TO_ESCAPE = re.compile(f"[{_HIDDEN}]|{_ANYWHERE}", re.IGNORECASE)
_IN_JSON = re.compile(f"(?!\n)[{_HIDDEN}]|{_ANYWHERE}", re.IGNORECASE)
_IN_LINES = re.compile(rf"^([^\S\n]*):(?=:)|{_ANYWHERE}", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(
    r"""
    [\\`*\[\]<>\#|~$&@]             # code, emphasis, links, tags, cells, mathematics, mentions
    | (?<![A-Za-z0-9])_ | _(?![A-Za-z0-9])
    | :(?=\S)                       # a URL, an emoji
    | (?<=www)\.                    # a URL without its scheme
    | ^-                            # an item of a list
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TWICE = "##"
_DELETE = "\x7f"
_BEYOND = 0x10000


def escaped(text: str) -> str:
    r"""Return the text on one line, each hidden character and each runner's mark escaped.

    Examples
    --------
    >>> escaped("a\x1b[2Jb ##[endgroup]")
    'a\\u001b[2Jb #\\u0023[endgroup]'
    """
    if text.isprintable() and _TWICE not in text:  # no hidden character is printable
        return text
    return _TO_ESCAPE.sub(_visible, text)


def disarmed(lines: str) -> str:
    r"""Return lines of which a runner takes none for a command.

    Examples
    --------
    >>> disarmed("a\n ::error::b")
    'a\n \\u003a:error::b'
    """
    return _IN_LINES.sub(_visible_mark, lines)


def without_markup(text: str) -> str:
    """Return the text on one line; every character that could be markup becomes an entity.

    An entity is read back as its character and never as markup (CommonMark 0.31, 2.5).

    Examples
    --------
    >>> without_markup("a|b <i>")
    'a&#124;b &#60;i&#62;'
    """
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", escaped(text))


def json_text(value: object, *, indent: int | None = 2) -> str:
    r"""Return a value as JSON whose strings read back whole and hide nothing from the eye.

    Examples
    --------
    >>> json_text({"cell": "##[group]"}, indent=None)
    '{"cell": "#\\u0023[group]"}'
    """
    return json_shown(json.dumps(value, ensure_ascii=False, indent=indent))


def json_shown(text: str) -> str:
    """Return JSON text, written with ``ensure_ascii=False``, that hides nothing from the eye."""
    if text.isascii() and _DELETE not in text and _TWICE not in text:  # json escaped the others
        return text
    return _IN_JSON.sub(_json_escape, text)


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < _BEYOND else f"\\U{code:08x}"


def _visible_mark(found: re.Match[str]) -> str:
    return "\\u0023" if found[0] == "#" else f"{found[1]}\\u003a"


def _json_escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1] if found[0] != "#" else "\\u0023"
