"""A descriptor back as text: whole, or with a few values changed and all else left as it stands."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dataset_tools.descriptor.locate import Spot, members

_BLANK = " \t\r\n"
_LAST_KEY = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:\s*)\Z', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Text to put in the place of text[start:end]."""

    start: int
    end: int
    text: str


def descriptor_text(value: object) -> str:
    r"""Write a descriptor as text, its properties in their order.

    Examples
    --------
    >>> descriptor_text({"name": "zürich"})
    '{\n  "name": "zürich"\n}\n'
    """
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def set_values(text: str, changes: Mapping[str, object]) -> str:
    """Change values of a JSON text by their JSON pointers, and nothing else of it.

    Parameters
    ----------
    text
        A JSON document that can be read.
    changes
        Pointer to new value. A property that is not there is added at the end of its object, in
        the style of the one before it.

    Raises
    ------
    KeyError
        There is no such value, and no object that could have it.

    Examples
    --------
    >>> set_values('{"bytes": 1, "path": "a.csv"}', {"/bytes": 20, "/hash": "ab"})
    '{"bytes": 20, "path": "a.csv", "hash": "ab"}'
    """
    found: dict[str, Spot] = {}
    last: dict[str, Spot] = {}
    for pointer, spot in members(text):
        found[pointer] = spot
        if spot.key is not None:
            last[pointer.rpartition("/")[0]] = spot
    edits = []
    added: dict[str, dict[str, object]] = {}
    for pointer, value in changes.items():
        parent, _, key = pointer.rpartition("/")
        if pointer in found:
            edits.append(_Edit(found[pointer].start, found[pointer].end, _written(value)))
        elif parent in found and text[found[parent].start] == "{":
            added.setdefault(parent, {})[key.replace("~1", "/").replace("~0", "~")] = value
        else:
            raise KeyError(pointer)
    for parent, new in added.items():
        edits.append(_addition(text, found[parent], last.get(parent), new))
    return _edited(text, edits)


def _edited(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _addition(text: str, parent: Spot, last: Spot | None, new: Mapping[str, object]) -> _Edit:
    """Add properties after the last one of an object, spaced as that one is."""
    if last is None or last.key is None or last.parent != parent.start:
        written = ", ".join(f"{_written(key)}: {_written(value)}" for key, value in new.items())
        return _Edit(parent.start + 1, parent.end - 1, written)
    before = text[: last.key]
    gap = before[len(before.rstrip(_BLANK)) :]
    match = _LAST_KEY.search(text, last.key, last.start)
    colon = match[1] if match else ": "
    comma = "," if gap or colon == ":" else ", "
    written = "".join(
        f"{comma}{gap}{_written(key)}{colon}{_written(value)}" for key, value in new.items()
    )
    return _Edit(last.end, last.end, written)
