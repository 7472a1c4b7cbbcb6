"""A table of an SQLite database, read from a copy that nothing can write to."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dataset_tools.compile.native import MOMENT, string_text
from dataset_tools.model.dialect import Dialect
from dataset_tools.read.batch import Batch
from dataset_tools.read.cell_text import cell_text
from dataset_tools.read.native_table import Cells, NativeTable, Row, Unreadable
from dataset_tools.read.pieces import Pieces
from dataset_tools.read.random_access import on_disk

FORMAT = "DT516"
NOT_THERE = "DT514"
ENCODING = "DT505"
LONGEST_VALUE = 64 << 20
MOST_STEPS = 200_000_000
"""Steps of SQLite's machine between two rows; a hostile column could compute for ever."""
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class SqlitePart:
    """Reads a table of a database file."""

    dialect: Dialect

    def __call__(self, table: NativeTable, pieces: Pieces, place: str) -> Iterator[Batch]:
        """Yield the rows of the table that the dialect names."""
        with on_disk(pieces) as path:
            try:
                with closing(_connect(path)) as database:
                    name = _table(database, self.dialect.table)
                    columns = _columns(database, name)
                    table.take_labels(tuple(label for label, _ in columns), place)
                    yield from table.batches_of(_rows(table, database, name, columns), place)
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise Unreadable(FORMAT, f"cannot be read as an SQLite database: {error}") from None


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
    database = sqlite3.connect(uri, uri=True, cached_statements=0)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    database.execute("PRAGMA cell_size_check = ON")
    return database


def _table(database: sqlite3.Connection, wanted: str | None) -> str:
    """Return the name of the table; a view is none, since it computes what it likes."""
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    names = [str(name) for (name,) in found.fetchmany(10_000)]
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted in names:
        return str(wanted)
    listed = ", ".join(names[:20]) or "none"
    told = "the dialect names no table" if wanted is None else f'there is no table "{wanted}"'
    raise Unreadable(NOT_THERE, f"{told}; the database has: {listed}")


def _columns(database: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Return the columns and the types that they are declared with."""
    found = database.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    return [(str(name), str(declared).upper()) for _, name, declared, *_ in found]


def _rows(
    table: NativeTable,
    database: sqlite3.Connection,
    name: str,
    columns: list[tuple[str, str]],
) -> Iterator[Row]:
    """Yield the rows in the order of the database."""
    texts = [_text_of(declared) for _, declared in columns]
    wanted = ", ".join(_quoted(column) for column, _ in columns)
    number = table.row
    database.text_factory = bytes.decode
    steps = [0]

    def too_many() -> bool:
        steps[0] += 1
        return steps[0] > MOST_STEPS // 1_000_000

    database.set_progress_handler(too_many, 1_000_000)
    try:
        for values in database.execute(f"SELECT {wanted} FROM {_quoted(name)}"):  # noqa: S608
            steps[0] = 0
            cells: Cells = [text(value) for text, value in zip(texts, values, strict=True)]
            yield Row(cells)
            number += 1
    except UnicodeDecodeError as error:
        note = f"a text in row {number} is not UTF-8: {error.reason}"
        raise Unreadable(ENCODING, note, number, number) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text_of(declared: str) -> Callable[[object], str | None]:
    """Return what writes the values of a column that is declared with a type.

    SQLite has neither truth values nor dates; what is declared as such is held as numbers and
    texts.
    """
    if "BOOL" in declared:
        return _truth
    return _moment if "DATETIME" in declared or "TIMESTAMP" in declared else _value


def _value(value: object) -> str | None:
    if isinstance(value, bytes):
        from base64 import b64encode

        return string_text(b64encode(value).decode("ascii"))
    return cell_text(value)


def _truth(value: object) -> str | None:
    if isinstance(value, int) and value in (0, 1):
        return "true" if value else "false"
    return _value(value)


def _moment(value: object) -> str | None:
    found = _DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return _value(value)
    return f"{MOMENT}{found[1]}T{found[2]}{found[3] or ''}"
