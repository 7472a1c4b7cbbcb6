"""From what a dataset has to the package served there, in one commit: a pure function."""

from collections.abc import Iterator
from dataclasses import dataclass

from dataset_tools.exceptions import OtherContent
from dataset_tools.publish.huggingface.card import card_changes, card_of, card_text
from dataset_tools.publish.huggingface.files import CARD, OF_THE_HUB
from dataset_tools.publish.huggingface.hub import MAIN
from dataset_tools.publish.huggingface.state import HubState, contents_of, former_paths, is_same
from dataset_tools.publish.plan import DESCRIPTOR, Action, Plan, Step
from dataset_tools.publish.publication import Content, Publication, content_of
from dataset_tools.publish.tag import checked_ref, version_tag
from dataset_tools.publish.versions import is_lower

MANY_FILES = 100
MANY_ENTRIES = 10_000
LARGE = 20 << 30
"""Bytes; the Hub advises smaller files, fewer files a commit, and fewer entries a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks; ``private`` is None for as it is."""

    repository: str
    private: bool | None = None
    branch: str = MAIN


def tag_of(publication: Publication) -> str:
    """Return the tag of the version, empty where the package has none."""
    tag = version_tag(publication)
    fix = "Give the package another `version`."
    return checked_ref(tag, word="tag", fix=fix) if tag else ""


def wanted_card(publication: Publication, state: HubState, wishes: Wishes) -> str:
    """Return the card as it should be."""
    card = card_of(state.card or "")
    return card_text(card, publication, state.made, state.descriptor, wishes.repository)


def changed_in_card(publication: Publication, state: HubState, wishes: Wishes) -> list[str]:
    """Return what of the card that is there differs."""
    card = card_of(state.card or "")
    return card_changes(card, publication, state.made, state.descriptor, wishes.repository)


def huggingface_plan(publication: Publication, state: HubState, wishes: Wishes) -> Plan:
    """Return the steps to the dataset.

    Raises
    ------
    OtherContent
        The version is tagged with other files, or a higher one is there.
    NotPublishable
        The card that is there cannot be read, or git takes no such tag.
    """
    tag = tag_of(publication)
    _refuse_other(publication, state, tag)
    if _is_behind(publication, state):
        if state.tag is None:
            raise OtherContent(
                f"{wishes.repository} has version {state.version} in {wishes.branch}, and "
                f"{publication.version} is lower",
                fix="Raise `version`, or publish it in a branch of its own: --revision BRANCH.",
            )
        stays = f"{wishes.branch} stays at version {state.version}, which is higher"
        return Plan(action="nothing", warnings=(stays,))
    steps = tuple(_steps(publication, state, wishes, tag))
    warnings = tuple(_warnings(publication, state, wishes, steps))
    if not steps:
        return Plan(action="nothing", warnings=warnings)
    action: Action = "update" if DESCRIPTOR in state.files else "create"
    return Plan(action=action, steps=steps, warnings=warnings)


def _is_behind(publication: Publication, state: HubState) -> bool:
    """Whether the branch has a higher version; a branch that just begins has none of its own."""
    version = publication.version
    return bool(version) and not state.is_fresh and is_lower(version, state.version)


def _refuse_other(publication: Publication, state: HubState, tag: str) -> None:
    """Refuse a tag with other files of the package; what is made of them may change."""
    if state.tag is None:
        return
    for content in publication.all_contents:
        if not is_same(state.tag.files, content):
            what = "another" if content.path in state.tag.files else "no"
            raise OtherContent(f"{tag} is published with {what} {content.path}")


def _steps(publication: Publication, state: HubState, wishes: Wishes, tag: str) -> Iterator[Step]:
    if state.private is None:
        private = " (private)" if wishes.private else ""
        yield Step(do="create", what=wishes.repository, reason=f"there is none{private}")
    if not state.has_branch and wishes.branch != MAIN:
        yield Step(do="create", what=wishes.branch, reason="there is no such branch")
    is_hidden = wishes.private is True and state.private is False
    if is_hidden:
        yield Step(do="metadata", what="visibility", reason="from public to private")
    changes = tuple(_changes(publication, state, wishes))
    yield from changes
    if changes:
        yield Step(do="publish", what=wishes.branch, reason="all of it in one commit")
    if tag and state.tag is None:
        yield Step(do="pointer", what=tag, reason="a tag of the commit")
    if wishes.private is False and state.private is True:
        yield Step(do="metadata", what="visibility", reason="from private to public")


def _changes(publication: Publication, state: HubState, wishes: Wishes) -> Iterator[Step]:
    wanted = list(contents_of(publication, state.made))
    for content in wanted:
        if not is_same(state.files, content) and not is_of_tag(state, content):
            reason = "SHA-256 differs" if content.path in state.files else "new"
            yield Step(do="upload", what=content.path, bytes=content.bytes, reason=reason)
    names = changed_in_card(publication, state, wishes)
    if names or state.card is None:
        size = content_of(CARD, wanted_card(publication, state, wishes)).bytes
        reason = "new" if state.card is None else f"{', '.join(names)} differ"
        yield Step(do="upload", what=CARD, bytes=size, reason=reason)
    kept = {content.path for content in wanted}
    for path in sorted(former_paths(state, card_of(state.card or "").tables) - kept):
        yield Step(do="delete", what=path, reason="left the package")


def is_of_tag(state: HubState, content: Content) -> bool:
    """Whether a made file is the one of the tag: it stays, though it would be made otherwise now.

    Another version of the writer writes other bytes of the same rows.
    """
    if state.tag is None or content.path not in state.made.contents:
        return False
    there = state.files.get(content.path)
    return there is not None and there == state.tag.files.get(content.path)


def _warnings(
    publication: Publication, state: HubState, wishes: Wishes, steps: tuple[Step, ...]
) -> Iterator[str]:
    if not publication.version:
        yield "the package has no version, so nothing is tagged"
    wanted = {content.path: content for content in contents_of(publication, state.made)}
    ours = {*wanted, CARD, *OF_THE_HUB}
    ours |= {step.what for step in steps if step.do == "delete"}
    for path in sorted(set(state.files) - ours):
        yield f'"{path}" of {wishes.branch} is no file of the package, and is left'
    files = sum(step.do in {"upload", "delete"} for step in steps)
    if files > MANY_FILES:
        yield (
            f"{files} files go in one commit, and the Hub advises fewer than {MANY_FILES}: it may "
            "be slow or refused"
        )
    if len(wanted) > MANY_ENTRIES:
        yield f"the Hub advises fewer than {MANY_ENTRIES:,} files a folder"
    for path, content in wanted.items():
        if content.bytes > LARGE:
            yield f"{path} has {content.bytes:,} bytes, and the Hub advises 20 GB at most"
    yield from state.made.notes
