"""What became of the checks of a table: how often each was broken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error

Severity = Literal["error", "warning"]
_CUT = "(--max-errors)"
Counts = Mapping[tuple[Check, Severity], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check, and the true numbers of its errors and warnings, however many are listed."""

    check: Check
    errors: int = 0
    warnings: int = 0


def count_checks(errors: Iterable[Error]) -> Counter[tuple[Check, Severity]]:
    """Count errors and warnings by their check."""
    return Counter((error.check, error.severity) for error in errors)


def checked(declared: Iterable[Check], counts: Counts) -> tuple[Checked, ...]:
    """Put together what was checked and what was found.

    A declared check without a subject stands for its whole code, so the finer ones that were
    found take its place.
    """
    found = sorted({check for check, _ in counts})
    codes = {check.code for check in found}
    known = set(found)
    kept = [each for each in declared if each.subject or each in known or each.code not in codes]
    return tuple(
        Checked(
            check=check,
            errors=counts.get((check, "error"), 0),
            warnings=counts.get((check, "warning"), 0),
        )
        for check in dict.fromkeys((*kept, *found))
    )


def with_more(
    before: Iterable[Checked],
    declared: Iterable[Check],
    counts: Counts,
) -> tuple[Checked, ...]:
    """Return checks with more of them, and with what those found."""
    known = tuple(before)
    total: Counter[tuple[Check, Severity]] = Counter(counts)
    for each in known:
        total[each.check, "error"] += each.errors
        total[each.check, "warning"] += each.warnings
    return checked((*(each.check for each in known), *declared), +total)


def cut_notes(errors: tuple[int, int], warnings: tuple[int, int]) -> list[str]:
    """Say where a list is shorter than its true number.

    Examples
    --------
    >>> cut_notes((2, 4), (0, 0))
    ['only the first 2 of 4 errors are listed (--max-errors)']
    """
    return [
        f"only the first {listed:,} of {count:,} {word} are listed {_CUT}"
        for word, (listed, count) in (("errors", errors), ("warnings", warnings))
        if listed < count
    ]


def without_cut_notes(notes: Iterable[str]) -> list[str]:
    """Return the notes that say something else."""
    return [note for note in notes if not note.endswith(_CUT)]
