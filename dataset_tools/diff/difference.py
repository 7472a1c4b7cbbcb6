"""What differs between two versions of a package, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dataset_tools.diff.change import Change, Step
from dataset_tools.diff.version_step import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A row that differs: its key (else all its cells), and in a changed one old and new cells."""

    row: Mapping[str, str]
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDifference:
    """How many rows of a table differ; ``fields`` counts the changed rows by field.

    ``is_keyed`` is False where rows were told by all their values, for want of a primary key.
    """

    added: int = 0
    removed: int = 0
    changed: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)
    is_keyed: bool = True
    added_rows: tuple[Example, ...] = ()
    removed_rows: tuple[Example, ...] = ()
    changed_rows: tuple[Example, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no row differs."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that changed from OLD to NEW, and what it means for the version.

    ``rows`` has every table that is in both, by its name in NEW; ``created`` is the day that NEW
    says it was made.
    """

    name: str
    created: str
    step: Step
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    rows: Mapping[str, RowDifference] = field(default_factory=dict)
