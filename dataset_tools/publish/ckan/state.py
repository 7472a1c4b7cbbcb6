"""What of a package is at the portal, and what should be there: the two that a plan compares."""

from collections.abc import Mapping
from dataclasses import dataclass

from dataset_tools.publish.ckan.api import upload_name
from dataset_tools.publish.ckan.dataset import objects
from dataset_tools.publish.ckan.resources import (
    OWN_HASH,
    CkanFile,
    ckan_files,
    descriptor_file,
    expected_url,
    has_hash,
    own_id,
)
from dataset_tools.publish.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class CkanState:
    """A dataset as ``package_show`` gives it, None where there is none; the portal's licences."""

    base: str
    name: str
    dataset: Mapping[str, object] | None = None
    licences: tuple[Mapping[str, object], ...] = ()

    @property
    def url(self) -> str:
        """Where a person looks at the dataset."""
        return f"{self.base}/dataset/{self.name}"

    @property
    def resources(self) -> list[Mapping[str, object]]:
        """The resources of the dataset, in its order."""
        found = objects(self.dataset, "resources") if self.dataset else []
        return [each for each in found if isinstance(each.get("id"), str)]

    def resource(self, name: str) -> Mapping[str, object] | None:
        """Return the resource that serves a file: the one with its own id, else of its name."""
        id = own_id(self.url, name)
        named = [each for each in self.resources if each.get("name") == name]
        own = [each for each in self.resources if each.get("id") == id]
        return next(iter([*own, *named]), None)

    def id_of(self, name: str) -> str:
        """Return the id of the resource that serves a file, or that it will be made with."""
        found = self.resource(name)
        return str(found["id"]) if found else own_id(self.url, name)

    def url_of(self, file: CkanFile) -> str:
        """Return where a file is, or will be, downloaded."""
        found = self.resource(file.name)
        if found and found.get("url_type") == "upload" and found.get("url"):
            if is_uploaded(file, found):
                return str(found["url"])
            start = str(found["url"]).rpartition("/")[0]
            return f"{start}/{upload_name(file.content.path)}"
        file_name = upload_name(file.content.path)
        return expected_url(self.base, self.dataset, self.id_of(file.name), file_name)


def is_uploaded(file: CkanFile, there: Mapping[str, object]) -> bool:
    """Whether the portal says that it has the file: its hash, its size, and a copy of its own."""
    size = there.get("size")
    return (
        has_hash(file.properties, there)
        and there.get("url_type") == "upload"
        and (size is None or str(size) == str(file.content.bytes))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The files of a package for a state of the portal; the descriptor depends on its URLs."""

    files: tuple[CkanFile, ...]
    descriptor: CkanFile
    descriptor_text: str

    @property
    def all_files(self) -> tuple[CkanFile, ...]:
        """Every file, the descriptor last."""
        return (*self.files, self.descriptor)

    def file(self, what: str) -> CkanFile:
        """Return the file that a step is about."""
        return next(each for each in self.all_files if each.what == what)


def offer(publication: Publication, state: CkanState) -> Offer:
    """Put together what should be served, for the URLs of that state."""
    files = ckan_files(publication)
    urls = {file.content.path: state.url_of(file) for file in files}
    descriptor, text = descriptor_file(publication, urls)
    return Offer(files=files, descriptor=descriptor, descriptor_text=text)


def is_ours(state: CkanState, resource: Mapping[str, object]) -> bool:
    """Whether a resource was made by us, by its id."""
    return resource.get("id") == own_id(state.url, str(resource.get("name")))


def fingerprint(dataset: Mapping[str, object] | None) -> object:
    """Return what another publisher would change: versions, titles, and each resource's file."""
    if dataset is None:
        return None
    files = [(each.get("id"), each.get(OWN_HASH)) for each in objects(dataset, "resources")]
    return dataset.get("id"), dataset.get("title"), dataset.get("version"), files
