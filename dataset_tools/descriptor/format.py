"""The format, compression and type of a resource, as far as the descriptor tells them."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from dataset_tools.descriptor.values import text

COMPRESSIONS = {
    ".gz": "gz",
    ".zip": "zip",
    ".bz2": "bz2",
    ".xz": "xz",
    ".zst": "zst",
    ".zstd": "zst",
}
_OTHER_NAMES = {"gzip": "gz", "bzip2": "bz2", "zstd": "zst", "no": "", "none": ""}
_MEDIATYPES = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/x-ndjson": "ndjson",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.apache.parquet": "parquet",
}
TABULAR = frozenset({"csv", "tsv", "ndjson", "jsonl", "xls", "xlsx", "ods", "parquet"})
"""Formats that hold nothing but a table; JSON may hold one, and says so by type or schema."""


def paths_of(resource: Mapping[str, object]) -> tuple[str, ...]:
    """Return the paths of a cleaned resource."""
    path = resource.get("path")
    if isinstance(path, str):
        return (path,)
    return tuple(str(each) for each in path) if isinstance(path, list) else ()


def compression_of(resource: Mapping[str, object]) -> str:
    """Return the compression that is stated, or that the first path ends with.

    Examples
    --------
    >>> compression_of({"path": "data.csv.gz"})
    'gz'
    """
    if "compression" in resource:
        stated = text(resource, "compression").lower().removeprefix(".")
        return _OTHER_NAMES.get(stated, stated)
    return COMPRESSIONS.get(_suffixes(resource)[0], "")


def format_of(resource: Mapping[str, object]) -> str:
    """Return the format: the stated one, else by the path or the media type.

    Inline data are JSON (Data Resource, "Inline Data"); a file that tells nothing is CSV.

    Examples
    --------
    >>> format_of({"path": "data.TSV.gz"})
    'tsv'
    """
    return _told_format(resource) or ("json" if "data" in resource else "csv")


def _told_format(resource: Mapping[str, object]) -> str:
    stated = text(resource, "format").lower().removeprefix(".")
    if stated:
        return stated
    last, before = _suffixes(resource)
    suffix = before if last in COMPRESSIONS and before else last
    by_suffix = "" if suffix in COMPRESSIONS else suffix.removeprefix(".")
    by_mediatype = _MEDIATYPES.get(text(resource, "mediatype").partition(";")[0].strip().lower())
    return by_suffix if by_suffix in TABULAR or by_mediatype is None else by_mediatype


def _suffixes(resource: Mapping[str, object]) -> tuple[str, str]:
    paths = paths_of(resource)
    suffixes = PurePosixPath(paths[0].lower()).suffixes if paths else []
    last = suffixes[-1] if suffixes else ""
    return last, suffixes[-2] if len(suffixes) > 1 else ""


def is_table(resource: Mapping[str, object]) -> bool:
    """Whether a cleaned, upgraded resource is a table: it says so, or has what a table has."""
    if text(resource, "type") == "table" or "schema" in resource or _names_table(resource):
        return True
    if "type" in resource:
        return False
    inline = resource.get("data")
    if isinstance(inline, list | dict):
        return bool(inline) and is_tabular(inline)
    return _told_format(resource) in TABULAR


def _names_table(resource: Mapping[str, object]) -> bool:
    dialect = resource.get("dialect")
    return isinstance(dialect, dict) and "table" in dialect


def is_tabular(inline: object) -> bool:
    """Whether inline data are an array of arrays or of objects (Data Resource, "Tabular")."""
    if not isinstance(inline, list):
        return False
    kind = dict if inline and isinstance(inline[0], dict) else list
    return all(isinstance(row, kind) for row in inline)
