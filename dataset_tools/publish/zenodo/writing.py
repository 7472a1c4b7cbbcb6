"""One step of a plan, made at the server: a look before what may not be done twice."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from dataset_tools.exceptions import Interrupted, NoSuchPlace, NotPublished, Unreachable
from dataset_tools.publish import tries
from dataset_tools.publish.plan import Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.tries import Broken
from dataset_tools.publish.zenodo.api import (
    Api,
    complaints,
    draft_path,
    file_path,
    files_path,
    record_path,
)
from dataset_tools.publish.zenodo.files import keys, md5_of
from dataset_tools.publish.zenodo.metadata import FIELDS, Wanted, differing, wanted_metadata
from dataset_tools.publish.zenodo.plan import COMMUNITY, MARK
from dataset_tools.publish.zenodo.record import (
    SCHEME,
    Record,
    RecordFile,
    identifier_of,
    mappings,
    mark_of,
)
from dataset_tools.publish.zenodo.state import (
    OWN,
    ZenodoState,
    carriers,
    chosen_concept,
    statuses,
)

_INDEX_PAUSE = 2.0
MARK_PAUSE = 3.0
"""Seconds: far longer than a publisher takes from its last look at a draft to what it asks then."""
_LOOKS = 3
_NO_FILES_YET = "files.enabled: "
_NOT_FOUND = 404
_DECLARED = "already exists"


@dataclass(frozen=True, slots=True)
class Writing:
    """One step on its way to the server."""

    api: Api
    publication: Publication
    state: ZenodoState

    def step(self, step: Step) -> ZenodoState:
        """Make it, and return the state after it."""
        if step.do == "delete":
            return self._delete(step.what)
        if step.do == "upload":
            return self._upload(step.what)
        if step.do == "metadata" and step.what.startswith(COMMUNITY):
            return self._ask_community()
        if step.do == "metadata" and step.what == MARK:
            return self._unmark() if self.state.mark else self._mark()
        steps = {
            "create": self._new_version if self.state.latest else self._create,
            "reserve": self._reserve,
            "metadata": self._put_metadata,
            "publish": self._publish,
        }
        return steps[step.do]()

    def _create(self) -> ZenodoState:
        """Make a draft; of several that were made at once all but the oldest are given up."""
        value = {
            "access": {"record": "public", "files": "public"},
            "files": {"enabled": True},
            "metadata": dict(self._wanted().fields),
        }
        answer = self.api.write("POST", "/records", value, look=self._made)
        draft = Record.of(answer)
        others = [each for each in self._ours() if each.id != draft.id]
        if chosen_concept([*others, draft]) != draft.concept:
            self.api.delete(draft_path(draft.id))
            raise Interrupted(f"someone else began a record of {self.publication.name}, too")
        self._complain(answer)
        return replace(self.state, draft=draft, files={}, md5={})

    def _made(self) -> Any:
        """Look for a draft whose making had no answer; an index knows it only after a while."""
        for number in range(_LOOKS):
            if number:
                tries.pause(_INDEX_PAUSE)
            try:
                drafts = [each for each in self._ours() if not each.is_published]
            except Unreachable as error:
                raise Broken(str(error)) from None
            if drafts:
                oldest = min(drafts, key=lambda each: (each.created, each.id))
                return self.api.look(draft_path(oldest.id))
        return None

    def _ours(self) -> list[Record]:
        return carriers(self.api, OWN, identifier_of(self.publication.name))

    def _new_version(self) -> ZenodoState:
        """Begin a version: the server gives a new draft without files, or one that it has.

        That one was begun since the state was read, and is left to whoever began it.
        """
        latest = self.state.latest
        if latest is None:
            raise Interrupted(f"the record of {self.publication.name} is gone")
        made = Record.of(self.api.write("POST", f"{record_path(latest.id)}/versions"))
        draft = self.api.draft(made.id)
        if draft is not None and not draft.is_latest_draft:
            self.api.delete(draft_path(draft.id))
        is_mine = draft is not None and draft.is_latest_draft
        if draft is None or not is_mine or self.api.files(draft.id, draft=True):
            raise Interrupted(f"someone else began a version of {self.publication.name}, too")
        return replace(self.state, draft=draft, files={}, md5={})

    def _put_metadata(self) -> ZenodoState:
        """Replace the fields that are the package's, if the draft is as it was read."""
        answer = self._put(self._draft, dict(self._wanted().fields), self._has_metadata)
        self._complain(answer)
        return replace(self.state, draft=Record.of(answer))

    def _put(
        self, draft: Record, fields: Mapping[str, Any], look: Callable[[], Any]
    ) -> Mapping[str, Any]:
        kept = {key: value for key, value in draft.metadata.items() if key not in FIELDS}
        value = {
            "access": dict(draft.access),
            "files": {"enabled": True},
            "custom_fields": dict(draft.custom_fields),
            "metadata": {**kept, **fields},
        }
        path = draft_path(draft.id)
        return self.api.write("PUT", path, value, look=look, revision=draft.revision)

    def _has_metadata(self) -> Any:
        found = self.api.look(draft_path(self._draft.id))
        if found is None:
            return None
        return None if differing(self._wanted(), Record.of(found).metadata) else found

    def _mark(self) -> ZenodoState:
        """Mark the draft as being changed, and leave time to whoever had looked before.

        A publisher looks at the draft once more before it publishes it, and ends where there is a
        mark. One that had looked before has published when the pause is over: then the draft is
        gone, and this run ends.
        """
        mark = mark_of(secrets.token_hex(8))
        fields = dict(self._wanted().fields)
        identifiers = [*fields.get("identifiers", ()), {"scheme": SCHEME, "identifier": mark}]
        look = partial(self._marked_draft, mark)
        self._put(self._draft, {**fields, "identifiers": identifiers}, look)
        tries.pause(MARK_PAUSE)
        return replace(self.state, draft=self._still_marked(mark), mark=mark)

    def _unmark(self) -> ZenodoState:
        """Take the mark off, if it is still this run's."""
        draft = self._still_marked(self.state.mark)
        answer = self._put(draft, dict(self._wanted().fields), self._has_metadata)
        self._complain(answer)
        return replace(self.state, draft=Record.of(answer), mark="")

    def _marked_draft(self, mark: str) -> Any:
        found = self.api.look(draft_path(self._draft.id))
        return found if found is not None and Record.of(found).has(mark) else None

    def _still_marked(self, mark: str) -> Record:
        draft = self.api.draft(self._draft.id)
        if draft is None or not draft.has(mark):
            name = self.publication.name
            raise Interrupted(f"the draft of {name} is published or changed by someone else")
        return draft

    def _reserve(self) -> ZenodoState:
        """Reserve a DOI, unless there is one: a second would be refused."""
        path = f"{draft_path(self._draft.id)}/pids/doi"
        draft = Record.of(self.api.write("POST", path, look=self._reserved))
        if not draft.doi:
            raise Unreachable(f"{path} was answered without a DOI")
        return replace(self.state, draft=draft)

    def _reserved(self) -> Any:
        found = self.api.look(draft_path(self._draft.id))
        return found if found is not None and Record.of(found).doi else None

    def _delete(self, key: str) -> ZenodoState:
        self._check_mark()
        self.api.delete(file_path(self._draft.id, key, draft=True))
        return self.state.without_file(key)

    def _upload(self, path: str) -> ZenodoState:
        """Declare, send and commit a file.

        One that is there is deleted before: bytes that are sent to a file that is complete are
        lost, and the file with them, while the server answers 200.
        """
        served, key = self.state.served(self.publication), keys(self.publication)[path]
        content = next(each for each in served.all_contents if each.path == path)
        md5 = md5_of(served, content)
        id = self._draft.id
        if key in self.state.files:
            self._check_mark()
            self.api.delete(file_path(id, key, draft=True))
        with _claimed(key):
            self.api.write("POST", files_path(id, draft=True), [{"key": key}], look=self._at(key))
            if self.api.send(id, key, content, served).md5:
                raise Interrupted(f"{key} was completed by someone else while it was sent")
            commit = f"{file_path(id, key, draft=True)}/commit"
            answer = self.api.write("POST", commit, look=self._at(key, is_whole=True))
        file = RecordFile.of(answer)
        if (file.md5, file.bytes) != (md5, content.bytes):
            raise Interrupted(f"read back, {key} has not the bytes of {path}")
        state = self.state.with_file(file)
        return replace(state, md5={**state.md5, path: md5})

    def _check_mark(self) -> None:
        """See that nobody else has taken the draft over, before a file of it is taken away."""
        if self.state.mark:
            self._still_marked(self.state.mark)

    def _at(self, key: str, *, is_whole: bool = False) -> Callable[[], Any]:
        """Return the look at a file: whether it is declared, or complete."""

        def look() -> Any:
            found = self.api.look(file_path(self._draft.id, key, draft=True))
            if found is None or bool(RecordFile.of(found).md5) != is_whole:
                return None
            return found

        return look

    def _publish(self) -> ZenodoState:
        """Publish; where that had no good answer, it may have happened, or another was faster."""
        id = self._draft.id
        path = f"{draft_path(id)}/actions/publish"
        try:
            self.api.write("POST", path, look=lambda: self.api.look(record_path(id)))
        except NoSuchPlace:
            if self.api.record(id) is None:
                raise
        record = self.api.record(id)
        if record is None:
            raise Interrupted(f"{path} was answered, and there is no record {id}")
        return replace(self.state, record=record, draft=None, latest=record)

    def _ask_community(self) -> ZenodoState:
        """Ask a community to take the record in; its curators may have to say yes."""
        community, record = self.state.community, self.state.record
        if community is None or record is None:
            raise Interrupted(f"the record of {self.publication.name} is gone")
        path = f"{record_path(record.id)}/communities"
        value = {"communities": [{"id": community.id}]}
        answer = self.api.write("POST", path, value, look=self._asked)
        for error in mappings(answer, "errors"):
            raise NotPublished(f"{community.name} is not asked: {error.get('message')}")
        now = self.api.record(record.id) or record
        return replace(self.state, record=now, community=replace(community, is_asked=True))

    def _asked(self) -> Any:
        """Look whether there is a request, or the record is in the community by now."""
        community, record = self.state.community, self.state.record
        if community is None or record is None:
            return None
        found = self.api.look(f"{record_path(record.id)}/requests") or {}
        return {} if statuses(found, community.id) else None

    def _wanted(self) -> Wanted:
        return wanted_metadata(self.publication.package, self.state.licences, self.state.doi)

    def _complain(self, answer: Mapping[str, Any]) -> None:
        """Raise what the server finds wrong in the metadata, but for files that are to come."""
        found = [each for each in complaints(answer) if not each.startswith(_NO_FILES_YET)]
        base = self.api.client.base
        if found:
            raise NotPublished(f"{base} finds faults in the metadata: {'; '.join(found)}")
        others = differing(self._wanted(), Record.of(answer).metadata)
        if others:
            raise NotPublished(
                f"{base} writes {', '.join(others)} of the record otherwise than it was sent",
                fix="Look at the draft, and state it in the descriptor as the server has it.",
            )

    @property
    def _draft(self) -> Record:
        if self.state.draft is None:
            raise Interrupted(f"the draft of {self.publication.name} is gone")
        return self.state.draft


@contextmanager
def _claimed(key: str) -> Iterator[None]:
    """Tell a file that was declared, or taken away, by another publisher."""
    try:
        yield
    except NotPublished as error:
        if error.status == _NOT_FOUND or _DECLARED in str(error):
            words = f"{key} is being written by someone else: {error}"
            raise Interrupted(words, status=error.status) from None
        raise
