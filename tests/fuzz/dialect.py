"""Any bytes by any dialect: rows or faults, the same ones however the file is cut in pieces."""

from collections.abc import Callable
from dataclasses import dataclass
from unittest import mock

import numpy as np

from dataset_tools.descriptor.read import read_descriptor
from dataset_tools.exceptions import FileFault
from dataset_tools.model.package import Resource
from dataset_tools.read import pieces
from dataset_tools.read.layout import Layout
from dataset_tools.read.tables import open_table
from tests.fuzz.packages import DESCRIPTOR, Memory, validated
from tests.fuzz.target import Choices, Target, json_bytes

CHARACTERS = (
    *(",", ";", "\t", "|", '"', "'", "\\", " ", "#", "a", "1", "é", "\n", "\r", "\x1f", "\x1e"),
    *("\0", "::", "", "\u2028", "😀", "\r\n", "//", "\x7f", "0"),
)
ENCODINGS = (
    *("utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32", "utf-7"),
    *("shift_jis", "gb18030", "iso2022_jp", "hz", "ascii", "cp037", "big5", "mbcs", "rot13", "x"),
)
COMPRESSIONS = ("", "gz", "zip", "bz2", "xz", "zst")
SCHEMA = {
    "fields": [{"name": "a", "type": "integer"}, {"name": "b"}, {"name": "c", "type": "number"}],
    "primaryKey": ["a"],
    "fieldsMatch": "partial",
}
UNDECODABLE = ("DT505", "DT511", "DT512")


def dialect_of(choices: Choices) -> dict[str, object]:
    """Take some properties of a dialect."""
    makers: dict[str, Callable[[], object]] = {
        "delimiter": lambda: choices.of(CHARACTERS),
        "quoteChar": lambda: choices.of(CHARACTERS),
        "escapeChar": lambda: choices.of(CHARACTERS),
        "commentChar": lambda: choices.of(CHARACTERS),
        "lineTerminator": lambda: choices.of(CHARACTERS),
        "nullSequence": lambda: choices.of(("", "\\N", "-", "1")),
        "headerJoin": lambda: choices.of((" ", "", "-")),
        "doubleQuote": choices.truth,
        "skipInitialSpace": choices.truth,
        "header": choices.truth,
        "headerRows": lambda: sorted({1 + choices.number(4) for _ in range(choices.number(2))}),
        "commentRows": lambda: [1 + choices.number(5) for _ in range(1 + choices.number(1))],
    }
    names = sorted(makers)
    return {name: makers[name]() for name in (choices.of(names) for _ in range(choices.number(4)))}


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a table: labels, rows with their numbers and lines, faults, facts."""

    labels: tuple[str, ...] | None = None
    rows: tuple[object, ...] = ()
    faults: tuple[str, ...] = ()
    facts: tuple[object, ...] = ()

    def agrees(self, other: "Read") -> bool:
        """Whether two readings are one."""
        return self == other


def rows_of(resource: Resource, files: Memory) -> Read:
    """Read a table."""
    try:
        table = open_table(resource, files)
    except FileFault as fault:
        return Read(faults=(fault.code,))
    rows: list[object] = []
    for batch in table.batches():
        at = np.arange(batch.cells.height, dtype=np.int64)
        numbers, lines = batch.row_numbers(at).tolist(), batch.line_numbers(at).tolist()
        blank = set(batch.blank.tolist())
        rows += [
            (numbers[row], lines[row], batch.texts(row) or ("",), row in blank)
            for row in range(len(at))
        ]
    return Read(
        table.labels,
        tuple(rows),
        tuple(fault.code for fault in table.faults),
        tuple((each.bytes, tuple(each.digests.items())) for each in table.facts),
    )


def check(data: bytes) -> None:
    """Read a file three ways, and validate it."""
    choices = Choices(data)
    encoding = choices.of(ENCODINGS) if choices.truth() else "utf-8"
    compression = choices.of(COMPRESSIONS) if choices.number(7) == 1 else ""
    dialect, size, both = dialect_of(choices), 1 + choices.number(40), choices.truth()
    content = choices.rest()
    paths = ["a.csv", "b.csv"] if both else ["a.csv"]
    cut = content.find(b"\xff") if both else -1
    parts = (content[:cut], content[cut + 1 :]) if cut >= 0 else (content, content)
    resource = {"name": "a", "path": paths, "encoding": encoding, "dialect": dialect}
    resource |= (
        {"schema": SCHEMA, "compression": compression} if compression else {"schema": SCHEMA}
    )
    descriptor = json_bytes({"resources": [resource]})
    files = {"a.csv": parts[0], "b.csv": parts[1]}
    validated(descriptor, files)
    memory = Memory({**files, DESCRIPTOR: descriptor})
    found = read_descriptor(memory, DESCRIPTOR).package.resources[0]
    if not found.judged:
        return
    whole = rows_of(found, memory)
    with mock.patch.object(pieces, "PIECE", size):
        assert rows_of(found, memory).agrees(whole), f"pieces of {size} bytes read otherwise"
    with mock.patch.object(Layout, "plain", new=False):
        assert rows_of(found, memory).agrees(whole), "the exact reader reads otherwise"


PLAIN = b"\0\0\0\x10\0"
TARGET = Target(
    check=check,
    seeds=(
        PLAIN + b'a,b,c\n1,x,2\n2,"y\nz",3\n3\n\n4,"q ""r""",5,6\n',
        PLAIN + b"\xef\xbb\xbfa,b,c\r\n1,x,2\r\n",
        PLAIN + b'a,b,c\n1,"open,2\n',
        PLAIN + b'a,b,c\n1,5" tall,2\n1,"a"b,\r',
        b"\0\0\0\x03\1" + b"a,b\n1,2\n\xffb,a\n3,4\n",
        b"\1\4\0\0\x05\0" + "a,b,c\n1,é,2\n".encode("utf-16"),
        b"\1\2\0\0\x05\0" + b"a,b\n1,\xe9\n",
        *(
            bytes([0, 0, 2, name, way, name, way + 1, 7, 0]) + b"a;b;c\n#x\n1;'y';2\n"
            for name in range(12)
            for way in (0, 1, 6)
        ),
        *(bytes([0, 1, way, 0, 3, 0]) + b"\x1f\x8b\x08\0\0\0\0\0\0\3" for way in range(6)),
    ),
    words=('"', '""', "\n", "\r\n", "\r", ",", ";", "\\", "#", "\0", "\ufeff", "é", "\xff", "\x1f"),
)
