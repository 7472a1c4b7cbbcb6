"""RO-Crate 1.2: a folder of data with its description, for research archives."""

from collections.abc import Iterator

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Demand, Exporter, Note, Source
from dataset_tools.export.metadata.about import About, Agent, about, demands, file_iri, text
from dataset_tools.export.metadata.files import lay_beside, package_files
from dataset_tools.export.metadata.json_ld import Node, agent_node, document, filled, one_or_all

_CONTEXT = "https://w3id.org/ro/crate/1.2/context"
_CONFORMS_TO = "https://w3id.org/ro/crate/1.2"
_METADATA = "ro-crate-metadata.json"
_ROOT = "./"


def _demands(source: Source) -> Iterator[Demand]:
    """Yield what the root of a crate must have and the package has not."""
    said = about(source.package)
    return demands(
        [
            (bool(said.title), "title", "a name"),
            (bool(said.description), "description", "a description"),
            (bool(said.created), "created", "a date of publication"),
            (bool(said.licences), "licenses", "a licence"),
        ],
    )


def write_ro_crate(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``ro-crate-metadata.json``; in a folder, the data files beside it."""
    said = about(source.package)
    agents = {agent: f"#contributor-{number}" for number, agent in enumerate(said.agents, 1)}
    files = list(_files(source))
    licences = list(_licences(said))
    works = [
        filled({"@id": work.url, "@type": "CreativeWork", "name": work.title})
        for work in said.works
        if work.url
    ]
    graph: list[Node] = [
        {
            "@id": _METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _CONFORMS_TO},
            "about": {"@id": _ROOT},
        },
        _root(said, agents, files, licences, works),
        *files,
        *licences,
        *works,
        *(_agent(agent, id_) for agent, id_ in agents.items()),
    ]
    destination.write(_METADATA, document({"@context": _CONTEXT, "@graph": _distinct(graph)}))
    lay_beside(source, destination)
    yield Note(message="types, constraints and keys of the tables have no place in RO-Crate")
    for resource in source.package.resources:
        if not resource.paths:
            yield Note(table=resource.name, message="inline data are no file of the crate")


def _root(
    said: About,
    agents: dict[Agent, str],
    files: list[Node],
    licences: list[Node],
    works: list[Node],
) -> Node:
    return filled(
        {
            "@id": _ROOT,
            "@type": "Dataset",
            "name": said.title,
            "description": said.description,
            "identifier": said.uri or said.id,
            "url": said.homepage,
            "version": said.version,
            "datePublished": said.created,
            "keywords": list(said.keywords),
            "license": one_or_all(_references(licences)),
            "author": one_or_all([{"@id": agents[each]} for each in said.creators]),
            "publisher": one_or_all([{"@id": agents[each]} for each in said.publishers]),
            "isBasedOn": one_or_all(_references(works)),
            "hasPart": _references(files),
        },
    )


def _references(nodes: list[Node]) -> list[object]:
    return [{"@id": node["@id"]} for node in nodes]


def _files(source: Source) -> Iterator[Node]:
    for file in package_files(source):
        yield filled(
            {
                "@id": file_iri(file.path),
                "@type": "File",
                "name": file.resource.title or file.name,
                "description": text(file.resource.descriptor, "description"),
                "contentSize": str(file.bytes),
                "sha256": file.sha256,
                "encodingFormat": file.media_type,
            },
        )


def _licences(said: About) -> Iterator[Node]:
    for number, licence in enumerate(said.licences, 1):
        name = licence.title or licence.name or licence.url
        yield filled(
            {
                "@id": licence.url or f"#licence-{number}",
                "@type": "CreativeWork",
                "name": name,
                "description": name,
                "identifier": licence.name,
            },
        )


def _agent(agent: Agent, id_: str) -> Node:
    node = {"@id": id_, **agent_node(agent)}
    if agent.organization:
        node["affiliation"] = agent.organization
    return node


def _distinct(graph: list[Node]) -> list[Node]:
    """Describe each thing once, as JSON-LD's flat form asks."""
    return list({str(node["@id"]): node for node in reversed(graph)}.values())[::-1]


RO_CRATE = Exporter(suffixes=(".json",), write=write_ro_crate, demands=_demands)
