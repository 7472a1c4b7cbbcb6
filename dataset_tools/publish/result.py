"""What a run planned and did: one shape for a plan, a result and a failure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.exceptions import CouldNotRun, NotPublished
from dataset_tools.publish.plan import Plan

EXIT_DONE = 0
EXIT_NOT_DONE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a run ended before its end: an entry of the catalogue, in words of the occasion."""

    code: str
    message: str
    fix: str
    status: int | None = None

    @classmethod
    def of(cls, error: CouldNotRun, message: str) -> "Failure":
        """Put an exception as a failure, in a message that hides what is secret."""
        status = error.status if isinstance(error, NotPublished) else None
        fix = error.fix if isinstance(error, NotPublished) else ""
        fix = fix or CATALOGUE[error.code].fix
        return cls(code=error.code, message=message, fix=fix, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of a run; of a dry one, the plan is all there is."""

    target: str
    place: str
    name: str
    version: str
    dry_run: bool
    plan: Plan
    ids: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    error: Failure | None = None

    @property
    def exit_code(self) -> int:
        """0 where it is done, or can be; 2 where it is not."""
        return EXIT_DONE if self.error is None else EXIT_NOT_DONE
