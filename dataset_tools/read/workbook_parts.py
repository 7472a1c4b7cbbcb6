"""What is looked at in a workbook before it is opened: its sizes, hostile XML, the span of sheets.

An XLSX or ODS file is a zip archive of XML. Its reader holds a sheet as one dense block, so that a
lone cell in the far corner would ask for terabytes.
"""

import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import copy
from typing import BinaryIO

from dataset_tools.files.archive import MAX_MEMBERS, MAX_RATIO, RATIO_FROM
from dataset_tools.model.dialect import Dialect
from dataset_tools.read.native_table import Unreadable
from dataset_tools.read.ods_span import OdsSpan
from dataset_tools.read.xlsx_span import (
    Errors,
    XlsxSpan,
    shared_text,
    sheet_part,
    string_lengths,
)

FORMAT = "DT516"
TOO_MUCH = "DT512"
MOST_BYTES = 2 << 30
MOST_CELLS = 1 << 25
"""The largest block of cells that a sheet may span: about a gigabyte in memory."""
MOST_TEXT = 1 << 30
"""The most text that the cells of a sheet may hold, each use of a shared string counted."""
_PIECE = 4 << 20
_SMALL = 4 << 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def check_parts(file: BinaryIO, dialect: Dialect) -> Errors:
    """Look through the parts that will be read; return where the sheet's errors stand.

    Raises
    ------
    Unreadable
        A part is damaged, is a bomb, holds a document type declaration, or spans too many cells.
    """
    if not zipfile.is_zipfile(file):
        raise Unreadable(FORMAT, "cannot be read as a workbook: it is no XLSX or ODS file")
    damage = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
    try:
        with zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise Unreadable(TOO_MUCH, f"it has more than {MAX_MEMBERS:,} parts")
            return _Parts(archive).checked(dialect)
    except (*damage, zlib.error, lzma.LZMAError) as error:
        raise Unreadable(FORMAT, f"cannot be read as a workbook: {error}") from None


class _Parts:
    """The parts of one archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {member.filename: member for member in archive.infolist()}
        self._bytes = 0

    def checked(self, dialect: Dialect) -> Errors:
        sheet = self._sheet(dialect)
        errors: Errors = {}
        spans: dict[str, XlsxSpan] = {}
        for name in sorted(self._members):
            lower = name.lower()
            if lower == "xl/workbook.bin":
                raise Unreadable(FORMAT, "it is a binary workbook (XLSB)")
            if lower == "content.xml":
                self._check_ods(name)
            elif lower.endswith((".xml", ".rels")):
                spans[name] = self._span(name)
                errors = spans[name].errors if name == sheet else errors
        longest = max((span.longest for span in spans.values()), default=0)
        for name, span in spans.items():
            if span.shared * longest > MOST_TEXT and self._text(name, spans) > MOST_TEXT:
                note = f"its cells hold more than {MOST_TEXT >> 20} MiB of text"
                raise Unreadable(TOO_MUCH, note)
        return errors

    def _span(self, name: str) -> XlsxSpan:
        """Measure a part as if it were a sheet, since any may be named as one."""
        span = XlsxSpan()
        for piece in self._read(name):
            span.add(piece)
            _bound(span.cells)
        return span

    def _check_ods(self, name: str) -> None:
        span = OdsSpan()
        for piece in self._read(name):
            span.add(piece)
            _bound(span.cells)

    def _sheet(self, dialect: Dialect) -> str:
        """Return the part of the sheet that the dialect names, empty where it is not found."""
        names = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        if not all(self._is_small(name) for name in names):
            return ""
        book, links = (b"".join(self._read(name)) for name in names)
        return sheet_part(book, links, dialect)

    def _is_small(self, name: str) -> bool:
        return name in self._members and self._members[name].file_size <= _SMALL

    def _text(self, name: str, spans: Mapping[str, XlsxSpan]) -> int:
        """Count the text of all cells of a sheet, string by string."""
        return max(
            shared_text(self._read(name), string_lengths(self._read(strings)))
            for strings, span in spans.items()
            if span.longest
        )

    def _read(self, name: str) -> Iterator[bytes]:
        """Yield a part to its true end, whatever length the archive states."""
        member = copy(self._members[name])
        stated, plain = member.file_size, 0
        member.file_size = MOST_BYTES + 1
        tail = b""
        with self._archive.open(member) as file:
            while piece := file.read(_PIECE):
                plain += len(piece)
                self._bytes += len(piece)
                packed = max(member.compress_size, 1)
                if self._bytes > MOST_BYTES or plain > max(RATIO_FROM, MAX_RATIO * packed):
                    note = (
                        f'its part "{name}" unpacks to more than {plain:,} bytes, as a bomb would'
                    )
                    raise Unreadable(TOO_MUCH, note)
                if b"<!DOCTYPE" in tail + piece or piece.startswith(_UTF_16):
                    note = "it holds a document type declaration or UTF-16, which no workbook needs"
                    raise Unreadable(FORMAT, note)
                tail = piece[-16:]
                yield piece
        if plain != stated:
            raise zipfile.BadZipFile(f'the part "{name}" has not the length that it states')


def _bound(cells: int) -> None:
    if cells > MOST_CELLS:
        raise Unreadable(TOO_MUCH, f"its sheet spans more than {MOST_CELLS:,} cells")
