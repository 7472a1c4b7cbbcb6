"""A summary of a package, its tables and their fields, as frozen records."""

from dataclasses import dataclass

from dataset_tools.model.schema import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """How many values lie from ``start`` to ``end``.

    The end is counted in for whole numbers and days; else it begins the next bin, if there is one.
    """

    start: object
    end: object
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequent:
    """A value, and in how many rows it stands."""

    value: object
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSummary:
    """What the cells of one field hold.

    Values are plain JSON, as ``show`` has them. ``unreadable`` cells are not of the field's
    type; they count in nothing else. ``distinct`` is a lower bound where ``is_exact`` is False.
    ``frequent`` is None where there are too many values to count each.
    """

    name: str
    type: str
    format: str
    present: int
    missing: int
    unreadable: int
    distinct: int
    is_exact: bool
    minimum: object = None
    maximum: object = None
    mean: float | None = None
    histogram: tuple[Bin, ...] = ()
    frequent: tuple[Frequent, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSummary:
    """What a table holds; ``notes`` say what kept it from being read."""

    name: str
    title: str
    place: str
    schema: Schema | None
    rows: int
    bytes: int
    blank_rows: int = 0
    ragged_rows: int = 0
    fields: tuple[FieldSummary, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSummary:
    """A resource that is no table; ``bytes`` is None where it cannot be read."""

    name: str
    place: str
    bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSummary:
    """What is in a package; ``faults`` is the number of errors in its descriptor."""

    name: str
    title: str
    version: str
    tables: tuple[TableSummary, ...]
    files: tuple[FileSummary, ...] = ()
    faults: int = 0
