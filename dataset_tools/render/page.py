"""One HTML page that needs nothing else: no network, no other file, no script but ours.

Its policy (CSP) names our style and our script by their hash and forbids all else, so that nothing
that might slip into the page is run or fetched.
"""

import base64
import hashlib
import html
import re

from dataset_tools.render.look import STYLE
from dataset_tools.render.visible import visible

_LONGEST = 2_000
_RUNNER = re.compile(r"^([^\S\n]*):(?=:)|(?<=#)#(?=\w*\[)", re.MULTILINE)


def page(title: str, body: str, script: str = "") -> str:
    """Return a whole page.

    Parameters
    ----------
    title
        Text; it is escaped here.
    body
        HTML; what is in it of unknown origin has been escaped by ``text``.
    script
        JavaScript of ours, with no word of the data in it.
    """
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(STYLE)}'",
            f"script-src '{_hash(script)}'" if script else "script-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ),
    )
    return "".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="color-scheme" content="light dark">\n',
            '<meta name="referrer" content="no-referrer">\n',
            f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            body,
            f"<script>{script}</script>\n" if script else "",
            "</body>\n</html>\n",
        ),
    )


def text(value: str, most: int = _LONGEST) -> str:
    """Return text of unknown origin as HTML, on one line.

    Examples
    --------
    >>> text("<script>")
    '&lt;script&gt;'
    """
    return lines(visible(value, most))


def lines(value: str) -> str:
    """Return visible text of several lines as HTML, of which no line is a runner's command."""
    return _RUNNER.sub(_entity, html.escape(value))


def prose(value: str) -> str:
    """Return a text of the catalogue, whose code between back-ticks becomes code."""
    parts = value.split("`")
    if len(parts) % 2 == 0:
        return text(value)
    return "".join(code(part) if at % 2 else text(part) for at, part in enumerate(parts))


def code(value: str, most: int = _LONGEST) -> str:
    """Return text as code; nothing where there is none."""
    return f"<code>{text(value, most)}</code>" if value else ""


def _entity(found: re.Match[str]) -> str:
    return "&#35;" if found[0] == "#" else f"{found[1]}&#58;"


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
