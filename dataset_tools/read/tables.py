"""Which reader reads a table: by its format."""

from collections.abc import Mapping

from dataset_tools.exceptions import FileFault
from dataset_tools.files.hashes import known_algorithm, split_hash
from dataset_tools.files.opened import Files
from dataset_tools.files.unpack import Unpack, unpack
from dataset_tools.model.package import Resource
from dataset_tools.read.csv import DelimitedTable
from dataset_tools.read.inline import InlineTable, inline_text, no_part
from dataset_tools.read.layout import layout_of
from dataset_tools.read.native_table import NativeTable, ReadPart
from dataset_tools.read.reader import TableReader
from dataset_tools.registry import look_up

DELIMITED = frozenset({"csv", "tsv", "tab", "txt"})
WORKBOOKS = frozenset({"xlsx", "xlsm", "ods"})
SMALL = 1 << 20
"""Tables of so few bytes are read without threads."""
DATABASES = frozenset({"sqlite", "sqlite3", "db", "db3", "sql"})
_PARTS: Mapping[str, str] = {
    "json": "dataset_tools.read.json:JsonPart",
    "jsonl": "dataset_tools.read.json:JsonLinesPart",
    "ndjson": "dataset_tools.read.json:JsonLinesPart",
    "parquet": "dataset_tools.read.parquet:ParquetPart",
    **dict.fromkeys(WORKBOOKS, "dataset_tools.read.workbook:WorkbookPart"),
    **dict.fromkeys(DATABASES, "dataset_tools.read.sqlite:SqlitePart"),
}
"""What reads one file of a format whose cells have types of their own."""


def open_table(resource: Resource, files: Files) -> TableReader:
    """Return the reader of a table.

    Raises
    ------
    FileFault
        The table is in a format or a compression that is not read here (DT509).
    """
    if not resource.paths and not isinstance(resource.data, str):
        return _inline(resource, files)
    paths = resource.paths
    if not paths:
        files, paths = inline_text(str(resource.data))
    unpacked, is_small = _unpack(resource), _is_small(resource, files, paths)
    if resource.format in DELIMITED:
        return DelimitedTable(
            files=files,
            paths=paths,
            encoding=resource.encoding if resource.paths else "utf-8",
            layout=layout_of(resource.dialect),
            is_small=is_small,
            unpack=unpacked,
            algorithms=algorithms(resource),
            field_count=len(resource.schema.fields) if resource.schema else None,
        )
    return NativeTable(
        files=files,
        paths=paths,
        read=_part(resource),
        is_small=is_small,
        header_rows=_header_rows(resource),
        encoding=resource.encoding if resource.paths else "utf-8",
        unpack=unpacked,
        algorithms=algorithms(resource),
        field_names=_field_names(resource),
    )


def _inline(resource: Resource, files: Files) -> TableReader:
    return InlineTable(
        files=files,
        paths=(),
        read=no_part,
        is_small=True,
        header_rows=_header_rows(resource),
        field_names=_field_names(resource),
        dialect=resource.dialect,
        data=resource.data,
    )


def _is_small(resource: Resource, files: Files, paths: tuple[str, ...]) -> bool:
    try:
        return not resource.compression and sum(map(files.size, paths)) <= SMALL
    except FileFault:
        return True  # there is nothing to read


def _unpack(resource: Resource) -> Unpack:
    way = unpack(resource.compression if resource.paths else "", resource.inner_path)
    if way is None:
        note = f'the compression "{resource.compression}" is not read here'
        raise FileFault("DT509", resource.place, note)
    return way


def _part(resource: Resource) -> ReadPart:
    format_ = resource.format
    if format_ not in _PARTS and resource.dialect.table is not None:
        format_ = "sqlite"
    if format_ not in _PARTS:
        raise FileFault("DT509", resource.place, f'the format "{format_}" is not read here')
    part: ReadPart = look_up("format", format_, _PARTS)(resource.dialect)
    return part


def _header_rows(resource: Resource) -> tuple[int, ...]:
    """Return the header's records; only a sheet may have others than the first.

    Labels from a schema or from keys count as one record (design, section 3).
    """
    if not resource.dialect.header:
        return ()
    return resource.dialect.header_rows if resource.format in WORKBOOKS else (1,)


def _field_names(resource: Resource) -> tuple[str, ...]:
    return tuple(field.name for field in resource.schema.fields) if resource.schema else ()


def algorithms(resource: Resource) -> tuple[str, ...]:
    """Return the hash algorithms to compute for a resource: SHA-256, and the declared one."""
    if resource.hash is None:
        return ("sha256",)
    declared, _ = split_hash(resource.hash)
    return tuple({"sha256": 0, **({declared: 0} if known_algorithm(declared) else {})})
