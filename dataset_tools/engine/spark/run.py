"""One table's way through a cluster: part it, judge the parts, compare keys, tell."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace

from dataset_tools.engine.plan import KeyName
from dataset_tools.engine.spark.first_pass import PartedTable
from dataset_tools.engine.spark.judge import Judge, Judging
from dataset_tools.engine.spark.judgement import Judgement
from dataset_tools.engine.spark.known import AwayKeys, Known
from dataset_tools.engine.spark.session import Cluster
from dataset_tools.engine.table import TableRun
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.errors.key import FOREIGN_KEY
from dataset_tools.read.batch import ReadFault


@dataclass(slots=True, kw_only=True)
class SparkRun(TableRun):
    """A table on its way through a cluster; see ``engine.Run``.

    ``parting`` gives the table in parts, or why Spark does not read it; ``sent`` gives the keys
    that tasks look up, ``large`` has those that Spark does; ``keep`` takes up the keys that others
    refer to.
    """

    cluster: Cluster
    parting: Future[PartedTable | str]
    sent: Callable[[], Mapping[KeyName, Known | None]]
    large: Mapping[KeyName, AwayKeys]
    keep: Callable[[Judgement], None]
    is_away: bool = False

    @property
    def is_small(self) -> bool:
        """No: one first pass ahead of the table that is checked is enough."""
        return False

    def begin(self) -> None:
        """Nothing: the keys that the table refers to may still be on their way."""

    def run(self) -> None:
        """Let Spark check the table where it can, else this machine."""
        table = self.parting.result()
        self.is_away = not isinstance(table, str)
        if isinstance(table, str):
            self.warnings.append(f"was read on this machine, not by Spark: {table}")
            TableRun.begin(self)
            TableRun.run(self)
        else:
            self._run(table, self._prepare(table))

    def _prepare(self, table: PartedTable) -> Judgement:
        """Compile the checks."""
        sieve = self.findings.sieve
        judging = Judging(
            reading=table.reading,
            plan=self.plan,
            known=self.sent(),
            most=self.options.max_errors,
            skip=sieve.skip,
        )
        judge = Judge.of(judging)
        judging = replace(judging, spans=judge.keys.spanning())
        return Judgement(cluster=self.cluster, table=table, judging=judging, judge=judge)

    def _run(self, table: PartedTable, judgement: Judgement) -> None:
        """Put together what Spark finds."""
        judgement.run(self.large)
        self.keep(judgement)
        outcomes = [judgement.outcomes[part.number] for part in judgement.counting]
        table.faults = _faults(judgement)
        for part, outcome in zip(judgement.counting, outcomes, strict=True):
            table.digests = table.digests or dict(outcome.digests)
            if outcome.odd is not None:
                table.odd[part.file] = outcome.odd
        if any(outcome.batches for outcome in outcomes):
            self._start(table, judgement.judge.header)
        elif not table.faults:
            self._empty(table)
        self.rows = sum(outcome.rows for outcome in outcomes)
        self.cells = sum(outcome.cells for outcome in outcomes)
        self.options.on_progress(self.resource.name, self.rows)
        self._add_counts(judgement)
        self._add_lists(judgement)
        self._finish(table)
        self.warnings += table.notes

    def _add_counts(self, judgement: Judgement) -> None:
        """Count all findings, those of keys by their checks."""
        findings = self.findings
        for part in judgement.counting:
            outcome = judgement.outcomes[part.number]
            findings.error_count += outcome.error_count
            findings.warning_count += outcome.warning_count
            findings.counts += outcome.counts
            findings.sieve.skipped += outcome.skipped
        checks = judgement.judge.keys
        codes = {number: Check(each.kind.code, each.subject) for number, each in checks.uniques}
        codes |= {
            number: Check(FOREIGN_KEY.code, each.subject) for number, each, _ in checks.foreign_keys
        }
        for number, count in judgement.wrong_checks().items():
            check = codes[number]
            if check.code in findings.sieve.skip:
                findings.sieve.skipped[self.resource.name, check.code] += count
            else:
                findings.error_count += count
                findings.counts[check, "error"] += count

    def _add_lists(self, judgement: Judgement) -> None:
        """List the first findings."""
        findings, most = self.findings, self.options.max_errors
        for listed in judgement.listed():
            errors = listed.errors[: most - len(findings.errors)]
            findings.errors += (self._advised(error, judgement) for error in errors)
            findings.findings += listed.findings[: most - len(findings.findings)]

    def _advised(self, error: Error, judgement: Judgement) -> Error:
        """Say of a key that refers to nothing which one may have been meant."""
        if error.kind is not FOREIGN_KEY:
            return error
        for _, check, key in judgement.judge.keys.foreign_keys:
            target = (error.reference_name or self.resource.name, error.reference_field_names)
            if check.subject == error.field_names and key == target and key in self.known:
                advice = replace(check, known=self.known[key]).advice(error.field_cells)
                return replace(error, fix=advice)
        return error


def _faults(judgement: Judgement) -> list[ReadFault]:
    """Return what ended the reading of files, in their order."""
    table = judgement.table
    found = [*judgement.faults(), *table.missing]
    return sorted(found, key=lambda fault: table.reading.places.index(fault.place))
