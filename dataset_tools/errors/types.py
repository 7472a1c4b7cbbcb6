"""frictionless's words for errors: what each is about and which keys its report demands."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Shape = Literal["descriptor", "file", "header", "label", "row", "foreign-key", "cell"]


@dataclass(frozen=True, slots=True)
class ErrorType:
    """A type of frictionless's: its description, tags, and the shape of its keys."""

    description: str
    tags: tuple[str, ...]
    shape: Shape


_CELL = ("#table", "#row", "#cell")
_ROW = ("#table", "#row")
_LABEL = ("#table", "#header", "#label")
_HEADER = ("#table", "#header")

ERROR_TYPES: Mapping[str, ErrorType] = MappingProxyType(
    {
        "error": ErrorType("The command could not run.", (), "descriptor"),
        "package-error": ErrorType("The descriptor of the package is wrong.", (), "descriptor"),
        "resource-error": ErrorType("The descriptor of a resource is wrong.", (), "descriptor"),
        "schema-error": ErrorType("A Table Schema is wrong.", (), "descriptor"),
        "field-error": ErrorType("A field of a Table Schema is wrong.", (), "descriptor"),
        "dialect-error": ErrorType("A Table Dialect is wrong.", (), "descriptor"),
        "source-error": ErrorType("The content of a file cannot be read.", ("#file",), "file"),
        "scheme-error": ErrorType("A file is missing or out of reach.", ("#file",), "file"),
        "format-error": ErrorType("A file is not of its format.", ("#file",), "file"),
        "encoding-error": ErrorType("A file is not in its encoding.", ("#file",), "file"),
        "compression-error": ErrorType("A file cannot be unpacked.", ("#file",), "file"),
        "byte-count": ErrorType("A file has another size.", ("#file",), "file"),
        "hash-count": ErrorType("A file has another hash.", ("#file",), "file"),
        "row-count": ErrorType("A table has another number of rows.", ("#table",), "file"),
        "field-count": ErrorType("A table has another number of fields.", ("#table",), "file"),
        "blank-header": ErrorType("The header is empty.", _HEADER, "header"),
        "unmatched-header": ErrorType("The header does not fit the schema.", _HEADER, "header"),
        "extra-label": ErrorType("A label has no field.", _LABEL, "label"),
        "missing-label": ErrorType("A field has no label.", _LABEL, "label"),
        "blank-label": ErrorType("A label is empty.", _LABEL, "label"),
        "duplicate-label": ErrorType("A label stands twice.", _LABEL, "label"),
        "incorrect-label": ErrorType("A label is not its field's name.", _LABEL, "label"),
        "row-error": ErrorType("A row is wrong.", _ROW, "row"),
        "blank-row": ErrorType("A row is empty.", _ROW, "row"),
        "primary-key": ErrorType("A primary key is missing or stands twice.", _ROW, "row"),
        "row-constraint": ErrorType("A row breaks a rule.", _ROW, "row"),
        "foreign-key": ErrorType(
            "A key stands not in the table it refers to.", _ROW, "foreign-key"
        ),
        "cell-error": ErrorType("A cell is wrong.", _CELL, "cell"),
        "extra-cell": ErrorType("A row has more cells than the header.", _CELL, "cell"),
        "missing-cell": ErrorType("A row has fewer cells than the header.", _CELL, "cell"),
        "type-error": ErrorType("A cell is not of its field's type.", _CELL, "cell"),
        "constraint-error": ErrorType("A cell breaks a constraint.", _CELL, "cell"),
        "unique-error": ErrorType("A cell stands twice in a unique field.", _CELL, "cell"),
    },
)
