"""The steps of a run on their way to the Hub: uploads that nobody sees, a commit, a tag."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dataset_tools.exceptions import Interrupted, OtherContent
from dataset_tools.publish.huggingface.files import CARD, OF_THE_HUB
from dataset_tools.publish.huggingface.hub import Hub, Refs, StoredFile
from dataset_tools.publish.huggingface.plan import Wishes, wanted_card
from dataset_tools.publish.huggingface.state import (
    HubState,
    Tag,
    contents_of,
    descriptor_of,
    git_blob,
    identified,
    is_same,
)
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Content, Publication, content_of

AT_ONCE = 32
"""The files that the Hub is asked about in one request, and that are sent side by side."""


@dataclass(slots=True)
class Writing:
    """A run: its plan, copies of what is sent, and the additions that wait for the commit."""

    hub: Hub
    wishes: Wishes
    plan: Plan
    additions: dict[str, Any] = field(default_factory=dict)
    folder: "tempfile.TemporaryDirectory[str]" = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="dataset-tools-")
    )
    by_xet: bool | None = None

    def step(
        self,
        step: Step,
        publication: Publication,
        state: HubState,
        read: Callable[[], HubState],
    ) -> HubState:
        """Make one step, and return the state after it; ``read`` reads it anew."""
        if step.do == "create":
            return self._create(step, state, read)
        if step.do == "metadata":
            self.hub.set_private(private=bool(self.wishes.private))
            return replace(state, private=self.wishes.private)
        if step.do == "upload":
            self._upload(step, publication, state)
            return state
        if step.do == "delete":
            return state  # it goes with the commit
        if step.do == "publish":
            return self._commit(publication, state)
        return self._tag(step.what, publication, state)

    def _create(self, step: Step, state: HubState, read: Callable[[], HubState]) -> HubState:
        """Make the dataset, or the branch; where someone else was faster, it must be as planned."""
        if step.what == self.wishes.repository:
            self.hub.create(private=bool(self.wishes.private))
            made = read()
            if made.private is None or set(made.files) - OF_THE_HUB:
                raise Interrupted(f"{step.what} was made by someone else meanwhile")
            return made
        if self.hub.create_branch(step.what, state.head) != state.head:
            raise Interrupted(f"the branch {step.what} was made by someone else meanwhile")
        return replace(state, has_branch=True)

    def _upload(self, step: Step, publication: Publication, state: HubState) -> None:
        """Send a file, and the next ones with it."""
        if step.what in self.additions:
            return
        waiting = [each.what for each in self._steps("upload") if each.what not in self.additions]
        operations = {
            path: self.hub.operation(path, str(self._file(path, publication, state)))
            for path in waiting[:AT_ONCE]
        }
        if self.by_xet is None:
            self.by_xet = self.hub.offers_xet(self.wishes.branch)
        self.hub.upload(self.wishes.branch, list(operations.values()), by_xet=self.by_xet)
        self.additions |= operations

    def _steps(self, do: str) -> list[Step]:
        return [each for each in self.plan.steps if each.do == do]

    def _file(self, path: str, publication: Publication, state: HubState) -> Path:
        """Return a copy of a file, which nobody changes while it is sent."""
        if path in state.made.files:
            return state.made.files[path]
        copy = Path(self.folder.name) / str(len(list(Path(self.folder.name).iterdir())))
        if path == CARD:
            copy.write_bytes(wanted_card(publication, state, self.wishes).encode("utf-8"))
            return copy
        content = next(each for each in publication.all_contents if each.path == path)
        with copy.open("wb") as file:
            for piece in publication.pieces(content):
                file.write(piece)
        return copy

    def _commit(self, publication: Publication, state: HubState) -> HubState:
        """Commit upon the commit that was read, and look whether that is what is there now."""
        deletions = {each.what for each in self._steps("delete")}
        card = wanted_card(publication, state, self.wishes)
        wanted = {each.path: each for each in contents_of(publication, state.made)}
        wanted[CARD] = content_of(CARD, card)
        expected = {path: each for path, each in state.files.items() if path not in deletions}
        expected |= {path: _stored(wanted[path]) for path in self.additions}

        def files_at(head: str) -> Mapping[str, StoredFile]:
            files = self._tree(head, publication, state, card)
            if _marks(files) == _marks(expected):
                return files
            where = f"{self.wishes.branch} of {self.wishes.repository}"
            raise Interrupted(f"someone else committed to {where} meanwhile")

        def found(refs: Refs) -> str | None:
            head = refs.branches.get(self.wishes.branch, "")
            return head if head != state.head and files_at(head) else None

        head = self.hub.commit(
            self.wishes.branch,
            state.head,
            self.additions.values(),
            sorted(deletions),
            message=f"{publication.name} {publication.version}".strip() or "Data Package",
            look=self.hub.look(found),
        )
        return replace(
            state,
            head=head,
            has_branch=True,
            files=files_at(head),  # the library commits nothing where others were faster
            card=card if CARD in self.additions else state.card,
            descriptor=descriptor_of(publication.descriptor),
        )

    def _tree(
        self, commit: str, publication: Publication, state: HubState, card: str
    ) -> Mapping[str, StoredFile]:
        """Read the files of a commit, those that are ours by their SHA-256, the card, too."""
        if not commit:
            return {}
        files = dict(identified(self.hub.tree(commit), publication, state.made))
        content, data = content_of(CARD, card), card.encode("utf-8")
        is_sent = CARD in self.additions and CARD in files
        if is_sent and files[CARD].blob == git_blob(content.bytes, [data]):
            files[CARD] = _stored(content)
        return files

    def _tag(self, name: str, publication: Publication, state: HubState) -> HubState:
        """Tag the commit; a tag that is there by now must be of the same files."""
        commit = self.hub.tag(name, state.head)
        files = state.files
        if commit != state.head:
            files = identified(self.hub.tree(commit), publication, state.made)
            for content in publication.all_contents:
                if not is_same(files, content):
                    raise OtherContent(f"{name} was published by someone else meanwhile")
        return replace(state, tag=Tag(commit=commit, files=files))


def _stored(content: Content) -> StoredFile:
    return StoredFile(bytes=content.bytes, blob="", sha256=content.sha256)


def _marks(files: Mapping[str, StoredFile]) -> Mapping[str, tuple[int, str]]:
    """Return by what files are told apart; those of the Hub's own may follow from ours."""
    return {
        path: (each.bytes, each.sha256 or each.blob)
        for path, each in files.items()
        if path not in OF_THE_HUB
    }
