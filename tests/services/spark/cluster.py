"""A standalone cluster of Spark on this machine: reports compared, times taken, a worker killed.

    python -m tests.services.spark.cluster [LARGE_PACKAGE] [--also PACKAGE...]

A master and two workers run as processes of their own, with a core each, on the loopback. Without
LARGE_PACKAGE only reports are compared: of small packages, of those named, of a million errors.
"""

import argparse
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.services.spark.packages import write_many_errors, write_packages
from tests.services.spark_environment import compare, spark_home, spark_python

PORT = 17077
MASTER = f"spark://127.0.0.1:{PORT}"
KILLED_AFTER = 20
"""Seconds from the start of the program that compares."""


def main() -> None:
    """Compare, then measure, then kill."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("large", nargs="?")
    arguments.add_argument("--also", nargs="*", default=[], help="packages to compare, too")
    given = arguments.parse_args()
    large = given.large
    with tempfile.TemporaryDirectory() as folder, cluster(2) as _:
        packages = [*write_packages(Path(folder) / "small"), *given.also]
        many = write_many_errors(Path(folder) / "many", 700_000)
        for options in (packages, ["--part-bytes", 1 << 20, "--max-errors", 1000, many]):
            for path, found in compare("--master", MASTER, *options).items():
                print(Path(path).name, found, flush=True)
    if large is None:
        return
    for workers in (1, 2):
        with cluster(workers):
            print(f"{workers} worker(s):", measured(large))
    with cluster(2) as running:
        began = time.monotonic()
        threading.Timer(KILLED_AFTER, lambda: os.killpg(running[-1].pid, signal.SIGKILL)).start()
        found = compare("--master", MASTER, "--part-bytes", 4 << 20, large)
        if time.monotonic() - began < KILLED_AFTER:
            raise SystemExit("the run ended before a worker was killed: take a larger package")
        print(f"a worker killed after {KILLED_AFTER} s:", found)


@contextmanager
def cluster(workers: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run a master and workers; the processes are ended at the end."""
    running = [
        _start("master.Master", "--host", "127.0.0.1", "--port", str(PORT), "--webui-port", "0")
    ]
    time.sleep(5)
    with tempfile.TemporaryDirectory() as work:
        options = ("--host", "127.0.0.1", "--cores", "1", "--memory", "2g", "--webui-port", "0")
        running += [
            _start("worker.Worker", *options, "--work-dir", work, MASTER) for _ in range(workers)
        ]
        time.sleep(5)
        try:
            yield running
        finally:
            for each in running:
                if each.poll() is None:
                    os.killpg(each.pid, signal.SIGTERM)
                each.wait()


def _start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [f"{spark_home()}/bin/spark-class", f"org.apache.spark.deploy.{name}", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYSPARK_PYTHON": str(spark_python()), "SPARK_LOCAL_IP": "127.0.0.1"},
    )


def measured(package: str) -> Any:
    """Return the seconds of Spark's own read and count, and of a validation, in one session."""
    return compare("--master", MASTER, "--measure", package)[package]


if __name__ == "__main__":
    main()
