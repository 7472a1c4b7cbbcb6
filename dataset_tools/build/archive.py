"""A package as a zip archive whose bytes depend on nothing but the package's own."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import safe_path, unsafe_reason
from dataset_tools.files.write import atomic_writer
from dataset_tools.model.package import DataPackage, Resource

DESCRIPTOR = "datapackage.json"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can state: a member's own would change its bytes."""
_MODE = 0o100644 << 16
_UNIX = 3
_BUFFER = 1 << 20


def write_archive(
    path: Path,
    descriptor: str,
    package: DataPackage,
    files: Files,
    hashes: Mapping[str, str],
) -> None:
    """Write the descriptor and every file that it names into one archive, whole or not at all.

    Parameters
    ----------
    path
        Where the archive goes.
    descriptor
        The text of the descriptor.
    package, files
        What the descriptor says, and where its files are.
    hashes
        SHA-256 by path, of the files as they were validated.

    Raises
    ------
    CouldNotRun
        A file is not the one that was validated, or it is gone.
    """
    with (
        atomic_writer(path) as target,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        archive.writestr(_member(DESCRIPTOR), descriptor.encode("utf-8"))
        for name in member_paths(package, files):
            _copy(archive, name, files, hashes.get(name))


def member_paths(package: DataPackage, files: Files) -> list[str]:
    """Return the paths of all files that a descriptor names, each once, sorted."""
    named: set[str] = set()
    for resource in package.resources:
        named.update(safe_path(path) for path in resource.paths)
        named.update(_referred(resource))
    for licence in _licences(package):
        if _is_there(licence, files):
            named.add(safe_path(licence))
    return sorted(named - {DESCRIPTOR})


def _referred(resource: Resource) -> Iterator[str]:
    """Yield the paths of the schema and the dialect where they stand in files of their own."""
    for key in ("schema", "dialect"):
        value = resource.descriptor.get(key)
        if isinstance(value, str):
            yield safe_path(value)


def _licences(package: DataPackage) -> Iterator[str]:
    descriptors = [package.descriptor, *(each.descriptor for each in package.resources)]
    for descriptor in descriptors:
        licences = descriptor.get("licenses")
        for licence in licences if isinstance(licences, list) else ():
            path = licence.get("path") if isinstance(licence, dict) else None
            if isinstance(path, str) and unsafe_reason(path) is None:
                yield path


def _is_there(path: str, files: Files) -> bool:
    try:
        files.size(path)
    except FileFault:
        return False
    return True


def _copy(archive: zipfile.ZipFile, name: str, files: Files, expected: str | None) -> None:
    digest = hashlib.sha256()
    try:
        with files.open(name) as source, archive.open(_member(name), "w", force_zip64=True) as to:
            shutil.copyfileobj(_Hashed(source, digest), cast("BinaryIO", to), _BUFFER)
    except FileFault as fault:
        raise CouldNotRun(f"{name} {fault.note}") from None
    if expected is not None and digest.hexdigest() != expected:
        raise CouldNotRun(f"{name} was changed while the archive was written")


class _Hashed:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: BinaryIO, digest: "hashlib._Hash") -> None:
        self._file = file
        self._digest = digest

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = _UNIX
    member.external_attr = _MODE
    return member
