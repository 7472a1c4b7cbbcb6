"""DCAT-AP 3: a dataset and its distributions, for data catalogues, in Turtle and JSON-LD."""

from collections.abc import Iterator

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Demand, Exporter, Note, Source
from dataset_tools.export.metadata.about import About, Agent, about, demands, file_iri, text
from dataset_tools.export.metadata.files import PackageFile, package_files
from dataset_tools.export.metadata.json_ld import document
from dataset_tools.export.metadata.rdf import Literal, Thing, json_ld, texts, turtle

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_DATASET = "#dataset"
_STANDARD = "https://datapackage.org/profiles/2.0/tableschema.json"

Members = Iterator[tuple[str, Literal | Thing]]


def _demands(source: Source) -> Iterator[Demand]:
    """Yield the mandatory properties of a dataset in DCAT-AP that the package has not."""
    said = about(source.package)
    return demands(
        [
            (bool(said.title), "title", "a title"),
            (bool(said.description), "description", "a description"),
        ],
    )


def write_dcat(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``dcat.ttl`` and ``dcat.jsonld``."""
    said = about(source.package)
    files = list(package_files(source))
    dataset = Thing(
        iri=said.uri or _DATASET, type="dcat:Dataset", members=tuple(_dataset(said, files))
    )
    destination.write("dcat.ttl", turtle(dataset))
    destination.write("dcat.jsonld", document(json_ld(dataset)))
    yield Note(message="the tables and their schemas have no place in DCAT")
    for resource in source.package.resources:
        if not resource.paths:
            yield Note(table=resource.name, message="inline data are no distribution")


def _dataset(said: About, files: list[PackageFile]) -> Members:
    yield from texts("dct:title", said.title)
    yield from texts("dct:description", said.description)
    yield from texts("dct:identifier", said.id or said.name)
    yield from texts("dcat:version", said.version)
    yield from texts("dcat:keyword", *said.keywords)
    if said.created:
        datatype = "xsd:date" if said.created == said.day else "xsd:dateTime"
        yield from texts("dct:issued", said.created, datatype=datatype)
    for agent in said.creators:
        yield "dct:creator", _agent(agent)
    for agent in said.publishers[:1]:
        yield "dct:publisher", _agent(agent)
    for agent in said.agents:
        if agent.email:
            yield "dcat:contactPoint", _contact(agent)
    if said.homepage:
        yield "dcat:landingPage", Thing(iri=said.homepage, type="foaf:Document")
    for work in said.works:
        if work.url:
            named = texts("dct:title", work.title)
            yield "dct:relation", Thing(iri=work.url, type="rdfs:Resource", members=named)
    for file in files:
        yield "dcat:distribution", _distribution(file, said)


def _agent(agent: Agent) -> Thing:
    homepage = (("foaf:homepage", Thing(iri=agent.url, type="foaf:Document")),) if agent.url else ()
    return Thing(type="foaf:Agent", members=(*texts("foaf:name", agent.name), *homepage))


def _contact(agent: Agent) -> Thing:
    address = Thing(iri=f"mailto:{agent.email}", type="rdfs:Resource")
    named = texts("vcard:fn", agent.name)
    return Thing(type="vcard:Kind", members=(*named, ("vcard:hasEmail", address)))


def _distribution(file: PackageFile, said: About) -> Thing:
    place = Thing(iri=file_iri(file.path), type="rdfs:Resource")
    checksum = Thing(
        type="spdx:Checksum",
        members=(
            ("spdx:algorithm", Thing(iri=_SHA256, type="spdx:ChecksumAlgorithm")),
            *texts("spdx:checksumValue", file.sha256, datatype="xsd:hexBinary"),
        ),
    )
    members: list[tuple[str, Literal | Thing]] = [
        *texts("dct:title", file.resource.title or file.name),
        *texts("dct:description", text(file.resource.descriptor, "description")),
        ("dcat:accessURL", place),
        ("dcat:downloadURL", place),
        ("dcat:mediaType", Thing(iri=_MEDIA_TYPES + file.media_type, type="dct:MediaType")),
        *texts("dcat:byteSize", str(file.bytes), datatype="xsd:nonNegativeInteger"),
        ("spdx:checksum", checksum),
    ]
    for licence in said.licences:
        if licence.url:
            named = texts("dct:title", licence.title or licence.name)
            document_ = Thing(iri=licence.url, type="dct:LicenseDocument", members=named)
            members.append(("dct:license", document_))
            break
    if file.resource.is_table and file.resource.schema is not None:
        members.append(("dct:conformsTo", Thing(iri=_STANDARD, type="dct:Standard")))
    return Thing(type="dcat:Distribution", members=tuple(members))


DCAT = Exporter(suffixes=(".ttl", ".jsonld"), write=write_dcat, demands=_demands)
