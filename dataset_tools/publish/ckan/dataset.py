"""A Data Package's properties as those of a CKAN dataset (as frictionless-ckan-mapper has them)."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dataset_tools.exceptions import NotPublishable
from dataset_tools.export.metadata.about import CREATORS, About, Licence, about
from dataset_tools.model.package import DataPackage

NAME = re.compile(r"[a-z0-9_-]{2,100}")
_TAG_BAD = re.compile(r"[^\w .-]+")
_SHORTEST_TAG, _LONGEST_TAG = 2, 100
MOST_EXTRA = 32_766
"""Bytes; the search index of CKAN refuses a longer term, and with it the dataset (ckan#6911)."""
_EXTRAS = ("created", "sources", "contributors", "licenses", "image", "id", "$schema")
_EXTRA_NAMES = {"id": "identifier", "$schema": "profile"}
_LICENCES = {
    "CC-BY-4.0": "cc-by",
    "CC-BY-3.0": "cc-by",
    "CC-BY-SA-4.0": "cc-by-sa",
    "CC-BY-SA-3.0": "cc-by-sa",
    "CC0-1.0": "cc-zero",
    "CC-BY-NC-4.0": "cc-nc",
    "CC-BY-NC-2.0": "cc-nc",
    "ODC-By-1.0": "odc-by",
    "ODC-BY-1.0": "odc-by",
    "ODbL-1.0": "odc-odbl",
    "PDDL-1.0": "odc-pddl",
    "ODC-PDDL-1.0": "odc-pddl",
    "GFDL-1.3": "gfdl",
    "OGL-UK-3.0": "uk-ogl",
}
TEXTS = (
    "title",
    "notes",
    "url",
    "version",
    "license_id",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
)
"""Properties of a dataset that are texts, and are those of the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a dataset should say; ``warnings`` tell what of the package has no place there."""

    texts: Mapping[str, str]
    tags: tuple[str, ...]
    extras: Mapping[str, str]
    warnings: tuple[str, ...]

    def values(self, others: Iterable[Mapping[str, object]] = ()) -> dict[str, object]:
        """Return the properties as CKAN takes them; ``others`` are extras that stay."""
        return {
            **self.texts,
            "tags": [{"name": tag} for tag in self.tags],
            "extras": [
                *({"key": key, "value": value} for key, value in self.extras.items()),
                *({"key": each["key"], "value": each["value"]} for each in others),
            ],
        }


def wanted_dataset(package: DataPackage, licences: Iterable[Mapping[str, object]]) -> Wanted:
    """Put a package's properties as those of a dataset, with a licence of the portal's list."""
    said, warnings = about(package), list[str]()
    licence_id = _licence_id(said.licences, licences, warnings)
    extras = dict(_extras(package.descriptor, warnings))
    return Wanted(
        texts={
            "title": said.title,
            "notes": said.description,
            "url": said.homepage,
            "version": said.version,
            "license_id": licence_id,
            **_people(said),
        },
        tags=tuple(_tags(said.keywords, warnings)),
        extras=extras,
        warnings=tuple(warnings),
    )


def differing(wanted: Wanted, dataset: Mapping[str, object]) -> list[str]:
    """Return the names of the properties that are other ones in the dataset."""
    different = [key for key in TEXTS if wanted.texts[key] != (dataset.get(key) or "")]
    tags = {str(tag.get("name")) for tag in objects(dataset, "tags")}
    if tags != set(wanted.tags):
        different.append("tags")
    extras = {str(each.get("key")): each.get("value") for each in objects(dataset, "extras")}
    if any(extras.get(key) != value for key, value in wanted.extras.items()) or any(
        name in extras and name not in wanted.extras for name in map(extra_name, _EXTRAS)
    ):
        different.append("extras")
    return different


def foreign_extras(dataset: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the extras that are none of ours, and so stay."""
    ours = set(map(extra_name, _EXTRAS))
    return [each for each in objects(dataset, "extras") if each.get("key") not in ours]


def extra_name(key: str) -> str:
    """Return the key of the extra that holds a property; CKAN has properties of some names."""
    return _EXTRA_NAMES.get(key, key)


def dataset_name(package: DataPackage, given: str) -> str:
    """Return the dataset's name; raise NotPublishable where CKAN does not take it."""
    name = given or package.name
    if NAME.fullmatch(name):
        return name
    said = f'"{name}" is none' if name else "and there is none"
    raise NotPublishable(
        f"CKAN takes names of 2 to 100 lower-case letters, digits, - and _, {said}",
        fix="Give another name for the dataset: --name NAME.",
    )


def objects(parent: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """Return the objects of a list."""
    value = parent.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _people(said: About) -> dict[str, str]:
    """Return the first author (or whoever has no role) and the first maintainer."""
    author = next((each for each in said.agents if CREATORS & set(each.roles)), None)
    author = author or next((each for each in said.agents if not each.roles), None)
    maintainer = next((each for each in said.agents if "maintainer" in each.roles), None)
    return {
        "author": author.name if author else "",
        "author_email": author.email if author else "",
        "maintainer": maintainer.name if maintainer else "",
        "maintainer_email": maintainer.email if maintainer else "",
    }


def _tags(keywords: Iterable[str], warnings: list[str]) -> Iterator[str]:
    """Yield keywords as CKAN takes them for tags, each once."""
    seen: set[str] = set()
    for keyword in keywords:
        tag = _TAG_BAD.sub("-", keyword).strip(" -")[:_LONGEST_TAG].strip()
        if len(tag) < _SHORTEST_TAG:
            warnings.append(f'keyword "{keyword}" is no tag: CKAN takes 2 to 100 letters')
            continue
        if tag != keyword:
            warnings.append(f'keyword "{keyword}" became the tag "{tag}"')
        if tag not in seen:
            seen.add(tag)
            yield tag


def _licence_id(
    named: Iterable[Licence],
    known: Iterable[Mapping[str, object]],
    warnings: list[str],
) -> str:
    """Return the portal's id of the first licence: by name, by our table, or by its URL."""
    first = next(iter(named), None)
    if first is None:
        return ""
    ids = {str(each.get("id")): str(each.get("url") or "") for each in known}
    for candidate in (first.name, _LICENCES.get(first.name, "")):
        if candidate in ids:
            return candidate
    by_url = (id for id, url in ids.items() if url and _bare(url) == _bare(first.url))
    found = next(by_url, "")
    if not found:
        warnings.append(f'the portal does not know the licence "{first.name or first.url}"')
    return found or first.name


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()


def _extras(descriptor: Mapping[str, object], warnings: list[str]) -> Iterator[tuple[str, str]]:
    for key in _EXTRAS:
        if key not in descriptor:
            continue
        value = descriptor[key]
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if len(text.encode("utf-8")) > MOST_EXTRA:
            warnings.append(f'"{key}" is too long for CKAN; it stands in datapackage.json alone')
        else:
            yield extra_name(key), text
