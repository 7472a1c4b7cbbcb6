"""What of a package is at the server: read, and chosen from what may be there several times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from dataset_tools.exceptions import NoSuchPlace
from dataset_tools.publish.publication import Content, Publication
from dataset_tools.publish.zenodo.api import Api, record_path
from dataset_tools.publish.zenodo.files import UNKNOWN_DOI, keys, md5_of, with_doi
from dataset_tools.publish.zenodo.metadata import licence_ids
from dataset_tools.publish.zenodo.record import (
    Record,
    RecordFile,
    identifier_of,
    mapping,
    mappings,
    text,
)

OWN = "/user/records"
"""Where the records and drafts of the token's user are searched."""
_OPEN = ("created", "submitted")
_DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community that the record should be in, and what became of asking for that."""

    id: str
    name: str
    is_asked: bool = False
    is_declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ZenodoState:
    """The record of the package's version, else the draft for it, and the newest version.

    ``files`` are those of the record, else of the draft. ``md5`` has the MD5 of each file of the
    package whose key and length are there, by path. ``others`` are records and drafts that carry
    the package's identifier and are not gone on with. ``mark`` is the identifier by which this run
    keeps others from the draft, empty where it does not.
    """

    site: str
    record: Record | None = None
    draft: Record | None = None
    latest: Record | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)
    md5: Mapping[str, str] = field(default_factory=dict)
    licences: frozenset[str] = frozenset()
    community: Community | None = None
    others: tuple[str, ...] = ()
    mark: str = ""

    @property
    def current(self) -> Record | None:
        """The record of this version, else its draft."""
        return self.record or self.draft

    @property
    def doi(self) -> str:
        """The DOI of this version; empty where none is reserved."""
        return self.current.doi if self.current else ""

    def served(self, publication: Publication) -> Publication:
        """Return the package with the descriptor that is served with it."""
        return with_doi(publication, self.doi or UNKNOWN_DOI)

    def has(self, key: str, content: Content, md5: str) -> bool:
        """Whether a file is there, whole and the same."""
        there = self.files.get(key)
        return there is not None and (there.bytes, there.md5) == (content.bytes, md5)

    def with_file(self, file: RecordFile) -> "ZenodoState":
        """Return the state after an upload."""
        return replace(self, files={**self.files, file.key: file})

    def without_file(self, key: str) -> "ZenodoState":
        """Return the state after a file was deleted."""
        return replace(self, files={each: self.files[each] for each in self.files if each != key})


def read_state(
    api: Api,
    site: str,
    publication: Publication,
    *,
    community: str,
    known: Iterable[str],
    is_public: bool,
) -> ZenodoState:
    """Read the records and drafts of a package, and the files of the one that counts.

    Parameters
    ----------
    site
        Where a person looks.
    community
        The name or id of a community, empty for none.
    known
        Ids that an index may not have yet, since this run made them.
    is_public
        Take a record of someone else where the user has none.
    """
    search = _Search(api, identifier_of(publication.name), tuple(known), is_public)
    found = search.versions(publication.version)
    record = next((each for each in found.published if each.version == publication.version), None)
    if record is not None:
        record = api.record(record.id) or record
    state = ZenodoState(
        site=site,
        record=record,
        draft=found.draft,
        latest=found.published[0] if found.published else None,
        licences=_known_licences(api, publication),
        others=found.others,
    )
    if state.current is not None:
        files = api.files(state.current.id, draft=record is None)
        state = replace(state, files=files)
        state = replace(state, md5=_md5(publication, state))
    return replace(state, community=_community(api, community, record)) if community else state


@dataclass(frozen=True, slots=True, kw_only=True)
class _Versions:
    """The published versions, the newest first, the draft to go on with, and what is left out."""

    published: tuple[Record, ...] = ()
    draft: Record | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for what carries an identifier; the ids that are known are read as they are."""

    api: Api
    identifier: str
    known: tuple[str, ...]
    is_public: bool

    def versions(self, version: str) -> _Versions:
        hits = self._fresh(self._hits(), self.known)
        if not hits:
            return _Versions(others=self._of_others())
        concept = chosen_concept(hits.values())
        others = {each.concept for each in hits.values()} - {concept}
        published = [each for each in hits.values() if each.is_published]
        if published and version not in {each.version for each in published}:
            hits |= self._siblings(concept, hits)
        ours = [each for each in hits.values() if each.concept == concept]
        draft, rest = chosen_draft([each for each in ours if not each.is_published])
        return _Versions(
            published=tuple(sorted(filter(_is_published, ours), key=_newest_first)),
            draft=draft,
            others=(*sorted(f"record {each}" for each in others), *rest),
        )

    def _hits(self) -> list[Record]:
        if not self._is_owner:
            return carriers(self.api, "/records", self.identifier)
        found = carriers(self.api, OWN, self.identifier)
        if self.is_public and not found:
            return carriers(self.api, "/records", self.identifier)
        return found

    def _fresh(self, hits: Iterable[Record], known: Iterable[str] = ()) -> dict[str, Record]:
        """Read drafts anew, and what is known: an index lags behind, or has no such id yet."""
        found = {each.id: each for each in hits}
        unsure = [each.id for each in found.values() if not each.is_published]
        for id in dict.fromkeys((*unsure, *known)):
            now = self._read(id)
            if now is not None:
                found[id] = now
            else:
                found.pop(id, None)
        return found

    def _siblings(self, concept: str, hits: Mapping[str, Record]) -> dict[str, Record]:
        """Return drafts of a new version that no identifier finds, as they were begun by hand."""
        if not self._is_owner:
            return {}
        found = self.api.search(OWN, f'parent.id:"{_quoted(concept)}"')
        return self._fresh(
            each for each in found if each.concept == concept and each.id not in hits
        )

    def _of_others(self) -> tuple[str, ...]:
        """Return what somebody else published under this identifier."""
        if not self._is_owner or self.is_public:
            return ()
        found = carriers(self.api, "/records", self.identifier)
        return tuple(sorted({f"record {each.concept} of someone else" for each in found}))

    def _read(self, id: str) -> Record | None:
        return (self.api.draft(id) if self._is_owner else None) or self.api.record(id)

    @property
    def _is_owner(self) -> bool:
        return bool(self.api.client.secret)


def carriers(api: Api, path: str, identifier: str) -> list[Record]:
    """Return the records and drafts that carry an identifier."""
    found = api.search(path, f'metadata.identifiers.identifier:"{_quoted(identifier)}"')
    return [each for each in found if each.has(identifier)]


def chosen_concept(records: Iterable[Record]) -> str:
    """Return the record to go on with, where several carry one identifier.

    It is one that is published, and of these the oldest; every publisher chooses the same.
    """
    return min(records, key=lambda each: (not each.is_published, each.created, each.id)).concept


def chosen_draft(drafts: list[Record]) -> tuple[Record | None, tuple[str, ...]]:
    """Return the draft to go on with, and the others, which a race has left."""
    if not drafts:
        return None, ()
    chosen = min(drafts, key=lambda each: (not each.is_latest_draft, each.created, each.id))
    return chosen, tuple(sorted(f"draft {each.id}" for each in drafts if each.id != chosen.id))


def _is_published(record: Record) -> bool:
    return record.is_published


def _newest_first(record: Record) -> tuple[int, str]:
    return -record.index, record.id


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _known_licences(api: Api, publication: Publication) -> frozenset[str]:
    ids = licence_ids(publication.package)
    return frozenset(id for id in ids if api.find(f"/vocabularies/licenses/{id}") is not None)


def _md5(publication: Publication, state: ZenodoState) -> dict[str, str]:
    """Compute the MD5 of each file whose key and length are at the server."""
    served, named = state.served(publication), keys(publication)
    found = {}
    for content in served.all_contents:
        there = state.files.get(named[content.path])
        if there is not None and there.bytes == content.bytes:
            found[content.path] = md5_of(served, content)
    return found


def _community(api: Api, name: str, record: Record | None) -> Community:
    found = api.find(f"/communities/{quote(name, safe='')}")
    id = text(found, "id") if found else ""
    if not id:
        raise NoSuchPlace(
            f"{api.client.base} has no community {name}",
            fix="Check --community: it is the last part of the community's address.",
        )
    if record is None:
        return Community(id=id, name=name)
    path = f"{record_path(record.id)}/requests"
    found_statuses = statuses(api.find(path) or {}, id) if api.client.secret else []
    is_open = any(status in _OPEN for status in found_statuses)
    is_declined = _DECLINED in found_statuses and not is_open
    return Community(id=id, name=name, is_asked=is_open or is_declined, is_declined=is_declined)


def statuses(found: Mapping[str, Any], community: str) -> list[str]:
    """Return how the requests to take a record into a community stand, of a page of requests."""
    return [
        text(each, "status")
        for each in mappings(mapping(found, "hits"), "hits")
        if mapping(each, "receiver").get("community") == community
    ]
