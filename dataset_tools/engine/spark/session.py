"""The user's Spark: its session, what its executors have, and our package on its way to them."""

import os
import pickle
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from dataset_tools.engine.spark.calls import quiet, refusals
from dataset_tools.engine.spark.part import Reading
from dataset_tools.engine.spark.task import SENT, WorkTask
from dataset_tools.engine.spark.work import Work
from dataset_tools.exceptions import SparkRefused
from dataset_tools.version import __version__

LEAST_PART, DEFAULT_PART = 16 << 20, 128 << 20
PART_BYTES = "spark.datasetTools.partBytes"
"""A property of the session: how many bytes of a file a task reads."""
_READY = "spark.datasetTools.ready"
"""A property that says of a session that it fits, and has this very package."""
_PARTS_A_CORE = 4
_CORES = "8"
"""As many as there may be where nobody tells."""
_SAME = ("polars", "pandera", "pyarrow")
"""What is to be of one version where the run was started and where it runs."""
_INSTALL = "install it with the extra: pip install 'datapackage-tools[spark]'"


@dataclass(slots=True)
class Cluster:
    """A session of Spark, and what it holds for a run."""

    spark: Any
    part_bytes: int | None = None
    _held: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, session: Any = None) -> "Cluster":
        """Take a session, or the one that the user's own settings make, and see that it fits.

        Raises
        ------
        SparkRefused
            There is no Spark, or its versions do not go together.
        """
        cluster = cls(session_of(session))
        with refusals(), quiet():
            if cluster.spark.conf.get(_READY, None) != __version__:
                _see_versions(cluster.spark)
                _ship(cluster.spark)
                cluster.spark.conf.set(_READY, __version__)
        return cluster

    def part_size(self, total: int) -> int:
        """Return how many bytes a task is to read, so that all cores have their share."""
        own = self.spark.conf.get(PART_BYTES, None)
        if own is not None:
            return max(1, int(own))
        share = total // (_PARTS_A_CORE * self.cores) + 1
        return min(DEFAULT_PART, max(LEAST_PART, share))

    @property
    def cores(self) -> int:
        """How many tasks run at once."""
        if is_connect(self.spark):  # which has no context
            return int(self.spark.conf.get("spark.default.parallelism", _CORES))
        return max(1, int(self.spark.sparkContext.defaultParallelism))

    def work(self, reading: Reading, works: Sequence[Work]) -> list[object]:
        """Let tasks do pieces of work, and return what came of each."""
        task = WorkTask(pickle.dumps((reading, tuple(works))))
        found = dict(self.payloads(self.run(task, len(works), SENT)))
        return [found[number] for number in range(len(works))]

    def run(self, task: Any, count: int, schema: str) -> Any:
        """Return the frame of what a task gives for the numbers up to a count, one each."""
        with refusals(), quiet():
            return self.spark.range(0, count, 1, count).mapInArrow(task, schema)

    def payloads(self, frame: Any) -> Iterator[tuple[int, Any]]:
        """Yield the parts and the payloads of a frame."""
        with refusals(), quiet():
            rows = frame.select("part", "payload").collect()
        for part, payload in rows:
            yield part, pickle.loads(payload)  # noqa: S301 (made by our own tasks)

    def hold(self, frame: Any) -> Any:
        """Keep what a frame holds until the end of the run."""
        self._held.append(frame.persist())
        return self._held[-1]

    def close(self) -> None:
        """Let go of what is held; the session is the user's."""
        for frame in self._held:
            frame.unpersist()
        self._held.clear()


def _see_pyspark() -> None:
    try:
        found = version("pyspark")
    except PackageNotFoundError:
        try:
            import pyspark
        except ImportError:
            raise SparkRefused(f"pyspark is not installed; {_INSTALL}") from None
        found = pyspark.__version__
    if not found.startswith("4."):
        raise SparkRefused(f"pyspark {found} is not one this engine works with; it takes 4.x")


def is_connect(spark: Any) -> bool:
    """Whether a session speaks to Spark over Spark Connect: there is no Java on this side."""
    return type(spark).__module__.startswith("pyspark.sql.connect.")


def session_of(session: Any = None) -> Any:
    """Return a session, or the one that the user's own settings make.

    Raises
    ------
    SparkRefused
        There is no Spark, or none of a version that this engine works with.
    """
    _see_pyspark()
    if session is not None:
        return session
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with refusals(), quiet():
        return SparkSession.builder.appName("dataset-tools validate").getOrCreate()


def _see_versions(spark: Any) -> None:
    import pyspark

    own, theirs = pyspark.__version__, spark.version
    if own.split(".")[:2] != theirs.split(".")[:2]:
        raise SparkRefused(f"pyspark {own} cannot work with Spark {theirs}: take the same version")
    found = _probed(spark)
    if found["python"] != list(sys.version_info[:2]):
        mine, other = _dotted(sys.version_info[:2]), _dotted(found["python"])
        raise SparkRefused(f"the executors have Python {other}, and here it is {mine}")
    for name in _SAME:
        if found[name] is None:
            raise SparkRefused(f"the executors have no {name}: give them what this Python has")
        if found[name] != version(name):
            raise SparkRefused(f"the executors have {name} {found[name]}, here is {version(name)}")


def _dotted(numbers: Sequence[int]) -> str:
    return ".".join(map(str, numbers))


def _probed(spark: Any) -> dict[str, Any]:
    """Ask an executor what it has."""
    import json

    names = _SAME

    def probe(batches: Any) -> Any:
        import importlib.metadata
        import json
        import sys

        import pyarrow as pa

        found: dict[str, object] = {"python": list(sys.version_info[:2])}
        for name in names:
            try:
                found[name] = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                found[name] = None
        for _ in batches:
            yield pa.RecordBatch.from_pydict({"found": [json.dumps(found)]})

    probe.__module__ = "__main__"  # so that it goes there by its code: the package may not be there
    [row] = spark.range(0, 1, 1, 1).mapInArrow(probe, "found string").collect()
    found: dict[str, Any] = json.loads(row[0])
    return found


def _ship(spark: Any) -> None:
    """Send this very package to the executors."""
    if _is_local(spark):
        return
    archive = Path(tempfile.mkdtemp(prefix="dataset-tools-")) / "dataset_tools_package.zip"
    with zipfile.PyZipFile(str(archive), "w", zipfile.ZIP_DEFLATED) as package:
        package.writepy(str(Path(__file__).resolve().parents[2]))
    spark.addArtifacts(str(archive), pyfile=True)


def _is_local(spark: Any) -> bool:
    """Whether the executors are this machine's own process, which finds what this one does."""
    return not is_connect(spark) and str(spark.conf.get("spark.master", "")).startswith("local")
