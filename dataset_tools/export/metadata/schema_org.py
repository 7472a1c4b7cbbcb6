"""schema.org's Dataset, as search engines read it from a web page."""

from collections.abc import Iterator

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Demand, Exporter, Note, Source
from dataset_tools.export.metadata.about import about, demands, file_iri, text
from dataset_tools.export.metadata.files import package_files
from dataset_tools.export.metadata.json_ld import Node, dataset_members, document, filled
from dataset_tools.model.package import DataPackage

_SHORTEST, _LONGEST = 50, 5000
"""The characters that dataset search takes for a description."""


def _demands(source: Source) -> Iterator[Demand]:
    """Yield what dataset search requires: a name, and a description of some length."""
    said = about(source.package)
    fits = _SHORTEST <= len(said.description) <= _LONGEST
    return demands(
        [
            (bool(said.title), "title", "a name"),
            (fits, "description", f"a description of {_SHORTEST} to {_LONGEST:,} characters"),
        ],
    )


def write_schema_org(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``schema-org.jsonld``."""
    node: Node = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **dataset_members(about(source.package)),
        "variableMeasured": list(_variables(source.package)),
        "distribution": [
            filled(
                {
                    "@type": "DataDownload",
                    "name": file.resource.title or file.name,
                    "description": text(file.resource.descriptor, "description"),
                    "contentUrl": file_iri(file.path),
                    "encodingFormat": file.media_type,
                    "contentSize": f"{file.bytes} B",
                    "sha256": file.sha256,
                },
            )
            for file in package_files(source)
        ],
    }
    destination.write("schema-org.jsonld", document(filled(node)))
    yield from _notes(source.package)


def _variables(package: DataPackage) -> Iterator[Node]:
    for table in package.tables:
        for field in table.schema.fields if table.schema else ():
            yield filled(
                {
                    "@type": "PropertyValue",
                    "name": field.title or field.name,
                    "propertyID": f"{table.name}.{field.name}",
                    "description": text(field.descriptor, "description"),
                },
            )


def _notes(package: DataPackage) -> Iterator[Note]:
    yield Note(message="types, constraints and keys of the tables have no place in schema.org")
    for resource in package.resources:
        if not resource.paths:
            yield Note(table=resource.name, message="inline data are no file to download")


SCHEMA_ORG = Exporter(suffixes=(".jsonld",), write=write_schema_org, demands=_demands)
