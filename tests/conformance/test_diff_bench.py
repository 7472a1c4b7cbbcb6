"""``diff`` of two packages of a million rows with a thousand changes: exact, fast, small."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.kit, pytest.mark.slow]
ROWS = 1_000_000
MOST_OF_POLARS = 3
MOST_MEMORY = 1 << 30
READ_BOTH = "import sys, polars\nfor path in sys.argv[1:]: polars.read_csv(path)"


@dataclass(frozen=True)
class Ran:
    out: str
    seconds: float
    memory: int


def run(*command: str) -> Ran:
    """Run a command; its time is the processor's, which other programs do not lengthen."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return Ran(out, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def changed(lines: list[str], chance: random.Random) -> list[str]:
    """Change 700 rows, take 150 out, put 150 in."""
    chosen = chance.sample(range(len(lines)), 850)
    for at in chosen[:700]:
        cells = lines[at].split(",")
        cells[2] = "2001-01-01"  # no row has a day so early
        lines[at] = ",".join(cells)
    gone = set(chosen[700:])
    kept = [line for at, line in enumerate(lines) if at not in gone]
    row = "c0000001,2004-01-01,2004-01-01T00:00:00Z,1.0,2.0,true,merger,x,AB,5,6"
    for number in range(150):
        kept.insert(chance.randrange(len(kept)), f"{2 * ROWS + number},{row}")
    return kept


def test_a_thousand_changes_in_a_million_rows(
    tmp_path: Path, shared: Callable[[str], Path]
) -> None:
    maker = str(shared("bench/make_bench.py"))
    old, new = tmp_path / "old", tmp_path / "new"
    run(sys.executable, maker, "--out", str(old), "--rows", str(ROWS))
    shutil.copytree(old, new)
    path = new / "data" / "stock_moves.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    rows = changed(lines, random.Random(1))  # noqa: S311 (the same changes each time)
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    paths = [str(each / "data" / "stock_moves.csv") for each in (old, new)]
    floor = run(sys.executable, "-c", READ_BOTH, *paths)
    done = run(sys.executable, "-m", "dataset_tools", "diff", str(old), str(new), "--json")
    counts = json.loads(done.out)["rows"]["stock_moves"]
    assert counts == {"added": 150, "removed": 150, "changed": 700}
    assert done.memory < MOST_MEMORY
    assert done.seconds <= MOST_OF_POLARS * floor.seconds
