"""From what the user named to the files of a package and its descriptor."""

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from dataset_tools.exceptions import (
    DescriptorMissing,
    NotFound,
    NotPermitted,
    RemoteRefused,
)
from dataset_tools.files.archive import Archive, open_archive
from dataset_tools.files.folder import Folder
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import is_url

DESCRIPTOR_NAMES = ("datapackage.json", "datapackage.yaml", "datapackage.yml")


@dataclass(frozen=True, slots=True)
class Located:
    """The files of a package and the path of its descriptor among them."""

    files: Files
    descriptor: str

    @property
    def place(self) -> str:
        """The descriptor's path as a message names it."""
        return self.files.show(self.descriptor)


def locate_package(package: str | os.PathLike[str]) -> Located:
    """Find a package's files by a folder, a descriptor or a zip archive.

    Raises
    ------
    NotFound, DescriptorMissing, NotPermitted, RemoteRefused, CouldNotRun
        What exit code 2 stands for.
    """
    text = os.fspath(package)
    if is_url(text) and "://" in text:
        raise RemoteRefused(f"{text} is a URL, and nothing is fetched")
    if "\0" in text:
        raise NotFound("the path holds a NUL character")
    path = Path(text)
    try:
        if path.is_dir():
            return _in_folder(path)
        if not path.exists():
            raise NotFound(f"there is no file or folder {path}")
        if not path.is_file():
            raise NotFound(f"{path} is no regular file and no folder")
        if not os.access(path, os.R_OK):
            raise NotPermitted(f"{path} may not be read")
    except PermissionError:
        raise NotPermitted(f"{path} may not be reached") from None
    except OSError as error:
        raise NotFound(f"{path} cannot be reached: {error.strerror}") from None
    if path.suffix.lower() == ".zip":
        return _in_archive(open_archive(path))
    return Located(Folder(path.parent), path.name)


def _in_folder(path: Path) -> Located:
    if not os.access(path, os.R_OK | os.X_OK):
        raise NotPermitted(f"the folder {path} may not be read")
    for name in DESCRIPTOR_NAMES:
        if (path / name).is_file():
            return Located(Folder(path), name)
    raise DescriptorMissing(f"there is no datapackage.json in {path.resolve().name or path}")


def _in_archive(archive: Archive) -> Located:
    found = [
        (len(PurePosixPath(member).parts), member)
        for member in archive.members
        if PurePosixPath(member).name in DESCRIPTOR_NAMES
    ]
    if not found:
        raise DescriptorMissing(f"there is no datapackage.json in {archive.path}")
    _, member = min(found)
    parent = str(PurePosixPath(member).parent)
    prefix = "" if parent == "." else f"{parent}/"
    return Located(replace(archive, prefix=prefix), PurePosixPath(member).name)
