"""DataCite 4.6: the metadata that a DOI is registered with, as XML and as DataCite's JSON."""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Demand, Exporter, Note, Source
from dataset_tools.export.metadata.about import CREATORS, PUBLISHERS, About, Agent, about, demands
from dataset_tools.export.metadata.files import PackageFile, package_files
from dataset_tools.export.metadata.json_ld import Node, document, filled

_KERNEL = "http://datacite.org/schema/kernel-4"
_SCHEMA = "http://schema.datacite.org/meta/kernel-4.6/metadata.xsd"
_RESOURCE_TYPE = "Dataset"
_SPDX = "https://spdx.org/licenses/"
_ROLES: Mapping[str, str] = {
    "contactPoint": "ContactPerson",
    "contact": "ContactPerson",
    "dataCollector": "DataCollector",
    "dataCurator": "DataCurator",
    "dataManager": "DataManager",
    "distributor": "Distributor",
    "editor": "Editor",
    "funder": "Sponsor",
    "host": "HostingInstitution",
    "maintainer": "DataManager",
    "producer": "Producer",
    "projectLeader": "ProjectLeader",
    "researcher": "Researcher",
    "rightsHolder": "RightsHolder",
    "sponsor": "Sponsor",
    "supervisor": "Supervisor",
    "wrangler": "DataCurator",
}
"""DataCite's words for the roles of contributors; another role is ``Other``."""


def _demands(source: Source) -> Iterator[Demand]:
    """Yield DataCite's mandatory properties that the package has not."""
    said = about(source.package)
    return demands(
        [
            (bool(said.id), "id", "an identifier"),
            (bool(said.creators), "contributors", "a creator (with the role creator or author)"),
            (bool(said.title), "title", "a title"),
            (bool(said.publishers), "contributors", "a publisher (with the role publisher)"),
            (bool(said.created), "created", "a year of publication"),
        ],
    )


def write_datacite(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``datacite.xml`` and ``datacite.json``."""
    said, files = about(source.package), list(package_files(source))
    destination.write("datacite.xml", _xml(said, files))
    destination.write("datacite.json", document(_json(said, files)))
    if not said.doi:
        yield Note(message="the id is no DOI; DataCite registers a DOI alone")
    yield Note(message="the tables and their schemas have no place in DataCite")


Element = tuple[str, Mapping[str, str], "str | list[Element]"]
"""A name, attributes, and a text or more elements; what is empty is left out."""


def _xml(said: About, files: list[PackageFile]) -> str:
    attributes = {
        "xmlns": _KERNEL,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{_KERNEL} {_SCHEMA}",
    }
    root: Element = ("resource", attributes, list(_elements(said, files)))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_lines(root, 0))


def _lines(element: Element, depth: int) -> Iterator[str]:
    name, attributes, content = element
    indent = "  " * depth
    opening = "".join(
        f" {key}={quoteattr(_clean(value))}" for key, value in attributes.items() if value
    )
    if isinstance(content, str):
        yield f"{indent}<{name}{opening}>{escape(_clean(content))}</{name}>\n"
        return
    yield f"{indent}<{name}{opening}>\n"
    for child in content:
        yield from _lines(child, depth + 1)
    yield f"{indent}</{name}>\n"


def _clean(value: str) -> str:
    """Leave out what XML 1.0 has no way to write (section 2.2)."""
    return "".join(
        char
        for char in value
        if char in "\t\n\r"
        or " " <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char > "\uffff"
    )


def _elements(said: About, files: list[PackageFile]) -> Iterator[Element]:
    yield "identifier", {"identifierType": _identifier_type(said)}, said.doi or said.id
    yield "creators", {}, [("creator", {}, _named("creatorName", each)) for each in said.creators]
    yield "titles", {}, [("title", {}, said.title)]
    yield "publisher", {}, said.publishers[0].name
    yield "publicationYear", {}, said.created[:4]
    yield "resourceType", {"resourceTypeGeneral": _RESOURCE_TYPE}, "Data Package"
    yield from _several("subjects", [("subject", {}, each) for each in said.keywords])
    yield from _several("contributors", list(_contributors(said)))
    yield "dates", {}, [("date", {"dateType": "Created"}, said.created)]
    yield from _several("relatedIdentifiers", list(_related(said)))
    yield from _several("sizes", [("size", {}, f"{sum(each.bytes for each in files)} bytes")])
    formats = sorted({each.media_type for each in files})
    yield from _several("formats", [("format", {}, each) for each in formats])
    if said.version:
        yield "version", {}, said.version
    yield from _several("rightsList", list(_rights(said)))
    if said.description:
        about_it: Element = ("description", {"descriptionType": "Abstract"}, said.description)
        yield "descriptions", {}, [about_it]


def _several(name: str, children: list[Element]) -> Iterator[Element]:
    if children:
        yield name, {}, children


def _identifier_type(said: About) -> str:
    if said.doi:
        return "DOI"
    scheme = said.id.partition(":")[0].lower()
    return {"http": "URL", "https": "URL", "urn": "URN"}.get(scheme, "Local")


def _named(name: str, agent: Agent) -> list[Element]:
    kind = "Personal" if agent.is_person else ""
    parts: list[Element] = [(name, {"nameType": kind}, _full_name(agent))]
    for key, value in (("givenName", agent.given_name), ("familyName", agent.family_name)):
        parts += [(key, {}, value)] if value else []
    parts += [("affiliation", {}, agent.organization)] if agent.organization else []
    return parts


def _full_name(agent: Agent) -> str:
    if agent.family_name and agent.given_name:
        return f"{agent.family_name}, {agent.given_name}"
    return agent.name


def _contributors(said: About) -> Iterator[Element]:
    for agent in said.agents:
        for role in contributor_types(agent):
            yield "contributor", {"contributorType": role}, _named("contributorName", agent)


def contributor_types(agent: Agent) -> list[str]:
    """Return DataCite's words for what someone did, creating and publishing left out."""
    roles = [each for each in agent.roles if each not in CREATORS | PUBLISHERS]
    if not agent.roles:
        roles = ["contributor"]
    return list(dict.fromkeys(_ROLES.get(each, "Other") for each in roles))


def related_urls(said: About) -> Iterator[tuple[str, str]]:
    """Yield DataCite's word for how the package stands to a URL, and the URL."""
    if said.homepage:
        yield "IsDescribedBy", said.homepage
    for work in said.works:
        if work.url:
            yield "IsDerivedFrom", work.url


def _related(said: About) -> Iterator[Element]:
    for relation, url in related_urls(said):
        attributes = {"relatedIdentifierType": "URL", "relationType": relation}
        yield "relatedIdentifier", attributes, url


def _rights(said: About) -> Iterator[Element]:
    for licence in said.licences:
        attributes = {
            "rightsURI": licence.url,
            "rightsIdentifier": licence.name,
            "rightsIdentifierScheme": "SPDX" if licence.name else "",
            "schemeURI": _SPDX if licence.name else "",
        }
        yield "rights", attributes, licence.title or licence.name or licence.url


def _json(said: About, files: list[PackageFile]) -> Node:
    return filled(
        {
            "doi": said.doi,
            "alternateIdentifiers": [] if said.doi else [_alternate(said)],
            "creators": [_person(each) for each in said.creators],
            "titles": [{"title": said.title}],
            "publisher": {"name": said.publishers[0].name},
            "publicationYear": said.created[:4],
            "types": {"resourceType": "Data Package", "resourceTypeGeneral": _RESOURCE_TYPE},
            "subjects": [{"subject": each} for each in said.keywords],
            "contributors": [
                {**_person(agent), "contributorType": role}
                for agent in said.agents
                for role in contributor_types(agent)
            ],
            "dates": [{"date": said.created, "dateType": "Created"}],
            "relatedIdentifiers": [
                {"relatedIdentifier": content, **attributes}
                for _, attributes, content in _related(said)
            ],
            "sizes": [f"{sum(each.bytes for each in files)} bytes"],
            "formats": sorted({each.media_type for each in files}),
            "version": said.version,
            "rightsList": [
                filled({"rights": content, **_rights_json(attributes)})
                for _, attributes, content in _rights(said)
            ],
            "descriptions": [
                {"description": said.description, "descriptionType": "Abstract"},
            ]
            if said.description
            else [],
            "schemaVersion": _KERNEL,
        },
    )


def _alternate(said: About) -> Node:
    kind = _identifier_type(said)
    return {"alternateIdentifier": said.id, "alternateIdentifierType": kind}


def _rights_json(attributes: Mapping[str, str]) -> Node:
    """Name the attributes of XML as DataCite's JSON does."""
    return {key.replace("URI", "Uri"): value for key, value in attributes.items()}


def _person(agent: Agent) -> Node:
    return filled(
        {
            "name": _full_name(agent),
            "nameType": "Personal" if agent.is_person else "",
            "givenName": agent.given_name,
            "familyName": agent.family_name,
            "affiliation": [{"name": agent.organization}] if agent.organization else [],
        },
    )


DATACITE = Exporter(suffixes=(".xml", ".json"), write=write_datacite, demands=_demands)
