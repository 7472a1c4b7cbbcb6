"""What a fuzz target is, and how its bytes become choices: the same for atheris and hypothesis."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

ODD_TEXTS = (
    *("", "\0", " ", "\n", "\r", '"', "'", ",", ";", "\t", "é", "😀", "\ufeff", "\u2028", "\x1f"),
    *("0", "1", "-1", "1.5", "NaN", "INF", "1e999", "9" * 40, "٣", "null", "true", "[]", "{}"),
    *("(", "[", "\\", "a|b", "../x", "http://x/y", "utf-8", "utf-16", "latin-1", "2024-02-30"),
)
ODD_VALUES: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 2, 3, 1.5, 1e300, 10**30, -(10**30)),
    *ODD_TEXTS,
    *([], [None], [[]], {}, {"a": {}}, {"value": "a"}, [{"value": 1, "label": "x"}], ["a", "b"]),
)
_DEEPEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A part of the house under fuzz.

    ``check`` takes any bytes and raises where a promise is broken. ``seeds`` are its first
    inputs; ``words`` are what a mutation may put in.
    """

    check: Callable[[bytes], None]
    seeds: Sequence[bytes]
    words: Sequence[str] = ()


class Choices:
    """Bytes as a row of choices; when they run out, each choice is the first one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, most: int) -> int:
        """Take a number from 0 to ``most``."""
        size = 1 if most < 1 << 8 else 2
        taken = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(taken) % (most + 1)

    def truth(self) -> bool:
        return bool(self.number(1))

    def of(self, values: Sequence[T]) -> T:
        return values[self.number(len(values) - 1)]

    def raw(self, most: int) -> bytes:
        """Take some bytes, at most so many."""
        size = self.number(most)
        taken = self._data[self._at : self._at + size]
        self._at += size
        return taken

    def text(self, most: int = 24) -> str:
        """Take a text: one of the odd ones, or what some bytes are in UTF-8."""
        return self.of(ODD_TEXTS) if self.truth() else self.raw(most).decode("utf-8", "replace")

    def value(self, depth: int = 0) -> object:
        """Take a JSON value."""
        match self.number(4 if depth < _DEEPEST else 2):
            case 0:
                return self.of(ODD_VALUES)
            case 1:
                return self.text()
            case 2:
                return self.number(1 << 15) - (1 << 14)
            case 3:
                return [self.value(depth + 1) for _ in range(self.number(3))]
            case _:
                return {self.text(): self.value(depth + 1) for _ in range(self.number(3))}

    def rest(self) -> bytes:
        taken = self._data[self._at :]
        self._at = len(self._data)
        return taken

    @property
    def done(self) -> bool:
        return self._at >= len(self._data)


def json_bytes(value: object) -> bytes:
    """Write JSON; a lone surrogate stays one."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
