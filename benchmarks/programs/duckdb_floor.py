"""Another floor: DuckDB's typed read of a package's tables, and SHA-256 of the same files."""

import sys
from pathlib import Path

import duckdb
from tables import hash_file, tables_of

DTYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def main(folder: Path) -> None:
    """Read and hash every table of a package; datetimes are read as text."""
    for table in tables_of(folder):
        hash_file(table.path)
        columns = {each["name"]: DTYPES.get(each["type"], "VARCHAR") for each in table.fields}
        read = "CREATE TABLE t AS SELECT * FROM read_csv(?, header = true, columns = ?)"
        with duckdb.connect() as connection:
            connection.execute(read, [str(table.path), columns])
            print(connection.execute("SELECT count(*) FROM t").fetchone())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
