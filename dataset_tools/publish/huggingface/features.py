"""The columns of a table as the library ``datasets`` types them, from its Parquet file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Schema

_ROWS = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A column: its type in the words of ``datasets``; ``names`` are those of its categories."""

    name: str
    dtype: str
    names: tuple[str, ...] = ()

    def to_object(self) -> Mapping[str, object]:
        """Return it as ``dataset_info`` of a card has it."""
        if not self.names:
            return {"name": self.name, "dtype": self.dtype}
        names = {str(code): name for code, name in enumerate(self.names)}
        return {"name": self.name, "dtype": {"class_label": {"names": names}}}


def features_of(table: Resource, path: Path) -> tuple[Feature, ...]:
    """Return the features that the Parquet file of a table is read with."""
    import pyarrow.parquet as pq

    schema = table.schema or Schema()
    categories = {
        each.name: tuple(str(category.value) for category in each.categories)
        for each in schema.fields
        if each.type == "string" and each.categories
    }
    return tuple(
        Feature(name=column.name, dtype=_dtype(column.type), names=categories.get(column.name, ()))
        for column in pq.read_schema(path)
    )


def has_same_rows(one: Path, other: Path) -> bool:
    """Whether two Parquet files have the same rows, types and metadata, whoever wrote them."""
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(one) as ours, pq.ParquetFile(other) as theirs:
            if not ours.schema_arrow.equals(theirs.schema_arrow, check_metadata=True):
                return False
            if ours.metadata.num_rows != theirs.metadata.num_rows:
                return False
            pairs = zip(ours.iter_batches(_ROWS), theirs.iter_batches(_ROWS), strict=True)
            return all(
                pl.DataFrame(one_batch).equals(pl.DataFrame(other_batch))
                for one_batch, other_batch in pairs
            )
    except (OSError, ValueError, pa.ArrowException, pl.exceptions.PolarsError):
        return False


def _dtype(type_: object) -> str:
    """Name an Arrow type as ``datasets`` does.

    Examples
    --------
    >>> import pyarrow as pa
    >>> _dtype(pa.date32()), _dtype(pa.float64()), _dtype(pa.decimal128(18, 2))
    ('date32', 'float64', 'decimal128(18, 2)')
    """
    name = str(type_)
    return {"double": "float64", "date32[day]": "date32"}.get(name, name)
