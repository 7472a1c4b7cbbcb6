"""Validators of other projects, each in an environment of its own, as their pins clash.

An environment is made at its first use, by the requirements beside the program that runs in it, and
used again while these stay the same. ``python tests/services/environments.py`` makes them all.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

VALIDATORS = Path(__file__).resolve().parent / "validators"
NAMES = tuple(sorted(path.stem for path in VALIDATORS.glob("*.txt")))


def cache() -> Path:
    """Return the folder that the environments are kept in."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "dataset-tools" / "validators"


def environment(name: str) -> Path:
    """Return the Python of a validator's environment, which is made if it is not there."""
    requirements = VALIDATORS / f"{name}.txt"
    mark = f"{requirements.read_text('utf-8')} {sys.version}"
    digest = hashlib.sha256(mark.encode()).hexdigest()[:16]
    folder = cache() / f"{name}-{digest}"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements)]
        subprocess.run(install, check=True)
        ready.touch()
    return python


def run_validator(name: str, *arguments: object) -> Any:
    """Run a validator's program and return what it prints as JSON."""
    done = subprocess.run(
        [str(environment(name)), str(VALIDATORS / f"check_{name}.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    for each in NAMES:
        environment(each)
