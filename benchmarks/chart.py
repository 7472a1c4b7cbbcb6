"""A chart of the rows and the processor seconds that they cost, as SVG without any library."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from results import Results

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 44, 52
LABEL_GAP = 17
STYLE = """
text{font:13px system-ui,sans-serif;fill:#1f2328}.grid{stroke:#d8dee4}.dim{fill:#59636e}
path{fill:none;stroke:#8c959f;stroke-width:1.5}circle{fill:#8c959f}
.ours path{stroke:#0b62d6;stroke-width:3}.ours circle{fill:#0b62d6}
.ours text{font-weight:600;fill:#0b62d6}.lead{stroke:#b1bac4;stroke-dasharray:2 2}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#30363d}.dim{fill:#9198a1}
.ours path{stroke:#58a6ff}.ours circle,.ours text{fill:#58a6ff}.lead{stroke:#484f58}}
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one contender cost at each number of rows."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic scale from a power of ten to another, onto pixels."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def of(cls, values: Sequence[float], start: float, end: float) -> "Axis":
        """Return the least axis that holds all values."""
        low = math.floor(math.log10(min(values)))
        high = math.ceil(math.log10(max(values)))
        return cls(low, max(high, low + 1), start, end)

    def at(self, value: float) -> float:
        """Return where a value stands."""
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return the powers of ten."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def lines_of(results: Results) -> list[Line]:
    """Return a line for each contender of the cases of valid rows."""
    found: dict[str, list[tuple[float, float]]] = {}
    for case in results.cases:
        if case.group == "rows":
            for each in case.figures:
                found.setdefault(each.name, []).append((case.rows, each.median.cpu))
    return [Line(name, tuple(points)) for name, points in found.items()]


def chart(results: Results, ours: str) -> str:
    """Draw the lines; ``ours`` is the name of the one that stands out."""
    lines = sorted(lines_of(results), key=lambda line: line.name == ours)
    across = Axis.of([x for line in lines for x, _ in line.points], LEFT, WIDTH - RIGHT)
    upward = Axis.of([y for line in lines for _, y in line.points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>Processor seconds by number of rows</title>",
        f"<style>{STYLE}</style>",
        f'<text class="dim" x="{LEFT - 40}" y="22">processor seconds, whole process</text>',
        *_grid(across, upward),
        *_drawn(lines, across, upward, ours),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _grid(across: Axis, upward: Axis) -> Iterator[str]:
    for value in upward.ticks():
        y = upward.at(value)
        ends = f'x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"'
        yield f'<line class="grid" {ends}/>'
        yield f'<text class="dim" text-anchor="end" x="{LEFT - 8}" y="{y + 4:.1f}">{value:g}</text>'
    for value in across.ticks():
        place = f'text-anchor="middle" x="{across.at(value):.1f}" y="{HEIGHT - BOTTOM + 22}"'
        yield f'<text class="dim" {place}>{int(value):,}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text class="dim" text-anchor="middle" x="{middle}" y="{HEIGHT - 8}">rows</text>'


def _drawn(lines: Sequence[Line], across: Axis, upward: Axis, ours: str) -> Iterator[str]:
    ends = {line.name: upward.at(line.points[-1][1]) for line in lines}
    for line in lines:
        places = [(across.at(x), upward.at(y)) for x, y in line.points]
        yield f'<g class="{"ours" if line.name == ours else "peer"}">'
        yield f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in places)}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in places)
        (x, y), label = places[-1], spread(ends)[line.name]
        ends_at = f'x2="{x + 18:.1f}" y2="{label:.1f}"'
        yield f'<line class="lead" x1="{x + 5:.1f}" y1="{y:.1f}" {ends_at}/>'
        seconds = f"{line.points[-1][1]:.2g} s"
        yield f'<text x="{x + 22:.1f}" y="{label + 4:.1f}">{escape(line.name)}, {seconds}</text>'
        yield "</g>"


def spread(places: dict[str, float]) -> dict[str, float]:
    """Move labels apart, so that none covers another, each as near its place as it can be."""
    found: dict[str, float] = {}
    names = sorted(places, key=lambda name: places[name], reverse=True)
    above: float = HEIGHT - BOTTOM + LABEL_GAP
    for name in names:
        above = found[name] = min(places[name], above - LABEL_GAP)
    return found
