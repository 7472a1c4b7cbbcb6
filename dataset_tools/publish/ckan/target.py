"""Publishes into a CKAN portal: create or patch, only what changed, a draft until it is whole."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dataset_tools.exceptions import Interrupted, NoCredentials, NotPublished, Unreachable
from dataset_tools.publish.ckan.api import Api
from dataset_tools.publish.ckan.dataset import dataset_name, wanted_dataset
from dataset_tools.publish.ckan.datastore import fill, mark_of
from dataset_tools.publish.ckan.plan import Wishes, changes, ckan_plan
from dataset_tools.publish.ckan.resources import MARK, CkanFile
from dataset_tools.publish.ckan.served import served_at
from dataset_tools.publish.ckan.state import CkanState, Offer, fingerprint, is_uploaded, offer
from dataset_tools.publish.http import Client
from dataset_tools.publish.plan import DESCRIPTOR, Plan, Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.target import Served


@dataclass(frozen=True, slots=True, kw_only=True)
class CkanTarget:
    """A portal, and what is asked of the dataset there.

    ``dataset`` is its name where that is not the package's.
    """

    client: Client
    dataset: str = ""
    wishes: Wishes = field(default_factory=Wishes)
    name: str = "ckan"

    @property
    def api(self) -> Api:
        """The portal's actions."""
        return Api(self.client)

    def place(self, publication: Publication) -> str:
        """Return the dataset's page."""
        return f"{self.client.base}/dataset/{dataset_name(publication.package, self.dataset)}"

    def survey(self, publication: Publication) -> CkanState:
        """Read the dataset, and the licences that the portal knows.

        Raises
        ------
        NoCredentials
            There is no token; then nothing is asked.
        """
        if not self.client.secret:
            fix = "Set CKAN_API_TOKEN to a token of a user who may publish there."
            raise NoCredentials("CKAN_API_TOKEN is not set", fix=fix)
        return self._state(publication)

    def _state(self, publication: Publication) -> CkanState:
        name, api = dataset_name(publication.package, self.dataset), self.api
        dataset = api.find("package_show", id=name)
        has_licence = bool(publication.package.descriptor.get("licenses"))
        licences = api.show("license_list") if has_licence else ()
        known = licences if isinstance(licences, list) else ()
        return CkanState(
            base=self.client.base,
            name=name,
            dataset=dataset,
            licences=tuple(each for each in known if isinstance(each, dict)),
        )

    def plan(self, publication: Publication, state: CkanState) -> Plan:
        """Return the steps to the package served."""
        plan = ckan_plan(publication, state, self.wishes)
        if not self.client.secret_is_exposed:
            return plan
        return replace(plan, warnings=(*plan.warnings, "the token goes over plain http"))

    def carry_out(self, step: Step, publication: Publication, state: CkanState) -> CkanState:
        """Make one step, and read the dataset before and after it.

        CKAN has no lock: where someone else publishes into the dataset, this run ends.
        """
        now = self.api.find("package_show", id=state.name)
        if fingerprint(now) != fingerprint(state.dataset):
            raise Interrupted(f"{state.url} was changed by someone else meanwhile")
        run = _Writing(self.api, publication, state, self.wishes)
        run.step(step)
        return replace(state, dataset=self.api.find("package_show", id=state.name))

    def ids(self, publication: Publication, state: CkanState) -> Mapping[str, object]:
        """Return the ids of the dataset and of its resources, by name."""
        if state.dataset is None:
            return {}
        found = {
            file.name: str(there["id"])
            for file in offer(publication, state).all_files
            if (there := state.resource(file.name)) is not None
        }
        return {"dataset": state.dataset.get("id"), "resources": found}

    def files(self, publication: Publication, state: CkanState) -> Mapping[str, str]:
        """Return the SHA-256 of the files that the portal has."""
        return {
            file.content.path: file.content.sha256
            for file in offer(publication, state).all_files
            if (there := state.resource(file.name)) is not None and is_uploaded(file, there)
        }

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read the dataset, its files and the columns of its DataStore."""
        state = self._state(publication)
        return served_at(self.api, publication, state, self.wishes, metadata_only=metadata_only)

    def hidden(self, text: str) -> str:
        """Return a text without the token."""
        return self.client.secret.hidden_in(text)


@dataclass(frozen=True, slots=True)
class _Writing:
    """One step on its way to the portal."""

    api: Api
    publication: Publication
    state: CkanState
    wishes: Wishes

    def step(self, step: Step) -> None:
        if step.do == "create":
            self._create()
        elif step.do == "metadata" and step.what == self.state.name:
            self._patch_dataset()
        elif step.do == "delete":
            self._delete(step.what)
        elif step.do == "publish":
            self.api.write("package_patch", {"id": self._dataset_id(), "state": "active"})
        else:
            offered = offer(self.publication, self.state)
            self._file(step, offered, offered.file(step.what))

    def _file(self, step: Step, offered: Offer, file: CkanFile) -> None:
        id = self.state.id_of(file.name)
        if step.do == "metadata":
            self.api.write("resource_patch", {"id": id, **file.properties})
        elif step.do == "upload":
            self._upload(offered, file, id)
        elif file.resource is not None:
            fill(self.api, self.publication, file.resource, id)
            self.api.write("resource_patch", {"id": id, MARK: mark_of(file)})

    def _create(self) -> None:
        """Make the dataset, then a draft of it: CKAN takes the state only of one that is there."""
        wanted = wanted_dataset(self.publication.package, self.state.licences)
        values: dict[str, object] = {"name": self.state.name, **wanted.values()}
        values["private"] = bool(self.wishes.private)
        if self.wishes.owner_org:
            values["owner_org"] = self.wishes.owner_org
        self.api.write("package_create", values, self._shown)
        self.api.write("package_patch", {"id": self.state.name, "state": "draft"})

    def _shown(self) -> Any:
        return self.api.look("package_show", id=self.state.name)

    def _patch_dataset(self) -> None:
        wanted = wanted_dataset(self.publication.package, self.state.licences)
        _, values = changes(self.state, wanted, self.wishes)
        self.api.write("package_patch", {"id": self._dataset_id(), **values})

    def _upload(self, offered: Offer, file: CkanFile, id: str) -> None:
        publication = self.publication
        if file.name == DESCRIPTOR:
            publication = replace(publication, descriptor=offered.descriptor_text)
        is_new = self.state.resource(file.name) is None
        values = {"id": id, **file.properties}
        if is_new:
            values["package_id"] = self._dataset_id()
        action = "resource_create" if is_new else "resource_patch"
        done = self.api.upload(action, values, file.content, publication, self._is_there(file, id))
        url = done.get("url") if isinstance(done, dict) else None
        if not isinstance(url, str):
            raise Unreachable(f"{self.api.client.base} answered {action} without a URL")
        self._read_back(file, url)

    def _read_back(self, file: CkanFile, url: str) -> None:
        """Download what was uploaded: the portal itself computes no SHA-256."""
        digest = hashlib.sha256()
        for piece in self.api.client.download(url) or ():
            digest.update(piece)
        if digest.hexdigest() != file.content.sha256:
            raise Interrupted(f"read back, {url} does not serve the bytes of {file.what}")

    def _is_there(self, file: CkanFile, id: str) -> Callable[[], Any]:
        """Return the look at a resource whose upload had no answer."""

        def look() -> Any:
            found = self.api.look("resource_show", id=id)
            return found if found and is_uploaded(file, found) else None

        return look

    def _delete(self, what: str) -> None:
        id = what.rpartition("(")[2].rstrip(")")
        self.api.write("resource_delete", {"id": id}, lambda: self._is_gone(id))

    def _is_gone(self, id: str) -> Any:
        found = self.api.look("resource_show", id=id)
        return {} if found is None or found.get("state") == "deleted" else None

    def _dataset_id(self) -> str:
        if self.state.dataset is None:
            raise NotPublished(f"the dataset {self.state.name} is gone")
        return str(self.state.dataset.get("id"))
