"""The Table Schema of a table as JSON, to be kept beside its rows."""

from collections.abc import Mapping

from dataset_tools.model.package import DataPackage, Resource

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_OF_THE_PACKAGE = (
    "name",
    "id",
    "title",
    "description",
    "version",
    "created",
    "homepage",
    "keywords",
    "licenses",
    "contributors",
    "sources",
)
_OF_THE_FILE = frozenset(
    {"path", "data", "schema", "dialect", "bytes", "hash", "encoding", "format", "mediatype"}
    | {"compression", "innerpath", "dataset-tools:rows"}
)


def table_schema(resource: Resource) -> Mapping[str, object]:
    """Return the Table Schema as the package states it."""
    return dict(resource.schema.descriptor) if resource.schema else {"fields": []}


def resource_package(package: DataPackage, resource: Resource) -> Mapping[str, object]:
    """Return a descriptor of this table alone: what the package says of itself, and the schema."""
    about = {key: package.descriptor[key] for key in _OF_THE_PACKAGE if key in package.descriptor}
    own = {key: value for key, value in resource.descriptor.items() if key not in _OF_THE_FILE}
    return {
        "$schema": PROFILE,
        **about,
        "resources": [{**own, "name": resource.name, "schema": table_schema(resource)}],
    }
