"""What a run writes, in order: a plan, printed by a dry run and carried out by a real one."""

from dataclasses import dataclass, replace
from typing import Literal, Self

Do = Literal["create", "reserve", "upload", "delete", "metadata", "datastore", "pointer", "publish"]
State = Literal["planned", "done", "failed", "skipped"]
Action = Literal["create", "update", "nothing"]
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One write: what is done, to what, why, and how many bytes it sends."""

    do: Do
    what: str
    bytes: int = 0
    reason: str = ""
    state: State = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The writes of a run; ``action`` says what they are for the package as a whole."""

    action: Action
    steps: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()

    def with_state(self, number: int, state: State) -> Self:
        """Return the plan with the state of its step of that number, counted from 0.

        Examples
        --------
        >>> plan = Plan(action="create", steps=(Step(do="create", what="a"),))
        >>> plan.with_state(0, "done").steps[0].state
        'done'
        """
        changed = replace(self.steps[number], state=state)
        return replace(self, steps=(*self.steps[:number], changed, *self.steps[number + 1 :]))

    def failed_at(self, number: int) -> Self:
        """Return the plan of a run that failed at that step: those after it are skipped."""
        failed = self.with_state(number, "failed")
        for later in range(number + 1, len(self.steps)):
            failed = failed.with_state(later, "skipped")
        return failed
