"""What a dataset serves of a package: its files, its card, and the tag of the version."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from dataset_tools.errors import publish as kinds
from dataset_tools.publish.huggingface.card import card_of
from dataset_tools.publish.huggingface.features import has_same_rows
from dataset_tools.publish.huggingface.files import CARD, OF_THE_HUB
from dataset_tools.publish.huggingface.hub import Hub, StoredFile
from dataset_tools.publish.huggingface.metadata import wanted_values
from dataset_tools.publish.huggingface.plan import Wishes, changed_in_card, is_of_tag, tag_of
from dataset_tools.publish.huggingface.state import HubState, contents_of, is_same
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import Content, Publication
from dataset_tools.publish.target import Drift, Served, ServedFile, read_served

_TABLE_KEYS = {"configs": kinds.RESOURCE_DIFFERS, "dataset_info": kinds.COLUMN_DIFFERS}


def served_at(
    hub: Hub,
    publication: Publication,
    state: HubState,
    wishes: Wishes,
    place: str,
    *,
    metadata_only: bool,
) -> Served:
    """Read what is there; files by download, with ``metadata_only`` by the hashes of the tree."""
    wanted = {content.path: content for content in contents_of(publication, state.made)}
    found, made = {}, dict(state.made.contents)
    for path, there in state.files.items():
        if path == CARD or path in OF_THE_HUB:
            continue
        believed = path not in wanted or (metadata_only and path != DESCRIPTOR)
        file = _told(hub, state, path, there) if believed else _downloaded(hub, state, path)
        if file is None:
            continue
        found[path] = file
        if path in made and _is_as_good(hub, state, path, file, metadata_only=metadata_only):
            made[path] = Content(path=path, bytes=file.bytes, sha256=file.sha256)
    return Served(
        place=place,
        descriptor=publication.descriptor_content,
        descriptor_text=publication.descriptor,
        found=found,
        expected=tuple(wanted),
        made=made,
        drifts=(
            *_drifts(publication, state, wishes, place),
            *(_blob_drifts(publication, state, wanted) if metadata_only else ()),
        ),
    )


def _told(hub: Hub, state: HubState, path: str, there: StoredFile) -> ServedFile:
    place = hub.url(state.head, path)
    return ServedFile(place=place, bytes=there.bytes, sha256=there.sha256)


def _downloaded(hub: Hub, state: HubState, path: str) -> ServedFile | None:
    pieces = hub.download(state.head, path)
    if pieces is None:
        return None
    return read_served(pieces, hub.url(state.head, path), with_text=path == DESCRIPTOR)


def _is_as_good(
    hub: Hub, state: HubState, path: str, file: ServedFile, *, metadata_only: bool
) -> bool:
    """Whether a Parquet file with other bytes has the same rows: by the tag, or by a look."""
    content = state.made.contents[path]
    if file.sha256 == content.sha256:
        return True
    if metadata_only:
        return is_of_tag(state, content)
    with tempfile.TemporaryDirectory(prefix="dataset-tools-") as folder:
        copy = Path(folder) / "copy.parquet"
        with copy.open("wb") as to:
            to.writelines(hub.download(state.head, path) or ())
        return has_same_rows(state.made.files[path], copy)


def _blob_drifts(
    publication: Publication, state: HubState, wanted: Mapping[str, Content]
) -> Iterator[Drift]:
    """Yield each file of the right length whose git hash, which is all there is, is another."""
    for path, content in wanted.items():
        there = state.files.get(path)
        if path == DESCRIPTOR or there is None or there.bytes != content.bytes or there.sha256:
            continue
        yield Drift(
            kind=kinds.OTHER_BYTES,
            note=f"{path} is served with git's hash {there.blob}, which is another one",
            resource=publication.resource_of(content),
        )


def _drifts(
    publication: Publication, state: HubState, wishes: Wishes, place: str
) -> Iterator[Drift]:
    if state.private is None or not state.has_branch:
        what = "dataset" if state.private is None else "branch"
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f"there is no {what} at {place}")
        return
    if wishes.private not in (None, state.private):
        told = "private" if state.private else "public"
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f"the dataset is {told}")
    yield from _tag_drifts(publication, state)
    if state.card is None:
        yield Drift(kind=kinds.NOT_THERE, note=f"{CARD}, the dataset's card, is not served")
        return
    for name in changed_in_card(publication, state, wishes):
        if name in _TABLE_KEYS:
            yield from _table_drifts(publication, state, name)
        else:
            yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f'the card\'s "{name}" is another one')


def _tag_drifts(publication: Publication, state: HubState) -> Iterator[Drift]:
    tag = tag_of(publication)
    if not tag:
        return
    if state.tag is None:
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f"there is no tag {tag}")
        return
    for content in publication.all_contents:
        if not is_same(state.tag.files, content):
            what = "another" if content.path in state.tag.files else "no"
            note = f"the tag {tag} has {what} {content.path}"
            yield Drift(kind=kinds.PACKAGE_DIFFERS, note=note)


def _table_drifts(publication: Publication, state: HubState, key: str) -> Iterator[Drift]:
    """Yield each table whose config, or whose columns, are others in the card."""
    values = card_of(state.card or "").values
    wanted = wanted_values(values, publication, state.made, state.descriptor)
    theirs, ours = _by_config(values.get(key)), _by_config(wanted[key])
    names = {each.config: each.name for each in state.made.tables}
    kind, word = _TABLE_KEYS[key], "config" if key == "configs" else "list of columns"
    told = False
    for config in dict.fromkeys((*ours, *theirs)):
        if ours.get(config) != theirs.get(config):
            told = True
            how = "is another one" if config in theirs else "is missing"
            note = f'the card\'s {word} of "{config}" {how}'
            yield Drift(kind=kind, note=note, resource=names.get(config, ""))
    if not told:
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=f'the card\'s "{key}" are in another order')


def _by_config(value: object) -> Mapping[str, object]:
    return {
        str(each.get("config_name")): each
        for each in (value if isinstance(value, list) else ())
        if isinstance(each, dict)
    }
