"""What the README prints is what happens."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
CONSOLES = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
VENV = "python3 -m venv .venv && .venv/bin/pip install --quiet"
TESTED = "--editable '.[test]' && .venv/bin/pytest"
SECONDS = re.compile(r"in \d+\.\d\d s")


def commands_of(block: str) -> list[tuple[str, str]]:
    """Part a console block into commands, with their continuation lines, and outputs."""
    found: list[tuple[str, str]] = []
    heredoc = False
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:], ""))
            heredoc = "<<'END'" in line
        elif heredoc:
            found[-1] = (found[-1][0] + line, "")
            heredoc = line != "END\n"
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("datapackage.json", "data", "schemas"):
        source, target = ROOT / name, tmp_path / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return tmp_path


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


@pytest.mark.parametrize("block", CONSOLES)
def test_a_console_block_prints_what_it_says(block: str, checkout: Path) -> None:
    commands = commands_of(block)
    script = "".join(f"{command}printf '\\036'\n" for command, _ in commands)
    done = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 (the README's own shell)
        cwd=checkout,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    outputs = done.stdout.split("\036")[:-1]
    expected = [output for _, output in commands]
    assert [SECONDS.sub("in 0 s", each) for each in outputs] == [
        SECONDS.sub("in 0 s", each) for each in expected
    ]


@pytest.mark.parametrize("block", PYTHON)
def test_a_python_block_runs(block: str, checkout: Path) -> None:
    subprocess.run([sys.executable, "-c", block], cwd=checkout, check=True)


def test_the_two_commands_stand_as_the_ci_needs_them() -> None:
    lines = [line.strip() for line in README.splitlines() if "python3 -m venv" in line]
    assert lines == [f"{VENV} . && .venv/bin/dataset-tools validate", f"{VENV} {TESTED}"]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150
