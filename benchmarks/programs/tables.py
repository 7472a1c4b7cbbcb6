"""The tables of a package, and how polars and pandas read them with the types of their fields."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Descriptor = dict[str, Any]
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one file."""

    name: str
    path: Path
    schema: Descriptor

    @property
    def fields(self) -> list[Descriptor]:
        """Return the descriptors of the fields."""
        found: list[Descriptor] = self.schema["fields"]
        return found

    def names(self, *types: str) -> list[str]:
        """Return the names of the fields of some types."""
        return [field["name"] for field in self.fields if field["type"] in types]


def tables_of(folder: Path) -> Iterator[Table]:
    """Yield the tables of a package, in their order."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        yield Table(resource["name"], folder / resource["path"], resource["schema"])


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def typed_frame(path: Path, fields: list[Descriptor], *, moments: bool = True) -> "pl.DataFrame":
    """Read a CSV file by polars; without ``moments`` a datetime stays text."""
    import polars as pl

    dtypes = {
        "integer": pl.Int64,
        "number": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
    }
    schema = {field["name"]: dtypes.get(field["type"], pl.String) for field in fields}
    frame = pl.read_csv(path, schema=schema, infer_schema=False)
    wanted = [field["name"] for field in fields if moments and field["type"] == "datetime"]
    return frame.with_columns(pl.col(name).str.to_datetime(MOMENT) for name in wanted)


def pandas_frame(table: Table) -> "pd.DataFrame":
    """Read a CSV file by pandas and pyarrow, with the dtypes that ``load`` gives."""
    import pandas as pd

    dtypes = {"number": "float64", "boolean": "bool", "string": "str"}
    dtype = {field["name"]: dtypes.get(field["type"]) for field in table.fields}
    for field in table.fields:
        if field["type"] == "integer":
            needed = field.get("constraints", {}).get("required")
            dtype[field["name"]] = "int64" if needed else "Int64"
    frame = pd.read_csv(
        table.path,
        engine="pyarrow",
        dtype={name: text for name, text in dtype.items() if text},
        parse_dates=table.names("date", "datetime"),
    )
    moments = {name: frame[name].dt.tz_localize(None) for name in table.names("datetime")}
    days = {name: frame[name].astype("datetime64[us]") for name in table.names("date")}
    return frame.assign(**moments, **days)
