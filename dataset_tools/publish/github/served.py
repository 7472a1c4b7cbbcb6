"""What a release serves of a package: its assets, and what the archive holds."""

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from dataset_tools.errors import publish as kinds
from dataset_tools.publish.github.api import Api
from dataset_tools.publish.github.plan import Wishes, differing
from dataset_tools.publish.github.state import GithubState, Release, StoredAsset
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import PIECE, Content, Publication
from dataset_tools.publish.target import Drift, Served, ServedFile, read_served

_ENCRYPTED = 1


def served_at(
    api: Api,
    publication: Publication,
    state: GithubState,
    wishes: Wishes,
    place: str,
    *,
    metadata_only: bool,
) -> Served:
    """Read the assets; of an archive with other bytes, each member is held against its file."""
    release = state.release
    there = release.assets if release else {}
    archive = state.assets.all[0]
    found: dict[str, ServedFile] = {}
    members: Mapping[str, ServedFile] | None = {}
    with tempfile.TemporaryDirectory(prefix="dataset-tools-") as folder:
        copy = Path(folder) / "archive.zip"
        for name, asset in there.items():
            to = copy if name == archive.name else None
            served = _file(api, asset, to, metadata_only=metadata_only)
            if served is not None:
                found[name] = served
        if archive.name in found:
            members = _members(found[archive.name], archive.content, publication, copy)
    expected = [asset.name for asset in state.assets.all]
    if members is not None:
        expected += publication.contents
        found = {**members, **found}
    return Served(
        place=place,
        descriptor=publication.descriptor_content,
        descriptor_text=publication.descriptor,
        found=found,
        expected=tuple(dict.fromkeys(expected)),
        made={asset.name: asset.content for asset in state.assets.all},
        drifts=(*_parts(state, found), *_drifts(publication, release, wishes, place)),
    )


def _file(
    api: Api, asset: StoredAsset, copy: Path | None, *, metadata_only: bool
) -> ServedFile | None:
    is_descriptor = asset.name == DESCRIPTOR
    if not asset.is_whole:
        return None
    if metadata_only and not is_descriptor:
        return ServedFile(place=asset.url, bytes=asset.bytes, sha256=asset.sha256)
    pieces = api.download(asset.id)
    if pieces is None:
        return None
    kept = pieces if copy is None else _copied(pieces, copy)
    return read_served(kept, asset.url, with_text=is_descriptor)


def _copied(pieces: Iterator[bytes], to: Path) -> Iterator[bytes]:
    with to.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            yield piece


def _members(
    served: ServedFile, wanted: Content, publication: Publication, copy: Path
) -> Mapping[str, ServedFile] | None:
    """Return the package's files in the archive, None where nobody can see into it."""
    contents = publication.contents
    if served.sha256 == wanted.sha256:
        return {
            path: ServedFile(place=f"{served.place}#{path}", bytes=each.bytes, sha256=each.sha256)
            for path, each in contents.items()
        }
    if not copy.exists():
        return None
    try:
        with zipfile.ZipFile(copy) as archive:
            return dict(_seen(archive, contents, served.place))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error, NotImplementedError):
        return {}


def _seen(
    archive: zipfile.ZipFile, contents: Mapping[str, Content], place: str
) -> Iterator[tuple[str, ServedFile]]:
    """Yield what is in the archive of each file, read no further than the file is long."""
    named = {each.filename: each for each in archive.infolist()}
    for path, content in contents.items():
        member = named.get(path)
        if member is None or member.flag_bits & _ENCRYPTED:
            continue
        with archive.open(member) as file:
            digest = _digest(file, content.bytes)
        yield path, ServedFile(place=f"{place}#{path}", bytes=member.file_size, sha256=digest)


def _digest(file: IO[bytes], length: int) -> str:
    digest, left = hashlib.sha256(), length + 1
    while left > 0 and (piece := file.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def _parts(state: GithubState, found: Mapping[str, ServedFile]) -> Iterator[Drift]:
    """Yield assets that were sent only in part: nobody can download them."""
    for name, asset in (state.release.assets if state.release else {}).items():
        if not asset.is_whole and name not in found:
            yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f"{name} was sent only in part")


def _drifts(
    publication: Publication, release: Release | None, wishes: Wishes, place: str
) -> Iterator[Drift]:
    if release is None:
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f"there is no release at {place}")
        return
    for name in differing(publication, release):
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f'the release\'s "{name}" is another one')
    if release.is_draft and not wishes.draft:
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note='the release\'s "draft" is true')
