"""One table's way through a cluster: part, judge, compare keys, tell."""

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from dataset_tools.engine.plan import KeyName
from dataset_tools.engine.spark.compare import (
    Comparison,
    WrongKeys,
    kept_keys,
    keys_of,
    only_parts,
    without_parts,
)
from dataset_tools.engine.spark.first_pass import PartedTable
from dataset_tools.engine.spark.judge import FILE_BITS, Judge, Judging, Listed, Outcome
from dataset_tools.engine.spark.keyed import Span
from dataset_tools.engine.spark.known import AwayKeys, away
from dataset_tools.engine.spark.part import Part
from dataset_tools.engine.spark.session import Cluster
from dataset_tools.engine.spark.task import JUDGED, LISTED, OUTCOME, SENT, JudgeTask, TellTask
from dataset_tools.engine.spark.work import Digest
from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.errors.error import Error
from dataset_tools.errors.key import FOREIGN_KEY
from dataset_tools.read.batch import ReadFault


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What the parts of a table came to; ``run`` does all of it.

    ``bases`` has the number of records before each file; ``counting`` are the parts that count:
    what follows the fault that ends the reading of a file does not.
    """

    cluster: Cluster
    table: PartedTable
    judging: Judging
    judge: Judge
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    counting: tuple[Part, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    bases: dict[int, int] = field(default_factory=dict)
    wrong: WrongKeys = field(default_factory=WrongKeys)
    frame: Any = None
    keys: Any = None
    widened: frozenset[int] = frozenset()

    def run(self, large: Mapping[KeyName, AwayKeys]) -> None:
        """Judge all parts, and let Spark compare their keys.

        Parameters
        ----------
        large
            The keys that tasks cannot look up.
        """
        if not self.table.parts:
            self.bases = dict.fromkeys(self.table.sizes, 0)
            self.table.digests.update(self._digests())
            return
        with ThreadPoolExecutor(1) as pool:
            digests = pool.submit(self._digests)
            self.frame = self._judged(self.judging, self.table.parts)
            self.outcomes = dict(self._payloads(self.frame, OUTCOME))
            self.table.digests.update(digests.result())
        self._count()
        self.keys = without_parts(keys_of(self.frame), self.left_out)
        self._widen()
        self._compare(large)

    def _digests(self) -> dict[str, str]:
        """Let a task hash the file as a whole, which cannot be done in parts."""
        if not self.table.is_hashed or self.judging.keys_only is not None:
            return {}
        [found] = self.cluster.work(self.table.reading, [Digest(file=0)])
        return found if isinstance(found, dict) else {}

    def _judged(self, judging: Judging, parts: Sequence[Part]) -> Any:
        task = JudgeTask(pickle.dumps(judging), pickle.dumps(tuple(parts)))
        return self.cluster.hold(self.cluster.run(task, len(parts), JUDGED))

    def _payloads(self, frame: Any, kind: int) -> Iterator[tuple[int, Any]]:
        return self.cluster.payloads(frame.where(f"kind = {kind}"))

    def _count(self) -> None:
        """See which parts count, and where each file begins in the table."""
        before, counting, left_out = 0, [], []
        for file in self.table.sizes:
            self.bases[file] = before
            parts = [part for part in self.table.parts if part.file == file]
            if not parts:
                before += self.table.before if file == 0 else 0
                continue
            cut = next((at for at, part in enumerate(parts) if self._ended(part)), len(parts) - 1)
            counting += parts[: cut + 1]
            if cut + 1 < len(parts):
                left_out.append((parts[cut + 1].number, parts[-1].number + 1))
            before += self.outcomes[parts[cut].number].next_row - 1
        self.counting, self.left_out = tuple(counting), tuple(left_out)

    def _ended(self, part: Part) -> bool:
        """Whether the reading of the file ended in a part."""
        return bool(self.outcomes[part.number].faults) and not part.is_whole

    def number_of(self, row: int) -> int:
        """Return the number in the table of a row that is known by its file."""
        return self.bases[row >> FILE_BITS] + (row & ((1 << FILE_BITS) - 1))

    # Keys --------------------------------------------------------------------------------------

    def _widen(self) -> None:
        """Let parts give their keys whose spans meet those of others."""
        again: dict[int, set[int]] = {}
        for check in self.judging.spans:
            spans = {
                part.number: span
                for part in self.counting
                if (span := self.outcomes[part.number].spans.get(check)) is not None
            }
            for number in meeting(spans):
                again.setdefault(number, set()).add(check)
        if not again:
            return
        checks = frozenset(check for each in again.values() for check in each)
        parts = [part for part in self.counting if part.number in again]
        judging = replace(self.judging, spans=frozenset(), keys_only=checks)
        keys = keys_of(self._judged(judging, parts))
        given = {
            check: [number for number, each in again.items() if check in each] for check in checks
        }
        self.widened = checks
        self.keys = self.keys.unionByName(only_parts(keys, given))

    def _compare(self, large: Mapping[KeyName, AwayKeys]) -> None:
        """Let Spark find the keys that are wrong."""
        checks, known = self.judge.keys, self.judging.known
        comparison = Comparison(cluster=self.cluster, keys=self.keys, number_of=self.number_of)
        givers = Counter(number for each in self.outcomes.values() for number in each.keys)
        given = givers.keys() | self.widened
        repeats = {number for each in self.outcomes.values() for number in each.repeats}
        uniques = [
            number
            for number, _ in checks.uniques
            if number in repeats | self.widened or givers[number] > 1
        ]
        if uniques:
            comparison.repeated(uniques)
        own = {key: away(keys.columns, self.kept(number)) for number, key, keys in checks.kept}
        for number, check, key in checks.foreign_keys:
            if known.get(key) is None and number in given:
                comparison.unknown(number, check.columns, own[key] if key in own else large[key])
        self.wrong = comparison.found(self.judging.most, self._shown())

    def _shown(self) -> list[int]:
        """Return the checks of keys that count."""
        skip, checks = self.judging.skip, self.judge.keys
        shown = [number for number, each in checks.uniques if each.kind.code not in skip]
        if FOREIGN_KEY.code not in skip:
            shown += [number for number, *_ in checks.foreign_keys]
        return shown

    def kept(self, number: int) -> Any:
        """Return the frame of keys that others refer to."""
        return kept_keys(self.keys, number)

    # Findings ----------------------------------------------------------------------------------

    def wrong_checks(self) -> Counter[int]:
        """Count the wrong rows of each check of keys."""
        counts: Counter[int] = Counter()
        for (_, check), count in self.wrong.counts.items():
            counts[check] += count
        return counts

    def listed(self) -> Iterator[Listed]:
        """Yield the first findings of the parts, in their order, as many as can be shown."""
        shown, most = set(self._shown()), self.judging.most
        wanted: list[Part] = []
        errors = warnings = 0
        for part in self.counting:
            outcome = self.outcomes[part.number]
            of_keys = sum(self.wrong.counts.get((part.number, check), 0) for check in shown)
            if (errors < most and outcome.error_count + of_keys) or (
                warnings < most and outcome.warning_count
            ):
                wanted.append(part)
            errors += outcome.error_count + of_keys
            warnings += outcome.warning_count
        again = [part for part in wanted if part.number in self.wrong.shown]
        found = self._told(again) | self._found([part for part in wanted if part not in again])
        return (found[part.number] for part in wanted if part.number in found)

    def _found(self, parts: Sequence[Part]) -> dict[int, Listed]:
        """Return what parts told, with the numbers that rows have in the table."""
        if not parts:
            return {}
        numbers = ", ".join(str(part.number) for part in parts)
        frame = self.frame.where(f"kind = {LISTED} and part in ({numbers})")
        files = {part.number: part.file for part in parts}
        return {
            number: _moved(listed, self.bases[files[number]], native=self.table.is_native)
            for number, listed in self.cluster.payloads(frame)
        }

    def _told(self, parts: Sequence[Part]) -> dict[int, Listed]:
        """Let parts be checked again whose wrong keys are known."""
        if not parts:
            return {}
        tellings = tuple(
            pickle.dumps((part, self.bases[part.file], self.wrong.shown[part.number]))
            for part in parts
        )
        task = TellTask(pickle.dumps(self.judging), tellings)
        told = self.cluster.payloads(self.cluster.run(task, len(parts), SENT))
        return {number: _moved(listed, 0, native=False) for number, listed in told}

    def faults(self) -> Iterator[ReadFault]:
        """Yield what ended the reading of files."""
        for part in self.counting:
            for fault in self.outcomes[part.number].faults:
                row = None if fault.row is None else fault.row + self.bases[part.file]
                yield replace(fault, row=row)


def _moved(listed: Listed, base: int, *, native: bool) -> Listed:
    """Put findings at their place in the table, and make their kinds those of the catalogue."""
    return Listed(
        errors=tuple(_error(error, base, native=native) for error in listed.errors),
        findings=tuple(_error(error, base, native=native) for error in listed.findings),
    )


def _error(error: Error, base: int, *, native: bool) -> Error:
    row, line = error.row_number, error.line_number
    return replace(
        error,
        kind=CATALOGUE[error.kind.code],
        row_number=None if row is None else row + base,
        line_number=line + base if native and line is not None else line,
    )


def meeting(spans: Mapping[int, Span]) -> Iterator[int]:
    """Yield the parts whose span stands for their keys, and meets that of another part."""
    ordered = sorted(spans.items(), key=lambda each: each[1].low)
    highest = None
    group: list[int] = []
    for number, span in [*ordered, (-1, None)]:
        if span is None or highest is None or span.low > highest:
            if len(group) > 1:
                yield from (each for each in group if spans[each].stands)
            group, highest = [], None
        if span is not None:
            group.append(number)
            highest = span.high if highest is None else max(highest, span.high)
