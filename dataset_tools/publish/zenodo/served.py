"""What a server serves of a package: the files of its version, and the record's fields."""

from collections.abc import Iterator

from dataset_tools.errors import publish as kinds
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.target import Drift, Served, ServedFile, read_served
from dataset_tools.publish.zenodo.api import Api, file_path
from dataset_tools.publish.zenodo.files import keys, md5_of
from dataset_tools.publish.zenodo.metadata import differing, wanted_metadata
from dataset_tools.publish.zenodo.plan import Wishes, is_included
from dataset_tools.publish.zenodo.record import RecordFile
from dataset_tools.publish.zenodo.state import ZenodoState


def served_at(
    api: Api,
    publication: Publication,
    state: ZenodoState,
    wishes: Wishes,
    *,
    metadata_only: bool,
) -> Served:
    """Read what is there; files by download, with ``metadata_only`` by the server's own words."""
    served, named = state.served(publication), keys(publication)
    paths = {key: path for path, key in named.items()}
    found = {}
    for key, file in state.files.items():
        path = paths.get(key, key)
        believed = metadata_only and path != DESCRIPTOR
        there = _stated(state, file) if believed else _downloaded(api, state, file, path)
        if there is not None:
            found[path] = there
    return Served(
        place=_page(state),
        descriptor=served.descriptor_content,
        descriptor_text=served.descriptor,
        found=found,
        expected=tuple(content.path for content in served.all_contents),
        drifts=tuple(_drifts(publication, state, wishes, metadata_only=metadata_only)),
    )


def _page(state: ZenodoState) -> str:
    return f"{state.site}/records/{state.current.id}" if state.current else state.site


def _stated(state: ZenodoState, file: RecordFile) -> ServedFile:
    return ServedFile(place=f"{_page(state)}/files/{file.key}", bytes=file.bytes)


def _downloaded(api: Api, state: ZenodoState, file: RecordFile, path: str) -> ServedFile | None:
    if not file.md5 or state.current is None:  # an upload that was not completed
        return None
    is_draft = state.record is None
    url = f"{api.client.base}{file_path(state.current.id, file.key, draft=is_draft)}/content"
    pieces = api.client.download(url)
    if pieces is None:
        return None
    place = _stated(state, file).place
    return read_served(pieces, place, with_text=path == DESCRIPTOR)


def _drifts(
    publication: Publication, state: ZenodoState, wishes: Wishes, *, metadata_only: bool
) -> Iterator[Drift]:
    current = state.current
    if current is None:
        latest = f"; the latest is {state.latest.version}" if state.latest else ""
        note = f"{state.site} has no version {publication.version} of {publication.name}{latest}"
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=note)
        return
    wanted = wanted_metadata(publication.package, state.licences, state.doi)
    for name in differing(wanted, current.metadata):
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f'the record\'s "{name}" is another one')
    if state.record is None and wishes.yes:
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note="the record is a draft")
    if wishes.community and not is_included(state):
        note = f"the record is not in the community {wishes.community}"
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=note)
    if metadata_only:
        yield from _checksum_drifts(publication, state)


def _checksum_drifts(publication: Publication, state: ZenodoState) -> Iterator[Drift]:
    """Yield each file of the right length whose MD5, which is all the server tells, is another."""
    named = keys(publication)
    for content in publication.contents.values():
        there = state.files.get(named[content.path])
        if there is None or there.bytes != content.bytes:
            continue
        md5 = md5_of(publication, content)
        if there.md5 != md5:
            note = f"{content.path} is served with MD5 {there.md5}, not {md5}"
            resource = publication.resource_of(content)
            yield Drift(kind=kinds.OTHER_BYTES, note=note, resource=resource)
