"""How a package is judged, as a file of settings and the command line say it."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, Self

FailOn = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was said of each option that settings may hold; None where nothing was said.

    The names are those of the long options of ``validate``, in snake case.
    """

    fail_on: FailOn | None = None
    skip: tuple[str, ...] | None = None
    baseline: Path | None = None
    new_since: str | None = None
    sources: Path | None = None
    max_errors: int | None = None
    fail_fast: bool | None = None

    def over(self, others: Self) -> Self:
        """Return these settings, and those of the others where these say nothing.

        Examples
        --------
        >>> Settings(max_errors=5).over(Settings(max_errors=9, new_since="main")).new_since
        'main'
        """
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        said = {
            name: getattr(others, name) if value is None else value for name, value in own.items()
        }
        return type(self)(**said)
