"""A table as a polars DataFrame; categories are an Enum where they are texts."""

import polars as pl

from dataset_tools.compile.polars_schema import frame_dtype
from dataset_tools.exceptions import ValueBeyondDtype
from dataset_tools.frames.typed import TypedTable


def polars_frame(table: TypedTable) -> pl.DataFrame:
    """Return the table as a DataFrame of polars.

    Raises
    ------
    ValueBeyondDtype
        A valid integer does not fit 64 bits.
    """
    series = []
    for column in table.columns:
        name = column.field.name
        values = table.values.get_column(name)
        beyond = table.beyond.get(name, {})
        if column.holds_python_values:
            values = pl.Series(name, [beyond.get(row) for row in range(len(values))], pl.Object)
        elif beyond and values.dtype == pl.Int64:
            raise ValueBeyondDtype(
                f'field "{name}" has an integer beyond 64 bits; load it with pandas, decimal=True',
            )
        elif beyond:
            rows = list(beyond)
            values = values.scatter(rows, [float(str(beyond[row])) for row in rows])
        elif (dtype := frame_dtype(column.field)) != values.dtype:
            values = values.cast(dtype)
        series.append(values)
    return pl.DataFrame(series)
