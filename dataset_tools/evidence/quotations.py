"""Quotations of a text: which quotation marks belong together."""

# ruff: noqa: RUF001 (typographic marks are what is read here)
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from dataset_tools.evidence.letters import is_word_char

OPENING = '“‘"«„「'
CLOSING = '”’"»“」'

_MARK = re.compile('[“”‘’"«»„「」]')
_CLOSES = {"”": "“", "’": "‘", "»": "«", "」": "「"}


class _Mark(NamedTuple):
    """A mark with the characters beside it, empty at the text's ends."""

    char: str
    position: int
    before: str
    after: str


class _OpenMarks:
    """The marks that are open at a place, the innermost last."""

    def __init__(self) -> None:
        self._marks: list[_Mark] = []
        self._count: Counter[str] = Counter()

    def has(self, char: str) -> bool:
        return self._count[char] > 0

    def add(self, mark: _Mark) -> None:
        self._marks.append(mark)
        self._count[mark.char] += 1

    def close(self, char: str) -> int:
        """Drop the innermost open mark of a kind, and what is open in it; return its place."""
        while True:
            mark = self._marks.pop()
            self._count[mark.char] -= 1
            if mark.char == char:
                return mark.position


def find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span between each two marks that belong together."""
    opened = _OpenMarks()
    for mark in _marks(text):
        closed = _closes(mark, opened)
        if closed is not None:
            yield opened.close(closed) + 1, mark.position
        elif _opens(mark, opened):
            opened.add(mark)


def _marks(text: str) -> Iterator[_Mark]:
    for found in _MARK.finditer(text):
        place = found.start()
        yield _Mark(found[0], place, text[max(place - 1, 0) : place], text[place + 1 : place + 2])


def _closes(mark: _Mark, opened: _OpenMarks) -> str | None:
    """Return the opening mark that this one closes, or None."""
    glued = mark.before != "" and not mark.before.isspace()
    if mark.char == "“":
        return "„" if opened.has("„") and glued else None
    if mark.char == '"':
        begins = not glued and mark.after != "" and not mark.after.isspace()
        return '"' if opened.has('"') and not begins else None
    opening = _CLOSES.get(mark.char)
    if opening is None or not opened.has(opening):
        return None
    if mark.char == "’" and (not glued or (_is_word(mark.before) and _is_word(mark.after))):
        return None
    return opening


def _opens(mark: _Mark, opened: _OpenMarks) -> bool:
    """Whether a mark that closes nothing opens a quotation."""
    if mark.char not in OPENING:
        return False
    if mark.char == '"' and not opened.has('"'):
        parted = mark.before == "" or mark.before.isspace()
        return parted or not (_is_word(mark.before) or mark.after.isspace() or not mark.after)
    return not _is_word(mark.before)


def _is_word(char: str) -> bool:
    return char != "" and is_word_char(char)
