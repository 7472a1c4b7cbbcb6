"""An environment with pyspark on top of the one that runs the tests, which is to be without it."""

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.services.environments import cache

FOLDER = Path(__file__).resolve().parent / "spark"
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


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line tool by the settings of Spark's own that name ``local[2]``."""
    submit = "--master local[2] --conf spark.ui.enabled=false pyspark-shell"
    return subprocess.run(
        [str(spark_python()), "-m", "dataset_tools", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYSPARK_SUBMIT_ARGS": submit},
    )


if __name__ == "__main__":
    print(spark_python())  # noqa: T201 (a program of its own)
