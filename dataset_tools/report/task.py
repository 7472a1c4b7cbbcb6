"""What was found in one resource, and what was done for it."""

from dataclasses import dataclass, field
from typing import Literal

from dataset_tools.errors.error import Error
from dataset_tools.report.checked import Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStats:
    """What was done for one resource; ``errors`` is the true number, however many are listed.

    ``rows`` and ``fields`` are None for a file that is no table; ``cells`` and ``checks`` count
    what was looked at, ``fragments`` the places of sources that rows cite, ``proofs`` the cells
    that a source proved. ``known`` counts the findings that are not new, None if all count.
    """

    errors: int = 0
    warnings: int = 0
    seconds: float = 0.0
    bytes: int | None = None
    sha256: str | None = None
    fields: int | None = None
    rows: int | None = None
    cells: int = 0
    checks: int = 0
    fragments: int = 0
    proofs: int = 0
    known: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What was found in one resource; ``findings`` are its errors of severity warning.

    ``checks`` are all that it was held against, those that found nothing included; ``known`` are
    findings that were there before, which do not count.
    """

    name: str
    type: Literal["table", "file"]
    place: str
    labels: tuple[str, ...] = ()
    stats: TaskStats = field(default_factory=TaskStats)
    errors: tuple[Error, ...] = ()
    findings: tuple[Error, ...] = ()
    warnings: tuple[str, ...] = ()
    package: str | None = None
    checks: tuple[Checked, ...] = ()
    known: tuple[Error, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no error was found."""
        return self.stats.errors == 0
