"""Mend: what a descriptor states of its files is what they are: bytes, hash, number of rows.

Only numbers that it states already are refreshed, in their own form.
"""

import hashlib
from collections.abc import Mapping

from dataset_tools.exceptions import FileFault
from dataset_tools.files.hashes import known_algorithm, split_hash
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.read.tables import open_table

ROWS = "dataset-tools:rows"
_BUFFER = 1 << 20


def refreshed(resource: Resource, files: Files) -> Mapping[str, object]:
    """Return the properties of a resource whose values are not those of its files."""
    stated = resource.descriptor
    found: dict[str, object] = {}
    try:
        if len(resource.paths) == 1 and (resource.bytes is not None or resource.hash):
            found |= _of_bytes(resource, files)
        if resource.is_table and isinstance(stated.get(ROWS), int):
            rows = _rows(resource, files)
            found |= {} if rows is None else {ROWS: rows}
    except FileFault:
        return {}
    return {key: value for key, value in found.items() if stated.get(key) != value}


def _of_bytes(resource: Resource, files: Files) -> dict[str, object]:
    algorithm, digest = split_hash(resource.hash or "")
    is_known = bool(digest) and known_algorithm(algorithm)
    hashed = hashlib.new(algorithm if is_known else "sha256", usedforsecurity=False)
    length = 0
    with files.open(resource.paths[0]) as file:
        while piece := file.read(_BUFFER):
            hashed.update(piece)
            length += len(piece)
    found: dict[str, object] = {} if resource.bytes is None else {"bytes": length}
    if is_known and hashed.hexdigest() != digest:
        prefix, colon, _ = (resource.hash or "").rpartition(":")
        found["hash"] = f"{prefix}{colon}{hashed.hexdigest()}"
    return found


def _rows(resource: Resource, files: Files) -> int | None:
    table = open_table(resource, files)
    rows = sum(batch.cells.height for batch in table.batches())
    return None if table.faults else rows
