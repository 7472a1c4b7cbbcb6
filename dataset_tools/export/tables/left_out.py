"""What of a package is no table, and so no part of an export of rows."""

from collections.abc import Iterator

from dataset_tools.export.exporter import Note
from dataset_tools.model.package import DataPackage


def files_left_out(package: DataPackage) -> Iterator[Note]:
    """Tell each resource that is no table."""
    for resource in package.resources:
        if not resource.is_table:
            yield Note(table=resource.name, message="a file that is no table is left out")
