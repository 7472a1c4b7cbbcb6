"""What a dataset has: its branch, the files there, its card, and the tag of the version."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dataset_tools.export.names import safe_file_name
from dataset_tools.files.paths import unsafe_reason
from dataset_tools.publish.huggingface.files import CARD, OF_THE_HUB, Made, is_made
from dataset_tools.publish.huggingface.hub import StoredFile
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import Content, Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The tag of the version: its commit, and the files there."""

    commit: str
    files: Mapping[str, StoredFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HubState:
    """The dataset as it is, and the Parquet files that there should be.

    ``private`` is None where there is no dataset; ``head`` is the commit that the branch names, or
    begins at where ``has_branch`` is False; ``is_fresh``: it has no commit of its own yet. The
    SHA-256 of a file is known where it is in large storage, or has git's hash of the package's
    file. ``descriptor`` is the one that is there.
    """

    made: Made
    private: bool | None = None
    has_branch: bool = False
    is_fresh: bool = False
    head: str = ""
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    card: str | None = None
    descriptor: Mapping[str, object] = field(default_factory=dict)
    tag: Tag | None = None

    @property
    def version(self) -> str:
        """The version of the package that is there, empty where it has none."""
        version = self.descriptor.get("version")
        return version if isinstance(version, str) else ""


def contents_of(publication: Publication, made: Made) -> Iterator[Content]:
    """Yield each file of the dataset but the card: the package's, the Parquet, the descriptor."""
    *files, descriptor = publication.all_contents
    yield from (*files, *made.contents.values(), descriptor)


def is_same(files: Mapping[str, StoredFile], content: Content) -> bool:
    """Whether a file is there with these bytes."""
    there = files.get(content.path)
    return there is not None and (there.bytes, there.sha256) == (content.bytes, content.sha256)


def identified(
    files: Mapping[str, StoredFile], publication: Publication, made: Made
) -> Mapping[str, StoredFile]:
    """Add the SHA-256 of each file whose git hash is that of the package's."""
    found = dict(files)
    for content in contents_of(publication, made):
        there = files.get(content.path)
        if there is None or there.sha256 or there.bytes != content.bytes:
            continue
        made_file = made.files.get(content.path)
        pieces = [made_file.read_bytes()] if made_file else publication.pieces(content)
        if there.blob == git_blob(content.bytes, pieces):
            found[content.path] = replace(there, sha256=content.sha256)
    return found


def git_blob(size: int, pieces: Iterable[bytes]) -> str:
    """Return the hash by which git names a file: SHA-1 over a header and the bytes.

    Examples
    --------
    >>> git_blob(0, [])
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    digest = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def descriptor_of(text: str) -> Mapping[str, object]:
    """Read the descriptor that is there; nothing where it makes no sense."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def former_paths(state: HubState, tables: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the files that are there of the package as it was published before.

    They are those that the descriptor there names, and those that the card there reads its tables
    from, which ``tables`` has by config.
    """
    named = {DESCRIPTOR}
    resources = state.descriptor.get("resources")
    for resource in [state.descriptor, *(resources if isinstance(resources, list) else ())]:
        if isinstance(resource, dict):
            named.update(_named(resource))
            config = safe_file_name(str(resource.get("name")))
            named.update(each for each in tables.get(config, ()) if is_made(each, config))
    return {path for path in named if path in state.files} - {CARD, *OF_THE_HUB}


def _named(resource: Mapping[str, object]) -> Iterator[str]:
    licences = resource.get("licenses")
    values = [resource.get("path"), resource.get("schema"), resource.get("dialect")]
    values += [each.get("path") for each in _list(licences) if isinstance(each, dict)]
    for value in values:
        for path in value if isinstance(value, list) else (value,):
            if isinstance(path, str) and unsafe_reason(path) is None:
                yield path.removeprefix("./")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
