"""Where a text stands in another: every place, overlapping ones too, in linear time."""

from collections.abc import Iterator


def places(text: str, wanted: str, start: int, end: int) -> Iterator[int]:
    """Yield where ``wanted`` begins in ``text[start:end]``.

    Two places that overlap lie a period of ``wanted`` apart (Fine and Wilf): after one, the next
    is a smallest period on, or at least half its length away. So no letter is read often,
    whatever repeats itself.
    """
    place = text.find(wanted, start, end) if wanted else -1
    if place < 0:
        return
    yield place
    length = len(wanted)
    period = _smallest_period(wanted)
    tail = wanted[length - period :]
    while True:
        if text.startswith(tail, place + length, end):
            place += period
        else:
            place = text.find(wanted, place + max(period, length - period + 1), end)
        if place < 0:
            return
        yield place


def _smallest_period(text: str) -> int:
    """Return the least shift at which the text agrees with itself (Knuth, Morris and Pratt)."""
    borders = [0] * len(text)
    border = 0
    for index in range(1, len(text)):
        while border and text[index] != text[border]:
            border = borders[border - 1]
        if text[index] == text[border]:
            border += 1
        borders[index] = border
    return len(text) - borders[-1]
