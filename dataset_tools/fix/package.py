"""A package mended: the files of its tables, then what the descriptor states of them."""

import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dataset_tools.descriptor.locate import escaped
from dataset_tools.descriptor.read import Described
from dataset_tools.descriptor.write import set_values
from dataset_tools.exceptions import CouldNotRun, FileFault, UsageError
from dataset_tools.files.folder import Folder
from dataset_tools.files.locate import Located
from dataset_tools.files.opened import Files
from dataset_tools.files.overlay import Overlay
from dataset_tools.files.paths import safe_path
from dataset_tools.files.write import atomic_writer
from dataset_tools.fix import byte_order_mark
from dataset_tools.fix.fixed import Fixed, LeftAlone, MendedFile
from dataset_tools.fix.stated_numbers import refreshed
from dataset_tools.fix.table_files import LeaveAlone, MendedContent, mended_contents
from dataset_tools.fix.unified import unified_diff
from dataset_tools.model.package import Resource
from dataset_tools.read.tables import DELIMITED

MAX_BYTES = 512 << 20
"""A longer file is left alone: mends hold the whole of it in memory."""


def fix_package(
    located: Located,
    described: Described,
    *,
    only: frozenset[Path] = frozenset(),
    write: bool = True,
    diff: bool = False,
) -> Fixed:
    """Mend the files of a package, each written whole or not at all.

    Parameters
    ----------
    only
        The only files to mend, resolved; all if empty. The descriptor's numbers of these files
        are refreshed in either case.
    write
        False shows what would be mended, and writes nothing.
    diff
        Whether each mended file comes with a unified diff.

    Raises
    ------
    UsageError
        The package is no folder.
    CouldNotRun
        Its descriptor cannot be read.
    NotPermitted
        A file cannot be written.
    """
    if not described.package.descriptor:
        reason = described.errors[0].message if described.errors else "it is empty"
        raise CouldNotRun(f"{located.place} cannot be mended: {reason}")
    mending = _Mending(located=located, described=described, root=_root(located.files), only=only)
    mending.mend()
    if write:
        for path, each in mending.mended.items():
            _write(mending.root / path, each.content)
    return Fixed(
        written=write,
        files=tuple(mending.reported(diff=diff)),
        left=tuple(mending.left),
    )


def joined(parts: Iterable[Fixed], *, written: bool) -> Fixed:
    """Put the outcomes of several packages together."""
    done = list(parts)
    return Fixed(
        written=written,
        files=tuple(file for each in done for file in each.files),
        left=tuple(left for each in done for left in each.left),
    )


def _root(files: Files) -> Path:
    below = files.below if isinstance(files, Overlay) else files
    if not isinstance(below, Folder):
        raise UsageError(f"{files.place} is no folder: only files in folders are mended")
    return below.root


@dataclass(slots=True, kw_only=True)
class _Mending:
    """A package on the way; ``mended`` grows, by path."""

    located: Located
    described: Described
    root: Path
    only: frozenset[Path]
    mended: dict[str, MendedContent] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    left: list[LeftAlone] = field(default_factory=list)

    @property
    def files(self) -> Files:
        """The files as they are so far."""
        contents = {path: each.content for path, each in self.mended.items()}
        return Overlay(self.located.files, contents, {})

    def mend(self) -> None:
        """Mend tables, then descriptors."""
        users = Counter(path for each in self.described.package.resources for path in each.paths)
        for resource in self.described.package.tables:
            self._table(resource, is_shared=any(users[path] > 1 for path in resource.paths))
        for path in self._documents():
            self._document(path)
        self._numbers()

    def _is_wanted(self, path: str) -> bool:
        return not self.only or (self.root / path).resolve() in self.only

    def _table(self, resource: Resource, *, is_shared: bool) -> None:
        """Mend the files of one table, all or none."""
        paths = [path for path in resource.paths if self._is_wanted(path)]
        is_text = resource.format in DELIMITED and not resource.compression
        if not paths or not is_text or any(path in self.mended for path in paths):
            return
        place = ", ".join(map(self._show, paths))
        if not resource.judged:
            note = "what the descriptor says of it is wrong"
            self.left.append(LeftAlone(path=place, note=note))
            return
        try:
            contents = {path: self._read(path) for path in paths}
            self.mended |= mended_contents(
                resource, self.located.files, contents, cells=not is_shared
            )
        except LeaveAlone as reason:
            self.left.append(LeftAlone(path=place, note=str(reason)))

    def _documents(self) -> Iterator[str]:
        """Yield the JSON files that describe the package."""
        paths = [self.located.descriptor]
        for resource in self.described.package.resources:
            for part in ("schema", "dialect"):
                value = resource.descriptor.get(part)
                if isinstance(value, str):
                    paths.append(value)
        yield from (path for path in dict.fromkeys(paths) if path.lower().endswith(".json"))

    def _document(self, path: str) -> None:
        """Take the byte order mark from a descriptor."""
        if not self._is_wanted(path) or not self._is_on_disk(path):
            return
        try:
            content = self._read(path)
        except LeaveAlone as reason:
            self.left.append(LeftAlone(path=self._show(path), note=str(reason)))
            return
        without = byte_order_mark.without_mark(content)
        if without != content:
            self.mended[path] = MendedContent(content=without, mends={byte_order_mark.NAME: 1})

    def _is_on_disk(self, path: str) -> bool:
        """Whether a file exists; one that is made up for a bare table does not."""
        files = self.located.files
        return not (isinstance(files, Overlay) and path in files.contents)

    def _numbers(self) -> None:
        """Refresh what the descriptor states of the files."""
        path = self.located.descriptor
        changes = dict(self._changes()) if self._is_on_disk(path) else {}
        if not changes:
            return
        if not path.lower().endswith(".json"):
            note = f"{len(changes)} of its numbers are not those of the files"
            self.left.append(LeftAlone(path=self._show(path), note=note))
            return
        try:
            content = self.mended[path].content if path in self.mended else self._read(path)
            text = set_values(content.decode("utf-8"), changes)
        except (LeaveAlone, KeyError, UnicodeDecodeError) as reason:
            self.left.append(LeftAlone(path=self._show(path), note=str(reason)))
            return
        made = Counter(pointer.rpartition("/")[2] for pointer in changes)
        mends = Counter(self.mended[path].mends if path in self.mended else {}) + made
        self.mended[path] = MendedContent(content=text.encode("utf-8"), mends=mends)

    def _changes(self) -> Iterator[tuple[str, object]]:
        files = self.files
        for resource in self.described.package.resources:
            if resource.judged and any(self._is_wanted(path) for path in resource.paths):
                for key, value in refreshed(resource, files).items():
                    yield f"{resource.pointer}/{escaped(key)}", value

    def _read(self, path: str) -> bytes:
        """Read a file that may be written again: no link, not too long."""
        try:
            self._refuse_link(path)
            if self.located.files.size(path) > MAX_BYTES:
                raise LeaveAlone(f"it is longer than {MAX_BYTES >> 20} MiB")
            with self.located.files.open(path) as file:
                content = file.read()
        except FileFault as fault:
            raise LeaveAlone(fault.note) from None
        self.before[path] = content
        return content

    def _refuse_link(self, path: str) -> None:
        there = self.root
        for part in Path(safe_path(path)).parts:
            there /= part
            if there.is_symlink():
                raise LeaveAlone("it is a link")

    def _show(self, path: str) -> str:
        return self.located.files.show(path)

    def reported(self, *, diff: bool) -> Iterator[MendedFile]:
        """Yield the mended files for the report."""
        for path, each in self.mended.items():
            shown = Folder(self.root).show(path)
            old, new = self._text(path, self.before[path]), self._text(path, each.content)
            yield MendedFile(
                path=shown,
                mends=each.mends,
                diff=unified_diff(old, new, shown) if diff else "",
            )

    def _text(self, path: str, content: bytes) -> str:
        resources = self.described.package.resources
        encoding = next((each.encoding for each in resources if path in each.paths), "utf-8")
        return content.decode(encoding, "backslashreplace")


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, with the rights that it had."""
    mode = stat.S_IMODE(path.stat().st_mode)
    with atomic_writer(path) as file:
        file.write(content)
    path.chmod(mode)
