"""The one way through a package: descriptor, files, tables, evidence; then the report."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dataset_tools.check.files import byte_errors, read_errors
from dataset_tools.descriptor.read import Described
from dataset_tools.engine.engine import Engine, Run
from dataset_tools.engine.findings import Findings
from dataset_tools.engine.local import LocalEngine
from dataset_tools.engine.options import Options
from dataset_tools.engine.outcome import (
    evidence_notes,
    fail_fast_notes,
    skip_notes,
    with_errors,
    with_proof,
    without_skipped,
)
from dataset_tools.engine.plan import KeyName, TablePlan, plan_tables
from dataset_tools.engine.sieve import Sieve, Subject
from dataset_tools.errors import file as file_kinds
from dataset_tools.errors.catalogue import codes_of_words
from dataset_tools.errors.check import Check
from dataset_tools.exceptions import FileFault, NoSuchTable
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.read.batch import FileFacts, ReadFault
from dataset_tools.read.pieces import Pieces
from dataset_tools.read.tables import algorithms
from dataset_tools.report.checked import checked
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task, TaskStats

if TYPE_CHECKING:
    from dataset_tools.engine.evidence import Proving
    from dataset_tools.evidence.proof import TableProof

_ALL = 1 << 62
AHEAD = 2
"""So many tables are begun at a time."""
MOST_SMALL = 100
"""So many are begun at a time if all of them are small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """The report of a validation, and what became of the evidence, where there is any."""

    report: Report
    proving: "Proving | None"


def validate_package(
    described: Described,
    files: Files,
    options: Options,
    engine: Engine | None = None,
) -> Validated:
    """Check everything that a descriptor names.

    Parameters
    ----------
    engine
        What carries the checks of the tables out; this machine where none is given.

    Raises
    ------
    NoSuchTable
        ``options.tables`` names a table that the package has not.
    UsageError
        ``options.skip`` has a word that is no code and no type.
    """
    skip = codes_of_words(options.skip, where="--skip")
    if not described.package.resources:
        skip = frozenset()  # where nothing can be checked, that is never passed over
    sieve = Sieve(skip=skip, watch=options.watch)
    engine = engine or LocalEngine(files, options)
    try:
        return _Validation(described, files, options, sieve, engine).validated()
    finally:
        engine.close()


@dataclass(slots=True)
class _Validation:
    described: Described
    files: Files
    options: Options
    sieve: Sieve
    engine: Engine
    tasks: dict[str, Task] = field(default_factory=dict)

    def validated(self) -> Validated:
        started = self.options.clock()
        package = self.described.package
        wanted = self._wanted()
        plans = plan_tables(package, wanted)
        self._circles(plans)
        self._check_tables(plans)
        passed_over = self._check_others(wanted)
        proving = self._prove(wanted)
        report = Report(
            tasks=tuple(
                without_skipped(self.tasks[resource.pointer], self.sieve)
                for resource in package.resources
                if resource.pointer in self.tasks
            ),
            errors=tuple(self.sieve.passed(Subject(), self.described.errors)),
            findings=tuple(self.sieve.passed(Subject(), self.described.findings)),
            warnings=(
                *evidence_notes(proving),
                *skip_notes(self.sieve, self.options.skip),
                *fail_fast_notes(passed_over),
                *self.engine.notes,
            ),
            skipped=self.sieve.skipped.total() if self.options.skip else None,
            seconds=self.options.clock() - started,
        )
        return Validated(report=report, proving=proving)

    def _check_others(self, wanted: frozenset[str]) -> list[str]:
        """Check what is left; return the names of what a run that was stopped leaves out."""
        passed_over = []
        for resource in self.described.package.resources:
            if resource.pointer in self.tasks or not self._is_wanted(resource, wanted):
                continue
            if self._stopped():
                passed_over.append(resource.name)
            else:
                self.tasks[resource.pointer] = self._other(resource)
        return passed_over

    def _prove(self, wanted: frozenset[str]) -> "Proving | None":
        """Prove what has evidence, and put the errors into the tables' tasks."""
        if self._stopped() or not self.described.package.has_evidence:
            return None
        from dataset_tools.engine.evidence import prove_tables

        package, most = self.described.package, self.options.max_errors
        proving = prove_tables(
            package,
            self.files,
            wanted=wanted,
            sources=self.options.sources,
            max_errors=most if self.sieve.is_open else _ALL,
            keep_cited=self.options.keep_cited,
        )
        by_name = {resource.name: resource.pointer for resource in package.tables}
        for proof in proving.proofs:
            pointer = by_name[proof.table]
            errors = tuple(map(self.described.with_line, proof.errors))
            placed = self._sifted(replace(proof, errors=errors), self.tasks[pointer])
            self.tasks[pointer] = with_proof(self.tasks[pointer], placed, most)
        sources = by_name.get(package.sources_table or "", "")
        if sources in self.tasks:
            subject = Subject(table=self.tasks[sources].name)
            errors = tuple(self.sieve.passed(subject, proving.documents.errors))
            counts = Counter(error.check for error in errors)
            self.tasks[sources] = with_errors(self.tasks[sources], errors, counts, most)
        return proving

    def _sifted(self, proof: "TableProof", task: Task) -> "TableProof":
        """Return the proof with the errors that count."""
        if self.sieve.is_open:
            return proof
        resource = self.described.package.resource(proof.table)
        schema = resource.schema if resource else None
        key = schema.primary_key if schema else ()
        subject = Subject(table=proof.table, fields=task.labels, key=key)
        errors = tuple(self.sieve.passed(subject, proof.errors))
        return replace(proof, errors=errors, counts=Counter(each.check for each in errors))

    def _wanted(self) -> frozenset[str]:
        names = [resource.name for resource in self.described.package.tables]
        for name in self.options.tables:
            if name not in names:
                known = ", ".join(names) or "none"
                raise NoSuchTable(f'there is no table "{name}"; the tables are: {known}')
        return self.options.tables or frozenset(names)

    def _is_wanted(self, resource: Resource, wanted: frozenset[str]) -> bool:
        return resource.name in wanted or not self.options.tables

    def _stopped(self) -> bool:
        return self.options.fail_fast and any(not task.valid for task in self.tasks.values())

    def _circles(self, plans: tuple[TablePlan, ...]) -> None:
        """Read beforehand the keys that are asked for before their table's turn."""
        position = {plan.resource.name: at for at, plan in enumerate(plans)}
        by_name = {plan.resource.name: plan for plan in plans}
        for at, plan in enumerate(plans):
            for _, key in plan.foreign_keys:
                needed = key[0]
                if (
                    needed in position
                    and position[needed] >= at
                    and not self.engine.knows(key, plan)
                ):
                    self.engine.read_keys(by_name[needed])
        for plan in plans:
            for _, key in plan.foreign_keys:
                if key[0] not in position and not self.engine.knows(key, plan):
                    self._read_unwanted(key)

    def _read_unwanted(self, key: KeyName) -> None:
        """Read the keys of a table that is referred to, but was not asked for itself."""
        resource = self.described.package.resource(key[0])
        if resource is not None:
            self.engine.read_keys(TablePlan(resource=resource, keeps=(key,), foreign_keys=()))

    def _check_tables(self, plans: tuple[TablePlan, ...]) -> None:
        """Check one table after the other; the next, or many small ones, are begun meanwhile."""
        waiting = deque(plans)
        begun: deque[Run] = deque()
        while waiting or begun:
            while waiting and (len(begun) < AHEAD or _are_small(begun)):
                begun.append(self._begun(waiting.popleft()))
            run = begun.popleft()
            self.tasks[run.resource.pointer] = self._table(run)
            if self._stopped():
                for each in begun:
                    each.close()
                return

    def _begun(self, plan: TablePlan) -> Run:
        run = self.engine.run_of(plan, self._findings(plan.resource))
        run.begin()
        return run

    def _table(self, run: Run) -> Task:
        started = self.options.clock()
        resource, findings = run.resource, run.findings
        run.run()
        self.engine.keep(run)
        stats = TaskStats(
            errors=findings.error_count,
            warnings=findings.warning_count,
            seconds=self.options.clock() - started,
            bytes=run.bytes,
            sha256=run.sha256,
            fields=len(run.labels),
            rows=run.rows,
            cells=run.cells,
            checks=run.checks,
        )
        return Task(
            name=resource.name,
            type="table",
            place=resource.place,
            labels=run.labels,
            stats=stats,
            errors=tuple(map(self.described.with_line, findings.errors)),
            findings=tuple(findings.findings),
            checks=checked((*_file_checks(resource), *run.declared), findings.counts),
            warnings=(*run.warnings, *findings.cut_notes()),
        )

    def _other(self, resource: Resource) -> Task:
        """Check a file that is no table, or a table whose descriptor is too broken to read it."""
        started = self.options.clock()
        findings = self._findings(resource)
        facts = list(self._file_facts(resource, findings))
        if len(facts) == 1 == len(resource.paths):
            findings.add(byte_errors(facts[0], resource.bytes, resource.hash))
        stats = TaskStats(
            errors=findings.error_count,
            warnings=findings.warning_count,
            seconds=self.options.clock() - started,
            bytes=sum(each.bytes for each in facts),
            sha256=facts[0].digests["sha256"] if len(facts) == 1 else None,
        )
        task = Task(
            name=resource.name,
            type="file",
            place=resource.place,
            stats=stats,
            errors=tuple(findings.errors),
            findings=tuple(findings.findings),
            checks=checked(_file_checks(resource), findings.counts),
        )
        if not resource.is_table:
            return task
        note = "the rows were not checked: the descriptor of the table is wrong"
        return replace(
            task,
            type="table",
            warnings=(note,),
            stats=replace(stats, fields=0, rows=0),
        )

    def _file_facts(self, resource: Resource, findings: Findings) -> Iterator[FileFacts]:
        for path in resource.paths:
            place = self.files.show(path)
            try:
                with self.files.open(path) as file:
                    pieces = Pieces(file, "utf-8", algorithms(resource))
                    pieces.drain()
            except FileFault as fault:
                read_fault = ReadFault(code=fault.code, place=place, note=fault.note)
                findings.add(read_errors([read_fault]))
                continue
            yield FileFacts(
                path=path,
                place=place,
                bytes=pieces.length,
                digests=pieces.digests,
            )

    def _findings(self, resource: Resource) -> Findings:
        """Begin with what the descriptor says wrong of a resource."""
        subject = Subject(table=resource.name)
        findings = Findings(self.options.max_errors, subject, self.sieve)
        findings.add(self.described.resource_errors.get(resource.pointer, ()))
        return findings


def _file_checks(resource: Resource) -> Iterator[Check]:
    """Yield what the files of a resource are held against."""
    if resource.paths:
        yield Check(file_kinds.MISSING_FILE.code)
    if len(resource.paths) == 1 and resource.bytes is not None:
        yield Check(file_kinds.BYTE_COUNT.code)
    if len(resource.paths) == 1 and resource.hash is not None:
        yield Check(file_kinds.HASH.code)


def _are_small(begun: deque[Run]) -> bool:
    return len(begun) < MOST_SMALL and all(run.is_small for run in begun)
