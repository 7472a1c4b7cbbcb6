"""DT6xx: what the evidence of a row proves, and the documents that it is proved from."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence

from dataset_tools.errors.kind import ErrorKind, Example

_CELL = '"{cell}" in row {row}, field "{field}": {note}'
_ROW = "Row {row}: {note}"

_NEWS = "The harbour of Aldmouth opened in 1902. “It leaks,” said Ida Moor.\n"
"""An invented document; Ida Moor stands at 57 to 65, 1902 at 34 to 38."""

_NAME = {"name": "name", "type": "string", "dataset-tools:evidence": "name"}
_YEAR = {"name": "year", "type": "year", "dataset-tools:evidence": "date"}
_EVIDENCE = {"name": "evidence", "type": "string", "dataset-tools:evidence": "fragments"}
_FIELDS = (_NAME, _EVIDENCE)
_GOOD_ROWS = (("name", "evidence"), ("Ida Moor", "news#char=57,65"))


def _package(
    *,
    fields: Sequence[object] = _FIELDS,
    rows: Sequence[Sequence[str]] = _GOOD_ROWS,
    news: str = _NEWS,
    sha256: str = "",
    length: int | None = None,
) -> dict[str, str]:
    """Make a package of a table with evidence, a table of sources, and the document."""
    digest = sha256 or hashlib.sha256(news.encode()).hexdigest()
    listed = (("id", "sha256", "length"), ("news", digest, str(length or len(news))))
    source_fields = [
        {"name": "id", "type": "string"},
        {"name": "sha256", "type": "string"},
        {"name": "length", "type": "integer"},
    ]
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "dataset-tools:sources": "sources",
        "resources": [
            {
                "name": "sources",
                "path": "sources.csv",
                "schema": {"fields": source_fields, "primaryKey": ["id"]},
            },
            {"name": "table", "path": "table.csv", "schema": {"fields": list(fields)}},
        ],
    }
    return {
        "datapackage.json": json.dumps(descriptor, indent=2) + "\n",
        "sources.csv": _csv(listed),
        "table.csv": _csv(rows),
        "sources/news.txt": news,
    }


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _row_example(name: str, evidence: str) -> Example:
    """Make an example whose fault is in the one row of the table."""
    rows = (_GOOD_ROWS[0], (name, evidence))
    return Example(bad=_package(rows=rows), mended=_package())


NOT_PROVED = ErrorKind(
    code="DT601",
    type="cell-error",
    title="Cell is not proved",
    message=_CELL,
    explanation="None of the spans that the row cites proves the cell by its field's matcher, or "
    "the cell is said to be inferred and the row gives no reason.",
    fix="Mend the cell, or cite the place that states it: dataset-tools locate TEXT finds it.",
    example=_row_example("Ida Moore", "news#char=57,65"),
)
FRAGMENT = ErrorKind(
    code="DT602",
    type="cell-error",
    title="Fragment is malformed",
    message=_CELL,
    explanation="A cell of the evidence column is one or more tokens, separated by one space: "
    "SOURCE#char=START,END, with FIELD= before it if it is bound to one field, or FIELD=inferred. "
    "A span is not empty, and begins and ends neither inside a word nor on white space.",
    fix="Write the token so, with the span that dataset-tools locate TEXT prints.",
    example=_row_example("Ida Moor", "news#char=57-65"),
)
UNKNOWN_SOURCE = ErrorKind(
    code="DT603",
    type="cell-error",
    title="Fragment cites or names what is not there",
    message=_CELL,
    explanation="A fragment cites a source by an id that the table of sources has not, or is bound "
    "to a field that the table has not.",
    fix="Mend the id or the field's name, or add the source to the table of sources.",
    example=_row_example("Ida Moor", "newspaper#char=57,65"),
)
BEYOND_END = ErrorKind(
    code="DT604",
    type="cell-error",
    title="Fragment runs past the end",
    message=_CELL,
    explanation="The span ends after the last character of the source's text; positions count "
    "Unicode code points from 0.",
    fix="Cite the span that dataset-tools locate TEXT prints.",
    example=_row_example("Ida Moor", "news#char=57,650"),
)
NO_FRAGMENTS = ErrorKind(
    code="DT605",
    type="row-error",
    title="Row cites nothing",
    message=_ROW,
    explanation="Each row of a table with evidence cites at least one span of a source; a row "
    "that only says what is inferred cites none.",
    fix="Cite the place that states the row, or take the row out.",
    example=_row_example("Ida Moor", ""),
)
MATCHER = ErrorKind(
    code="DT606",
    type="schema-error",
    title="Field cannot be proved as it says",
    message='Field "{field}": {note}',
    explanation="Each field of a table with evidence says how its cells are proved: it names a "
    "known matcher, with the options that this needs, and one that the field can have.",
    fix='Give the field a matcher, for example "dataset-tools:evidence": "text", or "none" if it '
    "states no fact.",
    example=Example(
        bad=_package(
            fields=({**_YEAR, "dataset-tools:evidence": "clock"}, _EVIDENCE),
            rows=(("year", "evidence"), ("1902", "news#char=34,38")),
        ),
        mended=_package(
            fields=(_YEAR, _EVIDENCE),
            rows=(("year", "evidence"), ("1902", "news#char=34,38")),
        ),
    ),
)
SOURCE_NOT_FOUND = ErrorKind(
    code="DT607",
    type="source-error",
    title="Document is not found",
    message=_ROW,
    explanation="No file in the folder of sources has the SHA-256 that the table of sources "
    "states; a document is known by its bytes, whatever the file is called.",
    fix="Put the document into the folder as it was, or check that --sources names the right one.",
    example=Example(bad=_package(sha256="0" * 64), mended=_package()),
)
SOURCE_LENGTH = ErrorKind(
    code="DT608",
    type="source-error",
    title="Document has another length",
    message=_ROW,
    explanation="The text of the document has another number of Unicode code points than the "
    "table of sources states.",
    fix="Put the true length in the table of sources; bytes or UTF-16 units are not counted.",
    example=Example(bad=_package(length=len(_NEWS.encode())), mended=_package()),
)
SOURCE_TEXT = ErrorKind(
    code="DT609",
    type="source-error",
    title="Document cannot be a source",
    message=_ROW,
    explanation="A document is UTF-8 text with LF line ends and no byte order mark, so that its "
    "positions are the same everywhere.",
    fix="Make a copy that is so, and put its SHA-256 and length in the table of sources.",
    example=Example(bad=_package(news="\ufeff" + _NEWS, length=len(_NEWS)), mended=_package()),
)

KINDS = (
    NOT_PROVED,
    FRAGMENT,
    UNKNOWN_SOURCE,
    BEYOND_END,
    NO_FRAGMENTS,
    MATCHER,
    SOURCE_NOT_FOUND,
    SOURCE_LENGTH,
    SOURCE_TEXT,
)
