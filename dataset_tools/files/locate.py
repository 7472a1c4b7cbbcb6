"""From what the user named to the files of a package and its descriptor."""

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from dataset_tools.exceptions import (
    CouldNotRun,
    DescriptorMissing,
    FileFault,
    NotFound,
    NotPermitted,
    RemoteRefused,
)
from dataset_tools.files.archive import Archive, open_archive
from dataset_tools.files.folder import Folder
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import is_stored, is_url

DESCRIPTOR_NAMES = ("datapackage.json", "datapackage.yaml", "datapackage.yml")


@dataclass(frozen=True, slots=True)
class Located:
    """The files of a package and the path of its descriptor among them.

    ``keeps`` is what must live as long as the files do: the copy of a fetched archive; ``folder``
    is the one that the package, or its archive, lies in; None where it lies in none.
    """

    files: Files
    descriptor: str
    keeps: object = None
    folder: Path | None = None

    @property
    def place(self) -> str:
        """The descriptor's path as a message names it."""
        return self.files.show(self.descriptor)

    @property
    def is_unpacked(self) -> bool:
        """Whether the files lie in the folder as they are, not in an archive or behind a URL."""
        return isinstance(getattr(self.files, "below", self.files), Folder)


def locate_package(package: str | os.PathLike[str], *, remote: bool = False) -> Located:
    """Find a package's files by a folder, a descriptor, a zip archive or, with ``remote``, a URL.

    Raises
    ------
    NotFound, DescriptorMissing, NotPermitted, RemoteRefused, CouldNotRun
        What exit code 2 stands for.
    """
    text = os.fspath(package)
    if is_url(text) and "://" in text:
        return _remote(text, asked=remote)
    if "\0" in text:
        raise NotFound("the path holds a NUL character")
    located = _local(Path(text))
    if not remote:
        return located
    from dataset_tools.files.remote import Remote, WithRemote

    return replace(located, files=WithRemote(located.files, Remote("")))


def _remote(url: str, *, asked: bool) -> Located:
    if is_stored(url):
        raise RemoteRefused(f"{url} is read with Spark's settings alone: --engine spark")
    if not asked:
        raise RemoteRefused(f"{url} is a URL, and nothing is fetched without --remote")
    from dataset_tools.files.remote import Remote, fetch

    base, _, name = url.rpartition("/")
    remote = Remote(f"{base}/")
    try:
        if not name.lower().endswith(".zip"):
            remote.size(url)
            return Located(remote, name or DESCRIPTOR_NAMES[0])
        copy = fetch(url, url, remote.allows)
    except FileFault as fault:
        raise CouldNotRun(f"{fault.place} {fault.note}") from None
    located = _in_archive(open_archive(Path(copy.name)))
    return replace(located, keeps=copy)


def _local(path: Path) -> Located:
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
        return replace(_in_archive(open_archive(path)), folder=path.parent)
    return Located(Folder(path.parent), path.name, folder=path.parent)


def _in_folder(path: Path) -> Located:
    if not os.access(path, os.R_OK | os.X_OK):
        raise NotPermitted(f"the folder {path} may not be read")
    for name in DESCRIPTOR_NAMES:
        if (path / name).is_file():
            return Located(Folder(path), name, folder=path)
    name = path.resolve().name or str(path)
    raise DescriptorMissing(f"there is no datapackage.json in {name}; dataset-tools init makes one")


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
