"""What was mended, and what was left alone, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedFile:
    """A file that was, or would be, mended: how many places by mend; ``diff`` if it was asked."""

    path: str
    mends: Mapping[str, int]
    diff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """A file that is not touched, and why."""

    path: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """The outcome; ``written`` is False where the mends were only to be shown."""

    written: bool
    files: tuple[MendedFile, ...] = ()
    left: tuple[LeftAlone, ...] = field(default=())

    @property
    def changed(self) -> bool:
        """Whether something was, or would be, mended."""
        return bool(self.files)
