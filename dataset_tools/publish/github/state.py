"""What a repository has of a version: its release, or the draft of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dataset_tools.exceptions import Unreachable
from dataset_tools.publish.github.assets import Assets
from dataset_tools.publish.publication import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAsset:
    """A file of a release as GitHub tells it; ``is_whole`` is False of one sent only in part."""

    id: int
    name: str
    bytes: int
    sha256: str
    is_whole: bool
    url: str = ""

    def is_same(self, content: Content) -> bool:
        """Whether it is a file of that length and hash."""
        return self.is_whole and (self.bytes, self.sha256) == (content.bytes, content.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release as GitHub tells it."""

    id: int
    tag: str
    name: str
    body: str
    is_draft: bool
    is_prerelease: bool
    upload_url: str
    assets: Mapping[str, StoredAsset] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GithubState:
    """The repository, the release of the tag (published, else a draft), other drafts of the tag.

    ``assets`` are those that there should be.
    """

    branch: str
    may_write: bool
    is_archived: bool
    assets: Assets
    release: Release | None = None
    others: tuple[int, ...] = ()


def release_of(value: Mapping[str, Any]) -> Release:
    """Read a release; raise Unreachable where it makes no sense."""
    id, assets = value.get("id"), value.get("assets")
    if not isinstance(id, int) or not isinstance(value.get("tag_name"), str):
        raise Unreachable("the server's answer is no release")
    stored = [
        asset_of(each) for each in (assets if isinstance(assets, list) else ()) if _has_id(each)
    ]
    return Release(
        id=id,
        tag=str(value["tag_name"]),
        name=str(value.get("name") or ""),
        body=str(value.get("body") or "").replace("\r\n", "\n"),
        is_draft=value.get("draft") is True,
        is_prerelease=value.get("prerelease") is True,
        upload_url=str(value.get("upload_url") or ""),
        assets={each.name: each for each in stored},
    )


def asset_of(value: Mapping[str, Any]) -> StoredAsset:
    """Read an asset; assets of before June 2025 have no digest."""
    digest, size = value.get("digest"), value.get("size")
    algorithm, _, hexadecimal = (digest if isinstance(digest, str) else "").partition(":")
    return StoredAsset(
        id=value["id"],
        name=str(value.get("name")),
        bytes=size if isinstance(size, int) else 0,
        sha256=hexadecimal if algorithm == "sha256" else "",
        is_whole=value.get("state") == "uploaded",
        url=str(value.get("browser_download_url") or ""),
    )


def _has_id(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), int)
