"""A descriptor's own files by path: read once each, their texts kept to find lines in them."""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from dataset_tools.descriptor.decode import MAX_BYTES, Decoded, Flaw, decode_json
from dataset_tools.descriptor.locate import line_and_column, nearest, spots
from dataset_tools.descriptor.wording import shown
from dataset_tools.errors import descriptor as kinds
from dataset_tools.errors.error import Error
from dataset_tools.files.opened import Files


@dataclass(slots=True)
class JsonFiles:
    """The JSON files of one package."""

    files: Files
    _decoded: dict[str, Decoded] = field(default_factory=dict)

    def read(self, path: str) -> Decoded:
        """Read a file as a JSON object; raise FileFault if it cannot be opened."""
        if path not in self._decoded:
            self._decoded[path] = self._read(path)
        return self._decoded[path]

    def _read(self, path: str) -> Decoded:
        with self.files.open(path) as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            note = f"The file is longer than {MAX_BYTES >> 20} MB"
            return Decoded(stop=Flaw(kinds.BEYOND_BOUNDS, note, 1, 1))
        decoded = _decoded(path, content)
        if decoded.stop is None and not isinstance(decoded.value, dict):
            note = f"The file holds {shown(decoded.value)}, and must hold an object"
            return Decoded(
                text=decoded.text,
                stop=Flaw(kinds.NOT_AN_OBJECT, note, *self._start(decoded.text)),
            )
        return decoded

    def _start(self, text: str) -> tuple[int, int]:
        return line_and_column(text, len(text) - len(text.lstrip()))

    def lines_and_columns(
        self,
        path: str,
        pointers: Collection[str],
    ) -> Mapping[str, tuple[int, int]]:
        """Return where values stand in a file that was read, or the nearest ones around them."""
        text, known = self._decoded[path].text, self._decoded[path].places
        if known is not None:
            return {pointer: _nearest(known, pointer) for pointer in pointers}
        found = spots(text, pointers)
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        places = {}
        for pointer in pointers:
            offset = nearest(found, pointer).start
            line = bisect_right(starts, offset)
            places[pointer] = (line, offset - starts[line - 1] + 1)
        return places

    def with_line(self, error: Error) -> Error:
        """Fill in line and column of an error that has a pointer into one of these files."""
        if error.pointer is None or error.line_number is not None:
            return error
        for path in self._decoded:
            if self.place(path) == error.place:
                line, column = self.lines_and_columns(path, [error.pointer])[error.pointer]
                return replace(error, line_number=line, column=column)
        return error

    def place(self, path: str) -> str:
        """Return the path as a message names it."""
        return self.files.show(path)


def _decoded(path: str, content: bytes) -> Decoded:
    if not path.lower().endswith((".yaml", ".yml")):
        return decode_json(content)
    from dataset_tools.descriptor.decode_yaml import decode_yaml

    return decode_yaml(content)


def _nearest(places: Mapping[str, tuple[int, int]], pointer: str) -> tuple[int, int]:
    """Return the place of a value, or of the nearest one around it."""
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, (1, 1))
