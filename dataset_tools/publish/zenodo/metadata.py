"""A Data Package's properties as the metadata of an InvenioRDM record (DataCite 4's, in JSON)."""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dataset_tools.export.metadata.about import About, Agent, Licence, about, demands
from dataset_tools.export.metadata.datacite import contributor_types, related_urls
from dataset_tools.model.package import DataPackage
from dataset_tools.publish.zenodo.record import SCHEME, identifier_of

FIELDS = (
    "resource_type",
    "title",
    "description",
    "publication_date",
    "publisher",
    "version",
    "creators",
    "contributors",
    "rights",
    "subjects",
    "identifiers",
    "related_identifiers",
)
"""The fields of a record that are the package's; what else a draft has stays as it is."""
_SHORTEST_TITLE = 3
_TEN = 10
_ORCID = re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")
_ROR = re.compile(r"https?://ror\.org/(0[a-hj-km-np-tv-z\d]{6}\d{2})/?")
_URL = re.compile(r"https?://\S+")
_SPDX = re.compile(r"[a-z0-9][a-z0-9.+-]*")
_EXACT = frozenset({"version", "publication_date", "identifiers", "related_identifiers"})
_QUOTES = frozenset("\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u02bc")
_BREAK = re.compile(r"<br ?/?>")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a record should say; ``warnings`` tell what of the package has no place there."""

    fields: Mapping[str, Any]
    warnings: tuple[str, ...]


def missing(package: DataPackage) -> list[str]:
    """Return what a record must have to be published, and the package does not state."""
    said = about(package)
    needs = [
        (len(_line(said.title)) >= _SHORTEST_TITLE, "title", "a title of three letters or more"),
        (bool(said.creators), "contributors", "a creator (with the role creator or author)"),
        (bool(said.publishers), "contributors", "a publisher (with the role publisher)"),
        (bool(said.created), "created", "a date of publication"),
    ]
    return [demand.note for demand in demands(needs)]


def licence_ids(package: DataPackage) -> tuple[str, ...]:
    """Return the ids that the licences would have in the server's list, if they are in it."""
    ids = (licence.name.lower() for licence in about(package).licences)
    return tuple(dict.fromkeys(id for id in ids if _SPDX.fullmatch(id)))


def wanted_metadata(package: DataPackage, licences: Collection[str], doi: str = "") -> Wanted:
    """Put a package's properties as those of a record.

    Parameters
    ----------
    licences
        The ids of ``licence_ids`` that the server knows.
    doi
        The DOI of the record, which is then none of its other identifiers.
    """
    said, warnings = about(package), list[str]()
    fields = {
        "resource_type": {"id": "dataset"},
        "title": _line(said.title),
        "description": _html(said.description),
        "publication_date": said.day,
        "publisher": _line(said.publishers[0].name) if said.publishers else "",
        "version": said.version,
        "creators": [_creator(agent) for agent in said.creators],
        "contributors": list(_contributors(said)),
        "rights": [_right(licence, licences, warnings) for licence in said.licences],
        "subjects": [{"subject": each} for each in dict.fromkeys(map(_line, said.keywords))],
        "identifiers": list(_identifiers(said, doi)),
        "related_identifiers": list(_related(said)),
    }
    kept = {key: value for key, value in fields.items() if value}
    return Wanted(fields=kept, warnings=tuple(warnings))


def differing(wanted: Wanted, there: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields that are other ones in a record."""
    return [
        key for key in FIELDS if _plain(key, wanted.fields.get(key)) != _plain(key, there.get(key))
    ]


def _creator(agent: Agent) -> dict[str, Any]:
    creator: dict[str, Any] = {"person_or_org": _party(agent)}
    if agent.organization:
        creator["affiliations"] = [{"name": _line(agent.organization)}]
    return creator


def _contributors(said: About) -> Iterator[dict[str, Any]]:
    """Yield a contributor for each role of each, by DataCite's words in small letters."""
    for agent in said.agents:
        for role in contributor_types(agent):
            yield {**_creator(agent), "role": {"id": role.lower()}}


def _party(agent: Agent) -> dict[str, Any]:
    """Return a person or an organisation; which of the two decides as in every export."""
    party: dict[str, Any]
    if agent.is_person:
        family = _line(agent.family_name)
        party = {"type": "personal", "family_name": family or _line(agent.name)}
        if family and agent.given_name:
            party["given_name"] = _line(agent.given_name)
    else:
        party = {"type": "organizational", "name": _line(agent.name)}
    identifier = _party_identifier(agent)
    return {**party, "identifiers": [identifier]} if identifier else party


def _party_identifier(agent: Agent) -> dict[str, str] | None:
    orcid, ror = _ORCID.fullmatch(agent.url), _ROR.fullmatch(agent.url)
    if agent.is_person and orcid and _is_orcid(orcid[1]):
        return {"scheme": "orcid", "identifier": orcid[1]}
    if not agent.is_person and ror:
        return {"scheme": "ror", "identifier": ror[1]}
    return None


def _is_orcid(value: str) -> bool:
    """Whether the last digit is the right one (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in value.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return value[-1] == ("X" if check == _TEN else str(check))


def _right(licence: Licence, known: Collection[str], warnings: list[str]) -> dict[str, Any]:
    """Return a licence of the server's list, else one in words of its own."""
    id = licence.name.lower()
    if id in known:
        return {"id": id}
    words = _line(licence.title or licence.name or licence.url)
    warnings.append(f'the licence "{words}" is not in the server\'s list, and stands in words')
    right: dict[str, Any] = {"title": {"en": words}}
    return {**right, "link": licence.url} if _URL.fullmatch(licence.url) else right


def _identifiers(said: About, doi: str) -> Iterator[dict[str, str]]:
    """Yield the identifier by which the record is found again, and the package's own."""
    yield {"scheme": SCHEME, "identifier": identifier_of(said.name)}
    if said.doi and said.doi.lower() != doi.lower():
        yield {"scheme": "doi", "identifier": said.doi}
    elif said.id and not said.doi:
        scheme = "url" if _URL.fullmatch(said.id) else SCHEME
        yield {"scheme": scheme, "identifier": _line(said.id)}


def _related(said: About) -> Iterator[dict[str, Any]]:
    for relation, url in dict.fromkeys(related_urls(said)):
        if _URL.fullmatch(url):
            yield {"scheme": "url", "identifier": url, "relation_type": {"id": relation.lower()}}


def _line(words: str) -> str:
    r"""Return a text as one line, as InvenioRDM keeps it.

    Examples
    --------
    >>> _line(" a\tb\n")
    'a b'
    """
    kept = "".join(each if unicodedata.category(each) != "Cc" else " " for each in words)
    return " ".join(kept.split())


def _html(words: str) -> str:
    r"""Return a text as HTML: a paragraph for each of its own, its line breaks kept.

    Examples
    --------
    >>> _html("a < b\nc\n\nd")
    '<p>a &lt; b<br>c</p><p>d</p>'
    """
    paragraphs = _PARAGRAPHS.split(words.replace("\r\n", "\n").strip())
    lines = ([_line(line) for line in each.split("\n")] for each in paragraphs)
    texts = ("<br>".join(html.escape(line, quote=False) for line in each) for each in lines)
    return "".join(f"<p>{text}</p>" for text in texts if text)


def _plain(key: str, value: object) -> object:
    """Return a field without what the server adds to it, to be compared."""
    if isinstance(value, list):
        return [_plain(key, each) for each in value] or None
    if isinstance(value, dict):
        if "id" in value:  # an entry of a vocabulary; the server adds its titles
            return {"id": value["id"]}
        derived = {"name"} if value.get("family_name") else set()
        kept = {each: _plain(key, value[each]) for each in value if each not in derived}
        return {each: found for each, found in kept.items() if found is not None} or None
    if isinstance(value, str):
        return _plain_text(key, value)
    return value


def _plain_text(key: str, value: str) -> str | None:
    """Return a text as it is compared.

    InvenioRDM mends texts (by ftfy): it makes quotes straight, takes ligatures and wide letters
    apart, drops what cannot be seen, and writes the same HTML in a way of its own.
    """
    if key in _EXACT:
        return value.strip() or None
    value = html.unescape(_BREAK.sub("<br>", value) if key == "description" else value)
    seen = (each for each in unicodedata.normalize("NFKC", value) if each not in _QUOTES)
    kept = "".join(each for each in seen if each.isspace() or unicodedata.category(each)[0] != "C")
    return " ".join(kept.split()) or None
