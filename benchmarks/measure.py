"""Whole processes, run in turn: wall time, processor time and peak of memory."""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and processor time, and the peak of memory in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A command that is measured.

    ``program`` is what it runs, whatever the data; ``exit_code`` is the one that shows that it did
    what it was asked; ``turns`` are the most that it is given, where it is slow.
    """

    name: str
    command: tuple[str, ...]
    program: str
    exit_code: int = 0
    turns: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Contenders that do the same in one sitting; ``reference`` names the one of ratio 1."""

    group: str
    name: str
    title: str
    rows: int
    reference: str
    contenders: tuple[Contender, ...]


class WrongExitError(Exception):
    """A command ended with another exit code than it had to: its time is worth nothing."""


@dataclass(slots=True)
class Sitting:
    """Measures cases one after another; all of them share one store of compiled bytecode.

    The store is filled by a turn that is not counted, the first of each program, so that no
    figure depends on how a package was installed; where one turn is all, that one fills it.
    """

    bytecode: Path
    on_turn: Callable[[str], None] = lambda _text: None
    _compiled: set[tuple[str, int]] = field(default_factory=set)

    def measure(self, case: Case, turns: int) -> dict[str, tuple[Run, ...]]:
        """Run the contenders of a case in turn, and return their runs by name."""
        found: dict[str, list[Run]] = {each.name: [] for each in case.contenders}
        for each in case.contenders if turns > 1 else ():
            self._warm(each)
        for turn in range(turns):
            for each in case.contenders:
                if turn < (each.turns or turns):
                    self.on_turn(f"{case.title}: {each.name}, {turn + 1} of {turns}")
                    found[each.name].append(self._run(each))
        return {name: tuple(runs) for name, runs in found.items()}

    def _warm(self, contender: Contender) -> None:
        program = (contender.program, contender.exit_code)
        if program not in self._compiled:
            self._compiled.add(program)
            self._run(contender)

    def _run(self, contender: Contender) -> Run:
        found, exit_code, said = run(contender.command, self.environment())
        if exit_code != contender.exit_code:
            wanted = f"ended with {exit_code}, not {contender.exit_code}"
            raise WrongExitError(f"{' '.join(contender.command)} {wanted}\n{said}")
        return found

    def environment(self) -> dict[str, str]:
        """Return what the commands find in their environment."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
        return {**kept, "PYTHONPYCACHEPREFIX": str(self.bytecode), "PYTHONPATH": str(ROOT)}


def run(command: Sequence[str], environment: dict[str, str]) -> tuple[Run, int, str]:
    """Run a command to its end; return its figures, its exit code and the end of what it said.

    The peak that the system tells of a process is never less than that of the one that started it:
    this module must stay small, and import no package of data frames.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(max(0, said.tell() - 2000))
        text = said.read().decode("utf-8", "replace")
    found = Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    return found, process.returncode, text


def median(runs: Sequence[Run]) -> Run:
    """Return the median of each figure."""
    return Run(
        statistics.median(each.wall for each in runs),
        statistics.median(each.cpu for each in runs),
        statistics.median(each.peak for each in runs),
    )
