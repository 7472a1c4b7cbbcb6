"""Time this tool against the floor, in turn, whole processes, and print ratios of medians."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEFAULT_MAKER = HERE.parent.parent / "shared" / "bench" / "make_bench.py"


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and processor time, and the peak of memory in MiB."""

    wall: float
    cpu: float
    peak: float


def run(command: list[str]) -> Run:
    """Run a command to its end; its output is thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(runs: list[Run]) -> Run:
    """Return the median of each figure."""
    return Run(
        statistics.median(each.wall for each in runs),
        statistics.median(each.cpu for each in runs),
        statistics.median(each.peak for each in runs),
    )


def main() -> None:
    """Make the data, run both in turn, print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--maker", type=Path, default=DEFAULT_MAKER, help="the data's generator")
    parser.add_argument("--keep", type=Path, help="keep the data in this folder")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-"))
    tool = str(Path(sys.executable).with_name("dataset-tools"))
    commands: dict[str, list[str]] = {}
    for name, errors in (("valid", 0), ("70 errors", 70)):
        package = folder / f"{options.rows}-{errors}"
        if not (package / "datapackage.json").exists():
            arguments = ["--rows", str(options.rows), "--errors", str(errors)]
            make = [sys.executable, str(options.maker), "--out", str(package), *arguments]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        if not errors:
            commands["floor"] = [sys.executable, str(HERE / "floor.py"), str(package)]
        commands[name] = [tool, "validate", str(package), "--quiet"]
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(options.repeat + 1):
        for name, command in commands.items():
            figures = run(command)
            if turn:
                found[name].append(figures)
    floor = median(found["floor"])
    print(f"{options.rows:,} rows, medians of {options.repeat}")
    for name, runs in found.items():
        each = median(runs)
        print(
            f"{name:<10} wall {each.wall:6.2f} s ({each.wall / floor.wall:4.2f} x)  "
            f"cpu {each.cpu:6.2f} s ({each.cpu / floor.cpu:4.2f} x)  peak {each.peak:5.0f} MiB",
        )
    if not options.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
