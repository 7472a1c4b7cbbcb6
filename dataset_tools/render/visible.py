"""Text of unknown origin made safe to print: controls and bidirectional marks become visible."""

from dataset_tools.escapes import escaped

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
    return escaped(text)


def markdown_cell(text: str) -> str:
    r"""Return the text on one line with nothing in it that Markdown would take for its own.

    Examples
    --------
    >>> markdown_cell("a|b <i>")
    'a\\|b &lt;i>'
    """
    shown = visible(text, _LONGEST_CELL).replace("\\", "\\\\").replace("|", "\\|")
    return shown.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")
