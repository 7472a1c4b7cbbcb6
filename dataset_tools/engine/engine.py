"""What carries the checks of tables out: the interface of one machine and of a cluster."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from dataset_tools.engine.findings import Findings
from dataset_tools.engine.plan import KeyName, TablePlan
from dataset_tools.errors.check import Check
from dataset_tools.model.package import Resource

EngineName = Literal["local", "spark"]
ENGINES: Mapping[str, str] = {
    "local": "dataset_tools.engine.local:local_engine",
    "spark": "dataset_tools.engine.spark.engine:spark_engine",
}
"""What makes an engine of the files of a package, the options, and a session of Spark or None."""


class Run(Protocol):
    """One table on its way through the checks: ``begin``, then ``run``; then the rest is complete.

    ``begin`` may set to work already; a run that was begun is run to its end, or closed.
    """

    findings: Findings
    labels: tuple[str, ...]
    warnings: list[str]
    rows: int
    cells: int
    checks: int
    declared: tuple[Check, ...]
    bytes: int
    sha256: str | None

    @property
    def resource(self) -> Resource:
        """The resource that is checked."""
        ...

    @property
    def is_small(self) -> bool:
        """Whether it takes little to begin it, so that many may be begun; known once it is."""
        ...

    def begin(self) -> None:
        """Open the table."""
        ...

    def run(self) -> None:
        """Read the table and check all of it."""
        ...

    def close(self) -> None:
        """Let go of a table that nobody will check."""
        ...


class Engine(Protocol):
    """Checks the tables of one package, each in its turn, and keeps the keys others refer to."""

    @property
    def notes(self) -> Sequence[str]:
        """What the report has to say of the way the package was checked."""
        ...

    def run_of(self, plan: TablePlan, findings: Findings) -> Run:
        """Make ready to check a table; ``findings`` begins with what its descriptor does wrong."""
        ...

    def keep(self, run: Run) -> None:
        """Keep the keys of a table that was checked."""
        ...

    def knows(self, key: KeyName, plan: TablePlan) -> bool:
        """Whether these keys can be looked up when a table that refers to them is checked."""
        ...

    def read_keys(self, plan: TablePlan) -> None:
        """Read the keys of a table before its turn; of one that cannot be read there are none."""
        ...

    def close(self) -> None:
        """Let go of what was held for the package."""
        ...
