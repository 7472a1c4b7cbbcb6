"""Count the instructions of two small runs, and say so where they are more than before.

Instructions, not seconds: valgrind's cachegrind counts them the same on a busy machine. ``start``
is the validation of ten rows, ``rows`` what 50,000 rows cost beyond it. ``--write`` makes what is
counted now the baseline.
"""

import argparse
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import ROOT
from packages import MAKE
from results import versions

BASELINE = Path(__file__).resolve().parent / "counts.json"
FEW, MANY = 10, 50_000
ALLOWED = 1.10
COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Instructions, and what they depend on beside our own code."""

    instructions: Mapping[str, int]
    python: str
    architecture: str
    versions: Mapping[str, str]

    @property
    def kind(self) -> tuple[str, str]:
        """What must be the same for two counts to be held against each other."""
        return self.python, self.architecture


class Counter:
    """Counts the instructions of validations in an environment that is always the same."""

    def __init__(self, valgrind: str, folder: Path) -> None:
        self._valgrind = [valgrind, "--tool=cachegrind", "--cache-sim=no"]
        self._folder = folder
        self._environment = {
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "POLARS_MAX_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        }

    def count(self, rows: int) -> int:
        """Validate so many rows, once to compile and once to count."""
        package = self._folder / str(rows)
        subprocess.run([sys.executable, str(MAKE), "mixed", str(package), str(rows)], check=True)
        validate = [sys.executable, "-m", "dataset_tools", "validate", str(package), "--quiet"]
        subprocess.run(validate, check=True, env=self._environment)
        counted = subprocess.run(
            [*self._valgrind, "--cachegrind-out-file=/dev/null", *validate],
            check=True,
            env=self._environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        found = COUNTED.search(counted.stderr)
        if found is None:
            raise ValueError(f"no count in what valgrind said:\n{counted.stderr}")
        return int(found[1].replace(",", ""))


def here() -> tuple[str, str]:
    """Return the Python and the architecture that run this."""
    return ".".join(platform.python_version_tuple()[:2]), platform.machine()


def counts(valgrind: str) -> Counts:
    """Count both runs, side by side."""
    with tempfile.TemporaryDirectory(prefix="count-") as folder:
        counter = Counter(valgrind, Path(folder))
        with ThreadPoolExecutor(2) as pool:
            few, many = pool.map(counter.count, (FEW, MANY))
    return Counts(
        instructions={"start": few, "rows": many - few},
        python=here()[0],
        architecture=here()[1],
        versions=versions(),
    )


def compared(old: Counts, new: Counts) -> tuple[list[str], bool]:
    """Return lines about two counts, and whether the new one is within what is allowed."""
    lines, within = [], True
    for name, before in old.instructions.items():
        now = new.instructions[name]
        lines.append(f"{name}: {now:,} instructions, {now / before - 1:+.1%} ({before:,})")
        if now > before * ALLOWED:
            within = False
            lines.append(f"{name}: MORE THAN {ALLOWED - 1:.0%} ABOVE THE BASELINE")
    others = {name: text for name, text in new.versions.items() if old.versions.get(name) != text}
    if others:
        lines.append(f"not those of the baseline: {others}")
    if not within:
        lines.append("if that has to be: python benchmarks/count.py --write")
    return lines, within


def main() -> int:
    """Count and compare; 1 where it has become more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the baseline anew")
    options = parser.parse_args()
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("not counted: there is no valgrind (Debian: apt-get install valgrind)")
        return 2
    old = None if options.write else Counts(**json.loads(BASELINE.read_text("utf-8")))
    if old is not None and old.kind != here():
        print(f"not compared: the baseline is of {old.kind}, this is {here()}")
        return 0
    new = counts(valgrind)
    if old is None:
        BASELINE.write_text(json.dumps(asdict(new), indent=1) + "\n", "utf-8")
        print(f"wrote {BASELINE.name}: {dict(new.instructions)}")
        return 0
    lines, within = compared(old, new)
    print("\n".join(lines))
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
