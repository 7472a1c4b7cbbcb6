"""From ``dataset-tools.toml``, or a table of ``pyproject.toml``, to settings.

The nearest file counts, from the package's folder upward; a ``pyproject.toml`` without the table
``[tool.dataset-tools]`` is passed over. Paths in a file are relative to its folder.
"""

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dataset_tools.config.settings import Settings
from dataset_tools.exceptions import NotPermitted, UsageError

OWN_FILE = "dataset-tools.toml"
_PROJECT_FILE = "pyproject.toml"
_TABLE = "dataset-tools"
FAIL_ON = ("error", "warning")
_OF_A_RUN = frozenset(
    {
        "ci",
        "engine",
        "format",
        "json",
        "output",
        "quiet",
        "remote",
        "report",
        "schema",
        "table",
        "write-baseline",
    },
)
"""Options that say what one run does; a file that lies with the data has no say in them."""


def settings_for(folder: Path, codes: Collection[str]) -> Settings:
    """Return the settings that are nearest to a folder, itself or above; none are empty ones.

    Parameters
    ----------
    folder
        The package's folder.
    codes
        The words that ``skip`` may hold.

    Raises
    ------
    UsageError
        A file is no TOML, or has a key, a type or a word that settings cannot have.
    NotPermitted
        A file may not be read.
    """
    start = Path(os.path.abspath(folder))  # noqa: PTH100 (a link stays where it is)
    for each in map(_relative, (start, *start.parents)):
        own, project = each / OWN_FILE, each / _PROJECT_FILE
        if _is_file(own):
            return _settings(_toml(own), own, codes)
        if _is_file(project):
            table = _toml(project).get("tool", {})
            if isinstance(table, dict) and _TABLE in table:
                return _settings(table[_TABLE], project, codes)
    return Settings()


def _relative(folder: Path) -> Path:
    """Return the folder as a message names it, relative to the current one if it is below."""
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise NotPermitted(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: it is not in UTF-8, so it is no TOML") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: it is no TOML: {error}") from None


def _settings(table: object, path: Path, codes: Collection[str]) -> Settings:
    if not isinstance(table, dict):
        raise UsageError(f'{path}: "tool.{_TABLE}" must be a table')
    said: dict[str, Any] = {}
    for key, value in table.items():
        read = _READERS.get(key)
        if read is None:
            raise _unknown_key(key, path)
        said[key.replace("-", "_")] = read(value, _Place(path, key, codes))
    return Settings(**said)


def _unknown_key(key: str, path: Path) -> UsageError:
    if key in _OF_A_RUN:
        return UsageError(f'{path}: "{key}" is an option of the command line, no setting')
    return UsageError.of_word(key, tuple(_READERS), where=str(path))


class _Place:
    """A key of a file, and what its words are held against."""

    def __init__(self, path: Path, key: str, codes: Collection[str]) -> None:
        self.path = path
        self.key = key
        self.codes = codes

    def wrong(self, wanted: str) -> UsageError:
        return UsageError(f'{self.path}: "{self.key}" must be {wanted}')

    def word(self, word: str, known: Collection[str]) -> str:
        found = next((each for each in known if each.lower() == word.lower()), None)
        if found is None:
            raise UsageError.of_word(word, known, where=f'{self.path}: "{self.key}"')
        return found


def _text(value: object, place: _Place) -> str:
    if not isinstance(value, str) or not value:
        raise place.wrong("a text")
    return value


def _path(value: object, place: _Place) -> Path:
    text = _text(value, place)
    if "\0" in text:
        raise place.wrong("a path")
    return place.path.parent / text


def _count(value: object, place: _Place) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise place.wrong("a whole number, 0 or more")
    return value


def _flag(value: object, place: _Place) -> bool:
    if not isinstance(value, bool):
        raise place.wrong("true or false")
    return value


def _fail_on(value: object, place: _Place) -> str:
    return place.word(_text(value, place), FAIL_ON)


def _skip(value: object, place: _Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise place.wrong("a list of error codes and types")
    return tuple(place.word(each, place.codes) for each in value)


_READERS: Mapping[str, Callable[[Any, _Place], object]] = MappingProxyType(
    {
        "fail-on": _fail_on,
        "skip": _skip,
        "baseline": _path,
        "new-since": _text,
        "sources": _path,
        "max-errors": _count,
        "fail-fast": _flag,
    },
)
KEYS = tuple(_READERS)
