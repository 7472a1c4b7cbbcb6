"""Which findings were there before (design: by fingerprint; then, one to one, by the row).

What has no equal fingerprint is held against what is left of the same table, code, field and
cell: it was there before if most of the row's other cells, compared by field name, agree. The
cells of the primary key are left aside, as long as there are others: that the key is another one
is what this step is for.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset_tools.baseline.finding import Finding, Place

_MOST_PAIRS = 1_000_000_000
"""Beyond so many pairs only rows whose other cells all agree are matched."""

Rows = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding without an equal fingerprint; ``own`` are its wrong fields, ``key`` the key's."""

    finding: Finding
    own: frozenset[str]
    key: frozenset[str]


def moved(candidates: Iterable[Candidate], left: Iterable[Finding]) -> frozenset[str]:
    """Return the fingerprints of the candidates that were there before, in another row."""
    before: dict[Place, dict[tuple[str, ...], list[Finding]]] = defaultdict(dict)
    for finding in left:
        before[finding.place].setdefault(finding.fields, []).append(finding)
    groups: dict[tuple[Place, tuple[str, ...]], list[Candidate]] = defaultdict(list)
    for each in candidates:
        if each.finding.place in before:
            groups[each.finding.place, each.finding.fields].append(each)
    found: set[str] = set()
    for (place, _), waiting in groups.items():
        remaining = waiting
        for fields, old in before[place].items():
            pairs = dict(_paired(remaining, old, _others(remaining[0], fields)))
            found |= {remaining[at].finding.fingerprint for at in pairs}
            used = set(pairs.values())
            before[place][fields] = [each for at, each in enumerate(old) if at not in used]
            remaining = [each for at, each in enumerate(remaining) if at not in pairs]
            if not remaining:
                break
    return frozenset(found)


def _others(candidate: Candidate, fields: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where the other cells stand that both rows have: here, and there."""
    there = {name: at for at, name in enumerate(fields)}
    shared = [
        (at, there[name], name)
        for at, name in enumerate(candidate.finding.fields)
        if name in there and name not in candidate.own
    ]
    without_key = [each for each in shared if each[2] not in candidate.key]
    return [(here, other) for here, other, _ in without_key or shared]


def _paired(
    new: Sequence[Candidate],
    old: Sequence[Finding],
    others: list[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions, each in one pair alone: first those whose cells all agree."""
    if not others:
        yield from zip(range(len(new)), range(len(old)), strict=False)
        return
    here = _rows([each.finding for each in new], [at for at, _ in others])
    there = _rows(old, [at for _, at in others])
    equal = dict(_equal(here, there))
    yield from equal.items()
    rest = [at for at in range(len(new)) if at not in equal]
    free = sorted(set(range(len(old))) - set(equal.values()))
    if len(rest) * len(free) <= _MOST_PAIRS:
        yield from _alike(here, rest, there, free)


def _rows(findings: Sequence[Finding], columns: list[int]) -> Rows:
    held = np.frombuffer(b"".join(each.cells for each in findings), np.uint64)
    return np.ascontiguousarray(held.reshape(len(findings), -1)[:, columns])


def _equal(here: Rows, there: Rows) -> Iterator[tuple[int, int]]:
    waiting: dict[bytes, deque[int]] = defaultdict(deque)
    for at, row in enumerate(there):
        waiting[row.tobytes()].append(at)
    for at, row in enumerate(here):
        if found := waiting.get(row.tobytes()):
            yield at, found.popleft()


def _alike(here: Rows, rest: list[int], there: Rows, free: list[int]) -> Iterator[tuple[int, int]]:
    """Pair each row with the free one that agrees in most cells, if those are more than half."""
    columns = np.ascontiguousarray(there[free].T)
    taken = np.zeros(len(free), np.bool_)
    for at in rest if free else ():
        agree = np.zeros(len(free), np.int32)
        for column, cell in zip(columns, here[at], strict=True):
            agree += column == cell
        agree[taken] = 0
        best = int(agree.argmax())
        if 2 * int(agree[best]) > here.shape[1]:
            yield at, free[best]
            taken[best] = True
