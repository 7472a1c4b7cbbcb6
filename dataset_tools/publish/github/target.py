"""Publishes a release: a draft, its files, and only then the release; never changed after."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from dataset_tools.exceptions import Interrupted, NoCredentials, NoSuchPlace, NotPublished
from dataset_tools.publish import tries
from dataset_tools.publish.github.api import Api, already_exists, page_url, releases_page
from dataset_tools.publish.github.assets import Asset, Assets, assets_of
from dataset_tools.publish.github.plan import (
    Wishes,
    github_plan,
    is_prerelease,
    release_texts,
    tag_of,
)
from dataset_tools.publish.github.served import served_at
from dataset_tools.publish.github.state import (
    GithubState,
    Release,
    StoredAsset,
    asset_of,
    release_of,
)
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.target import Served
from dataset_tools.publish.tries import Answer

_BAD_REQUEST, _UNPROCESSABLE = 400, 422


@dataclass(frozen=True, slots=True, kw_only=True)
class GithubTarget:
    """A repository, and what is asked of the release there."""

    api: Api
    wishes: Wishes = field(default_factory=Wishes)
    name: str = "github"
    _assets: list[Assets] = field(default_factory=list, repr=False)

    def place(self, publication: Publication) -> str:
        """Return the release's page."""
        tag = tag_of(publication, self.wishes)
        return page_url(self.api.client.base, self.api.repository, tag)

    def survey(self, publication: Publication) -> GithubState:
        """Read the repository, and the release or the drafts of the tag.

        Raises
        ------
        NoCredentials
            There is no token; then nothing is asked.
        """
        if not self.api.client.secret:
            fix = "Set GITHUB_TOKEN to a token of a user who may publish there."
            raise NoCredentials("GITHUB_TOKEN is not set", fix=fix)
        return self._state(publication)

    def plan(self, publication: Publication, state: GithubState) -> Plan:
        """Return the steps to the release."""
        plan = github_plan(publication, state, self.wishes, self.api.repository)
        if not self.api.client.secret_is_exposed:
            return plan
        return replace(plan, warnings=(*plan.warnings, "the token goes over plain http"))

    def carry_out(self, step: Step, publication: Publication, state: GithubState) -> GithubState:
        """Make one step, and read the release before and after it.

        GitHub has no lock: where someone else changes the draft, this run ends.
        """
        run = _Writing(self.api, publication, state, self.wishes)
        if step.do == "create":
            id = run.create()
        else:
            id = self._held(state).id
            run.step(step)
        return replace(state, release=self._release(id, state.assets))

    def ids(self, _publication: Publication, state: GithubState) -> Mapping[str, object]:
        """Return the id of the release, and its tag."""
        release = state.release
        return {} if release is None else {"release": release.id, "tag": release.tag}

    def files(self, _publication: Publication, state: GithubState) -> Mapping[str, str]:
        """Return the SHA-256 of the assets that are there, by their names."""
        there = state.release.assets if state.release else {}
        return {
            asset.name: asset.content.sha256
            for asset in state.assets.all
            if asset.name in there and there[asset.name].is_same(asset.content)
        }

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read the release and its assets."""
        state = self._state(publication)
        place = self.place(publication)
        return served_at(
            self.api, publication, state, self.wishes, place, metadata_only=metadata_only
        )

    def hidden(self, text: str) -> str:
        """Return a text without the token."""
        return self.api.client.secret.hidden_in(text)

    def _state(self, publication: Publication) -> GithubState:
        tag = tag_of(publication, self.wishes)
        if not self._assets:
            self._assets.append(assets_of(publication))
        repository = self.api.find()
        if repository is None:
            raise NoSuchPlace(
                f"there is no repository {self.api.repository} at {self.api.client.base}, or the "
                "token may not see it",
                status=404,
            )
        rights = repository.get("permissions")
        state = GithubState(
            branch=str(repository.get("default_branch") or ""),
            may_write=not isinstance(rights, dict) or rights.get("push") is not False,
            is_archived=repository.get("archived") is True,
            assets=self._assets[0],
        )
        found = self._of_tag(tag)
        if not found:
            return state
        release = self._hashed(found[0], state.assets)
        return replace(state, release=release, others=tuple(each.id for each in found[1:]))

    def _of_tag(self, tag: str) -> list[Release]:
        """Return the published release alone, else the drafts of the tag in a lasting order."""
        published = self.api.find(f"/releases/tags/{quote(tag, safe='')}")
        if published is not None:
            return [release_of(published)]
        if not self.api.client.secret:
            return []  # drafts are shown to those who may write
        return ordered(self.api.releases(), tag)

    def _held(self, state: GithubState) -> Release:
        """Read the draft again; raise Interrupted where someone else is at it."""
        if state.release is None:
            raise NotPublished("the draft is gone")
        now = self._release(state.release.id, state.assets)
        if now is None or not now.is_draft:
            what = "is gone" if now is None else "was published by someone else meanwhile"
            raise Interrupted(f"the draft of {state.release.tag} {what}")
        wanted = {each.name: each.content for each in state.assets.all}
        for name in dict.fromkeys((*state.release.assets, *now.assets)):
            before, after = state.release.assets.get(name), now.assets.get(name)
            is_wanted = after is not None and name in wanted and after.is_same(wanted[name])
            if before != after and not is_wanted:
                raise Interrupted(f"{name} of {state.release.tag} was changed by someone else")
        return now

    def _release(self, id: int, assets: Assets) -> Release | None:
        found = self.api.find(f"/releases/{id}")
        return None if found is None else self._hashed(release_of(found), assets)

    def _hashed(self, release: Release, assets: Assets) -> Release:
        """Hash what GitHub gives no digest for: assets of before June 2025."""
        ours = {each.name for each in assets.all}
        return replace(
            release,
            assets={
                name: self._with_hash(asset) if name in ours else asset
                for name, asset in release.assets.items()
            },
        )

    def _with_hash(self, asset: StoredAsset) -> StoredAsset:
        if asset.sha256 or not asset.is_whole:
            return asset
        digest = hashlib.sha256()
        for piece in self.api.download(asset.id) or ():
            digest.update(piece)
        return replace(asset, sha256=digest.hexdigest())


def ordered(found: Iterator[Mapping[str, Any]], tag: str) -> list[Release]:
    """Return the releases of a tag: a published one, else the drafts, the oldest first."""
    releases = [release_of(each) for each in found if each.get("tag_name") == tag]
    releases.sort(key=lambda each: (each.is_draft, each.id))
    return releases if not releases or releases[0].is_draft else releases[:1]


@dataclass(frozen=True, slots=True)
class _Writing:
    """One step on its way to GitHub."""

    api: Api
    publication: Publication
    state: GithubState
    wishes: Wishes

    @property
    def _draft(self) -> Release:
        if self.state.release is None:
            raise NotPublished("the draft is gone")
        return self.state.release

    def step(self, step: Step) -> None:
        if step.do == "upload":
            self._upload(self.state.assets.named(step.what))
        elif step.do == "delete":
            there = self._draft.assets.get(step.what)
            if there is not None:
                self.api.delete(f"/releases/assets/{there.id}")
        elif step.do == "metadata":
            self._patch(release_texts(self.publication, self._draft.body))
        elif step.do == "publish":
            self._publish()

    def create(self) -> int:
        """Make the draft, and return its id; where two are made at once, one of them stays."""
        tag = tag_of(self.publication, self.wishes)
        values = {
            "tag_name": tag,
            "target_commitish": self.state.branch,
            **release_texts(self.publication, ""),
            "draft": True,
        }
        made = release_of(self.api.write("POST", "/releases", values, lambda: self._made(tag)))
        oldest = next(iter(ordered(self.api.releases(), tag)), made)
        if oldest.id == made.id:
            return made.id
        self.api.delete(f"/releases/{made.id}")
        if not oldest.is_draft:
            raise Interrupted(f"{tag} was released by someone else meanwhile")
        return oldest.id

    def _made(self, tag: str) -> Any:
        """Return the draft that was made though the answer was lost; the newest come first."""
        found = self.api.look(releases_page(1))
        values = [
            each
            for each in (found if isinstance(found, list) else ())
            if isinstance(each, dict) and each.get("tag_name") == tag
        ]
        return min(values, key=lambda each: int(each.get("id") or 0), default=None)

    def _patch(self, values: Mapping[str, object]) -> None:
        path = f"/releases/{self._draft.id}"
        self.api.write("PATCH", path, values)  # the same twice is the same

    def _publish(self) -> None:
        """Make the draft a release; GitHub tells by the versions which one is its latest."""
        path, values = f"/releases/{self._draft.id}", dict[str, object](draft=False)
        if not is_prerelease(self.publication):
            values["make_latest"] = "legacy"

        def look() -> Any:
            found = self.api.look(path)
            return found if isinstance(found, dict) and found.get("draft") is False else None

        self.api.write("PATCH", path, values, look)

    def _upload(self, asset: Asset) -> None:
        """Send an asset; what passes by itself is tried again, and looked into before."""
        answer: Answer | None = None
        for number in range(tries.TRIES):
            if number:
                tries.pause(2.0**number)
            found = self.api.send_file(
                self._draft.upload_url, asset.name, asset.body, lambda: self._sent(asset)
            )
            if not isinstance(found, Answer):
                return
            answer = found
            if answer.is_good:
                self._check_name(asset, answer)
                return
            is_passing = answer.status == _BAD_REQUEST or already_exists(answer)
            if not is_passing:
                break
            if self._sent(asset) is not None:
                return
        if answer is not None:
            raise self.api.refusal(f"/releases/{self._draft.id}/assets", answer)

    def _sent(self, asset: Asset) -> Any:
        """Return what is there of an asset that was sent; a part of it is deleted."""
        found = self.api.look(f"/releases/{self._draft.id}/assets?per_page=100")
        for each in found if isinstance(found, list) else ():
            if not isinstance(each, dict) or each.get("name") != asset.name:
                continue
            there = asset_of(each)
            if there.is_whole and there.sha256 in ("", asset.content.sha256):
                return each
            if there.is_whole:
                raise Interrupted(f"{asset.name} was sent by someone else, with other bytes")
            self.api.delete_once(f"/releases/assets/{there.id}")
        return None

    def _check_name(self, asset: Asset, answer: Answer) -> None:
        value = answer.value()
        name = value.get("name") if isinstance(value, dict) else None
        if name != asset.name:
            raise NotPublished(f'{asset.name} was named "{name}" by the server')
