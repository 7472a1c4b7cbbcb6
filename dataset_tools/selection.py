"""From the paths on a command line to packages and the tables of them to check.

A path may be a package (a folder, a descriptor, an archive), a file that belongs to one (its data,
a schema, a dialect: then the descriptor is found upward), a bare table, a ``resource.json``, or
``-`` for standard input.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dataset_tools.exceptions import NotFound, NotPermitted
from dataset_tools.files.folder import Folder
from dataset_tools.files.locate import DESCRIPTOR_NAMES, Located
from dataset_tools.files.opened import Files
from dataset_tools.files.overlay import Overlay
from dataset_tools.files.stream import Stream
from dataset_tools.model.package import Resource
from dataset_tools.package import Package

if TYPE_CHECKING:
    from dataset_tools.engine.engine import EngineName

STANDARD_INPUT = "-"
_STREAM = "stdin.csv"
_SCHEMA = "schema.json"
_DESCRIPTOR = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A package and the tables of it to check, all if empty; ``bare`` if it has no descriptor."""

    package: Package
    tables: frozenset[str] = frozenset()
    bare: bool = False


def select(
    paths: Sequence[str],
    schema: Path | None = None,
    *,
    remote: bool = False,
    engine: "EngineName" = "local",
) -> list[Selection]:
    """Find what the paths stand for; files of one package become one selection.

    Parameters
    ----------
    paths
        What the user named; none is the current folder.
    schema
        A Table Schema for bare tables; it switches the search for a descriptor off.
    remote
        Packages may be URLs, and their files too.
    engine
        What will check them: ``spark`` has URLs of its own.

    Raises
    ------
    CouldNotRun
        A path does not exist, or the schema cannot be read.
    """
    opening, found = partial(Package.open, remote=remote, engine=engine), dict[str, Selection]()
    for path in paths or ["."]:
        for each in _selected(path, schema, opening):
            located = each.package.located
            key = f"{Path(located.files.place).resolve()}\0{Path(located.place).resolve()}"
            found[key] = _joined(found.get(key), each)
    return list(found.values())


def _joined(first: Selection | None, second: Selection) -> Selection:
    if first is None:
        return second
    whole = not first.tables or not second.tables
    return replace(first, tables=frozenset() if whole else first.tables | second.tables)


def _selected(
    path: str,
    schema: Path | None,
    opening: Callable[[str], Package],
) -> Iterator[Selection]:
    if path == STANDARD_INPUT:
        files = Stream.of(_STREAM, sys.stdin.buffer)
        yield _bare(files, {"name": "stdin", "path": _STREAM}, schema)
        return
    named = Path(path)
    if not named.is_file() or named.suffix.lower() == ".zip":
        yield Selection(package=opening(path))
        return
    kind = _kind_of(named)
    if kind == "package" and schema is None:
        yield Selection(package=opening(path))
    elif kind == "resource":
        yield _resource(named, schema)
    else:
        owner = None if schema else owner_of(named)
        yield owner or _bare(Folder(named.parent), _descriptor_of(named), schema)


def _kind_of(path: Path) -> str:
    """Say what a file is by what a descriptor of its kind must have; what is no JSON is data."""
    if path.name in DESCRIPTOR_NAMES or path.suffix.lower() in (".yaml", ".yml"):
        return "package"
    if path.suffix.lower() != ".json":
        return "data"
    try:
        value = json.loads(_bytes_of(path))
    except (ValueError, RecursionError):
        return "package"
    if not isinstance(value, dict):
        return "data"
    if "name" in value and "resources" not in value and value.keys() & {"path", "data"}:
        return "resource"
    return "data" if "resources" not in value and owner_of(path) else "package"


def _descriptor_of(path: Path) -> dict[str, object]:
    """Describe a bare table; its name is made of the file's."""
    name = "".join(char if char.isalnum() or char in "-_." else "-" for char in path.stem.lower())
    return {"name": name or "table", "path": path.name, "type": "table"}


def _resource(path: Path, schema: Path | None) -> Selection:
    value = json.loads(path.read_bytes())
    return _bare(Folder(path.parent), value, schema)


def _bare(files: Files, resource: dict[str, object], schema: Path | None) -> Selection:
    """Make a package of one resource, whose descriptor exists in memory alone."""
    contents: dict[str, bytes] = {}
    shown = {_DESCRIPTOR: str(resource.get("path", resource.get("name")))}
    if schema is not None:
        contents[_SCHEMA] = _bytes_of(schema)
        shown[_SCHEMA] = schema.as_posix()
        resource = {**resource, "schema": _SCHEMA, "type": "table"}
    package = {"$schema": _PROFILE, "resources": [resource]}
    contents[_DESCRIPTOR] = json.dumps(package).encode()
    overlay = Overlay(files, contents, shown)
    return Selection(package=Package.of(Located(overlay, _DESCRIPTOR)), bare=True)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise NotPermitted(f"{path} cannot be read: {error.strerror}") from None


def owner_of(path: Path) -> Selection | None:
    """Find the package that a file belongs to, in its folder or above; and the tables it concerns.

    Those are the tables that the file is a part of, and the ones that refer to them.
    """
    real = path.resolve()
    for folder in real.parents:
        for name in DESCRIPTOR_NAMES:
            descriptor = folder / name
            if descriptor.is_file():
                package = Package.open(_relative(descriptor))
                tables = _tables_with(real.relative_to(folder).as_posix(), package)
                return Selection(package=package, tables=tables) if tables else None
    return None


def _relative(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _tables_with(path: str, package: Package) -> frozenset[str]:
    described = package.described.package
    touched = {each.name for each in described.tables if path in _paths_of(each)}
    keyed = {each.name for each in described.tables if touched & set(_referred(each))}
    return frozenset(touched | keyed) if touched else frozenset()


def _paths_of(resource: Resource) -> Iterable[str]:
    yield from (str(Path(path)) for path in resource.paths)
    for part in ("schema", "dialect"):
        value = resource.descriptor.get(part)
        if isinstance(value, str):
            yield str(Path(value))


def _referred(resource: Resource) -> Iterable[str]:
    keys = resource.schema.foreign_keys if resource.schema else ()
    return (key.resource or resource.name for key in keys)
