"""The files of a package as CKAN resources, and the descriptor that is served beside them."""

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dataset_tools.descriptor.decode_yaml import decode_yaml
from dataset_tools.descriptor.write import descriptor_text
from dataset_tools.export.metadata.files import media_type
from dataset_tools.files.paths import safe_path
from dataset_tools.model.package import Resource
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import Content, Publication, content_of

JSON_PROPERTIES = ("schema", "dialect")
OWN_HASH = "sha256"
"""Our property of a resource: loaders of some portals put an MD5 of theirs into ``hash``."""
MARK = "datastore_hash"
"""Our property of a resource: the hash of what its DataStore holds, set when all of it is there."""
_MD5 = re.compile(r"[0-9a-f]{32}")
_UNKNOWN = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class CkanFile:
    """One file of the package and the CKAN resource that serves it.

    ``what`` is its path, by which a plan names it; where two resources share a file, with the
    resource's name. ``properties`` are texts, as a form sends them; the values of ``schema`` and
    ``dialect`` are JSON.
    """

    name: str
    what: str
    content: Content
    properties: Mapping[str, str]
    resource: Resource | None = None

    @property
    def has_datastore(self) -> bool:
        """Whether its rows can stand in the DataStore: those of a table of one file."""
        return (
            self.resource is not None
            and self.resource.is_table
            and self.resource.schema is not None
            and len(self.resource.paths) == 1
        )


def ckan_files(publication: Publication) -> tuple[CkanFile, ...]:
    """Return the files of the resources, in their order; the descriptor is none of them."""
    return tuple(_files(publication))


def _files(publication: Publication) -> Iterator[CkanFile]:
    descriptors = _resources(publication)
    times = Counter(
        safe_path(path) for each in publication.package.resources for path in each.paths
    )
    for resource, descriptor in zip(publication.package.resources, descriptors, strict=True):
        for content in publication.of_resource(resource):
            several = len(resource.paths) > 1
            name = f"{resource.name}/{content.path}" if several else resource.name
            yield CkanFile(
                name=name,
                what=content.path if times[content.path] == 1 else f"{content.path} ({name})",
                content=content,
                properties=_properties(name, resource, descriptor, content),
                resource=resource,
            )


def _properties(
    name: str, resource: Resource, descriptor: Mapping[str, object], content: Content
) -> dict[str, str]:
    description, title = descriptor.get("description"), descriptor.get("title")
    properties = {
        "name": name,
        "title": title if isinstance(title, str) else "",
        "description": description if isinstance(description, str) else "",
        "format": resource.format.upper(),
        "mimetype": media_type(resource),
        "encoding": resource.encoding if resource.is_table else "",
        "hash": f"sha256:{content.sha256}",
        OWN_HASH: content.sha256,
    }
    for key in JSON_PROPERTIES:
        value = descriptor.get(key)
        properties[key] = json.dumps(value, ensure_ascii=False) if value is not None else ""
    return properties


def descriptor_file(publication: Publication, urls: Mapping[str, str]) -> tuple[CkanFile, str]:
    """Return the descriptor as it is served, and its text.

    Its paths are the download URLs of the files, since nothing lies beside it at a portal; for the
    same reason schemas and dialects stand in it.

    Parameters
    ----------
    urls
        Where each file is downloaded, by its path in the package.
    """
    descriptor = json.loads(publication.descriptor)
    descriptor["resources"] = [_with_urls(each, urls) for each in _resources(publication)]
    text = descriptor_text(descriptor)
    content = content_of(DESCRIPTOR, text)
    properties = {
        "name": DESCRIPTOR,
        "title": "",
        "description": "",
        "format": "JSON",
        "mimetype": "application/json",
        "encoding": "",
        "hash": f"sha256:{content.sha256}",
        OWN_HASH: content.sha256,
        "schema": "",
        "dialect": "",
    }
    file = CkanFile(name=DESCRIPTOR, what=DESCRIPTOR, content=content, properties=properties)
    return file, text


def _with_urls(resource: Mapping[str, object], urls: Mapping[str, str]) -> dict[str, object]:
    path = resource.get("path")
    if isinstance(path, str):
        return {**resource, "path": urls[safe_path(path)]}
    if isinstance(path, list):
        return {**resource, "path": [urls[safe_path(str(each))] for each in path]}
    return dict(resource)


def _resources(publication: Publication) -> list[dict[str, object]]:
    """Return the resources of the descriptor, their schemas and dialects put in."""
    descriptor = json.loads(publication.descriptor)
    return [
        {key: _embedded(publication, key, value) for key, value in resource.items()}
        for resource in descriptor["resources"]
    ]


def _embedded(publication: Publication, key: str, value: object) -> object:
    if key not in JSON_PROPERTIES or not isinstance(value, str):
        return value
    with publication.open(publication.contents[safe_path(value)]) as file:
        data = file.read()
    if value.lower().endswith((".yaml", ".yml")):
        return decode_yaml(data).value
    return json.loads(data.decode("utf-8-sig"))


def differing(properties: Mapping[str, str], there: Mapping[str, object]) -> list[str]:
    """Return the names of the properties that are other ones at the portal.

    ``schema`` and ``dialect`` may stand there as texts or as objects; CKAN writes formats large.
    """
    return [
        key
        for key, value in properties.items()
        if not _same(key, value, there.get(key)) and not (key == "hash" and is_of_a_loader(there))
    ]


def has_hash(properties: Mapping[str, str], there: Mapping[str, object]) -> bool:
    """Whether the portal states the hash of a file, itself or where a loader left it."""
    if is_of_a_loader(there):
        return there.get(OWN_HASH) == properties[OWN_HASH]
    return there.get("hash") == properties["hash"]


def is_of_a_loader(there: Mapping[str, object]) -> bool:
    """Whether the hash of a resource of ours is an MD5, as DataPusher and XLoader put it there."""
    return bool(there.get(OWN_HASH)) and _MD5.fullmatch(str(there.get("hash"))) is not None


def _same(key: str, value: str, there: object) -> bool:
    if key in JSON_PROPERTIES:
        return (json.loads(value) if value else None) == _parsed(there)
    if key == "format":
        return value.casefold() == str(there or "").casefold()
    return value == (there or "")


def _parsed(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        return value


def own_id(dataset_url: str, name: str) -> str:
    """Return the id that a resource is made with, the same at every try, so that none is doubled.

    Examples
    --------
    >>> own_id("https://example.org/dataset/a", "people")
    'c41c835f-4d07-500c-8761-cf65cc2e059a'
    """
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{dataset_url}#{name}"))


def expected_url(base: str, dataset: Mapping[str, object] | None, id: str, file_name: str) -> str:
    """Return where a file will be downloaded; of a dataset to be made only the length is known."""
    dataset_id = str(dataset.get("id")) if dataset else _UNKNOWN
    return f"{base}/dataset/{dataset_id}/resource/{id}/download/{file_name}"
