"""The files of a dataset: those of the package, and a Parquet file beside each table."""

import posixpath
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dataset_tools.exceptions import NotPublishable
from dataset_tools.export.data.parquet import PLAIN_PARQUET
from dataset_tools.export.exporter import Source, export_package
from dataset_tools.export.names import file_names
from dataset_tools.files.paths import safe_path
from dataset_tools.model.package import Resource
from dataset_tools.publish.huggingface.features import Feature, features_of
from dataset_tools.publish.publication import Content, Publication

CARD = "README.md"
OF_THE_HUB = frozenset({".gitattributes"})
"""What the Hub puts into every dataset."""
_PARQUET = ".parquet"
_PATTERN = re.compile(r"[]\[*?{}!]")
"""Characters that a reader of the card takes for a pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How a table is read from the dataset: as a config of the card.

    ``features`` are None where the package's own Parquet files are read, whose types are theirs.
    """

    name: str
    config: str
    paths: tuple[str, ...]
    features: tuple[Feature, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The Parquet files that were made: what they are, by path, and where they lie."""

    contents: Mapping[str, Content] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    folder: "tempfile.TemporaryDirectory[str] | None" = None


def made_of(publication: Publication) -> Made:
    """Make the Parquet files, which takes a pass over the tables.

    Raises
    ------
    NotPublishable
        The package has a file where the card stands.
    CouldNotRun
        A file was changed since it was validated.
    """
    own = {path.casefold() for path in publication.contents}
    if CARD.casefold() in own:
        raise NotPublishable(
            f"the package has a file {CARD}, and that is where the Hub has the dataset's card",
            fix="Give the file another name.",
        )
    package = publication.package
    tables = tuple(_tables(publication, own))
    wanted = {each.name for each in tables if not _is_of(each, publication)}
    folder = tempfile.TemporaryDirectory(prefix="dataset-tools-")
    source = Source(
        package=replace(
            package, resources=tuple(each for each in package.tables if each.name in wanted)
        ),
        files=publication.files,
        report=publication.report,
    )
    exported = export_package("parquet", PLAIN_PARQUET, source, Path(folder.name))
    files = {each.table: each for each in exported.files}
    paths = {each.name: each.paths[0] for each in tables if each.name in files}
    resources = {each.name: each for each in package.tables}
    return Made(
        contents={
            path: Content(path=path, bytes=files[name].bytes, sha256=files[name].sha256)
            for name, path in paths.items()
        },
        files={path: files[name].path for name, path in paths.items()},
        tables=tuple(
            replace(each, features=features_of(resources[each.name], files[each.name].path))
            if each.name in files
            else each
            for each in tables
        ),
        notes=tuple(
            f"Parquet of {each.table}: {f'{each.field}: ' if each.field else ''}{each.message}"
            for each in exported.notes
        ),
        folder=folder,
    )


def _tables(publication: Publication, taken: Collection[str]) -> Iterator[Table]:
    """Yield how each table is read: from its own Parquet files, else from one to be made."""
    names, taken = file_names(publication.package), set(taken)
    for table in publication.package.tables:
        config = names[table.name]
        paths = tuple(safe_path(path) for path in table.paths)
        if not _is_parquet(table):
            paths = (_parquet_path(table, config, taken),)
            taken.add(paths[0].casefold())
        yield Table(name=table.name, config=config, paths=paths)


def _is_of(table: Table, publication: Publication) -> bool:
    return all(path in publication.contents for path in table.paths)


def _is_parquet(table: Resource) -> bool:
    plain = [path for path in table.paths if path.endswith(_PARQUET) and not _PATTERN.search(path)]
    return bool(table.paths) and len(plain) == len(table.paths) and not table.compression


def is_made(path: str, config: str) -> bool:
    """Whether a path is one that the Parquet file of a table of that config is given.

    Examples
    --------
    >>> is_made("data/a.parquet", "a"), is_made("data/theirs.parquet", "a")
    (True, False)
    """
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    return suffix == _PARQUET and stem.rstrip("_") == _PATTERN.sub("_", config).rstrip("_")


def _parquet_path(table: Resource, config: str, taken: Collection[str]) -> str:
    """Return a path beside the first file of a table."""
    folder = posixpath.dirname(safe_path(table.paths[0])) if table.paths else ""
    folder = "" if _PATTERN.search(folder) else folder
    stem = _PATTERN.sub("_", config)
    path = posixpath.join(folder, f"{stem}{_PARQUET}")
    while path.casefold() in taken:
        path = f"{path.removesuffix(_PARQUET)}_{_PARQUET}"
    return path
