"""A draft of the descriptor of data files that have none."""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from dataset_tools.descriptor.build_model import build_dialect
from dataset_tools.descriptor.build_schema import build_schema
from dataset_tools.descriptor.format import COMPRESSIONS, TABULAR, compression_of, format_of
from dataset_tools.exceptions import FileFault, NotFound, NotPermitted, UsageError
from dataset_tools.files.folder import Folder
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import unsafe_reason
from dataset_tools.infer.categories import with_categories
from dataset_tools.infer.delimited import draft_delimited
from dataset_tools.infer.foreign_keys import Studied, with_foreign_keys
from dataset_tools.infer.keys import with_keys
from dataset_tools.infer.native import draft_native
from dataset_tools.infer.proposal import Draft, TableDraft
from dataset_tools.model.package import Resource

PathLike = str | os.PathLike[str]
OnProgress = Callable[[str, int], None]
_NATIVE = (TABULAR | {"json"}) - {"csv", "tsv"}
_NO_SLUG = re.compile(r"[^a-z0-9._-]+")


def draft_package(
    paths: Iterable[PathLike],
    *,
    folder: PathLike | None = None,
    name: str | None = None,
    on_progress: OnProgress = lambda _table, _rows: None,
) -> Draft:
    """Draft a package of data files, by all of their rows.

    Parameters
    ----------
    paths
        The data files; each becomes a table.
    folder
        Where the descriptor will lie: the current folder if all files are below it, else the
        deepest one that they are all below.
    name
        The package's name; the folder's if left out.
    on_progress
        Called with a table's name and the number of its rows that were read.

    Raises
    ------
    UsageError, NotFound, NotPermitted
        A file is not there, is empty, is of a format that is not read, or is not below the folder.

    Examples
    --------
    >>> draft = draft_package(["data/companies.csv"])
    >>> draft.tables[0].primary_key.fields
    ('id',)
    """
    files = [_checked(path) for path in paths]
    root = package_folder(files, folder)
    relative = list(dict.fromkeys(_relative(path, root) for path in files))
    names = _table_names(relative)
    opened = Folder(root)
    tables = [
        _studied(path, table, opened, on_progress)
        for path, table in zip(relative, names, strict=True)
    ]
    drafts = tuple(
        with_categories(draft, each.study)
        for draft, each in zip(with_foreign_keys(tables, opened), tables, strict=True)
    )
    return Draft(folder=root, name=name or slug(root.resolve().name) or "package", tables=drafts)


def _studied(path: str, name: str, files: Files, on_progress: OnProgress) -> Studied:
    """Read one file, and propose its fields and keys."""
    try:
        make = draft_native if format_of({"path": path}) in _NATIVE else draft_delimited
        draft, study = make(path, name, files, lambda rows: on_progress(name, rows))
        draft = with_keys(draft, study, resource_of(draft), files)
    except FileFault as fault:
        raise UsageError(f"{files.show(path)} {fault.note}") from None
    return Studied(draft=draft, study=study, resource=resource_of(draft))


def resource_of(draft: TableDraft) -> Resource:
    """Return the resource that a draft describes, as a descriptor would have it read."""
    properties = draft.dialect.properties if draft.dialect else {}
    return Resource(
        name=draft.name,
        paths=(draft.path,),
        format=draft.format,
        compression=compression_of({"path": draft.path}),
        encoding=draft.encoding.name if draft.encoding else "utf-8",
        dialect=build_dialect(properties, draft.format),
        schema=build_schema(draft.schema, resource=draft.name),
    )


def slug(text: str) -> str:
    """Return a text as names of packages and resources are.

    Examples
    --------
    >>> slug("Sales 2024 (final)")
    'sales-2024-final'
    """
    return _NO_SLUG.sub("-", text.lower()).strip("-._")


def _checked(path: PathLike) -> Path:
    found = Path(path)
    if not found.exists():
        raise NotFound(f"there is no file {found}")
    if not found.is_file():
        raise UsageError(f"{found} is no file; give the data files themselves")
    if not os.access(found, os.R_OK):
        raise NotPermitted(f"{found} may not be read")
    return found.absolute()


def package_folder(paths: Iterable[PathLike], folder: PathLike | None = None) -> Path:
    """Return the folder that the descriptor of some files will lie in."""
    files = [Path(path).absolute() for path in paths]
    if not files:
        raise UsageError("give one data file or more")
    if folder is not None:
        return Path(folder)
    if all(path.is_relative_to(Path.cwd()) for path in files):
        return Path()
    return Path(os.path.commonpath([path.parent for path in files]))


def _relative(path: Path, root: Path) -> str:
    base = root.absolute()
    if not path.is_relative_to(base):
        raise UsageError(f"{path} is not below {root}, the folder of the descriptor")
    relative = path.relative_to(base).as_posix()
    reason = unsafe_reason(relative)
    if reason is not None:
        raise UsageError(f"{relative} cannot be named in a package: {reason}")
    return relative


def _table_names(paths: list[str]) -> list[str]:
    """Name each table after its file, with its folder or a number where names are equal."""
    names: list[str] = []
    for path in paths:
        stem = PurePosixPath(path)
        stem = PurePosixPath(stem.stem) if stem.suffix.lower() in COMPRESSIONS else stem
        name = slug(stem.stem) or "table"
        number = 2
        while name in names:
            name = f"{slug(stem.stem) or 'table'}-{number}"
            number += 1
        names.append(name)
    return names
