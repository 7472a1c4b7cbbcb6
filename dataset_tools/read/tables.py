"""Which reader reads a table: by its format."""

from dataset_tools.exceptions import FileFault
from dataset_tools.files.hashes import known_algorithm, split_hash
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.read.csv import DelimitedTable
from dataset_tools.read.layout import layout_of
from dataset_tools.read.reader import TableReader

DELIMITED = frozenset({"csv", "tsv", "tab", "txt"})


def open_table(resource: Resource, files: Files) -> TableReader:
    """Return the reader of a table.

    Raises
    ------
    FileFault
        The table is in a format that is not read here (DT509).
    """
    if not resource.paths:
        raise FileFault("DT509", resource.name, "inline data are not read here")
    if resource.compression:
        note = f'the compression "{resource.compression}" is not read here'
        raise FileFault("DT509", resource.place, note)
    if resource.format not in DELIMITED:
        note = f'the format "{resource.format}" is not read here'
        raise FileFault("DT509", resource.place, note)
    return DelimitedTable(
        files=files,
        paths=resource.paths,
        encoding=resource.encoding,
        layout=layout_of(resource.dialect),
        algorithms=algorithms(resource),
        field_count=len(resource.schema.fields) if resource.schema else None,
    )


def algorithms(resource: Resource) -> tuple[str, ...]:
    """Return the hash algorithms to compute for a resource: SHA-256, and the declared one."""
    if resource.hash is None:
        return ("sha256",)
    declared, _ = split_hash(resource.hash)
    return tuple({"sha256": 0, **({declared: 0} if known_algorithm(declared) else {})})
