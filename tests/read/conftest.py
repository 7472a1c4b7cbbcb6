"""Tables read as the engine reads them, and workbooks written with the standard library."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pytest

from dataset_tools.files.folder import Folder
from dataset_tools.model.dialect import Dialect
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field, Schema
from dataset_tools.read.tables import open_table

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


@dataclass
class Read:
    """What a reader gave: rows with their row and line numbers, and what ended it."""

    labels: tuple[str, ...] | None
    rows: list[tuple[int, int, tuple[str, ...]]]
    blank: list[int]
    faults: list[tuple[str, int | None]]
    notes: list[str]
    odd_headers: list[tuple[str, ...]]
    facts: list[tuple[int, str]]

    @property
    def cells(self) -> list[tuple[str, ...]]:
        """The texts of the rows alone."""
        return [texts for _, _, texts in self.rows]


ReadTable = Callable[..., Read]


@pytest.fixture
def read_table(tmp_path: Path) -> ReadTable:
    """Write files and read them as one table."""

    def read(
        files: Mapping[str, bytes] | None = None,
        *,
        fields: Sequence[str] = (),
        dialect: Dialect | None = None,
        **properties: Any,
    ) -> Read:
        for name, content in (files or {}).items():
            (tmp_path / name).write_bytes(content)
        paths = tuple(files or {})
        resource = Resource(
            name="t",
            paths=paths,
            dialect=dialect or Dialect(),
            schema=Schema(fields=tuple(Field(name=name) for name in fields)) if fields else None,
            **{"format": paths[0].split(".")[1] if paths else "json", **properties},
        )
        return _read(resource, Folder(tmp_path))

    return read


def _read(resource: Resource, files: Folder) -> Read:
    table = open_table(resource, files)
    rows: list[tuple[int, int, tuple[str, ...]]] = []
    blank: list[int] = []
    for batch in table.batches():
        at = np.arange(batch.cells.height, dtype=np.int64)
        numbers, lines = batch.row_numbers(at), batch.line_numbers(at)
        rows += [(int(numbers[i]), int(lines[i]), batch.texts(int(i))) for i in at]
        blank += [int(numbers[i]) for i in batch.blank]
    return Read(
        table.labels,
        rows,
        blank,
        [(fault.code, fault.line) for fault in table.faults],
        [fault.note for fault in table.faults],
        [labels for _, labels in table.odd_headers],
        [(facts.bytes, facts.digests["sha256"]) for facts in table.facts],
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx_of(sheets: Mapping[str, str]) -> bytes:
    """Return a workbook of sheets given as the XML of their rows; style 1 is a date."""
    names = list(sheets)
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_REL}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(len(names))
    )
    book = "".join(
        f'<sheet name="{name}" sheetId="{at + 1}" r:id="r{at}"/>' for at, name in enumerate(names)
    )
    relations = f'<Relationships xmlns="{_PKG}/relationships">'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PKG}/content-types"/>',
            "_rels/.rels": f'{relations}<Relationship Id="r" Type="{_REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_REL}"><sheets>{book}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"{relations}{links}"
            f'<Relationship Id="s" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><cellXfs count="2">'
            '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            **{
                f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>'
                f"{sheets[name]}</sheetData></worksheet>"
                for at, name in enumerate(names)
            },
        },
    )


def xlsx_rows(rows: Sequence[Sequence[object]]) -> str:
    """Return the XML of rows of texts, numbers, truth values and None."""
    return "".join(
        f'<row r="{number}">{"".join(_xlsx_cell(at, number, cell) for at, cell in enumerate(row))}'
        "</row>"
        for number, row in enumerate(rows, 1)
    )


def _xlsx_cell(at: int, row: int, cell: object) -> str:
    place = f'r="{chr(65 + at)}{row}"'
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c {place} t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f"<c {place}><v>{cell}</v></c>"
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(str(cell))}</t></is></c>'


def ods_of(rows: str) -> bytes:
    """Return a workbook of one sheet given as the XML of its rows."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = "".join(f' xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text"))
    return zipped(
        {
            "mimetype": kind,
            "content.xml": f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        },
    )


def ods_rows(rows: Sequence[Sequence[object]]) -> str:
    """Return the XML of rows of texts, numbers, truth values and None."""
    return "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )


def _ods_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, int | float):
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


class Workbooks:
    """Writers of workbooks."""

    xlsx = staticmethod(xlsx_of)
    xlsx_rows = staticmethod(xlsx_rows)
    ods = staticmethod(ods_of)
    ods_rows = staticmethod(ods_rows)
    zipped = staticmethod(zipped)


@pytest.fixture
def workbooks() -> Workbooks:
    """Give the writers of workbooks."""
    return Workbooks()
