"""The one way of publishing: read the state, plan, carry out, read back; the lock after each step.

A run that was killed at any point is taken up by the next one, which reads the state anew and plans
what is left; a run over an unchanged package plans nothing and writes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic

from dataset_tools.exceptions import CouldNotRun, DatasetToolsError, FileFault, Interrupted
from dataset_tools.publish.lock import Entry, record
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.result import Failure, Result
from dataset_tools.publish.target import S, Target

OnStep = Callable[[Step], None]


def publish(
    target: Target[S],
    publication: Publication,
    *,
    dry_run: bool = False,
    lock: Path | None = None,
    on_step: OnStep = lambda _step: None,
) -> Result:
    """Bring a place to the state of a package, or say what that would take.

    Parameters
    ----------
    target
        The place.
    publication
        The package, which was found valid.
    dry_run
        Only read, and return the plan.
    lock
        The file that remembers what was published; None for none.
    on_step
        Called before each step.

    Returns
    -------
    Result
        Also where it failed: ``error`` tells why, the states of the steps how far it came.
    """
    return _Run(target, publication, dry_run, lock, on_step).result()


@dataclass(slots=True)
class _Run(Generic[S]):
    target: Target[S]
    publication: Publication
    dry_run: bool
    lock: Path | None
    on_step: OnStep
    plan: Plan = field(default_factory=lambda: Plan(action="nothing"))
    place: str = ""
    state: S | None = None
    warnings: list[str] = field(default_factory=list)

    def result(self) -> Result:
        error = None
        try:
            self._run()
        except KeyboardInterrupt:
            error = self._failure(Interrupted("the run was stopped"))
        except CouldNotRun as refusal:
            error = self._failure(refusal)
        except FileFault as fault:
            error = self._failure(Interrupted(f"{fault.place} {fault.note}"))
        except DatasetToolsError as other:
            error = self._failure(CouldNotRun(str(other)))
        warnings = dict.fromkeys((*self.plan.warnings, *self.warnings))
        return Result(
            target=self.target.name,
            place=self.place,
            name=self.publication.name,
            version=self.publication.version,
            dry_run=self.dry_run,
            plan=self.plan,
            ids={} if self.state is None else self.target.ids(self.publication, self.state),
            warnings=tuple(map(self.target.hidden, warnings)),
            error=error,
        )

    def _failure(self, error: CouldNotRun) -> Failure:
        return Failure.of(error, self.target.hidden(str(error)))

    def _run(self) -> None:
        self.place = self.target.place(self.publication)
        self.state = state = self.target.survey(self.publication)
        self.place = self.target.place(self.publication)
        self.plan = self.target.plan(self.publication, state)
        if self.dry_run:
            return
        for number, step in enumerate(self.plan.steps):
            self._carry_out(number, step)
        if self.plan.steps:
            self._read_back()
        self._record()

    def _carry_out(self, number: int, step: Step) -> None:
        if self.state is None:
            return
        try:
            self.on_step(step)
            self.state = self.target.carry_out(step, self.publication, self.state)
        except (KeyboardInterrupt, DatasetToolsError):
            self.plan = self.plan.failed_at(number)
            raise
        self.plan = self.plan.with_state(number, "done")
        self.place = self.target.place(self.publication)
        self._record()

    def _read_back(self) -> None:
        """Hold what is there now against the package: nothing may be left to do."""
        self.state = state = self.target.survey(self.publication)
        left = self.target.plan(self.publication, state).steps
        if left:
            what = ", ".join(f"{step.do} {step.what}" for step in left[:3])
            raise Interrupted(f"read back, the place is not as it was written; left: {what}")

    def _record(self) -> None:
        if self.lock is None or self.state is None:
            return
        entry = Entry(
            ids=self.target.ids(self.publication, self.state),
            version=self.publication.version,
            files=self.target.files(self.publication, self.state),
        )
        warning = record(self.lock, f"{self.target.name} {self.place}", entry)
        if warning:
            self.warnings.append(warning)
