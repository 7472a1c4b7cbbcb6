"""pandera alone: each table as one frame, ``pandera_frame.py polars|pandas FOLDER``.

It judges types, constraints and primary keys of what the reader made of the cells. Texts, the
structure of the file, its hash and foreign keys are not looked at.
"""

import datetime as dt
import importlib
import sys
from pathlib import Path
from typing import Any

from tables import Descriptor, Table, pandas_frame, tables_of, typed_frame


def checks_of(check: Any, field: Descriptor) -> list[Any]:
    """Return the constraints of a field as checks of pandera."""
    constraints = field.get("constraints", {})
    if "minimum" in constraints and field["type"] == "date":
        constraints = {"minimum": dt.datetime.fromisoformat(constraints["minimum"])}
    made = {
        "minimum": check.ge,
        "maximum": check.le,
        "enum": check.isin,
        "pattern": lambda pattern: check.str_matches(rf"\A(?:{pattern})$"),
        "minLength": lambda length: check.str_length(min_value=length),
        "maxLength": lambda length: check.str_length(max_value=length),
    }
    return [make(constraints[name]) for name, make in made.items() if name in constraints]


def schema_of(library: Any, table: Table, dtypes: dict[str, Any]) -> Any:
    """Return the schema of a table, whose dtypes are those that were read."""
    key = table.schema.get("primaryKey", [])
    columns = {
        field["name"]: library.Column(
            dtypes[field["name"]],
            checks_of(library.Check, field),
            nullable=not field.get("constraints", {}).get("required"),
        )
        for field in table.fields
    }
    return library.DataFrameSchema(columns, unique=key or None)


def main(backend: str, folder: Path) -> None:
    """Read and judge every table of a package."""
    library = importlib.import_module(f"pandera.{backend}")
    for table in tables_of(folder):
        frame: Any
        if backend == "polars":
            frame = typed_frame(table.path, table.fields)
            dtypes = dict(frame.schema)
        else:
            frame = pandas_frame(table)
            dtypes = dict(frame.dtypes)
        print(len(schema_of(library, table, dtypes).validate(frame, lazy=True)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
