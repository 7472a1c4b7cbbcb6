"""The files of a package as every vocabulary lists them: path, length, hash and media type."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Source
from dataset_tools.files.paths import is_url
from dataset_tools.model.package import Resource

_BUFFER = 1 << 20
_MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "sqlite": "application/vnd.sqlite3",
    "txt": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "gz": "application/gzip",
    "xml": "application/xml",
}
_PACKED = {"gz": "application/gzip", "zip": "application/zip"}
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """A file that a resource names."""

    resource: Resource
    path: str
    bytes: int
    sha256: str
    media_type: str

    @property
    def name(self) -> str:
        """The resource's name, with the file's own where the resource has several."""
        several = len(self.resource.paths) > 1
        return f"{self.resource.name}/{self.path}" if several else self.resource.name


def package_files(source: Source) -> Iterator[PackageFile]:
    """Yield each file of each resource; inline data have none."""
    for resource in source.package.resources:
        for path in resource.paths:
            size, digest = _facts(source, resource, path)
            yield PackageFile(
                resource=resource,
                path=path,
                bytes=size,
                sha256=digest,
                media_type=media_type(resource),
            )


def _facts(source: Source, resource: Resource, path: str) -> tuple[int, str]:
    stats = source.stats(resource)
    if len(resource.paths) == 1 and stats.bytes is not None and stats.sha256 is not None:
        return stats.bytes, stats.sha256
    digest, size = hashlib.sha256(), 0
    try:
        with source.files.open(path) as file:
            while data := file.read(_BUFFER):
                digest.update(data)
                size += len(data)
    except FileFault as fault:
        raise CouldNotRun(str(fault)) from None
    return size, digest.hexdigest()


def media_type(resource: Resource) -> str:
    """Return the media type that a resource states, else the one of its format.

    Examples
    --------
    >>> media_type(Resource(name="a", format="tsv"))
    'text/tab-separated-values'
    """
    if resource.compression:
        return _PACKED.get(resource.compression, _UNKNOWN)
    return resource.mediatype or _MEDIA_TYPES.get(resource.format.lower(), _UNKNOWN)


def lay_beside(source: Source, destination: Destination) -> None:
    """Copy the data files beside the metadata, at their paths in the package."""
    if not destination.is_folder:
        return
    copied: set[str] = set()
    for file in package_files(source):
        if file.path not in copied and not is_url(file.path):
            copied.add(file.path)
            table = file.resource.name if file.resource.is_table else ""
            destination.copy(source.files, file.path, table, expected=file.sha256)
