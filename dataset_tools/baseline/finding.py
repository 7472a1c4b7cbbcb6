"""What is remembered of a finding: hashes alone, so that no text of the data leaves the package."""

import hashlib
import json
import re
from dataclasses import dataclass

from dataset_tools.engine.sieve import Subject
from dataset_tools.errors.error import Error

BYTES = 8
"""The length of a cell's hash."""

_NUMBER = re.compile(r"/\d+(?=/|$)")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a finding is, by table, code and field, and the hash of the cell that is wrong."""

    table: str
    code: str
    field: str
    cell: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: its fingerprint, its place, and the hashes of its row's cells, one a field."""

    fingerprint: str
    place: Place
    fields: tuple[str, ...] = ()
    cells: bytes = b""

    def cell(self, number: int) -> bytes:
        """Return the hash of the cell of a field, by the field's number from 0."""
        return self.cells[number * BYTES : (number + 1) * BYTES]


def finding_of(subject: Subject, error: Error, fingerprint: str) -> Finding:
    """Return what is remembered of an error.

    A place in a descriptor is its pointer without the numbers, which change where something is
    put before it.
    """
    wrong = error.field_cells or (error.cell or error.label,)
    return Finding(
        fingerprint,
        Place(subject.table, error.kind.code, _field(error), _hash(json.dumps(wrong)).hex()),
        subject.fields if error.cells else (),
        _row(subject.fields, error.cells),
    )


def own_fields(error: Error) -> frozenset[str]:
    """Return the names of the fields whose cells are the wrong ones."""
    return frozenset((error.field_name, *error.field_names))


def _field(error: Error) -> str:
    names = error.field_name or ",".join(error.field_names) or error.rule
    return names or _NUMBER.sub("/*", error.pointer or "")


def _row(fields: tuple[str, ...], cells: tuple[str, ...]) -> bytes:
    """Hash the cells of a row, one a field; a missing cell is an empty one."""
    if not cells:
        return b""
    gaps = ("",) * (len(fields) - len(cells))
    return b"".join(map(_hash, (*cells, *gaps)[: len(fields)]))


def _hash(text: str) -> bytes:
    encoded = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=BYTES).digest()
