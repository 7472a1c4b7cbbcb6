"""What makes a finding the same one tomorrow."""

import hashlib
import json
from collections import Counter

from dataset_tools.errors.error import Error


def fingerprint(table: str, error: Error) -> str:
    """Hash what makes a finding the same one tomorrow: never a position.

    Parameters
    ----------
    table
        Name of the table, empty for an error of the package.
    error
        The error; its row counts by primary key, else by its cells.
    """
    row = error.key or error.cells or error.labels
    parts = (
        table,
        error.kind.code,
        error.field_name or ",".join(error.field_names) or error.rule,
        *row,
        error.cell or error.label,
        *error.field_cells,
        error.pointer or "",
    )
    text = json.dumps(parts, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


class Fingerprints:
    """Gives the findings of one report their fingerprints; a counter tells equal ones apart."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, table: str, error: Error) -> str:
        """Return the fingerprint of the next finding: its own, if it has one."""
        if error.fingerprint:
            return error.fingerprint
        digest = fingerprint(table, error)
        self._seen[digest] += 1
        number = self._seen[digest]
        return digest if number == 1 else f"{digest}-{number}"
