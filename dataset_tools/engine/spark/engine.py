"""The engine of a cluster: Spark reads the tables it can, this machine the others."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from dataset_tools.engine.engine import Run
from dataset_tools.engine.findings import Findings
from dataset_tools.engine.local import LocalEngine
from dataset_tools.engine.options import Options
from dataset_tools.engine.plan import KeyName, TablePlan
from dataset_tools.engine.spark.first_pass import PartedTable, part_table
from dataset_tools.engine.spark.judge import Judge, Judging
from dataset_tools.engine.spark.judgement import Judgement
from dataset_tools.engine.spark.known import AwayKeys, Known, away, brought, known_of
from dataset_tools.engine.spark.locate import for_tasks
from dataset_tools.engine.spark.part import Reading
from dataset_tools.engine.spark.run import SparkRun
from dataset_tools.engine.spark.session import Cluster
from dataset_tools.engine.spark.task import light_pandera
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import is_stored, is_url
from dataset_tools.files.unpack import unpack
from dataset_tools.model.package import Resource
from dataset_tools.read.batch import ReadFault
from dataset_tools.read.pieces import is_text_encoding
from dataset_tools.read.tables import DELIMITED

MOST_SENT = 200_000
"""So many keys are sent to the tasks; of more it is Spark that looks them up."""


@dataclass(slots=True)
class SparkEngine:
    """Checks the tables of a package in a cluster; see ``Engine``."""

    files: Files
    options: Options
    cluster: Cluster
    local: LocalEngine
    large: dict[KeyName, AwayKeys] = field(default_factory=dict)
    tables: dict[str, Future[PartedTable | str]] = field(default_factory=dict)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    @property
    def notes(self) -> tuple[str, ...]:
        """Say who checked the package."""
        return ("tables were checked by Spark, and what is no table on this machine",)

    def run_of(self, plan: TablePlan, findings: Findings) -> Run:
        """Make ready to check a table; its first pass goes on while another one is checked."""
        return SparkRun(
            plan=plan,
            files=self.files,
            options=self.options,
            known=self.local.keys,
            findings=findings,
            cluster=self.cluster,
            parting=self._parting(plan.resource),
            sent=lambda: self._sent(plan),
            large=self.large,
            keep=self._keep,
        )

    def keep(self, run: Run) -> None:
        """Keep the keys of a table that was checked here; those of others were kept meanwhile."""
        if not (isinstance(run, SparkRun) and run.is_away):
            self.local.keep(run)

    def knows(self, key: KeyName, plan: TablePlan) -> bool:
        """Whether these keys were read, or are the table's own: Spark compares those afterwards."""
        is_own = key[0] == plan.resource.name
        if is_own and not isinstance(self._parting(plan.resource).result(), str):
            return True
        return self._knows(key)

    def _knows(self, key: KeyName) -> bool:
        return key in self.local.keys

    def read_keys(self, plan: TablePlan) -> None:
        """Let Spark read the keys of a table in a pass of its own."""
        table = self._parting(plan.resource).result()
        if isinstance(table, str):
            self.local.read_keys(plan)
            return
        judging = Judging(
            reading=table.reading,
            plan=replace(plan, foreign_keys=()),
            known={},
            most=0,
            skip=frozenset(),
        )
        judge = Judge.of(judging)
        numbers = frozenset(number for number, *_ in judge.keys.kept)
        judging = replace(judging, keys_only=numbers)
        judgement = Judgement(cluster=self.cluster, table=table, judging=judging, judge=judge)
        judgement.run({})
        self._keep(judgement)

    def close(self) -> None:
        """Let go of what Spark holds."""
        self.pool.shutdown(cancel_futures=True)
        self.cluster.close()

    def _keep(self, judgement: Judgement) -> None:
        for number, key, keys in judgement.judge.keys.kept:
            count = sum(each.keys.get(number, 0) for each in judgement.outcomes.values())
            if count > MOST_SENT:
                self.large[key] = away(keys.columns, judgement.kept(number))
                self.local.keys[key] = self.large[key]
            else:
                found = judgement.kept(number) if count else None
                self.local.keys[key] = brought(keys.columns, found)

    def _sent(self, plan: TablePlan) -> dict[KeyName, Known | None]:
        """Return the known keys that a table's foreign keys look up, as tasks get them."""
        kept = {key: None for key in plan.keeps if self._knows(key)}
        return kept | {
            key: None if key in self.large else known_of(self.local.keys[key])
            for _, key in plan.foreign_keys
            if self._knows(key)
        }

    def _parting(self, resource: Resource) -> Future[PartedTable | str]:
        """Part a table, once, or say why Spark does not read it."""
        if resource.name not in self.tables:
            self.tables[resource.name] = self.pool.submit(self._parted, resource)
        return self.tables[resource.name]

    def _parted(self, resource: Resource) -> PartedTable | str:
        reason = self._refusal(resource)
        if reason:
            return reason
        reading = Reading(
            resource=resource,
            files=for_tasks(self.files) or self.files,
            places=tuple(map(self.files.show, resource.paths)),
        )
        sizes, missing = {}, []
        for file, path in enumerate(resource.paths):
            try:
                sizes[file] = self.files.size(path)
            except FileFault as fault:
                place = reading.places[file]
                missing.append(ReadFault(code=fault.code, place=place, note=fault.note))
        most = self.cluster.part_size(sum(sizes.values()))
        table = part_table(reading, sizes, most, self.cluster.work)
        if table is None:
            return "its beginning is not in order"
        table.missing += missing
        return table

    def _refusal(self, resource: Resource) -> str:
        """Say why Spark does not read a table; nothing where it may."""
        text, packed = resource.format in DELIMITED, bool(resource.compression)
        strange = not is_text_encoding(resource.encoding) or unpack(resource.compression) is None
        reasons = (
            (not resource.paths, "its rows stand in the descriptor"),
            (for_tasks(self.files) is None, "the package is no folder"),
            (any(map(_is_fetched, resource.paths)), "a file of it is named by a URL"),
            (
                not text and resource.format != "parquet",
                f'the format "{resource.format}" is not read in parts',
            ),
            (not text and packed, "it is compressed Parquet"),
            (strange, "its encoding or its compression is not known here"),
        )
        return next((reason for holds, reason in reasons if holds), "")


def _is_fetched(path: str) -> bool:
    return is_url(path) and not is_stored(path)


def spark_engine(files: Files, options: Options, session: Any = None) -> SparkEngine:
    """Make the engine of a session, or of the one that the user's settings describe.

    Raises
    ------
    SparkRefused
        There is no Spark, or its versions do not go together.
    """
    cluster = Cluster.of(session)
    with light_pandera():
        import dataset_tools.compile.polars_judge  # noqa: F401 (before others import it)
    return SparkEngine(files, options, cluster, LocalEngine(files, options))
