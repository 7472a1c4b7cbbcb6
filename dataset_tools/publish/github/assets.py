"""The files of a release: the archive that ``build`` makes, the descriptor, the checksums."""

import hashlib
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dataset_tools.build.archive import write_archive
from dataset_tools.build.build import archive_name
from dataset_tools.exceptions import Interrupted, NotPublishable, TooLarge, UsageError
from dataset_tools.publish.http import Body
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import PIECE, Content, Publication, content_of

SUMS = "SHA256SUMS"
MOST_BYTES = (2 << 30) - 1
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file of a release, and how it is read."""

    content: Content
    media_type: str
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> str:
        """Its name in the release."""
        return self.content.path

    @property
    def body(self) -> Body:
        """The file as the body of a request, read anew at each try."""
        return Body(length=self.content.bytes, pieces=self._pieces, media_type=self.media_type)

    def _pieces(self) -> Iterator[bytes]:
        with self.open() as file:
            while piece := file.read(PIECE):
                yield piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """The assets in the order in which they are sent, and the folder that the archive lies in."""

    all: tuple[Asset, ...]
    folder: "tempfile.TemporaryDirectory[str]"

    def named(self, name: str) -> Asset:
        """Return the asset of a name."""
        return next(each for each in self.all if each.name == name)


def assets_of(publication: Publication) -> Assets:
    """Build the archive and put the assets together.

    Raises
    ------
    NotPublishable
        A name is one that GitHub would change.
    TooLarge
        The archive is larger than an asset may be.
    """
    name = _archive_name(publication)
    folder = tempfile.TemporaryDirectory(prefix="dataset-tools-")
    archive = _archive(publication, Path(folder.name) / name)
    descriptor = publication.descriptor_content
    sums = "".join(f"{each.sha256}  {each.path}\n" for each in (archive.content, descriptor))
    return Assets(
        all=(
            archive,
            _of_text(DESCRIPTOR, publication.descriptor, "application/json"),
            _of_text(SUMS, sums, "text/plain"),
        ),
        folder=folder,
    )


def _archive_name(publication: Publication) -> str:
    try:
        name = f"{archive_name(publication.package)}.zip"
    except UsageError as error:
        raise NotPublishable(str(error)) from None
    if not _NAME.fullmatch(name):
        raise NotPublishable(
            f'GitHub would change the name "{name}": name and version may have letters, digits '
            'and "._-" alone'
        )
    return name


def _archive(publication: Publication, path: Path) -> Asset:
    hashes = {content.path: content.sha256 for content in publication.contents.values()}
    try:
        write_archive(path, publication.descriptor, publication.package, publication.files, hashes)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        raise Interrupted(f"{path.name} cannot be built: {error.strerror or error}") from None
    if size > MOST_BYTES:
        raise TooLarge(
            f"{path.name} has {size:,} bytes, and a file of a release must be below 2 GiB"
        )
    content = Content(path=path.name, bytes=size, sha256=digest)
    return Asset(content=content, media_type="application/zip", open=lambda: path.open("rb"))


def _of_text(name: str, text: str, media_type: str) -> Asset:
    data = text.encode("utf-8")
    return Asset(
        content=content_of(name, text), media_type=media_type, open=lambda: io.BytesIO(data)
    )
