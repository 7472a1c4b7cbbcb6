"""One line of a report."""

from dataclasses import dataclass
from typing import Literal

from dataset_tools.errors.check import Check
from dataset_tools.errors.kind import ErrorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """A fault with its place; which of the places are filled depends on ``kind.type``.

    ``row_number`` and ``line_number`` are 1-based and count as the report does; ``pointer`` is a
    JSON pointer into the descriptor at ``place``; ``key`` holds the row's primary key as text;
    ``rule`` names the row rule that is broken; ``fingerprint`` is filled where all findings were
    seen, not only the listed ones.
    """

    kind: ErrorKind
    note: str
    place: str = ""
    severity: Literal["error", "warning"] = "error"
    fix: str = ""
    row_number: int | None = None
    line_number: int | None = None
    column: int | None = None
    pointer: str | None = None
    cells: tuple[str, ...] = ()
    cell: str = ""
    field_name: str = ""
    field_number: int | None = None
    labels: tuple[str, ...] = ()
    label: str = ""
    row_numbers: tuple[int, ...] = ()
    field_names: tuple[str, ...] = ()
    field_cells: tuple[str, ...] = ()
    reference_name: str = ""
    reference_field_names: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    rule: str = ""
    fingerprint: str = ""

    @property
    def message(self) -> str:
        """What is wrong, where, in one sentence."""
        return self.kind.message.format_map(
            {
                "note": self.note,
                "place": self.place,
                "row": self.row_number,
                "line": self.line_number,
                "column": self.column,
                "pointer": self.pointer,
                "cell": self.cell,
                "field": self.field_name,
                "number": self.field_number,
                "label": self.label,
            },
        )

    @property
    def check(self) -> Check:
        """The check that the finding is of."""
        name = self.field_name or self.rule
        return Check(self.kind.code, self.field_names or ((name,) if name else ()))

    @property
    def mend(self) -> str:
        """How to mend it: the error's own advice, else its kind's."""
        return self.fix or self.kind.fix
