"""The keys of a card's metadata that say what the package says, in the Hub's words."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from dataset_tools.export.metadata.about import About, Licence, about
from dataset_tools.export.names import safe_file_name
from dataset_tools.model.package import DataPackage
from dataset_tools.publish.huggingface.files import Made, Table
from dataset_tools.publish.publication import Publication

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
    (10**10, "1B<n<10B"),
    (10**11, "10B<n<100B"),
    (10**12, "100B<n<1T"),
)
_SAME_NAMES = (
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CC-BY-2.0",
    "CC-BY-2.5",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-2.0",
    "CC-BY-NC-3.0",
    "CC-BY-NC-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-NC-ND-3.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-2.0",
    "CC-BY-NC-SA-3.0",
    "CC-BY-NC-SA-4.0",
    "CDLA-Sharing-1.0",
    "CDLA-Permissive-1.0",
    "CDLA-Permissive-2.0",
    "etalab-2.0",
    "EUPL-1.1",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "ODC-By",
    "Unlicense",
)
_LICENCES: Mapping[str, str] = MappingProxyType(
    {name.lower(): name.lower() for name in _SAME_NAMES}
    | {
        "odbl-1.0": "odbl",
        "odc-by-1.0": "odc-by",
        "pddl-1.0": "pddl",
        "gpl-2.0-only": "gpl-2.0",
        "gpl-3.0-only": "gpl-3.0",
        "agpl-3.0-only": "agpl-3.0",
    }
)
"""From a name of SPDX, in small letters, to the Hub's; others are ``other`` there."""


def wanted_values(
    there: Mapping[str, Any], publication: Publication, made: Made, former: Mapping[str, object]
) -> Mapping[str, Any]:
    """Return the keys that are ours with their values; None of a key that is to go.

    What people added to lists stays: tags that are no keywords of the package, and configs that
    are none of its tables.
    """
    package = publication.package
    said = about(package)
    wanted: dict[str, Any] = {"pretty_name": said.title} if said.title else {}
    wanted |= _licence_values(said)
    languages = _languages(package)
    if languages:
        wanted["language"] = languages
    tags = _with_others(list(said.keywords), there.get("tags"), texts_of(former.get("keywords")))
    if tags or "tags" in there:
        wanted["tags"] = tags or None
    if made.tables:
        wanted["size_categories"] = [_size(publication)]
    return {**wanted, **_table_values(there, made, former)}


def _licence_values(said: About) -> Mapping[str, Any]:
    """Name the licences in the Hub's words; the first that it has no word for is told in full."""
    if not said.licences:
        return {}
    known = [_LICENCES.get(each.name.lower(), "other") for each in said.licences]
    names = list(dict.fromkeys(known))
    other = next(
        (each for each, name in zip(said.licences, known, strict=True) if name == "other"), None
    )
    return {
        "license": names[0] if len(names) == 1 else names,
        "license_name": None if other is None else _licence_name(other),
        "license_link": None if other is None else other.url or None,
    }


def _licence_name(licence: Licence) -> str:
    words = licence.name or licence.title or "other"
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-") or "other"


def _languages(package: DataPackage) -> list[str]:
    for key in ("languages", "language", "lang"):
        value = package.descriptor.get(key)
        given = [value] if isinstance(value, str) else texts_of(value)
        codes = [each for each in given if _LANGUAGE.fullmatch(each)]
        if codes:
            return codes
    return []


def _size(publication: Publication) -> str:
    rows = sum(task.stats.rows or 0 for task in publication.report.tasks)
    return next((name for most, name in _SIZES if rows < most), "n>1T")


def _table_values(
    there: Mapping[str, Any], made: Made, former: Mapping[str, object]
) -> Mapping[str, Any]:
    ours = {each.config for each in made.tables} | {
        safe_file_name(str(each.get("name"))) for each in mappings_of(former.get("resources"))
    }
    configs, infos = (
        [each for each in mappings_of(there.get(key)) if each.get("config_name") not in ours]
        for key in ("configs", "dataset_info")
    )
    is_free = not any(each.get("default") for each in configs)
    own = [
        _config(each, is_default=is_free and not number) for number, each in enumerate(made.tables)
    ]
    described = [_info(each) for each in made.tables if each.features is not None]
    listed = {"configs": own + configs, "dataset_info": described + infos}
    return {key: value or None for key, value in listed.items() if value or key in there}


def _config(table: Table, *, is_default: bool) -> Mapping[str, Any]:
    path = table.paths[0] if len(table.paths) == 1 else list(table.paths)
    config = {"config_name": table.config, "data_files": [{"split": "train", "path": path}]}
    return {**config, "default": True} if is_default else config


def _info(table: Table) -> Mapping[str, Any]:
    features = [each.to_object() for each in table.features or ()]
    return {"config_name": table.config, "features": features}


def _with_others(ours: list[str], there: object, former: Iterable[str]) -> list[str]:
    gone = {*ours, *former}
    added = [each for each in (there if isinstance(there, list) else ()) if each not in gone]
    return list(dict.fromkeys([*ours, *map(str, added)]))


def texts_of(value: object) -> list[str]:
    """Return the texts of a list, of what is none nothing."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def mappings_of(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list, or the one that stands for a list of one."""
    given = [value] if isinstance(value, dict) else value
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
