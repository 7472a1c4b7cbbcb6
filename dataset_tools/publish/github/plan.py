"""From what a repository has of a version to its release: a pure function."""

from collections.abc import Iterator
from dataclasses import dataclass

from dataset_tools.diff.version_step import read_version
from dataset_tools.exceptions import CredentialsRefused, NotPublishable, NotPublished, OtherContent
from dataset_tools.publish.github.state import GithubState, Release
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.summary import is_kept, section_of, with_section
from dataset_tools.publish.tag import checked_ref, version_tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks of a release; ``tag`` is empty for ``vVERSION``."""

    tag: str = ""
    draft: bool = False


def tag_of(publication: Publication, wishes: Wishes) -> str:
    """Return the tag; raise NotPublishable where git would not take it, or there is none."""
    tag = wishes.tag or version_tag(publication)
    if not tag:
        raise NotPublishable(
            "a release needs a tag, and the package has no version",
            fix="State `version` in the descriptor, or give --tag TAG.",
        )
    return checked_ref(tag, word="tag", fix="Give another one: --tag TAG.")


def release_name(publication: Publication) -> str:
    """Return the title of the release."""
    title = publication.package.title or publication.name
    return f"{title} {publication.version}".strip()


def is_prerelease(publication: Publication) -> bool:
    """Whether the version is one of before its release."""
    version = read_version(publication.version)
    return version is not None and bool(version.before)


def release_texts(publication: Publication, body: str) -> dict[str, object]:
    """Return name, notes and kind of a release whose notes are ``body`` now."""
    return {
        "name": release_name(publication),
        "body": with_section(body, section_of(publication)),
        "prerelease": is_prerelease(publication),
    }


def differing(publication: Publication, release: Release) -> list[str]:
    """Return the names of the texts that are others; what people wrote around ours is theirs."""
    wanted = release_texts(publication, release.body)
    if is_kept(release.body, section_of(publication)):
        wanted["body"] = release.body
    there = {
        "name": release.name,
        "body": release.body,
        "prerelease": release.is_prerelease,
    }
    return [key for key, value in wanted.items() if _bare(value) != _bare(there[key])]


def github_plan(
    publication: Publication, state: GithubState, wishes: Wishes, repository: str
) -> Plan:
    """Return the steps to the release.

    Raises
    ------
    OtherContent
        The tag is released with other files: a release is never changed.
    CredentialsRefused
        There is something to do, and the token may not.
    """
    tag, release = tag_of(publication, wishes), state.release
    warnings = tuple(_warnings(state, wishes, tag))
    if release is not None and not release.is_draft:
        _refuse_other(state, release)
        return Plan(action="nothing", warnings=warnings)
    steps = tuple(_steps(publication, state, wishes, tag))
    if not steps:
        return Plan(action="nothing", warnings=warnings)
    if state.is_archived:
        raise NotPublished(f"{repository} is archived: nothing can be written there")
    if not state.may_write:
        raise CredentialsRefused(
            f"the token may not write to {repository}",
            fix="Use a token that may write the repository's contents.",
        )
    return Plan(action="update" if release else "create", steps=steps, warnings=warnings)


def _refuse_other(state: GithubState, release: Release) -> None:
    for asset in state.assets.all:
        there = release.assets.get(asset.name)
        if there is None or not there.is_same(asset.content):
            what = f"another {asset.name}" if there else f"no {asset.name}"
            raise OtherContent(f"{release.tag} is released with {what}")


def _steps(
    publication: Publication, state: GithubState, wishes: Wishes, tag: str
) -> Iterator[Step]:
    release = state.release
    if release is None:
        yield Step(do="create", what=tag, reason="a draft until all of it is there")
    elif names := differing(publication, release):
        yield Step(do="metadata", what=tag, reason=f"{', '.join(names)} differ")
    for asset in state.assets.all:
        there = release.assets.get(asset.name) if release else None
        if there is not None and there.is_same(asset.content):
            continue
        reason = "new"
        if there is not None:
            reason = "SHA-256 differs" if there.is_whole else "it was sent in part"
            yield Step(do="delete", what=asset.name, reason=reason)
        yield Step(do="upload", what=asset.name, bytes=asset.content.bytes, reason=reason)
    if not wishes.draft:
        yield Step(do="publish", what=tag, reason="all of it is there")


def _warnings(state: GithubState, wishes: Wishes, tag: str) -> Iterator[str]:
    release = state.release
    if release is None:
        return
    if wishes.draft and not release.is_draft:
        yield f"{tag} is released already, and stays so"
    for id in state.others:
        yield f"a second draft of {tag} (id {id}) is there, and is left"
    ours = {each.name for each in state.assets.all}
    for name in release.assets if release.is_draft else ():
        if name not in ours:
            yield f'asset "{name}" of the draft is none of the package\'s, and is left'


def _bare(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
