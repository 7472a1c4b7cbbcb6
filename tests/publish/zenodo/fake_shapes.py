"""What the strict InvenioRDM keeps of what it is given, and how it shows that."""

import hashlib
import re
from typing import Any

LICENCES = {"cc-by-4.0": "Creative Commons Attribution 4.0 International", "cc0-1.0": "CC0"}
ROLES = {"datacurator", "contactperson", "other", "editor"}
REQUIRED = ("resource_type", "creators", "title", "publication_date")
FIELDS = {
    *REQUIRED,
    "publisher",
    "description",
    "version",
    "contributors",
    "rights",
    "subjects",
    "identifiers",
    "related_identifiers",
    "languages",
}
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u200b": ""})


def entry(file: dict[str, Any]) -> dict[str, Any]:
    entry = {"key": file["key"], "status": file["status"]}
    if file["status"] == "completed":
        digest = hashlib.md5(file["data"], usedforsecurity=False).hexdigest()
        entry |= {"checksum": f"md5:{digest}", "size": len(file["data"])}
    return entry


def matches(record: dict[str, Any], what: str, value: str) -> bool:
    if what == "parent.id":
        return bool(record["parent"] == value)
    assert what == "metadata.identifiers.identifier", what
    identifiers = record["metadata"].get("identifiers", ())
    return any(each["identifier"] == value for each in identifiers)


def faults_of(metadata: dict[str, Any]) -> list[dict[str, Any]]:
    missing = {key: "Missing data for required field." for key in REQUIRED if key not in metadata}
    if "publisher" not in metadata:
        missing["publisher"] = "Missing publisher field required for DOI registration."
    if len(metadata.get("title", "   ")) < 3:
        missing["title"] = "Shorter than minimum length 3."
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", metadata.get("publication_date", "2024")):
        missing["publication_date"] = "Please provide a valid date or interval."
    missing |= {key: "Unknown field." for key in metadata if key not in FIELDS}
    for number, creator in enumerate(metadata.get("creators", ())):
        party = creator["person_or_org"]
        needed = "family_name" if party["type"] == "personal" else "name"
        if not party.get(needed):
            missing[f"creators.{number}.person_or_org.{needed}"] = "Missing data."
    return [{"field": f"metadata.{key}", "messages": [missing[key]]} for key in missing]


def kept(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return metadata as the server keeps it: texts mended, names joined, titles added."""
    kept = _mended(metadata)
    wrong = {each["field"].split(".")[1] for each in faults_of(metadata)}
    kept = {key: value for key, value in kept.items() if key in FIELDS and key not in wrong}
    if "resource_type" in kept:
        kept["resource_type"] = {"id": kept["resource_type"]["id"], "title": {"en": "Dataset"}}
    for each in (*kept.get("creators", ()), *kept.get("contributors", ())):
        party = each["person_or_org"]
        if party["type"] == "personal":
            names = [party.get("family_name", ""), party.get("given_name", "")]
            party["name"] = ", ".join(name for name in names if name)
        if "role" in each:
            each["role"]["title"] = {"en": each["role"]["id"]}
    for right in kept.get("rights", ()):
        if "id" in right:
            right["title"] = {"en": LICENCES[right["id"]]}
    return kept


def _mended(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mended(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_mended(each) for each in value]
    return value.translate(QUOTES).strip() if isinstance(value, str) else value
