"""Validate a package, then write its archive or refresh its own descriptor."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.build.archive import write_archive
from dataset_tools.build.fill import filled_descriptor
from dataset_tools.descriptor.decode_yaml import decode_yaml
from dataset_tools.descriptor.write import descriptor_text
from dataset_tools.exceptions import NotPermitted, UsageError
from dataset_tools.files.folder import Folder
from dataset_tools.files.locate import Located
from dataset_tools.files.paths import safe_path
from dataset_tools.files.write import write_text
from dataset_tools.model.package import DataPackage
from dataset_tools.report.report import Report

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A file that was written: its path, length in bytes and SHA-256; ``changed`` if it is new."""

    path: Path
    bytes: int
    sha256: str
    changed: bool = True


def build_archive(located: Located, package: DataPackage, report: Report, folder: Path) -> Built:
    """Write ``NAME-VERSION.zip`` of a package that was found valid.

    Raises
    ------
    UsageError
        The package has no name that can be a file's.
    CouldNotRun
        The archive cannot be written, or a file changed meanwhile.
    """
    path = folder / f"{archive_name(package)}.zip"
    descriptor = filled_descriptor(json_descriptor(located), package, report)
    hashes = {
        safe_path(resource.paths[0]): task.stats.sha256
        for resource, task in zip(package.resources, report.tasks, strict=True)
        if len(resource.paths) == 1 and task.stats.sha256 is not None
    }
    write_archive(path, descriptor, package, located.files, hashes)
    return _built(path)


def archive_name(package: DataPackage) -> str:
    """Return ``NAME-VERSION``, or the name alone where there is no version."""
    for word, value in (("name", package.name), ("version", package.version)):
        if (value or word == "name") and not _FILE_NAME.fullmatch(value):
            raise UsageError(
                f'the package needs a {word} of letters, digits and "._+-" to be built, '
                f'not "{value}"',
            )
    return f"{package.name}-{package.version}" if package.version else package.name


def update_descriptor(located: Located, package: DataPackage, report: Report) -> Built:
    """Write the numbers of a report into the package's own descriptor, if they differ.

    Raises
    ------
    UsageError
        The package is an archive, whose descriptor stays as it is.
    """
    if not isinstance(located.files, Folder):
        raise UsageError("the descriptor of an archive stays as it is; update the folder's")
    if _is_yaml(located):
        raise UsageError("a descriptor in YAML is not rewritten; write its numbers by hand")
    text = _descriptor_text(located)
    filled = filled_descriptor(text, package, report)
    path = located.files.root / located.descriptor
    if filled != text:
        write_text(path, filled)
    return _built(path, changed=filled != text)


def json_descriptor(located: Located) -> str:
    """Return the descriptor as JSON: one in YAML becomes ``datapackage.json`` in the archive."""
    text = _descriptor_text(located)
    if not _is_yaml(located):
        return text
    return descriptor_text(decode_yaml(text.encode("utf-8")).value)


def _is_yaml(located: Located) -> bool:
    return located.descriptor.lower().endswith((".yaml", ".yml"))


def _descriptor_text(located: Located) -> str:
    with located.files.open(located.descriptor) as file:
        return file.read().decode("utf-8-sig")


def _built(path: Path, *, changed: bool = True) -> Built:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Built(path=path, bytes=path.stat().st_size, sha256=digest, changed=changed)
    except OSError as error:
        raise NotPermitted(f"{path} cannot be read back: {error.strerror}") from None
