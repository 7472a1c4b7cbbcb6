"""A package summed up, table by table, whether it is valid or not."""

from collections.abc import Callable

from dataset_tools.describe.summary import FileSummary, PackageSummary
from dataset_tools.describe.table import describe_table
from dataset_tools.descriptor.read import Described
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource

OnProgress = Callable[[str, int], None]


def describe_package(
    described: Described,
    files: Files,
    tables: frozenset[str],
    on_progress: OnProgress,
) -> PackageSummary:
    """Sum up the tables of these names, or everything if there are none."""
    package = described.package
    return PackageSummary(
        name=package.name,
        title=package.title,
        version=package.version,
        tables=tuple(
            describe_table(resource, files, lambda rows, of=resource.name: on_progress(of, rows))  # type: ignore[misc]
            for resource in package.tables
            if not tables or resource.name in tables
        ),
        files=tuple(
            _file(resource, files)
            for resource in package.resources
            if not resource.is_table and not tables
        ),
        faults=len(described.errors) + sum(map(len, described.resource_errors.values())),
    )


def _file(resource: Resource, files: Files) -> FileSummary:
    try:
        size = sum(files.size(path) for path in resource.paths)
    except FileFault:
        return FileSummary(name=resource.name, place=resource.place, bytes=None)
    return FileSummary(name=resource.name, place=resource.place, bytes=size)
