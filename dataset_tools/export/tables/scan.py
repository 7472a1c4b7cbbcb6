"""A first pass over the tables: which columns they have, and what their values ask for."""

from collections.abc import Mapping
from dataclasses import dataclass

from dataset_tools.export.exporter import Source
from dataset_tools.export.tables.measure import table_shapes
from dataset_tools.export.tables.opened import opened
from dataset_tools.export.tables.shape import Shapes
from dataset_tools.model.schema import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The fields that a table has, and the shapes of their columns."""

    fields: tuple[Field, ...]
    shapes: Shapes


def scanned(source: Source) -> Mapping[str, Scan]:
    """Read every table once."""
    scans = {}
    for resource in source.package.tables:
        table = opened(source, resource)
        fields = tuple(column.field for column in table.columns)
        scans[resource.name] = Scan(fields=fields, shapes=table_shapes(table))
    return scans
