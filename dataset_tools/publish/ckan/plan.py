"""From what the portal has to what it should have: a pure function."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dataset_tools.model.schema import Schema
from dataset_tools.publish.ckan import dataset as datasets
from dataset_tools.publish.ckan import resources
from dataset_tools.publish.ckan.datastore import mark_of, unfit
from dataset_tools.publish.ckan.resources import MARK, CkanFile
from dataset_tools.publish.ckan.state import CkanState, Offer, is_ours, is_uploaded, offer
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks of the dataset; None leaves what is there."""

    owner_org: str = ""
    private: bool | None = None
    draft: bool = False
    datastore: bool = True


def ckan_plan(publication: Publication, state: CkanState, wishes: Wishes) -> Plan:
    """Return the steps to the package served; a new dataset is a draft until all of it is there."""
    wanted = datasets.wanted_dataset(publication.package, state.licences)
    offered = offer(publication, state)
    steps = [
        *_dataset_steps(state, wanted, wishes),
        *_file_steps(state, offered, wishes),
        *_delete_steps(state, offered),
        *_upload_steps(state, offered.descriptor),
        *_publish_steps(state, wishes),
    ]
    warnings = (*wanted.warnings, *_warnings(publication, state, offered, wishes))
    if not steps:
        return Plan(action="nothing", warnings=warnings)
    action = "create" if state.dataset is None else "update"
    return Plan(
        action="create" if action == "create" else "update",
        steps=tuple(steps),
        warnings=warnings,
    )


def changes(
    state: CkanState, wanted: datasets.Wanted, wishes: Wishes
) -> tuple[list[str], dict[str, object]]:
    """Return the names of a dataset's properties that differ, and the values to patch it with.

    One that is empty was begun, and becomes a draft until all of it is there.
    """
    there = state.dataset or {}
    names = datasets.differing(wanted, there)
    values = wanted.values(datasets.foreign_extras(there))
    patch = {key: values[key] for key in names}
    if wishes.private is not None and bool(there.get("private")) != wishes.private:
        names.append("private")
        patch["private"] = wishes.private
    if wishes.owner_org and wishes.owner_org not in _organisation(there):
        names.append("owner_org")
        patch["owner_org"] = wishes.owner_org
    if there.get("state") == "deleted" or (there.get("state") == "active" and not state.resources):
        names.append("state")
        patch["state"] = "draft"
    return names, patch


def _organisation(dataset: Mapping[str, object]) -> set[object]:
    organisation = dataset.get("organization")
    known = organisation if isinstance(organisation, dict) else {}
    return {dataset.get("owner_org"), known.get("id"), known.get("name")}


def _dataset_steps(state: CkanState, wanted: datasets.Wanted, wishes: Wishes) -> Iterator[Step]:
    if state.dataset is None:
        yield Step(do="create", what=state.name, reason="there is no such dataset")
        return
    names, _ = changes(state, wanted, wishes)
    if names:
        yield Step(do="metadata", what=state.name, reason=_differ(names))


def _file_steps(state: CkanState, offered: Offer, wishes: Wishes) -> Iterator[Step]:
    for file in offered.files:
        yield from _upload_steps(state, file)
        if wishes.datastore and is_fit(file):
            there = state.resource(file.name) or {}
            reason = _datastore_reason(file, there)
            if reason:
                yield Step(do="datastore", what=file.what, bytes=file.content.bytes, reason=reason)


def _upload_steps(state: CkanState, file: CkanFile) -> Iterator[Step]:
    there = state.resource(file.name)
    if there is None:
        yield Step(do="upload", what=file.what, bytes=file.content.bytes, reason="new")
    elif not is_uploaded(file, there):
        yield Step(do="upload", what=file.what, bytes=file.content.bytes, reason="sha256 differs")
    elif names := resources.differing(file.properties, there):
        yield Step(do="metadata", what=file.what, reason=_differ(names))


def _datastore_reason(file: CkanFile, there: Mapping[str, object]) -> str:
    if not there.get(MARK):
        return "its rows are not in the DataStore"
    if there.get(MARK) != mark_of(file):
        return "its rows or its schema changed"
    return "" if there.get("datastore_active") else "its table is gone from the DataStore"


def _delete_steps(state: CkanState, offered: Offer) -> Iterator[Step]:
    """Yield what was ours and is no more: by its own id, or a second one of the same name."""
    kept = {state.id_of(file.name) for file in offered.all_files}
    names = {file.name for file in offered.all_files}
    for resource in state.resources:
        if resource.get("id") in kept:
            continue
        if is_ours(state, resource):
            yield Step(do="delete", what=_what(resource), reason="the package has it no more")
        elif resource.get("name") in names:
            yield Step(do="delete", what=_what(resource), reason="it is there twice")


def surplus(state: CkanState, offered: Offer) -> list[Mapping[str, object]]:
    """Return the resources of the dataset that are none of the package's."""
    kept = {state.id_of(file.name) for file in offered.all_files}
    return [each for each in state.resources if each.get("id") not in kept]


def _what(resource: Mapping[str, object]) -> str:
    return f"{resource.get('name')} ({resource.get('id')})"


def _publish_steps(state: CkanState, wishes: Wishes) -> Iterator[Step]:
    there = (state.dataset or {}).get("state")
    if there != "active" and not wishes.draft:
        yield Step(do="publish", what=state.name, reason="it is a draft until all of it is there")


def _warnings(
    publication: Publication, state: CkanState, offered: Offer, wishes: Wishes
) -> Iterator[str]:
    deleted = {step.what for step in _delete_steps(state, offered)}
    for resource in surplus(state, offered):
        if _what(resource) not in deleted:
            name = resource.get("name")
            yield f'resource "{name}" of the dataset is none of the package\'s, and is left'
    if wishes.draft and (state.dataset or {}).get("state") == "active":
        yield "the dataset is published already, and stays so"
    for each in publication.package.resources:
        if not each.paths:
            yield f'the data of "{each.name}" stand in datapackage.json alone'
    for file in offered.files if wishes.datastore else ():
        if file.has_datastore and not is_fit(file):
            yield f'"{file.name}" has no place in the DataStore: {unfit(_schema(file))}'


def is_fit(file: CkanFile) -> bool:
    """Whether the rows of a file go into the DataStore."""
    return file.has_datastore and not unfit(_schema(file))


def _schema(file: CkanFile) -> Schema:
    found = file.resource.schema if file.resource else None
    return found or Schema()


def _differ(names: list[str]) -> str:
    return f"{', '.join(names)} differ{'s' if len(names) == 1 else ''}"
