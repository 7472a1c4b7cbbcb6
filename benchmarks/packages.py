"""The packages that are measured, made when they are first asked for.

The generator and ``make.py`` run in processes of their own: see ``measure.run``.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
MAKE = HERE / "programs" / "make.py"
DEFAULT_MAKER = HERE.parent.parent / "shared" / "bench" / "make_bench.py"


class NoMakerError(Exception):
    """The generator of the data is not where it was looked for."""


@dataclass(frozen=True, slots=True)
class Packages:
    """A folder of packages, and the generator of the ones with two tables."""

    folder: Path
    maker: Path

    def __post_init__(self) -> None:
        """Look for the generator before anything is measured."""
        if not self.maker.is_file():
            raise NoMakerError(f"there is no generator {self.maker}; --maker names another")

    def bench(self, rows: int, errors: int = 0) -> Path:
        """Return two tables with keys, a foreign key, patterns; so many errors are planted."""
        target = self.folder / f"{rows}-{errors}"
        numbers = ("--rows", str(rows), "--errors", str(errors))
        return self._made(target, str(self.maker), "--out", str(target), *numbers)

    def changed(self, change: str, rows: int, *numbers: int) -> Path:
        """Return the tables of ``bench`` with a change that ``make.py`` knows."""
        return self._ours(change, str(self.bench(rows)), *numbers)

    def new(self, kind: str, *numbers: int) -> Path:
        """Return a package of a kind that ``make.py`` knows."""
        return self._ours(kind, *numbers)

    def _ours(self, kind: str, *arguments: str | int) -> Path:
        texts = [str(each) for each in arguments]
        target = self.folder / "-".join([kind, *(Path(each).name for each in texts)])
        return self._made(target, str(MAKE), kind, str(target), *texts)

    def _made(self, target: Path, *command: str) -> Path:
        if not (target / "datapackage.json").exists():
            arguments = [sys.executable, *command]
            subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
        return target
