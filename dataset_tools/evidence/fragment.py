"""The cells of the evidence column: tokens that cite spans of sources (RFC 5147)."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

_CITED = re.compile(
    r"(?:(?P<field>[^ =#]+)=)?(?P<source>[^ =#]+)#char=(?P<start>[0-9]+),(?P<end>[0-9]+)",
)
_INFERRED = re.compile(r"(?P<field>[^ =#]+)=inferred")
_TO_ENCODE = re.compile(r"[\s=#%]")
_MAX_DIGITS = 18
_BEYOND = 10**_MAX_DIGITS
"""A position that no text reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A span of a source, in code points; with ``field`` it is bound to that field."""

    source: str
    start: int
    end: int
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """The statement that a field of the row is the editor's inference."""

    field: str


Token = Fragment | Inference


class MalformedFragments(ValueError):
    """A cell of the evidence column cannot be read; the message says why."""


def parse_fragments(cell: str) -> tuple[Token, ...]:
    """Read a cell of the evidence column.

    Raises
    ------
    MalformedFragments
        A token is malformed, empty or backwards, or a field is both bound and inferred.

    Examples
    --------
    >>> parse_fragments("percent=article-1#char=17,20")
    (Fragment(source='article-1', start=17, end=20, field='percent'),)
    """
    tokens = tuple(_parse_token(token) for token in cell.split(" "))
    bound = {token.field for token in tokens if isinstance(token, Fragment)}
    for token in tokens:
        if isinstance(token, Inference) and token.field in bound:
            raise MalformedFragments(f'the field "{token.field}" is both bound and inferred')
    return tokens


def format_token(token: Token) -> str:
    """Write a token; the inverse of reading it."""
    prefix = "" if token.field is None else f"{_TO_ENCODE.sub(_percent, token.field)}="
    if isinstance(token, Inference):
        return f"{prefix}inferred"
    return f"{prefix}{token.source}#char={token.start},{token.end}"


def _parse_token(text: str) -> Token:
    if not text:
        raise MalformedFragments("a token is empty; tokens are separated by one space")
    shown = _shown(text)
    if inferred := _INFERRED.fullmatch(text):
        return Inference(field=unquote(inferred["field"]))
    cited = _CITED.fullmatch(text)
    if cited is None:
        raise MalformedFragments(f'the token "{shown}" is not SOURCE#char=START,END')
    start, end = _position(cited["start"]), _position(cited["end"])
    if start >= end:
        raise MalformedFragments(f'the span of "{shown}" is empty or backwards')
    field = None if cited["field"] is None else unquote(cited["field"])
    return Fragment(source=cited["source"], start=start, end=end, field=field)


def _position(digits: str) -> int:
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= _MAX_DIGITS else _BEYOND


def _percent(char: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in char[0].encode())


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 80
