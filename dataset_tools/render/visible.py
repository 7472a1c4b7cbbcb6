"""Text of unknown origin made safe to print: controls and bidirectional marks become visible."""

import re

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udfff]",
)
MOST = 120
_LONGEST_CELL = 10_000


def visible(text: str, most: int = MOST) -> str:
    r"""Return the text on one line with every control escaped, cut where it is long.

    Examples
    --------
    >>> visible("a\x1b[2Jb")
    'a\\u001b[2Jb'
    """
    if len(text) > most:
        text = text[: most - 1] + "…"
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def markdown_cell(text: str) -> str:
    r"""Return the text on one line with nothing in it that Markdown would take for its own.

    Examples
    --------
    >>> markdown_cell("a|b <i>")
    'a\\|b &lt;i>'
    """
    escaped = visible(text, _LONGEST_CELL).replace("\\", "\\\\").replace("|", "\\|")
    return escaped.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")
