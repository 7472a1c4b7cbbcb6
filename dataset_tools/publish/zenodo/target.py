"""The target ``zenodo``: one record a package, a version of it each time, published for good.

What is published can never be taken back, so a run makes a draft, and publishes it only with
``--yes``; before that it reads the draft back and finds every file and every field as it should be.
InvenioRDM has no lock. What keeps two publishers apart: a draft's metadata are replaced by
compare-and-swap (``If-Match``), a file is claimed by declaring its key, which only one can, of
several drafts of one package all publishers go on with the same, while the others end, and a draft
whose files are taken away is marked first: who is about to publish it ends, or has by then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dataset_tools.exceptions import Interrupted, NoCredentials, NotPublishable
from dataset_tools.publish.http import Client
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.target import Served
from dataset_tools.publish.zenodo.api import TOKEN, Api
from dataset_tools.publish.zenodo.files import keys
from dataset_tools.publish.zenodo.metadata import missing
from dataset_tools.publish.zenodo.plan import Wishes, check_names, zenodo_plan
from dataset_tools.publish.zenodo.served import served_at
from dataset_tools.publish.zenodo.state import ZenodoState, read_state
from dataset_tools.publish.zenodo.writing import Writing


@dataclass(slots=True)
class _Memory:
    """What a run knows, and an index of the server may learn only later."""

    ids: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZenodoTarget:
    """A server, by the client of its API, and what is asked of the record there."""

    client: Client
    wishes: Wishes = field(default_factory=Wishes)
    name: str = "zenodo"
    _memory: _Memory = field(default_factory=_Memory, repr=False)

    @property
    def api(self) -> Api:
        """The server's resources."""
        return Api(self.client)

    @property
    def site(self) -> str:
        """Where a person looks."""
        return self.client.base.removesuffix("/api")

    def place(self, _publication: Publication) -> str:
        """Return the record's page; until that is known, the site."""
        return self._memory.page or self.site

    def survey(self, publication: Publication) -> ZenodoState:
        """Read the records and drafts of the package.

        Raises
        ------
        NoCredentials
            There is no token; then nothing is asked.
        NotPublishable
            The package does not state what a record must have; then nothing is asked, either.
        """
        check_names(publication)
        lacking = missing(publication.package)
        if lacking:
            raise NotPublishable(f"a record needs {'; '.join(lacking)}")
        if not self.client.secret:
            fix = f"Set {TOKEN} to a token that may write and publish deposits."
            raise NoCredentials(f"{TOKEN} is not set", fix=fix)
        return self._state(publication)

    def _state(self, publication: Publication, *, is_public: bool = False) -> ZenodoState:
        memory = self._memory
        state = read_state(
            self.api,
            self.site,
            publication,
            community=self.wishes.community,
            known=memory.ids,
            is_public=is_public,
        )
        if state.community is not None and state.community.id in memory.asked:
            state = replace(state, community=replace(state.community, is_asked=True))
        return self._remembered(state)

    def _remembered(self, state: ZenodoState) -> ZenodoState:
        shown = state.current or state.latest
        if shown is not None:
            self._memory.page = f"{self.site}/records/{shown.id}"
        return state

    def plan(self, publication: Publication, state: ZenodoState) -> Plan:
        """Return the steps to the version served."""
        plan = zenodo_plan(publication, state, self.wishes)
        if not self.client.secret_is_exposed:
            return plan
        return replace(plan, warnings=(*plan.warnings, "the token goes over plain http"))

    def carry_out(self, step: Step, publication: Publication, state: ZenodoState) -> ZenodoState:
        """Make one step, and return the state after it."""
        if step.do == "publish":
            self._check_whole(publication, state)
        after = Writing(self.api, publication, state).step(step)
        if after.current is not None and after.current.id not in self._memory.ids:
            self._memory.ids.append(after.current.id)
        if after.community is not None and after.community.is_asked:
            self._memory.asked.append(after.community.id)
        return self._remembered(after)

    def _check_whole(self, publication: Publication, state: ZenodoState) -> None:
        """Read the draft back: it must be this one, and nothing but publishing may be left."""
        now = self._state(publication)
        left = zenodo_plan(publication, now, self.wishes).steps
        is_same = (now.draft and now.draft.id) == (state.draft and state.draft.id)
        if not is_same or not left or left[0].do != "publish":
            raise Interrupted(f"the draft of {publication.name} was changed by someone else")

    def ids(self, _publication: Publication, state: ZenodoState) -> Mapping[str, object]:
        """Return the ids and DOIs of the version and of the record of all versions."""
        current = state.current
        if current is None:
            return {}
        return {
            "record": current.id,
            "doi": current.doi,
            "concept": current.concept,
            "concept_doi": current.concept_doi,
            "published": current.is_published,
        }

    def files(self, publication: Publication, state: ZenodoState) -> Mapping[str, str]:
        """Return the SHA-256 of the files that are there, by the MD5 that the server computed."""
        named, served = keys(publication), state.served(publication)
        return {
            content.path: content.sha256
            for content in served.all_contents
            if state.has(named[content.path], content, state.md5.get(content.path, ""))
        }

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read the record and its files; one that is public needs no token."""
        check_names(publication)
        state = self._state(publication, is_public=True)
        return served_at(self.api, publication, state, self.wishes, metadata_only=metadata_only)

    def hidden(self, text: str) -> str:
        """Return a text without the token."""
        return self.client.secret.hidden_in(text)
