"""One machine's way through for one table: read, check, count."""

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dataset_tools.check.failures import Failures, union
from dataset_tools.check.files import byte_errors, read_errors
from dataset_tools.check.keys import ForeignKeyCheck, KeySet, UniqueCheck
from dataset_tools.check.labels import header_errors, label_errors
from dataset_tools.check.patterns import pattern_errors
from dataset_tools.check.rows import row_failures
from dataset_tools.compile.column import Column
from dataset_tools.compile.match import Match
from dataset_tools.engine.findings import Findings
from dataset_tools.engine.judged import BatchJudge, Judged
from dataset_tools.engine.little import LittleTables
from dataset_tools.engine.options import Options
from dataset_tools.engine.plan import KeyName, TablePlan
from dataset_tools.errors import cell as cell_kinds
from dataset_tools.errors import key as key_kinds
from dataset_tools.errors import row as row_kinds
from dataset_tools.errors.check import Check
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Schema
from dataset_tools.read.ahead import Worked
from dataset_tools.read.batch import Batch, ReadFault
from dataset_tools.read.reader import TableFacts, TableReader
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import TypedBatch, no_rows, read_types
from dataset_tools.read.typed_table import Header, worked_batches

if TYPE_CHECKING:
    from dataset_tools.check.verdicts import Verdicts
    from dataset_tools.compile.polars_judge import PolarsJudge


@dataclass(slots=True, kw_only=True)
class TableRun:
    """A table on its way through the checks: ``begin``, then ``run``; then the rest is complete.

    One thread reads the rows as text, two read the text as types and let pandera judge those, the
    caller's compares keys and counts; and it imports pandera while the others are at work.
    """

    plan: TablePlan
    files: Files
    options: Options
    known: Mapping[KeyName, KeySet]
    findings: Findings
    little: LittleTables = field(default_factory=LittleTables)
    kept: dict[KeyName, KeySet] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    rows: int = 0
    cells: int = 0
    checks: int = 0
    declared: tuple[Check, ...] = ()
    bytes: int = 0
    sha256: str | None = None
    _table: TableReader | None = None
    _batches: Worked[Judged] | None = None

    @property
    def resource(self) -> Resource:
        """The resource that is checked."""
        return self.plan.resource

    def begin(self) -> None:
        """Open the table and begin to read it, in a thread."""
        try:
            self._table = open_table(self.resource, self.files)
        except FileFault as fault:
            place = self.files.show(fault.place) if self.resource.paths else self.resource.place
            self.findings.add(
                read_errors([ReadFault(code=fault.code, place=place, note=fault.note)]),
            )
        else:
            self._batches = self._judged(self._table)

    def _judged(self, table: TableReader) -> Worked[Judged]:
        if table.is_small:
            return self.little.add(table, self.resource)
        judge = BatchJudge(self.resource.schema or Schema())
        return worked_batches(table, self.resource, judge.judged)

    @property
    def is_small(self) -> bool:
        """Whether it is read when it is run, so that many may be begun."""
        return self._table is None or self._table.is_small

    def close(self) -> None:
        """Stop reading a table that nobody will check."""
        if self._batches is not None:
            self._batches.close()

    def run(self) -> None:
        """Read the table once and check all of it."""
        if self._table is None or self._batches is None:
            return
        _import_judge()
        checks: Checks | None = None
        for judged in self._batches:
            if checks is None:
                checks = self._start(self._table, judged.header, judged.judge)
            self._take(judged, checks, self._table.width)
            if self.options.take is not None:
                self.options.take(judged.header, judged.typed)
            if self.options.fail_fast and self.findings.error_count:
                self.close()
                break
            del judged  # not held while the next is waited for
        if checks is None and not self._table.faults:
            self._empty(self._table)
        self._finish(self._table)
        if checks is not None and (used := checks.disk_used):
            self.warnings.append(f"the keys took {used / 1e6:,.0f} MB of disk while it was checked")

    def _empty(self, table: TableFacts) -> None:
        """Check the header of a table without rows."""
        header = Header.of(table, self.resource)
        self._start(table, header)
        if self.options.take is not None:
            self.options.take(header, no_rows(header.columns, self.resource.place))

    def _start(
        self,
        table: TableFacts,
        header: Header,
        judge: "PolarsJudge | None" = None,
    ) -> "Checks":
        """Tell what is wrong with the header and compile what the rows are checked by."""
        schema, match = self.resource.schema, header.match
        self.labels = table.labels or tuple(each.name for each, _ in match.fields)
        names = tuple(each.name for each in schema.fields) if schema else ()
        key = schema.primary_key if schema else ()
        self.findings.subject = replace(self.findings.subject, fields=self.labels, key=key)
        rows = table.header_rows
        self.findings.add(pattern_errors(schema or Schema()))
        paths = self.resource.paths
        place = self.files.show(paths[0]) if paths else self.resource.place
        self.findings.add(label_errors(match.faults, table.labels or (), place, rows, names))
        if not match.rows_make_sense:
            self.warnings.append("the rows were not checked: the header does not fit the schema")
        checks = Checks.compile(header, schema or Schema(), self.plan, self.known, judge)
        self.checks = checks.count - checks.skipped(self.findings.sieve.skip)
        self.declared = checks.declared if match.rows_make_sense else ()
        self.kept = checks.kept
        return checks

    def _take(self, judged: Judged, checks: "Checks", width: int) -> None:
        batch = judged.typed.batch
        self.rows += batch.cells.height
        self.options.on_progress(self.resource.name, self.rows)
        if not checks.match.rows_make_sense:
            return
        self.cells += batch.cells.height * len(checks.columns)
        failures = list(checks.failures(judged.typed, judged.verdicts, width))
        if failures:
            self.findings.add_failures(failures, batch, checks.key)

    def _finish(self, table: TableFacts) -> None:
        self.findings.add(read_errors(table.faults))
        self.findings.add(header_errors(table.odd_headers, table.labels or ()))
        self.bytes = sum(facts.bytes for facts in table.facts)
        if len(table.facts) == 1 == len(table.paths):
            facts = table.facts[0]
            self.sha256 = facts.digests.get("sha256")
            self.findings.add(byte_errors(facts, self.resource.bytes, self.resource.hash))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Everything that the rows of one table are held against."""

    match: Match
    columns: tuple[Column, ...]
    names: dict[int, str]
    judge: "PolarsJudge"
    uniques: tuple[UniqueCheck, ...]
    foreign_keys: tuple[ForeignKeyCheck, ...]
    kept: dict[KeyName, KeySet]
    key_columns: tuple[Column, ...]

    @classmethod
    def compile(
        cls,
        header: Header,
        schema: Schema,
        plan: TablePlan,
        known: Mapping[KeyName, KeySet],
        judge: "PolarsJudge | None" = None,
    ) -> "Checks":
        """Compile what the rows of a table with this header are held against."""
        from dataset_tools.compile.polars_judge import polars_judge

        match, columns = header.match, header.columns
        by_name = {column.field.name: column for column in columns}
        kept = {key: KeySet(chosen) for key in plan.keeps if (chosen := _chosen(by_name, key[1]))}
        return cls(
            match=match,
            columns=columns,
            names={column.number: column.field.name for column in columns},
            judge=judge or polars_judge(columns, schema),
            uniques=tuple(_uniques(schema, columns, by_name)),
            foreign_keys=tuple(_foreign_keys(plan, by_name, {**kept, **known})),
            kept={key: keys for key, keys in kept.items() if key not in known},
            key_columns=_chosen(by_name, schema.primary_key),
        )

    @property
    def count(self) -> int:
        """The number of checks."""
        required = sum(column.field.constraints.required for column in self.columns)
        keys = len(self.uniques) + len(self.foreign_keys)
        return len(self.columns) + required + self.judge.count + keys

    def skipped(self, codes: frozenset[str]) -> int:
        """Return the number of checks that tell only these codes."""
        kinds = [each.code for each in self._cell_checks()]
        kinds += [each.kind.code for each in self.uniques]
        kinds += [key_kinds.FOREIGN_KEY.code for _ in self.foreign_keys]
        return sum(each in codes for each in kinds)

    @property
    def disk_used(self) -> int:
        """The bytes of disk that keys take which do not fit into memory."""
        return sum(unique.seen.scratch.used for unique in self.uniques)

    @property
    def declared(self) -> tuple[Check, ...]:
        """All that the rows are held against."""
        return (*map(_of_code, _SHAPE), *self._cell_checks(), *self._key_checks())

    def _cell_checks(self) -> Iterator[Check]:
        for column in self.columns:
            subject = (column.field.name,)
            yield Check(cell_kinds.TYPE_ERROR.code, subject)
            if column.field.constraints.required:
                yield Check(cell_kinds.REQUIRED.code, subject)
            for rule in self.judge.values[column.field.name]:
                yield Check(rule.kind.code, subject)
        for compiled in self.judge.rules:
            yield Check(key_kinds.ROW_RULE.code, (compiled.name,))

    def _key_checks(self) -> Iterator[Check]:
        for unique in self.uniques:
            yield Check(unique.kind.code, unique.subject)
            if unique.null_kind is not None:
                yield _of_code(unique.null_kind)
        for foreign_key in self.foreign_keys:
            yield Check(key_kinds.FOREIGN_KEY.code, foreign_key.subject)

    def failures(
        self,
        typed: TypedBatch,
        verdicts: "Verdicts",
        width: int,
    ) -> Iterator[Failures]:
        """Yield all that is wrong in a judged batch, and keep the keys that others refer to."""
        yield from row_failures(typed.batch, width, self.names)
        if not self.columns:
            return
        from dataset_tools.check.cells import type_failures, value_failures

        yield from type_failures(typed, self.columns)
        values = list(value_failures(typed, self.columns, self.judge, verdicts))
        yield from values
        missing = union(each.rows for each in values if each.kind is cell_kinds.REQUIRED)
        for unique in self.uniques:
            yield from unique.failures(typed, missing)
        for kept in self.kept.values():
            kept.add(typed)
        for foreign_key in self.foreign_keys:
            yield from foreign_key.failures(typed)

    @property
    def key(self) -> tuple[int, ...]:
        """The positions of the primary key's cells."""
        return tuple(column.position for column in self.key_columns)


_SHAPE = (row_kinds.BLANK_ROW, row_kinds.EXTRA_CELL, row_kinds.MISSING_CELL)


def _of_code(kind: ErrorKind) -> Check:
    return Check(kind.code)


def _import_judge() -> None:
    """Import pandera, which takes long, while the others read.

    Garbage is not collected meanwhile: an import makes none, and to look costs a tenth of it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        import dataset_tools.compile.polars_judge  # noqa: F401
    finally:
        if was_enabled:
            gc.enable()


def read_keys(plan: TablePlan, files: Files) -> dict[KeyName, KeySet]:
    """Read the keys of a table in a pass of its own, for tables that refer to each other."""
    resource = plan.resource
    table = open_table(resource, files)
    kept: dict[KeyName, KeySet] | None = None
    for batch in table.batches():
        if kept is None:
            columns = Header.of(table, resource).columns
            by_name = {column.field.name: column for column in columns}
            kept = {
                key: KeySet(chosen) for key in plan.keeps if (chosen := _chosen(by_name, key[1]))
            }
        typed = _typed_keys(batch, kept)
        for keys in kept.values():
            keys.add(typed)
    return kept or {}


def _typed_keys(batch: Batch, kept: Mapping[KeyName, KeySet]) -> TypedBatch:
    columns = {column.position: column for keys in kept.values() for column in keys.columns}
    return read_types(batch, tuple(columns.values()))


def _chosen(by_name: Mapping[str, Column], names: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of these fields, none if one of them has no column."""
    if not all(name in by_name for name in names):
        return ()
    return tuple(by_name[name] for name in names)


def _uniques(
    schema: Schema,
    columns: tuple[Column, ...],
    by_name: Mapping[str, Column],
) -> Iterator[UniqueCheck]:
    if key := _chosen(by_name, schema.primary_key):
        yield UniqueCheck(
            kind=key_kinds.PRIMARY_KEY_DUPLICATE,
            columns=key,
            null_kind=key_kinds.PRIMARY_KEY_MISSING,
        )
    for column in columns:
        alone = schema.primary_key == (column.field.name,)
        if column.field.constraints.unique and not alone:
            yield UniqueCheck(kind=cell_kinds.UNIQUE, columns=(column,))
    for names in schema.unique_keys:
        if names != schema.primary_key and (chosen := _chosen(by_name, names)):
            yield UniqueCheck(kind=key_kinds.UNIQUE_KEY_DUPLICATE, columns=chosen)


def _foreign_keys(
    plan: TablePlan,
    by_name: Mapping[str, Column],
    known: Mapping[KeyName, KeySet],
) -> Iterator[ForeignKeyCheck]:
    for foreign_key, key in plan.foreign_keys:
        columns = _chosen(by_name, foreign_key.fields)
        if columns and key in known:
            yield ForeignKeyCheck(
                columns=columns,
                reference_name=foreign_key.resource or "",
                reference_fields=foreign_key.reference_fields,
                known=known[key],
            )
