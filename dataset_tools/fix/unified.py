"""What mends change in a text, as a unified diff whose lines are safe to print."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from dataset_tools.escapes import escaped

_AROUND = 3
_Block = tuple[int, int, int, int]
"""Lines [start, end) of the old text that become lines [start, end) of the new one."""


def unified_diff(old: str, new: str, path: str) -> str:
    """Return the diff of two texts; characters that cannot be seen are escaped in it."""
    before, after = old.split("\n"), new.split("\n")
    lines = [f"--- {escaped(path)}", f"+++ {escaped(path)}"]
    for hunk in _hunks(_blocks(before, after)):
        lines += _hunk_lines(hunk, before, after)
    return "\n".join(lines) + "\n"


def _blocks(before: list[str], after: list[str]) -> Iterator[_Block]:
    """Yield the lines that differ; mends keep the number of lines but for lone returns."""
    if len(before) != len(after):
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        yield from (codes[1:] for codes in matcher.get_opcodes() if codes[0] != "equal")
        return
    start = None
    for at, (one, other) in enumerate(zip(before, after, strict=True)):
        if one != other and start is None:
            start = at
        elif one == other and start is not None:
            yield start, at, start, at
            start = None
    if start is not None:
        yield start, len(before), start, len(after)


def _hunks(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Put blocks together that are so near that their surroundings meet."""
    held: list[_Block] = []
    for block in blocks:
        if held and block[0] - held[-1][1] > 2 * _AROUND:
            yield held
            held = []
        held.append(block)
    if held:
        yield held


def _hunk_lines(hunk: list[_Block], before: list[str], after: list[str]) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    lead = min(_AROUND, first[0])
    trail = min(_AROUND, len(before) - last[1])
    old = (first[0] - lead, last[1] + trail)
    new = (first[2] - lead, last[3] + trail)
    yield f"@@ -{old[0] + 1},{old[1] - old[0]} +{new[0] + 1},{new[1] - new[0]} @@"
    at = old[0]
    for block in hunk:
        yield from (f" {escaped(line)}" for line in before[at : block[0]])
        yield from (f"-{escaped(line)}" for line in before[block[0] : block[1]])
        yield from (f"+{escaped(line)}" for line in after[block[2] : block[3]])
        at = block[1]
    yield from (f" {escaped(line)}" for line in before[at : old[1]])
