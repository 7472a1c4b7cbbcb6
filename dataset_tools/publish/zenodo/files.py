"""The files of a package as those of a record: flat names, and the descriptor that has them.

InvenioRDM takes keys with slashes, of Zenodo that is not known, and who downloads a record gets one
folder of files; so a key is a file's name without its folder, and the served descriptor says so.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dataset_tools.descriptor.write import set_values
from dataset_tools.exceptions import NotPublishable
from dataset_tools.export.metadata.about import about
from dataset_tools.files.paths import safe_path, unsafe_reason
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import Content, Publication

OWN_DOI = "dataset-tools:doi"
"""The property of the served descriptor with the DOI, where ``id`` is another one."""
UNKNOWN_DOI = "10.5281/zenodo.00000000"
"""Stands for a DOI that is not reserved yet: a plan tells the length of the descriptor with it."""
_SEPARATOR = "__"


def keys(publication: Publication) -> Mapping[str, str]:
    """Return the key of each file by its path: its name, with its folders where that is not alone.

    Raises
    ------
    NotPublishable
        Two files would have one key.
    """
    paths = [content.path for content in publication.all_contents]
    times = Counter(_name(path).casefold() for path in paths)
    found = {
        path: _name(path) if times[_name(path).casefold()] == 1 else path.replace("/", _SEPARATOR)
        for path in paths
    }
    taken: dict[str, str] = {}
    for path, key in found.items():
        other = taken.setdefault(key.casefold(), path)
        if other != path:
            raise NotPublishable(
                f'a record keeps files without folders; {other} and {path} would both be "{key}"',
                fix="Give one of the files another name.",
            )
    return found


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def with_doi(publication: Publication, doi: str) -> Publication:
    """Return what is published with the descriptor as it is served: the DOI, and the keys.

    The DOI is the ``id`` where the package has none, else it is a property of ours; where the
    package states that very DOI already, nothing is added.
    """
    descriptor = json.loads(publication.descriptor)
    changes = dict(_renamed(descriptor, keys(publication)))
    said = about(publication.package)
    if not said.id:
        changes["/id"] = doi
    elif said.doi.lower() != doi.lower():
        changes[f"/{OWN_DOI}"] = doi
    text = publication.descriptor
    changed = {pointer: value for pointer, value in changes.items() if value != ""}
    return replace(publication, descriptor=set_values(text, changed) if changed else text)


def _renamed(
    descriptor: Mapping[str, object], named: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the pointer of each path that a key takes the place of, and the key."""
    for pointer, path in _paths(descriptor):
        key = named.get(safe_path(path)) if unsafe_reason(path) is None else None
        if key is not None and key != path:
            yield pointer, key


def _paths(descriptor: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield from _licence_paths("", descriptor)
    resources = descriptor.get("resources")
    for number, resource in enumerate(resources if isinstance(resources, list) else ()):
        pointer = f"/resources/{number}"
        yield from _licence_paths(pointer, resource)
        for key in ("path", "schema", "dialect"):
            value = resource.get(key)
            if isinstance(value, str):
                yield f"{pointer}/{key}", value
            elif key == "path" and isinstance(value, list):
                yield from ((f"{pointer}/path/{at}", str(each)) for at, each in enumerate(value))


def _licence_paths(pointer: str, parent: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    licences = parent.get("licenses")
    for number, licence in enumerate(licences if isinstance(licences, list) else ()):
        path = licence.get("path") if isinstance(licence, dict) else None
        if isinstance(path, str):
            yield f"{pointer}/licenses/{number}/path", path


def md5_of(publication: Publication, content: Content) -> str:
    """Return the MD5 of a file, the only checksum that the server computes."""
    if content.path == DESCRIPTOR:
        data = publication.descriptor.encode("utf-8")
        return hashlib.md5(data, usedforsecurity=False).hexdigest()
    digest = hashlib.md5(usedforsecurity=False)
    for piece in publication.pieces(content):
        digest.update(piece)
    return digest.hexdigest()
