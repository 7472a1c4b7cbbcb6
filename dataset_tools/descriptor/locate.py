"""Where a value stands in the text of a JSON document: a scanner that never recurses.

It is called when there is something to tell, not to read: ``json`` reads. It takes any text, and
goes as far as that is JSON.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MAX_DEPTH = 100
"""How deep a descriptor may be nested; every function that descends into one relies on it."""

_TOKEN = re.compile(
    r"""
    (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<comma>,) | (?P<colon>:)
    | (?P<string>"[^"\\]*(?:\\.[^"\\]*)*"?)
    | (?P<word>[^\s\[\]{},:"]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_JSON_WORDS = frozenset({"true", "false", "null"})
_UNESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of one value: text[start:end].

    ``key`` is where its key begins, if it has one, and ``parent`` where that object does.
    """

    start: int
    end: int
    key: int | None = None
    parent: int | None = None


@dataclass(slots=True)
class _Open:
    """An array or object that is being scanned; ``key`` is that of its present value."""

    start: int
    is_object: bool
    pointer: str | None = None
    key: str | None = None
    key_start: int | None = None
    index: int = 0
    keys: set[str] = field(default_factory=set)

    def child(self) -> str | None:
        """Return the pointer of the present value."""
        if self.pointer is None or (self.is_object and self.key is None):
            return None
        return f"{self.pointer}/{escaped(self.part)}"

    @property
    def part(self) -> str | int:
        """The present value's part of a pointer."""
        return (self.key or "") if self.is_object else self.index

    def spot(self, start: int, end: int) -> Spot:
        """Return the place of the present value."""
        return Spot(start, end, self.key_start if self.is_object else None, self.start)


def escaped(key: str | int) -> str:
    """Write a key as a part of a JSON pointer (RFC 6901).

    Examples
    --------
    >>> escaped("a/b~c")
    'a~1b~0c'
    """
    return str(key).replace("~", "~0").replace("/", "~1")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of a character, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _scan(text: str) -> Iterator[tuple[str, re.Match[str], list[_Open]]]:
    """Give the tokens that begin or end a value, or are a key, with what is open around them.

    At "open" and "close" the last of the list is what opens or closes.
    """
    stack: list[_Open] = []
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        inside = stack[-1] if stack else None
        if kind == "open":
            stack.append(_Open(token.start(), token.group() == "{"))
            yield "open", token, stack
        elif kind == "close" and inside:
            yield "close", token, stack
            stack.pop()
        elif kind == "comma" and inside:
            inside.index += 1
            inside.key = None
        elif kind == "string" and inside and inside.is_object and inside.key is None:
            inside.key, inside.key_start = _string(token.group()), token.start()
            yield "key", token, stack
        elif kind in {"string", "word"}:
            yield "value", token, stack


def members(text: str, wanted: Container[str] | None = None) -> Iterator[tuple[str, Spot]]:
    """Give each value's pointer and place, a value after those inside of it.

    ``wanted`` are the pointers to give, with all that lead there; None are all, down to
    ``MAX_DEPTH``. Of a key that stands twice both values are given.
    """
    for event, token, stack in _scan(text):
        if event == "open":
            stack[-1].pointer = _pointer(stack[:-1][-1:], wanted) if _reached(stack) else None
        elif event == "close" and stack[-1].pointer is not None:
            closed, around = stack[-1], stack[-2] if len(stack) > 1 else None
            start, end = closed.start, token.end()
            yield closed.pointer or "", around.spot(start, end) if around else Spot(start, end)
        elif event == "value":
            pointer = _pointer(stack[-1:], wanted)
            start, end = token.span()
            if pointer is not None:
                yield pointer, stack[-1].spot(start, end) if stack else Spot(start, end)


def _reached(stack: list[_Open]) -> bool:
    return len(stack) <= MAX_DEPTH


def _pointer(around: list[_Open], wanted: Container[str] | None) -> str | None:
    """Return the pointer of the present value in what is around it, if it is wanted."""
    pointer = around[0].child() if around else ""
    return pointer if wanted is None or pointer in wanted else None


def _string(token: str) -> str:
    """Read a string token as ``json`` does, whatever is in it."""
    text = token[1:-1] if len(token) > 1 and token.endswith('"') else token[1:]
    if "\\" not in text:
        return text
    halves = _UNESCAPED.sub(_unescaped, text)
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _unescaped(match: re.Match[str]) -> str:
    code, char = match.groups()
    return chr(int(code, 16)) if code else _ESCAPES.get(char, char)


def spots(text: str, wanted: Iterable[str] | None = None) -> Mapping[str, Spot]:
    """Return the place of each value by its JSON pointer; of equal keys the last one counts.

    Where ``wanted`` pointers are given, it is theirs and those of what is around them.
    """
    if wanted is None:
        return dict(members(text))
    around = {""}
    for pointer in wanted:
        while pointer and pointer not in around:
            around.add(pointer)
            pointer = pointer.rpartition("/")[0]  # noqa: PLW2901 (up to the root)
    return dict(members(text, around))


def nearest(found: Mapping[str, Spot], pointer: str) -> Spot:
    """Return the place of a value, or of the nearest one around it that is there."""
    while pointer not in found and pointer:
        pointer = pointer.rpartition("/")[0]
    return found.get(pointer, Spot(0, 0))


def repeated_keys(text: str) -> Iterator[tuple[str, int]]:
    """Give the pointer and the offset of each key that stands in its object a second time."""
    for event, token, stack in _scan(text):
        if event != "key":
            continue
        here, key = stack[-1], stack[-1].key or ""
        if key in here.keys:
            yield "".join(f"/{escaped(each.part)}" for each in stack), token.start()
        here.keys.add(key)


def too_deep(text: str) -> int | None:
    """Return the offset of the first array or object beyond ``MAX_DEPTH``, if there is one."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
        if depth > MAX_DEPTH:
            return token.start()
    return None


def unknown_word(text: str) -> tuple[str, int] | None:
    """Return the first word that Python reads as JSON and JSON does not have, as ``NaN``."""
    for token in _TOKEN.finditer(text):
        word = token.group()
        is_word = token.lastgroup == "word" and word.lstrip("-").isalpha()
        if is_word and word not in _JSON_WORDS:
            return word, token.start()
    return None
