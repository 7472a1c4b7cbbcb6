"""Places that keep every version of a package in a folder of its own: ``folder`` and ``s3``.

``NAME/VERSION/PATH`` is written once and never again, ``NAME/VERSION/datapackage.json`` last, so
that its presence says that the version is whole; then ``NAME/latest.json`` names it. The pointer
moves by compare-and-swap and never to a lower version, so a reader who begins at it never meets
half a package.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from dataset_tools.diff.version_step import read_version
from dataset_tools.exceptions import Interrupted, NotPublishable, OtherContent
from dataset_tools.publish.plan import DESCRIPTOR, Plan, Step
from dataset_tools.publish.publication import Content, Publication
from dataset_tools.publish.target import Served, ServedFile, read_served

POINTER = "latest.json"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_DIGITS = re.compile(r"([0-9]+)")
_RACES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file that is there; ``sha256`` is empty where it is not known without a download."""

    bytes: int
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """``latest.json`` as it is there, and the mark by which a swap compares; None: not there."""

    text: str
    mark: str | None

    @property
    def version(self) -> str:
        """The version that it names; empty where it makes no sense."""
        try:
            found = json.loads(self.text)
        except (ValueError, RecursionError):
            return ""
        version = found.get("version") if isinstance(found, dict) else None
        return version if isinstance(version, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionState:
    """The files of one version that are there, by path, and the pointer."""

    files: Mapping[str, Stored] = field(default_factory=dict)
    latest: Pointer | None = None
    version_id: str = ""


class Store(Protocol):
    """Where keys have bytes: a folder of files or a bucket of objects."""

    def stored(self, folder: str, publication: Publication) -> Mapping[str, Stored]:
        """Return every file below a folder by its path there, those of the package hashed."""
        ...

    def pointer(self, key: str) -> Pointer | None:
        """Read a small file that may be replaced."""
        ...

    def write_once(self, key: str, content: Content, publication: Publication) -> bool:
        """Write a file unless one is there; return whether it was written."""
        ...

    def swap(self, key: str, text: str, before: Pointer | None) -> bool:
        """Replace a small file if it is still as it was; return whether it was replaced."""
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        ...

    def show(self, key: str) -> str:
        """Return how a person names the place of a key."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Publishes into a store, a version a folder; a pure plan over what is there."""

    store: Store

    def folder(self, publication: Publication) -> str:
        """Return ``NAME/VERSION``; raise NotPublishable where either cannot be a folder's name."""
        for word, value in (("name", publication.name), ("version", publication.version)):
            if not _FILE_NAME.fullmatch(value):
                said = f'not "{value}"' if value else "and has none"
                form = 'of letters, digits and "._+-"'
                raise NotPublishable(f"the package needs a {word} {form} to be published, {said}")
        return f"{publication.name}/{publication.version}"

    def survey(self, publication: Publication) -> VersionState:
        """Read what of the version is there, and the pointer."""
        return VersionState(
            files=self.store.stored(self.folder(publication), publication),
            latest=self.store.pointer(f"{publication.name}/{POINTER}"),
        )

    def plan(self, publication: Publication, state: VersionState) -> Plan:
        """Return the uploads that are left, the descriptor last, and the move of the pointer.

        Raises
        ------
        OtherContent
            The version is there, or begun, with other bytes.
        """
        steps = []
        for content in publication.all_contents:
            there = state.files.get(content.path)
            if there is None:
                reason = "the version is whole with it" if content.path == DESCRIPTOR else "new"
                steps.append(
                    Step(do="upload", what=content.path, bytes=content.bytes, reason=reason)
                )
            elif not _same(there, content):
                raise _other_content(publication, content)
        warnings = []
        latest = state.latest.version if state.latest else ""
        if is_lower(publication.version, latest):
            warnings.append(f"{POINTER} stays at {latest}, which is higher")
        elif state.latest is None or state.latest.text != pointer_text(publication):
            reason = f"from {latest}" if latest else "the first version"
            size = len(pointer_text(publication).encode())
            steps.append(Step(do="pointer", what=POINTER, bytes=size, reason=reason))
        if not steps:
            return Plan(action="nothing", warnings=tuple(warnings))
        action = "update" if state.latest else "create"
        return Plan(
            action="update" if action == "update" else "create",
            steps=tuple(steps),
            warnings=tuple(warnings),
        )

    def carry_out(self, step: Step, publication: Publication, state: VersionState) -> VersionState:
        """Write one file, or move the pointer."""
        if step.do == "pointer":
            return replace(state, latest=self._move(publication, state.latest))
        content = _content(publication, step.what)
        key = f"{self.folder(publication)}/{content.path}"
        self._write(key, content, publication)
        stored = Stored(bytes=content.bytes, sha256=content.sha256)
        return replace(state, files={**state.files, content.path: stored})

    def _write(self, key: str, content: Content, publication: Publication) -> None:
        """Write a file; where one is there by now, look whether it is the same."""
        for _ in range(_RACES):
            if self.store.write_once(key, content, publication):
                return
            there = self.store.stored(self.folder(publication), publication).get(content.path)
            if there is not None:
                if not _same(there, content):
                    raise _other_content(publication, content)
                return
        raise Interrupted(f"{self.store.show(key)} is being written by others all the time")

    def _move(self, publication: Publication, before: Pointer | None) -> Pointer | None:
        """Swap the pointer; where someone else was faster, look who is higher."""
        key, text = f"{publication.name}/{POINTER}", pointer_text(publication)
        for _ in range(_RACES):
            if before is not None and is_lower(publication.version, before.version):
                return before
            if (before and before.text == text) or self.store.swap(key, text, before):
                return self.store.pointer(key)
            before = self.store.pointer(key)
        raise Interrupted(f"{self.store.show(key)} is being moved by others all the time")

    def files(self, publication: Publication, state: VersionState) -> Mapping[str, str]:
        """Return the SHA-256 of what is there of the package."""
        return {
            content.path: content.sha256
            for content in publication.all_contents
            if content.path in state.files
        }

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read the version's files, and the pointer."""
        folder = self.folder(publication)
        stored = self.store.stored(folder, publication)
        found = {
            path: self._served(f"{folder}/{path}", path, there, metadata_only=metadata_only)
            for path, there in stored.items()
        }
        return Served(
            place=self.store.show(f"{folder}/{DESCRIPTOR}"),
            descriptor=publication.descriptor_content,
            descriptor_text=publication.descriptor,
            found=found,
            expected=tuple(content.path for content in publication.all_contents),
        )

    def _served(self, key: str, path: str, there: Stored, *, metadata_only: bool) -> ServedFile:
        place = self.store.show(key)
        if metadata_only and path != DESCRIPTOR:
            return ServedFile(place=place, bytes=there.bytes, sha256=there.sha256)
        return read_served(self.store.read(key), place, with_text=path == DESCRIPTOR)


def pointer_text(publication: Publication) -> str:
    """Return what ``latest.json`` says of a version."""
    pointer = {
        "name": publication.name,
        "version": publication.version,
        "descriptor": f"{publication.version}/{DESCRIPTOR}",
        "sha256": publication.descriptor_content.sha256,
    }
    return json.dumps(pointer, indent=2, ensure_ascii=False) + "\n"


def is_lower(version: str, than: str) -> bool:
    """Whether a version comes before another; of those of no known form, by their numbers.

    Examples
    --------
    >>> is_lower("1.9.0", "1.10.0"), is_lower("2024-02", "2024-01"), is_lower("1.0", "")
    (True, False, False)
    """
    if not than:
        return False
    new, old = read_version(version), read_version(than)
    if new is not None and old is not None:
        return new.rank < old.rank
    return _natural(version) < _natural(than)


def _natural(version: str) -> list[tuple[int, int, str]]:
    parts = (part for part in _DIGITS.split(version) if part)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _same(there: Stored, content: Content) -> bool:
    return there.bytes == content.bytes and there.sha256 in ("", content.sha256)


def _content(publication: Publication, path: str) -> Content:
    return next(each for each in publication.all_contents if each.path == path)


def _other_content(publication: Publication, content: Content) -> OtherContent:
    return OtherContent(
        f"version {publication.version} of {publication.name} is there with another {content.path}",
    )
