"""How many cells the tables of an ODS file span, repeated rows and cells counted as often."""

from xml.parsers import expat

_LONGEST = 10
"""Digits of a repetition that are taken seriously."""


class OdsSpan:
    """Counts the cells of ``content.xml``, which comes in pieces; raises ValueError."""

    def __init__(self) -> None:
        self.cells = 0
        self._rows = self._gap = self._width = 0
        self._repeat = self._column = self._last = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse

    def add(self, piece: bytes) -> None:
        """Take up a piece."""
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise ValueError(f"its content is no XML: {error}") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self._rows = self._gap = self._width = 0
        elif local == "table-row":
            self._repeat = _repeated(attributes, "number-rows-repeated")
            self._column = self._last = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._column += _repeated(attributes, "number-columns-repeated")
            if any(key.endswith("value-type") for key in attributes):
                self._last = self._column
        elif local == "p":
            self._last = self._column

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "table-row":
            return
        if not self._last:
            self._gap += self._repeat
            return
        before = self._rows * self._width
        self._rows += self._gap + self._repeat
        self._width = max(self._width, self._last)
        self._gap = 0
        self.cells += self._rows * self._width - before


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = next((value for key, value in attributes.items() if key.endswith(name)), "1")
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST else 1


def _refuse(*_: object) -> None:
    raise ValueError("it holds a document type declaration, which no workbook needs")
