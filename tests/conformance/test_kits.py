"""The public kits, run as they come, against the command that is installed beside this Python."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.kit
Shared = Callable[[str], Path]
Results = dict[str, dict[str, Any]]

LEAST = {"fields": 0.99, "tables": 0.98, "fixtures": 1.0, "packages": 1.0}
"""The share of the counted cases that must pass."""


@cache
def results(runner: Path) -> Results:
    """Run a kit once, and return what became of its cases."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "results.json"
        done = subprocess.run(
            [sys.executable, str(runner), "--save", str(saved)],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        found: Results = json.loads(saved.read_text("utf-8"))
    return found


def kind_of(case: dict[str, Any]) -> str:
    return "fixtures" if case["group"].startswith("fixtures-") else str(case["kind"])


@pytest.mark.parametrize("kind", LEAST)
def test_the_conformance_kit_passes(shared: Shared, kind: str) -> None:
    cases = results(shared("conformance/run.py"))
    counted = {
        name: case
        for name, case in cases.items()
        if kind_of(case) == kind and case["level"] != "doubtful"
    }
    failed = {name: case["detail"] for name, case in counted.items() if not case["pass"]}
    assert counted
    assert len(failed) <= (1 - LEAST[kind]) * len(counted), failed


def test_every_fault_is_met_as_it_should_be(shared: Shared) -> None:
    faults = results(shared("faults/run_faults.py"))
    failed = {name: each["wrong"] for name, each in faults.items() if each and each["wrong"]}
    assert faults
    assert failed == {}
