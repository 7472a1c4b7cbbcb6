"""What a portal serves of a package: files, properties, and the columns of the DataStore."""

from collections.abc import Iterator, Mapping

from dataset_tools.errors import publish as kinds
from dataset_tools.publish.ckan import dataset as datasets
from dataset_tools.publish.ckan import resources
from dataset_tools.publish.ckan.api import Api
from dataset_tools.publish.ckan.datastore import TableColumn, columns_of, count
from dataset_tools.publish.ckan.datastore_rows import differing_rows
from dataset_tools.publish.ckan.plan import Wishes, changes, is_fit, surplus
from dataset_tools.publish.ckan.resources import CkanFile, is_of_a_loader
from dataset_tools.publish.ckan.state import CkanState, Offer, offer
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.target import Drift, Served, ServedFile, read_served

_SAME = {
    "bigint": "int8",
    "int": "int4",
    "integer": "int4",
    "nested": "json",
    "timestamp without time zone": "timestamp",
    "boolean": "bool",
    "time without time zone": "time",
}


def served_at(
    api: Api,
    publication: Publication,
    state: CkanState,
    wishes: Wishes,
    *,
    metadata_only: bool,
) -> Served:
    """Read what is there; files by download, with ``metadata_only`` by the portal's own words."""
    offered = offer(publication, state)
    found = {}
    for file in offered.all_files:
        there = state.resource(file.name)
        served = _file(api, file, there, metadata_only=metadata_only) if there else None
        if served is not None:
            found[file.content.path] = served
    for each in surplus(state, offered):
        found[f'resource "{each.get("name")}"'] = ServedFile(
            place=str(each.get("url")), bytes=size_of(each)
        )
    return Served(
        place=state.url,
        descriptor=offered.descriptor.content,
        descriptor_text=offered.descriptor_text,
        found=found,
        expected=tuple(dict.fromkeys(file.content.path for file in offered.all_files)),
        drifts=tuple(
            _drifts(api, publication, state, offered, wishes, metadata_only=metadata_only)
        ),
    )


def _file(
    api: Api, file: CkanFile, there: Mapping[str, object], *, metadata_only: bool
) -> ServedFile | None:
    url, is_descriptor = str(there.get("url") or ""), file.name == DESCRIPTOR
    if there.get("url_type") != "upload":  # a link to elsewhere, which is not followed
        return None
    if metadata_only and not is_descriptor:
        stated = str(there.get(resources.OWN_HASH if is_of_a_loader(there) else "hash") or "")
        stated = stated.removeprefix("sha256:")
        return ServedFile(place=url, bytes=size_of(there), sha256=stated)
    pieces = api.client.download(url)
    if pieces is None:
        return None
    return read_served(pieces, url, with_text=is_descriptor)


def _drifts(
    api: Api,
    publication: Publication,
    state: CkanState,
    offered: Offer,
    wishes: Wishes,
    *,
    metadata_only: bool,
) -> Iterator[Drift]:
    if state.dataset is None:
        note = f"there is no dataset {state.name} at {state.base}"
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=note)
        return
    wanted = datasets.wanted_dataset(publication.package, state.licences)
    names, _ = changes(state, wanted, wishes)
    for name in names:
        note = f'the dataset\'s "{name}" is another one'
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note=note)
    if state.dataset.get("state") == "draft" and not wishes.draft:
        yield Drift(kind=kinds.PACKAGE_DIFFERS, note='the dataset\'s "state" is draft')
    for file in offered.all_files:
        there = state.resource(file.name)
        if there is None:
            continue
        resource = file.resource.name if file.resource else ""
        for name in resources.differing(file.properties, there):
            note = f'resource "{file.name}": its "{name}" is another one at the portal'
            yield Drift(kind=kinds.RESOURCE_DIFFERS, note=note, resource=resource)
        if wishes.datastore and is_fit(file):
            id = str(there.get("id"))
            for note in _column_notes(api, publication, file, id, metadata_only=metadata_only):
                yield Drift(kind=kinds.COLUMN_DIFFERS, note=note, resource=resource)


def _column_notes(
    api: Api, publication: Publication, file: CkanFile, id: str, *, metadata_only: bool
) -> Iterator[str]:
    """Yield how the DataStore's table differs from the package's: columns, then rows."""
    if file.resource is None:
        return
    info = api.find("datastore_info", id=id)
    if info is None:
        yield f"{file.name} has no table in the DataStore"
        return
    there = {str(each.get("id")): each for each in datasets.objects(info, "fields")}
    there.pop("_id", None)
    for column in columns_of(publication, file.resource):
        for note in _differences(column, there.pop(column.name, None)):
            yield f"column {column.name} of {file.name} {note}"
    for name in there:
        yield f"column {name} of {file.name} is surplus in the DataStore"
    rows = next(
        task.stats.rows for task in publication.report.tasks if task.name == file.resource.name
    )
    if (total := count(api, id)) != rows:
        yield f"{file.name} has {total} rows in the DataStore, not {rows}"
    elif not metadata_only:
        yield from differing_rows(api, publication, file.resource, id)


def _differences(column: TableColumn, found: Mapping[str, object] | None) -> Iterator[str]:
    if found is None:
        yield "is not in the DataStore"
        return
    type_ = _SAME.get(str(found.get("type")), str(found.get("type")))
    if type_ != column.type:
        yield f"is {type_} in the DataStore, not {column.type}"
    if _dictionary(found) != dict(column.info):
        yield "has another entry in the data dictionary"


def size_of(there: Mapping[str, object]) -> int:
    """Return the length that the portal states, 0 where it states none."""
    size = str(there.get("size") or "")
    return int(size) if size.isdecimal() else 0


def _dictionary(found: Mapping[str, object]) -> dict[str, object]:
    info = found.get("info")
    return dict(info) if isinstance(info, dict) else {}
