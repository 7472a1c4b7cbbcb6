"""A table as a pandas DataFrame, with the dtypes that its schema says (design, section 4)."""

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
import pandas as pd
import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.exceptions import UsageError, ValueBeyondDtype
from dataset_tools.field_types.types import field_type
from dataset_tools.frames.typed import TypedTable
from dataset_tools.model.schema import Field

DtypeBackend = Literal["numpy_nullable", "pyarrow"]

_EPOCH_YEAR = 1970
_BACKENDS: Mapping[str, Mapping[str, str]] = {
    "numpy_nullable": {
        "str": "string",
        "int64": "Int64",
        "bool": "boolean",
        "float64": "Float64",
    },
    "pyarrow": {
        "str": "string[pyarrow]",
        "int64": "int64[pyarrow]",
        "Int64": "int64[pyarrow]",
        "bool": "bool[pyarrow]",
        "boolean": "bool[pyarrow]",
        "float64": "double[pyarrow]",
        "datetime64[us]": "timestamp[us][pyarrow]",
        "datetime64[us, UTC]": "timestamp[us, tz=UTC][pyarrow]",
    },
}


def pandas_frame(
    table: TypedTable,
    *,
    nullable: bool = False,
    decimal: bool = False,
    utc: bool = False,
    labels: bool = False,
) -> pd.DataFrame:
    """Return the table as a DataFrame.

    Parameters
    ----------
    nullable
        Give integers and booleans their nullable dtypes even where a value is required.
    decimal
        Give numbers as exact decimals and integers as Python's, of any size.
    utc
        Give datetimes their zone, UTC.
    labels
        Give categories by their labels.

    Raises
    ------
    ValueBeyondDtype
        A valid integer does not fit 64 bits; the message names ``decimal=True``.
    """
    frame: dict[str, object] = {}
    for column in table.columns:
        name = column.field.name
        if decimal and column.field.type in ("integer", "number"):
            frame[name] = _exact(column, table)
            continue
        values = table.values.get_column(name)
        beyond = table.beyond.get(name, {})
        if column.field.categories is not None:
            frame[name] = _categorical(column, values, labels=labels)
        elif column.holds_python_values:
            frame[name] = _objects(len(values), beyond)
        else:
            frame[name] = _array(column.field, values, beyond, nullable=nullable, utc=utc)
    return pd.DataFrame(frame, copy=False)  # nobody else has these arrays


def pandas_dtype(field: Field, *, nullable: bool = False) -> str:
    """Return the dtype of a field, by its schema alone; ``category`` for categories.

    Examples
    --------
    >>> pandas_dtype(Field(name="n", type="integer"))
    'Int64'
    """
    if field.categories is not None:
        return "category"
    required, optional = field_type(field.type).pandas
    return optional if nullable or field.is_nullable else required


def with_backend(frame: pd.DataFrame, backend: DtypeBackend) -> pd.DataFrame:
    """Give columns their dtypes of another family, by their dtype alone; others stay."""
    if backend not in _BACKENDS:
        raise UsageError(f'dtype_backend is "numpy_nullable" or "pyarrow", not "{backend}"')
    family = _BACKENDS[backend]
    return frame.astype(
        {name: family[str(dtype)] for name, dtype in frame.dtypes.items() if str(dtype) in family},
    )


def _array(
    field: Field,
    values: pl.Series,
    beyond: Mapping[int, object],
    *,
    nullable: bool,
    utc: bool,
) -> object:
    dtype = pandas_dtype(field, nullable=nullable)
    if beyond and dtype in ("int64", "Int64"):
        row, value = next(iter(beyond.items()))
        raise ValueBeyondDtype(
            f'field "{field.name}", row {row + 1} of the data: {value} does not fit 64 bits; '
            "load it with decimal=True",
        )
    makers: dict[str, Callable[[], object]] = {
        "str": lambda: pd.array(values.to_arrow(), dtype="str"),
        "int64": lambda: _integers(values).to_numpy(dtype="int64"),
        "Int64": lambda: _integers(values),
        "bool": lambda: _booleans(values).to_numpy(dtype="bool"),
        "boolean": lambda: _booleans(values),
        "float64": lambda: _floats(values, beyond),
        "datetime64[us]": lambda: _datetimes(values, utc=utc and field.type == "datetime"),
        "period[M]": lambda: _periods(values),
        "object": lambda: pd.Series(values.to_list(), dtype="object"),
    }
    return makers[dtype]()


def _integers(values: pl.Series) -> pd.arrays.IntegerArray:
    whole = values.cast(pl.Int64)
    return pd.arrays.IntegerArray(
        whole.fill_null(0).to_numpy().astype(np.int64),
        whole.is_null().to_numpy(),
    )


def _booleans(values: pl.Series) -> pd.arrays.BooleanArray:
    return pd.arrays.BooleanArray(
        values.fill_null(value=False).to_numpy().astype(bool),
        values.is_null().to_numpy(),
    )


def _floats(values: pl.Series, beyond: Mapping[int, object]) -> object:
    floats = values.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
    for row, value in beyond.items():
        floats[row] = float(str(value))
    return floats


def _datetimes(values: pl.Series, *, utc: bool) -> object:
    moments = values.cast(pl.Datetime("us")).to_numpy()
    array = pd.array(moments, dtype="datetime64[us]")
    return pd.Series(array).dt.tz_localize("UTC").array if utc else array


def _periods(values: pl.Series) -> object:
    months = (values.dt.year().cast(pl.Int64) - _EPOCH_YEAR) * 12 + values.dt.month() - 1
    ordinals = months.fill_null(np.iinfo(np.int64).min).to_numpy().astype(np.int64)
    return pd.arrays.PeriodArray(ordinals, dtype=pd.PeriodDtype("M"))


def _objects(height: int, beyond: Mapping[int, object]) -> object:
    array = np.full(height, None, dtype=object)
    for row, value in beyond.items():
        array[row] = value
    return pd.Series(array, dtype="object")


def _exact(column: Column, table: TypedTable) -> object:
    """Parse every cell of a number or integer as the reference does, without rounding."""
    texts = table.texts.get_column(column.field.name)
    array = np.full(len(texts), None, dtype=object)
    for row, text in enumerate(texts):
        if text is not None:
            try:
                array[row] = column.parse(text)
            except ValueError:
                array[row] = None
    return pd.Series(array, dtype="object")


def _categorical(column: Column, values: pl.Series, *, labels: bool) -> object:
    field = column.field
    kind = field_type(field.type)
    categories = field.categories or ()
    typed = [kind.to_column(kind.from_json(field, each.value)) for each in categories]
    held = pl.Series(typed, dtype=values.dtype)
    codes = pl.DataFrame({"value": values}).join(
        pl.DataFrame({"value": held, "code": range(len(held))}),
        on="value",
        how="left",
        maintain_order="left",
    )
    dtype = "str" if labels else pandas_dtype(_plain(field))
    names = [each.label or str(each.value) for each in categories] if labels else held.to_list()
    return pd.Categorical.from_codes(
        codes.get_column("code").fill_null(-1).to_numpy(),
        categories=pd.Index(names, dtype=dtype),
        ordered=field.categories_ordered,
    )


def _plain(field: Field) -> Field:
    """Return the field as one of its type alone: that is what its categories are of."""
    return Field(name=field.name, type=field.type, in_primary_key=True)
