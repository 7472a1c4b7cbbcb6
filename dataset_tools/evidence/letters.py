"""Where words end: the edges that keep words, names and figures whole."""

import re
import unicodedata

_UNSPACED = re.compile(
    "["
    "\u0e00-\u0fff"  # Thai, Lao, Tibetan
    "\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f"  # Myanmar, Khmer, Tai, Bali
    "\ua980-\ua9ff\uaa60-\uaadf"  # Javanese, Myanmar, Tai Viet
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c"  # CJK radicals and signs
    "\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U0001b000-\U0001b16f\U00020000-\U0003fffd"  # kana supplement, Han beyond the first plane
    "]",
)
"""Letters of scripts that do not part words by spaces."""

_WHITE_SPACE = re.compile(r"\s+")


def is_word_char(char: str) -> bool:
    """Whether it is a letter, its mark, or a digit, in a script that parts words by spaces."""
    if char.isascii():
        return char.isalnum()
    return (char.isalnum() or _is_mark(char)) and _UNSPACED.match(char) is None


def is_edge(text: str, position: int) -> bool:
    """Whether no word goes on across the position.

    Examples
    --------
    >>> is_edge("two words", 3), is_edge("two words", 2)
    (True, False)
    """
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    if before.isascii() and after.isascii():
        return not (before.isalnum() and after.isalnum())
    if is_word_char(before) and is_word_char(after):
        return False
    return not (_is_mark(after) and (before.isalnum() or _is_mark(before)))


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether the words of a span are whole in the text."""
    return is_edge(text, start) and is_edge(text, end)


def one_space(text: str) -> str:
    """Return the text with each run of white space as one space."""
    return _WHITE_SPACE.sub(" ", text)


class _SameLength(dict[int, str]):
    """A table for ``str.translate`` that ignores case and never changes a length."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = next((x for x in (char.casefold(), char.lower()) if len(x) == 1), char)
        self[code] = folded
        return folded


def fold(text: str) -> str:
    """Return the text without the difference of upper and lower case, at the same positions."""
    return text.lower() if text.isascii() else text.translate(_SameLength())


def _is_mark(char: str) -> bool:
    """Whether it stands on the letter before it, as a combining accent does."""
    return not char.isascii() and unicodedata.category(char).startswith("M")
