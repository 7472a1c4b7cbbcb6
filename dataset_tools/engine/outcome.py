"""Tasks with what the evidence adds to them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dataset_tools.engine.sieve import Sieve
from dataset_tools.errors import evidence as kinds
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.report.checked import cut_notes, with_more, without_cut_notes
from dataset_tools.report.task import Task

if TYPE_CHECKING:
    from dataset_tools.engine.evidence import Proving
    from dataset_tools.evidence.proof import FieldProof, TableProof

MOST_NAMES = 20
"""So many names are told."""


def with_proof(task: Task, proof: "TableProof", most: int) -> Task:
    """Return the task with a table's proofs counted and its errors taken up."""
    stats = replace(task.stats, fragments=proof.fragments, proofs=proof.tally.proved)
    proved = [Check(kinds.NOT_PROVED.code, (each.name,)) for each in proof.fields if _tried(each)]
    declared = (Check(kinds.FRAGMENT.code), *proved)
    checks = with_more(task.checks, declared, {})
    task = replace(task, stats=stats, checks=checks)
    return with_errors(task, proof.errors, proof.counts, most)


def _tried(field: "FieldProof") -> bool:
    return field.tally.proved + field.tally.failed > 0


def with_errors(
    task: Task,
    errors: tuple[Error, ...],
    counts: Mapping[Check, int],
    most: int,
) -> Task:
    """Return the task with more errors, in the order of the rows, listed up to ``most``."""
    count = sum(counts.values())
    if not count:
        return task
    listed = sorted((*task.errors, *errors), key=lambda error: error.row_number or 0)
    total = task.stats.errors + count
    warned = (len(task.findings), task.stats.warnings)
    notes = [*without_cut_notes(task.warnings), *cut_notes((min(total, most), total), warned)]
    return replace(
        task,
        stats=replace(task.stats, errors=total),
        errors=tuple(listed[:most]),
        checks=with_more(task.checks, (), {(each, "error"): n for each, n in counts.items()}),
        warnings=tuple(notes),
    )


def without_skipped(task: Task, sieve: Sieve) -> Task:
    """Return the task without the checks that were skipped, and say what they would have told."""
    skipped = {code: n for (table, code), n in sieve.skipped.items() if table == task.name and n}
    if not sieve.skip:
        return task
    note = f"skipped as asked: {_counted(skipped)}"
    return replace(
        task,
        checks=tuple(each for each in task.checks if each.check.code not in sieve.skip),
        warnings=(*task.warnings, *([note] if skipped else ())),
    )


def skip_notes(sieve: Sieve, words: tuple[str, ...]) -> Iterator[str]:
    """Yield what was not checked, because it was asked so."""
    if not words:
        return
    named = ", ".join(words)
    if sieve.skip:
        yield f"findings of {named} do not count, as asked (--skip)"
    else:
        yield f"nothing is skipped where nothing can be checked (--skip {named})"


def fail_fast_notes(names: list[str]) -> Iterator[str]:
    """Yield which resources a run did not come to that stopped at its first errors."""
    if names:
        shown = ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
        what = "1 resource was" if len(names) == 1 else f"{len(names):,} resources were"
        yield f"the run ended at its first errors (--fail-fast); {what} not checked: {shown}"


def _counted(codes: Mapping[str, int]) -> str:
    return ", ".join(f"{code} {number:,}" for code, number in sorted(codes.items()))


def evidence_notes(proving: "Proving | None") -> Iterator[str]:
    """Yield what a holder of the sources can prove, and what is out of reach."""
    if proving is None:
        return
    from dataset_tools.evidence.proof import missing_warning, provable_warning

    for note in (provable_warning(proving.proofs), missing_warning(proving.proofs)):
        if note is not None:
            yield note
