"""A Data Package and its resources as the descriptor states them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dataset_tools.model.dialect import Dialect
from dataset_tools.model.schema import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource; it is a table if it has rows that a Table Schema can describe.

    ``paths`` are as the descriptor gives them; ``data`` is the inline value where there is no
    path; ``bytes`` and ``hash`` are the declared ones, ``inner_path`` names the file in a zip
    archive. ``judged`` is False where the descriptor is so broken at this resource that its rows
    cannot be checked.
    """

    name: str
    type: str = "table"
    paths: tuple[str, ...] = ()
    data: object = None
    format: str = "csv"
    mediatype: str = ""
    encoding: str = "utf-8"
    compression: str = ""
    inner_path: str | None = None
    dialect: Dialect = field(default_factory=Dialect)
    schema: Schema | None = None
    bytes: int | None = None
    hash: str | None = None
    title: str = ""
    judged: bool = True
    pointer: str = ""
    descriptor: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_table(self) -> bool:
        """Whether rows can be read from it."""
        return self.type == "table"

    @property
    def place(self) -> str:
        """Where its data stand, in words of the report."""
        return ", ".join(self.paths) if self.paths else "<memory>"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPackage:
    """What a descriptor says of a package; ``sources_table`` names the table of documents."""

    name: str = ""
    version: str = ""
    title: str = ""
    resources: tuple[Resource, ...] = ()
    sources_table: str | None = None
    standard: str = "2.0"
    descriptor: Mapping[str, object] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Resource, ...]:
        """The resources that are tables, in their order."""
        return tuple(resource for resource in self.resources if resource.is_table)

    @property
    def has_evidence(self) -> bool:
        """Whether a table has a field whose cells are fragments of sources."""
        schemas = (table.schema for table in self.tables)
        return any(schema is not None and schema.evidence_field for schema in schemas)

    def resource(self, name: str) -> Resource | None:
        """Return the resource of that name, or None."""
        return next((found for found in self.resources if found.name == name), None)
