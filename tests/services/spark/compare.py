"""Hold the report of Spark against that of this machine, and print what differs as JSON.

    compare.py --master local[2] --part-bytes 20000 PACKAGE...

It runs in an environment that has pyspark; the package under test is the one on its path.
"""

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from dataset_tools import Package
from dataset_tools.engine.spark import engine

_PROCESS = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.executor.memory": "1g",
}
"""Settings of a session whose driver is this process."""
_TURNS, _WARM = 7, 2
"""So many turns after the first are timed, and these of them do not count."""


def main() -> None:
    """Compare package by package; the last line printed is an object, package to result."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("packages", nargs="+")
    arguments.add_argument("--master", default="local[2]")
    arguments.add_argument("--remote", help="a server of Spark Connect, in place of a master")
    arguments.add_argument("--part-bytes", default="20000")
    arguments.add_argument("--max-errors", type=int, default=200)
    arguments.add_argument("--most-sent", type=int, help="so many keys may be sent to tasks")
    arguments.add_argument("--at", help="a URL that has copies of the packages, which Spark reads")
    arguments.add_argument("--measure", action="store_true", help="take times, compare nothing")
    given = arguments.parse_args()
    if given.most_sent is not None:
        engine.MOST_SENT = given.most_sent
    part_bytes = None if given.measure else given.part_bytes
    session = _session(given.master, given.remote, part_bytes)
    found: dict[str, Any] = {}
    if given.measure:
        found = {path: measured(Package.open(path), session) for path in given.packages}
        given.packages = []
    for path in given.packages:
        local = Package.open(path).validate(max_errors=given.max_errors)
        there = f"{given.at}/{Path(path).name}" if given.at else path
        started = time.perf_counter()
        package = Package.open(there, engine="spark", spark=session)
        spark = package.validate(max_errors=given.max_errors, engine="spark", spark=session)
        seconds = round(time.perf_counter() - started, 2)
        text = spark.to_json().replace(there, path)
        different = [*differences(plain(local.to_json()), plain(text))]
        here = [note for task in spark.tasks for note in task.warnings if "by Spark" in note]
        found[path] = {
            "errors": [task.stats.errors for task in local.tasks],
            "different": different[:5],
            "here": here,
            "seconds": seconds,
        }
        print(path, found[path], file=sys.stderr, flush=True)
    session.stop()
    print(json.dumps(found))


def measured(package: Package, session: Any) -> dict[str, float]:
    """Return the seconds of Spark's own reading and of validations: the first, then the usual.

    Java compiles what runs often while it runs, so that the usual is the median of later turns.
    """
    folder = package.located.folder or Path()
    paths = [
        str((folder / path).resolve())
        for table in package.described.package.tables
        for path in table.paths
    ]
    seconds: dict[str, list[float]] = defaultdict(list)

    def timed(name: str, work: Callable[[], object]) -> None:
        started = time.perf_counter()
        work()
        seconds[name].append(round(time.perf_counter() - started, 2))

    def count() -> None:
        for path in paths:
            session.read.option("header", "true").csv(path).count()

    def read_all() -> None:
        for path in paths:
            frame = session.read.option("header", "true").csv(path)
            frame.write.format("noop").mode("overwrite").save()

    for _ in range(1 + _TURNS):
        timed("count", count)
        timed("every column", read_all)
        timed("validate", lambda: package.validate(engine="spark", spark=session))
    return {
        f"{name}, {turn}": value
        for name, (first, *later) in seconds.items()
        for turn, value in (("first", first), ("usual", median(later[_WARM:])))
    }


def _session(master: str, remote: str | None, part_bytes: str | None) -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {"spark.sql.shuffle.partitions": "4", **({} if remote else _PROCESS)}
    if part_bytes is not None:
        settings["spark.datasetTools.partBytes"] = part_bytes
    if "COVERAGE_PROCESS_START" in os.environ:  # what a process saw is written when it ends
        settings["spark.python.worker.reuse"] = "false"
    builder = SparkSession.builder.remote(remote) if remote else SparkSession.builder.master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    if not remote:
        session.sparkContext.setLogLevel("ERROR")
    return session


def plain(text: str) -> Any:
    """Return a report without what depends on the run: times, and remarks on who did what."""
    report = json.loads(text)
    for each in (report, *report["tasks"]):
        each["stats"].pop("seconds")
        each["warnings"] = [note for note in each["warnings"] if "listed" in note]
    return report


def differences(local: Any, spark: Any, at: str = "") -> list[str]:
    """Name what differs between two reports."""
    if isinstance(local, dict) and isinstance(spark, dict) and local.keys() == spark.keys():
        return [
            text for key in local for text in differences(local[key], spark[key], f"{at}/{key}")
        ]
    if isinstance(local, list) and isinstance(spark, list) and len(local) == len(spark):
        pairs = enumerate(zip(local, spark, strict=True))
        return [text for key, pair in pairs for text in differences(*pair, f"{at}/{key}")]
    return [] if local == spark else [f"{at}: {local!r:.200} is not {spark!r:.200}"]


if __name__ == "__main__":
    main()
