"""A valid package as it is published: its descriptor with all numbers, and each file's hash."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from dataset_tools.build.archive import member_paths
from dataset_tools.build.build import json_descriptor
from dataset_tools.build.fill import filled_descriptor
from dataset_tools.exceptions import FileFault, Interrupted
from dataset_tools.files.locate import Located
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import safe_path
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.report.report import Report

PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A file that is published: its path in the package, its length and its SHA-256."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is published; ``contents`` are all files but the descriptor, by their paths."""

    package: DataPackage
    files: Files
    report: Report
    descriptor: str
    contents: Mapping[str, Content]

    @property
    def name(self) -> str:
        """The package's name, empty where it has none."""
        return self.package.name

    @property
    def version(self) -> str:
        """The package's version, empty where it has none."""
        return self.package.version

    @property
    def descriptor_content(self) -> Content:
        """The descriptor as a file."""
        return content_of(DESCRIPTOR, self.descriptor)

    @property
    def all_contents(self) -> tuple[Content, ...]:
        """Every file in the order of the resources, the descriptor last."""
        named = dict.fromkeys(
            safe_path(path) for resource in self.package.resources for path in resource.paths
        )
        rest = [path for path in self.contents if path not in named]
        return (*(self.contents[path] for path in (*named, *rest)), self.descriptor_content)

    def of_resource(self, resource: Resource) -> tuple[Content, ...]:
        """Return the files of a resource; inline data have none."""
        return tuple(self.contents[safe_path(path)] for path in resource.paths)

    def resource_of(self, content: Content) -> str:
        """Return the name of the first resource that a file is of, empty for any other file."""
        names = (
            resource.name
            for resource in self.package.resources
            if content in self.of_resource(resource)
        )
        return next(names, "")

    def open(self, content: Content) -> BinaryIO:
        """Open a file for reading."""
        if content.path == DESCRIPTOR:
            return io.BytesIO(self.descriptor.encode("utf-8"))
        try:
            return self.files.open(content.path)
        except FileFault as fault:
            raise Interrupted(f"{content.path} {fault.note}") from None

    def pieces(self, content: Content) -> Iterator[bytes]:
        """Yield the bytes of a file; raise Interrupted if they are not those that were validated.

        The last piece is given only when the hash is right, so that a changed file is never sent
        whole.
        """
        digest, held = hashlib.sha256(), b""
        with self.open(content) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                if held:
                    yield held
                held = piece
        if digest.hexdigest() != content.sha256:
            raise Interrupted(f"{content.path} was changed while it was published")
        if held:
            yield held


def content_of(path: str, text: str) -> Content:
    """Return a text as a file."""
    data = text.encode("utf-8")
    return Content(path=path, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


def publication_of(located: Located, package: DataPackage, report: Report) -> Publication:
    """Put together what is published of a package that was validated."""
    known = {
        safe_path(resource.paths[0]): (task.stats.bytes, task.stats.sha256)
        for resource, task in zip(package.resources, report.tasks, strict=True)
        if len(resource.paths) == 1
    }
    contents = {}
    for path in member_paths(package, located.files):
        size, digest = known.get(path, (None, None))
        if size is None or digest is None:
            size, digest = _measured(located.files, path)
        contents[path] = Content(path=path, bytes=size, sha256=digest)
    return Publication(
        package=package,
        files=located.files,
        report=report,
        descriptor=filled_descriptor(json_descriptor(located), package, report),
        contents=contents,
    )


def _measured(files: Files, path: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    try:
        with files.open(path) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except FileFault as fault:
        raise Interrupted(f"{path} {fault.note}") from None
    return size, digest.hexdigest()
