"""The engine of one machine: table after table, in threads, keys in memory or on disk."""

from dataclasses import dataclass, field

from dataset_tools.check.keys import KeySet
from dataset_tools.engine.engine import Run
from dataset_tools.engine.findings import Findings
from dataset_tools.engine.little import LittleTables
from dataset_tools.engine.options import Options
from dataset_tools.engine.plan import KeyName, TablePlan
from dataset_tools.engine.table import TableRun, read_keys
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Checks the tables of a package on this machine; see ``Engine``."""

    files: Files
    options: Options
    keys: dict[KeyName, KeySet] = field(default_factory=dict)
    little: LittleTables = field(default_factory=LittleTables)

    @property
    def notes(self) -> tuple[str, ...]:
        """Nothing: this is how a package is checked."""
        return ()

    def run_of(self, plan: TablePlan, findings: Findings) -> TableRun:
        """Make ready to check a table."""
        return TableRun(
            plan=plan,
            files=self.files,
            options=self.options,
            known=self.keys,
            findings=findings,
            little=self.little,
        )

    def keep(self, run: Run) -> None:
        """Keep the keys of a table that was checked."""
        if isinstance(run, TableRun):
            self.keys.update(run.kept)

    def knows(self, key: KeyName, _plan: TablePlan) -> bool:
        """Whether these keys were read."""
        return key in self.keys

    def read_keys(self, plan: TablePlan) -> None:
        """Read the keys of a table in a pass of its own."""
        try:
            self.keys.update(read_keys(plan, self.files))
        except (FileFault, UnicodeError):
            return

    def close(self) -> None:
        """Nothing is held: keys are gone with the engine."""


def local_engine(files: Files, options: Options, _session: object = None) -> LocalEngine:
    """Make the engine of this machine."""
    return LocalEngine(files, options)
