"""Parquet files, a batch of whole columns at a time, by pyarrow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import polars as pl

from dataset_tools.compile.native import MOMENT, string_text
from dataset_tools.files.archive import MAX_RATIO, RATIO_FROM
from dataset_tools.model.dialect import Dialect
from dataset_tools.read.batch import Batch
from dataset_tools.read.cell_text import TooDeep, cell_text
from dataset_tools.read.native_table import ROWS, NativeTable, Unreadable
from dataset_tools.read.pieces import Pieces
from dataset_tools.read.random_access import seekable

FORMAT = "DT516"
TOO_MUCH = "DT512"
BYTES = 32 << 20
"""A batch has about so many bytes."""
_DAMAGE = (OSError, ValueError, OverflowError)
_SPECIAL = r'["\\\x00-\x1f]'


@dataclass(frozen=True, slots=True)
class ParquetPart:
    """Reads a Parquet file; no property of the dialect applies to it."""

    dialect: Dialect

    def __call__(self, table: NativeTable, pieces: Pieces, place: str) -> Iterator[Batch]:
        """Yield the rows of a file; the names of its columns are the labels."""
        return _batches(table, pieces, place)


def _batches(table: NativeTable, pieces: Pieces, place: str) -> Iterator[Batch]:
    with seekable(pieces) as file:
        yield from read_groups(table, file, place)


def read_groups(
    table: NativeTable,
    file: BinaryIO,
    place: str,
    groups: Sequence[int] | None = None,
) -> Iterator[Batch]:
    """Yield the rows of some groups of rows of a file, of all if None.

    Raises
    ------
    Unreadable
        It is no Parquet file, a damaged one, or a bomb.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        parquet = pq.ParquetFile(file)
        _check_sizes(parquet.metadata)
        table.take_labels(tuple(parquet.schema_arrow.names), place)
        if not table.width:
            return
        for batch in parquet.iter_batches(_batch_size(parquet.metadata), row_groups=groups):
            yield table.column_batch(_cells(batch), place)
    except (pa.ArrowException, pl.exceptions.PolarsError, *_DAMAGE) as error:
        note = str(error).partition("\n")[0]
        raise Unreadable(FORMAT, f"cannot be read as Parquet: {note}") from None
    except TooDeep:
        raise Unreadable(FORMAT, "a value is nested too deep") from None


def _check_sizes(metadata: Any) -> None:
    """See that the file is no bomb, by the sizes that it states."""
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        packed = sum(group.column(at).total_compressed_size for at in range(group.num_columns))
        plain = group.total_byte_size
        if plain > RATIO_FROM and plain > MAX_RATIO * max(packed, 1):
            note = f"it unpacks from {packed:,} to {plain:,} bytes, as a bomb would"
            raise Unreadable(TOO_MUCH, note)


def _batch_size(metadata: Any) -> int:
    """Return how many rows are read at once, by the average length of a row."""
    groups = range(metadata.num_row_groups)
    plain = sum(metadata.row_group(number).total_byte_size for number in groups)
    length = plain // max(metadata.num_rows, 1) + 1
    return max(1000, min(ROWS, BYTES // int(length)))


def _cells(batch: Any) -> pl.DataFrame:
    return pl.DataFrame(
        {str(at): _texts(batch.column(at)) for at in range(batch.num_columns)},
        schema={str(at): pl.String for at in range(batch.num_columns)},
    )


def _texts(column: Any) -> pl.Series:
    """Return a column's values as JSON texts."""
    values = pl.Series("", pl.from_arrow(column))
    dtype = values.dtype
    if dtype.is_integer() or dtype.is_decimal() or dtype in (pl.Boolean, pl.Null):
        text = values.cast(pl.String)
    elif dtype.is_float():
        text = _floats(values)
    elif dtype in (pl.Categorical, pl.Enum, pl.String):
        text = quoted(values.cast(pl.String))
    elif dtype == pl.Binary:
        text = '"' + values.bin.encode("base64") + '"'
    elif isinstance(dtype, pl.Datetime):
        text = _moments(values, dtype)
    elif dtype in (pl.Date, pl.Time):
        text = MOMENT + values.cast(pl.String).str.replace(r"\.0+$", "")
    else:
        text = pl.Series("", [cell_text(value) for value in column.to_pylist()], dtype=pl.String)
    return text


def _floats(values: pl.Series) -> pl.Series:
    text = values.cast(pl.String)
    if bool(values.is_finite().all()):
        return text
    words = {"NaN": '"NaN"', "inf": '"INF"', "-inf": '"-INF"'}
    return text.replace(list(words), list(words.values()))


def _moments(values: pl.Series, dtype: pl.Datetime) -> pl.Series:
    zone = ""
    if dtype.time_zone is not None:
        values, zone = values.dt.convert_time_zone("UTC").dt.replace_time_zone(None), "Z"
    text = values.dt.strftime("%Y-%m-%dT%H:%M:%S%.f").str.replace(r"\.0+$", "")
    return MOMENT + text + zone


def quoted(values: pl.Series) -> pl.Series:
    """Return texts as JSON strings; those with marks in them one by one."""
    text = '"' + values + '"'
    special = values.str.contains(_SPECIAL).fill_null(value=False).arg_true()
    if special.len():
        text = text.scatter(special, [string_text(value) for value in values.gather(special)])
    return text
