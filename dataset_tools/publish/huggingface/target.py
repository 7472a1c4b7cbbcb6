"""Publishes a dataset of the Hub: all that changed in one commit, then the version's tag."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dataset_tools.exceptions import NoCredentials, Unreachable
from dataset_tools.publish.huggingface.files import CARD, Made, made_of
from dataset_tools.publish.huggingface.hub import MAIN, NO_TOKEN, Hub
from dataset_tools.publish.huggingface.plan import (
    Wishes,
    huggingface_plan,
    tag_of,
)
from dataset_tools.publish.huggingface.served import served_at
from dataset_tools.publish.huggingface.state import (
    HubState,
    Tag,
    contents_of,
    descriptor_of,
    identified,
    is_same,
)
from dataset_tools.publish.huggingface.writing import Writing
from dataset_tools.publish.plan import DESCRIPTOR, Plan, Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.tag import checked_ref
from dataset_tools.publish.target import Served, read_served


@dataclass(frozen=True, slots=True, kw_only=True)
class HuggingFaceTarget:
    """A dataset, and what is asked of it; ``connect`` loads the library at its first use."""

    wishes: Wishes
    connect: Callable[[], Hub]
    name: str = "huggingface"
    _hubs: list[Hub] = field(default_factory=list, repr=False)
    _made: list[Made] = field(default_factory=list, repr=False)
    _runs: list[Writing] = field(default_factory=list, repr=False)

    @property
    def hub(self) -> Hub:
        """The dataset at the Hub."""
        if not self._hubs:
            self._hubs.append(self.connect())
        return self._hubs[0]

    def place(self, _publication: Publication) -> str:
        """Return the dataset's page, or that of the branch."""
        branch = self.wishes.branch
        return self.hub.page if branch == MAIN else f"{self.hub.page}/tree/{branch}"

    def survey(self, publication: Publication) -> HubState:
        """Read the branch, its files and card, and what the version's tag names.

        Raises
        ------
        NoCredentials
            There is no token; then nothing is asked.
        """
        if not self.hub.client.secret:
            raise NoCredentials(
                "there is no token: HF_TOKEN is not set, and nobody is logged in",
                fix=NO_TOKEN,
            )
        self._runs.clear()
        return self._state(publication)

    def plan(self, publication: Publication, state: HubState) -> Plan:
        """Return the steps to the dataset."""
        plan = huggingface_plan(publication, state, self.wishes)
        if not self.hub.client.secret_is_exposed:
            return plan
        return replace(plan, warnings=(*plan.warnings, "the token goes over plain http"))

    def carry_out(self, step: Step, publication: Publication, state: HubState) -> HubState:
        """Make one step; uploads are seen by nobody until the commit."""
        if not self._runs:
            plan = huggingface_plan(publication, state, self.wishes)
            self._runs.append(Writing(self.hub, self.wishes, plan))
        return self._runs[0].step(step, publication, state, lambda: self._state(publication))

    def ids(self, publication: Publication, state: HubState) -> Mapping[str, object]:
        """Return the commit that the branch names, and the tag."""
        ids = {"commit": state.head} if state.has_branch and DESCRIPTOR in state.files else {}
        return ids if state.tag is None else {**ids, "tag": tag_of(publication)}

    def files(self, publication: Publication, state: HubState) -> Mapping[str, str]:
        """Return the SHA-256 of what is there of the package, and of the Parquet files."""
        return {
            content.path: content.sha256
            for content in contents_of(publication, state.made)
            if is_same(state.files, content)
        }

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read the branch and its files."""
        state = self._state(publication)
        return served_at(
            self.hub,
            publication,
            state,
            self.wishes,
            self.place(publication),
            metadata_only=metadata_only,
        )

    def hidden(self, text: str) -> str:
        """Return a text without the token."""
        return self.hub.client.secret.hidden_in(text) if self._hubs else text

    def _state(self, publication: Publication) -> HubState:
        branch, tag = self._branch(), tag_of(publication)
        private = self.hub.is_private()  # a refusal is told before any work is done
        if not self._made:
            self._made.append(made_of(publication))
        state = HubState(made=self._made[0], private=private)
        if state.private is None:
            return state
        refs = self.hub.refs()
        head = refs.branches.get(branch, "") or refs.branches.get(MAIN, "")
        state = replace(
            state,
            has_branch=branch in refs.branches,
            head=head,
            is_fresh=branch != MAIN and head == refs.branches.get(MAIN),
        )
        state = self._with_files(publication, state) if head else state
        if tag not in refs.tags:
            return state
        commit = refs.tags[tag]
        files = state.files if commit == head else self._tree(publication, state, commit)
        return replace(state, tag=Tag(commit=commit, files=files))

    def _branch(self) -> str:
        fix = "Give another one: --revision BRANCH."
        return checked_ref(self.wishes.branch, word="branch", fix=fix)

    def _with_files(self, publication: Publication, state: HubState) -> HubState:
        files = self._tree(publication, state, state.head)
        texts = {path: self._text(state.head, path) for path in (CARD, DESCRIPTOR) if path in files}
        descriptor = descriptor_of(texts.get(DESCRIPTOR) or "")
        return replace(state, files=files, card=texts.get(CARD), descriptor=descriptor)

    def _tree(self, publication: Publication, state: HubState, commit: str) -> Mapping[str, Any]:
        return identified(self.hub.tree(commit), publication, state.made)

    def _text(self, commit: str, path: str) -> str:
        url = self.hub.url(commit, path)
        pieces = self.hub.download(commit, path)
        if pieces is None:  # who takes it for empty would write over people's words
            raise Unreachable(f"{url} is listed and not served")
        return read_served(pieces, url, with_text=True).text or ""
