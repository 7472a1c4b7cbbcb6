"""What a task does with a part of a table: read, check, count, and take up the keys."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from dataset_tools.check.failures import Failures
from dataset_tools.check.keys import ForeignKeyCheck, KeySet, UniqueCheck
from dataset_tools.check.verdicts import verdicts_of
from dataset_tools.compile.column import Column
from dataset_tools.engine.findings import Findings
from dataset_tools.engine.plan import KeyName, TablePlan
from dataset_tools.engine.sieve import Sieve, Subject
from dataset_tools.engine.spark.keyed import (
    Span,
    TakenForeignKey,
    TakenKeys,
    TakenKeySet,
    TakenUnique,
    ToldForeignKey,
    ToldUnique,
    Wrong,
    can_span,
)
from dataset_tools.engine.spark.known import Known
from dataset_tools.engine.spark.part import Part, Reading, open_part
from dataset_tools.engine.table import Checks
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.model.schema import Schema
from dataset_tools.read.batch import ReadFault
from dataset_tools.read.typed import TypedBatch, read_types
from dataset_tools.read.typed_table import Header
from dataset_tools.report.checked import Severity

FILE_BITS = 40
"""A row of a table is known by its file and its number there, in one number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What every task needs to check its parts of a table.

    ``known`` are the keys to look up in the task, None where Spark looks them up; ``spans`` are
    the unique keys of which a part may give the first and the last alone. ``keys_only`` reads
    nothing but the keys of these checks.
    """

    reading: Reading
    plan: TablePlan
    known: Mapping[KeyName, Known | None]
    most: int
    skip: frozenset[str]
    spans: frozenset[int] = frozenset()
    keys_only: frozenset[int] | None = None

    def header(self) -> Header:
        """Match the labels with the fields."""
        return Header.of(_Labels.of(self.reading), self.reading.resource)  # type: ignore[arg-type]

    def checks(self, header: Header) -> Checks:
        """Compile what the rows are held against."""
        schema = self.reading.resource.schema or Schema()
        sets = {
            key: KeySet(()) if known is None else known.key_set()
            for key, known in self.known.items()
        }
        return Checks.compile(header, schema, self.plan, sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labels:
    labels: tuple[str, ...] | None
    width: int
    is_native: bool

    @classmethod
    def of(cls, reading: Reading) -> "_Labels":
        return cls(
            labels=reading.labels,
            width=reading.width,
            is_native=not reading.is_delimited,
        )


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of a part, the lists of findings left out; numbers of rows are the file's.

    ``next_row`` is that of the record after it; ``skipped`` counts the findings of codes that do
    not count; ``spans`` and ``keys``, the number of keys that are given, are by check; ``repeats``
    are the checks of which the part has a key twice.
    """

    rows: int = 0
    cells: int = 0
    batches: int = 0
    next_row: int = 1
    faults: tuple[ReadFault, ...] = ()
    odd: tuple[str, ...] | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    error_count: int = 0
    warning_count: int = 0
    counts: Counter[tuple[Check, Severity]] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    spans: Mapping[int, Span] = field(default_factory=dict)
    keys: Mapping[int, int] = field(default_factory=dict)
    repeats: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The first findings of a part."""

    errors: tuple[Error, ...] = ()
    findings: tuple[Error, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.errors or self.findings)


@dataclass(frozen=True, slots=True)
class KeyChecks:
    """The checks of keys, numbered; keys that others refer to may be those of a unique key."""

    uniques: tuple[tuple[int, UniqueCheck], ...]
    foreign_keys: tuple[tuple[int, ForeignKeyCheck, KeyName], ...]
    kept: tuple[tuple[int, KeyName, KeySet], ...]

    @classmethod
    def of(cls, checks: Checks, table: str) -> "KeyChecks":
        """Number the checks of a table."""
        uniques = tuple(enumerate(checks.uniques))
        count = len(uniques)
        by_fields = {_names(each.columns): number for number, each in uniques}
        return cls(
            uniques=uniques,
            foreign_keys=tuple(
                (count + at, each, (each.reference_name or table, each.reference_fields))
                for at, each in enumerate(checks.foreign_keys)
            ),
            kept=tuple(
                (by_fields.get(key[1], count + len(checks.foreign_keys) + at), key, keys)
                for at, (key, keys) in enumerate(checks.kept.items())
            ),
        )

    def compared(self, known: Mapping[KeyName, Known | None]) -> frozenset[int]:
        """Return the checks whose keys Spark compares."""
        away = (number for number, _, key in self.foreign_keys if known.get(key) is None)
        return frozenset((*dict(self.uniques), *away, *(number for number, *_ in self.kept)))

    def spanning(self) -> frozenset[int]:
        """Return the unique keys that others do not refer to, whose spans may stand for them."""
        kept = {number for number, *_ in self.kept}
        return frozenset(
            number for number, each in self.uniques if number not in kept and can_span(each.columns)
        )


def _names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.field.name for column in columns)


@dataclass(frozen=True, slots=True)
class Judge:
    """Checks parts of one table, one after the other; made once in a process."""

    judging: Judging
    header: Header
    checks: Checks
    keys: KeyChecks

    @classmethod
    def of(cls, judging: Judging) -> "Judge":
        """Compile the checks."""
        header = judging.header()
        checks = judging.checks(header)
        return cls(judging, header, checks, KeyChecks.of(checks, judging.reading.resource.name))

    def judged(self, part: Part) -> tuple[Outcome, Listed, Mapping[int, TakenKeys]]:
        """Check a part, and take up the keys that Spark is to compare."""
        numbers = self.keys.compared(self.judging.known)
        if self.judging.keys_only is not None:
            numbers &= self.judging.keys_only
        taken = {number: TakenKeys(number in self.judging.spans) for number in numbers}
        outcome, listed = self._run(part, self._taking(taken), base=0)
        spans = {number: keys.span() for number, keys in taken.items()}
        outcome.spans = {number: span for number, span in spans.items() if span is not None}
        return outcome, listed, taken

    def told(self, part: Part, base: int, wrong: Mapping[int, Wrong]) -> Listed:
        """Check a part again, now that it is known which of its keys are wrong."""
        return self._run(part, self._telling(wrong), base=base)[1]

    def _taking(self, taken: Mapping[int, TakenKeys]) -> Checks:
        """Return the checks with those of keys taking up what they see."""
        return replace(
            self.checks,
            uniques=tuple(
                TakenUnique(
                    kind=each.kind,
                    columns=each.columns,
                    null_kind=each.null_kind,
                    taken=taken[number],
                )
                for number, each in self.keys.uniques
                if number in taken
            ),
            foreign_keys=tuple(
                TakenForeignKey(
                    columns=each.columns,
                    reference_name=each.reference_name,
                    reference_fields=each.reference_fields,
                    known=each.known,
                    taken=taken[number],
                )
                if number in taken
                else each
                for number, each, _ in self.keys.foreign_keys
            ),
            kept={
                key: TakenKeySet(keys.columns, taken=taken[number])
                for number, key, keys in self.keys.kept
                if number in taken and number not in dict(self.keys.uniques)
            },
        )

    def _telling(self, wrong: Mapping[int, Wrong]) -> Checks:
        """Return the checks with those of keys telling what Spark found."""
        away = self.keys.compared(self.judging.known)
        return replace(
            self.checks,
            uniques=tuple(
                ToldUnique(
                    kind=each.kind,
                    columns=each.columns,
                    null_kind=each.null_kind,
                    wrong=wrong.get(number, Wrong()),
                )
                for number, each in self.keys.uniques
            ),
            foreign_keys=tuple(
                ToldForeignKey(
                    columns=each.columns,
                    reference_name=each.reference_name,
                    reference_fields=each.reference_fields,
                    known=each.known,
                    wrong=wrong.get(number, Wrong()),
                )
                if number in away
                else each
                for number, each, _ in self.keys.foreign_keys
            ),
            kept={},
        )

    def _run(self, part: Part, checks: Checks, base: int) -> tuple[Outcome, Listed]:
        reading = self.judging.reading
        findings = Findings(self.judging.most, self._subject(), Sieve(skip=self.judging.skip))
        outcome, columns = Outcome(), self._columns(checks)
        table = open_part(reading, part, base)
        for batch in table.batches():
            outcome.batches += 1
            outcome.rows += batch.cells.height
            if not checks.match.rows_make_sense:
                continue
            outcome.cells += batch.cells.height * len(checks.columns)
            typed = read_types(batch, columns)
            failures = list(self._failures(checks, typed, reading.width))
            if failures:
                findings.add_failures(failures, batch, checks.key)
        outcome.next_row = table.row
        outcome.faults = tuple(table.faults)
        if part.is_whole:
            outcome.odd = next((labels for _, labels in table.odd_headers), None)
            outcome.digests = next((facts.digests for facts in table.facts), {})
        outcome.error_count, outcome.warning_count = findings.error_count, findings.warning_count
        outcome.counts, outcome.skipped = findings.counts, findings.sieve.skipped
        return outcome, Listed(errors=tuple(findings.errors), findings=tuple(findings.findings))

    def _subject(self) -> Subject:
        reading, schema = self.judging.reading, self.judging.reading.resource.schema
        labels = reading.labels or tuple(each.name for each, _ in self.header.match.fields)
        key = schema.primary_key if schema else ()
        return Subject(table=reading.resource.name, fields=labels, key=key)

    def _columns(self, checks: Checks) -> tuple[Column, ...]:
        if self.judging.keys_only is None:
            return self.header.columns
        keys = [each.columns for each in checks.uniques]
        keys += [each.columns for each in checks.kept.values()]
        chosen = {column.position: column for columns in keys for column in columns}
        return tuple(chosen.values())

    def _failures(self, checks: Checks, typed: TypedBatch, width: int) -> Iterator[Failures]:
        if self.judging.keys_only is None:
            verdicts = verdicts_of(typed.values, checks.judge) if checks.columns else {}
            yield from checks.failures(typed, verdicts, width)
            return
        for unique in checks.uniques:
            for _ in unique.failures(typed, typed.batch.blank):
                pass  # it was told when the whole row was checked
        for keys in checks.kept.values():
            keys.add(typed)
