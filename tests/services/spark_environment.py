"""An environment with pyspark on top of the one that runs the tests, which is to be without it."""

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.services.environments import cache
from tests.services.servers.start import free_port

FOLDER = Path(__file__).resolve().parent / "spark"
_PATIENCE = 120
"""Seconds for a server to start."""
MEASURE = (
    "import os; os.getenv('COVERAGE_PROCESS_START') and __import__('coverage').process_startup()"
)
"""A line of a ``.pth`` file by which every Python of the environment says what it covers."""


def spark_python() -> Path:
    """Return the Python of the environment, which is made if it is not there."""
    requirements, below = FOLDER / "requirements.txt", sysconfig.get_path("purelib")
    mark = f"{requirements.read_text('utf-8')} {below} {sys.version} {MEASURE}"
    folder = cache() / f"spark-{hashlib.sha256(mark.encode()).hexdigest()[:16]}"
    python, ready = folder / "bin" / "python", folder / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements)]
        subprocess.run(install, check=True)
        own = next((folder / "lib").glob("python*")) / "site-packages"
        (own / "tests.pth").write_text(f"{below}\n{MEASURE}\n", "utf-8")
        ready.touch()
    return python


def compare(*arguments: object, timeout: float | None = None) -> Any:
    """Run ``compare.py`` and return what it prints."""
    done = subprocess.run(
        [str(spark_python()), str(FOLDER / "compare.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def command(*arguments: object, remote: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line tool by settings of Spark's own: ``local[2]``, or a server to ask."""
    submit = "--master local[2] --conf spark.ui.enabled=false pyspark-shell"
    spark = {"SPARK_REMOTE": remote} if remote else {"PYSPARK_SUBMIT_ARGS": submit}
    return subprocess.run(
        [str(spark_python()), "-m", "dataset_tools", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **spark},
    )


def spark_home() -> Path:
    """Return the folder of the environment's Spark."""
    where = "import pyspark; print(pyspark.__path__[0])"
    found = subprocess.check_output([str(spark_python()), "-c", where], text=True)
    return Path(found.strip())


@contextmanager
def connect_server() -> Iterator[str]:
    """Run a server of Spark Connect in ``local[2]``, and give its URL."""
    port = free_port()
    settings = {
        "spark.master": "local[2]",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
    }
    options = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    name = "org.apache.spark.sql.connect.service.SparkConnectServer"
    server = subprocess.Popen(
        [spark_home() / "bin" / "spark-submit", "--class", name, *options, "spark-internal"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "PYSPARK_PYTHON": str(spark_python()),
            "SPARK_LOCAL_IP": "127.0.0.1",
        },
    )
    try:
        _wait_for(port, server)
        yield f"sc://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.3)
    raise RuntimeError("the server of Spark Connect did not start")


if __name__ == "__main__":
    print(spark_python())  # noqa: T201 (a program of its own)
