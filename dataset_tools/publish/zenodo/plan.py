"""From what the server has to what it should have: a pure function."""

from collections.abc import Iterator
from dataclasses import dataclass

from dataset_tools.exceptions import NotPublishable, OtherContent, TooLarge
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.versions import is_lower
from dataset_tools.publish.zenodo.files import keys
from dataset_tools.publish.zenodo.metadata import Wanted, differing, wanted_metadata
from dataset_tools.publish.zenodo.state import ZenodoState

MOST_FILES = 100
MOST_BYTES = 50_000_000_000
MANY_FILES = 30
"""Above so many files the requests are told: three a file, where Zenodo takes 100 a minute."""
REQUESTS = 3
DOI = "the DOI"
COMMUNITY = "community "
MARK = "the draft's mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks: to publish for good, and a community."""

    yes: bool = False
    community: str = ""


def zenodo_plan(publication: Publication, state: ZenodoState, wishes: Wishes) -> Plan:
    """Return the steps to the version served, or to a draft of it that only has to be published.

    Raises
    ------
    OtherContent
        The version is published with other files, or a higher one is.
    TooLarge
        The server takes no record of so many files or bytes.
    """
    wanted = wanted_metadata(publication.package, state.licences, state.doi)
    warnings = [*wanted.warnings, *_warnings(publication, state, wishes)]
    if state.record is not None:
        steps = _published_steps(publication, state, wishes)
        names = differing(wanted, state.record.metadata)
        if names:
            warnings.append(f"the published record differs in {', '.join(names)}, and is left")
    else:
        _check_version(publication, state)
        _check_size(publication)
        steps = _draft_steps(publication, state, wanted, wishes)
    found = tuple(steps)
    if not found:
        return Plan(action="nothing", warnings=tuple(warnings))
    is_new = state.current is None and state.latest is None
    return Plan(action="create" if is_new else "update", steps=found, warnings=tuple(warnings))


def _published_steps(
    publication: Publication, state: ZenodoState, wishes: Wishes
) -> Iterator[Step]:
    """Yield what is left of a version that is published: nothing, but asking a community."""
    served, named = state.served(publication), keys(publication)
    for content in served.all_contents:
        if not state.has(named[content.path], content, state.md5.get(content.path, "")):
            raise _other_content(publication, content.path)
    for key in sorted(set(state.files) - set(named.values())):
        raise _other_content(publication, key)
    yield from _community_steps(state, wishes)


def _other_content(publication: Publication, what: str) -> OtherContent:
    version = f"version {publication.version} of {publication.name}"
    return OtherContent(f"{version} is published with another {what}")


def _check_version(publication: Publication, state: ZenodoState) -> None:
    latest = state.latest.version if state.latest else ""
    if is_lower(publication.version, latest):
        raise OtherContent(
            f"version {latest} of {publication.name} is published, which is higher than "
            f"{publication.version}; the record shows whatever was published last",
        )


def _check_size(publication: Publication) -> None:
    contents = publication.all_contents
    total = sum(content.bytes for content in contents)
    if len(contents) > MOST_FILES:
        raise TooLarge(
            f"{len(contents)} files; a record takes {MOST_FILES}, the descriptor among them",
            fix="Publish fewer, larger files.",
        )
    if total > MOST_BYTES:
        raise TooLarge(f"{total:,} bytes in all; a record takes {MOST_BYTES:,}")


def _draft_steps(
    publication: Publication, state: ZenodoState, wanted: Wanted, wishes: Wishes
) -> Iterator[Step]:
    yield from _record_steps(publication, state, wanted)
    files = tuple(_file_steps(publication, state))
    if _takes_away(publication, state, files):
        yield Step(do="metadata", what=MARK, reason="others are kept away while files are changed")
        yield from files
        yield Step(do="metadata", what=MARK, reason="taken off")
    else:
        yield from files
    if wishes.yes:
        yield Step(do="publish", what=publication.name, reason="for good (--yes)")
        yield from _community_steps(state, wishes)


def _record_steps(publication: Publication, state: ZenodoState, wanted: Wanted) -> Iterator[Step]:
    """Yield the steps to a draft with its metadata and a DOI."""
    name = publication.name
    if state.draft is not None:
        names = differing(wanted, state.draft.metadata)
        if names:
            verb = "differs" if len(names) == 1 else "differ"
            yield Step(do="metadata", what=name, reason=f"{', '.join(names)} {verb}")
    elif state.latest is not None:
        reason = f"a new version after {state.latest.version or state.latest.id}"
        yield Step(do="create", what=name, reason=reason)
        yield Step(do="metadata", what=name, reason="those of the new version")
    else:
        yield Step(do="create", what=name, reason="there is no such record")
    if not state.doi:
        yield Step(do="reserve", what=DOI, reason="the served descriptor states it")


def _file_steps(publication: Publication, state: ZenodoState) -> Iterator[Step]:
    served, named = state.served(publication), keys(publication)
    for key in sorted(set(state.files) - set(named.values())):
        yield Step(do="delete", what=key, reason="the package has no such file")
    for content in served.all_contents:
        key = named[content.path]
        if not state.has(key, content, state.md5.get(content.path, "")):
            there = state.files.get(key)
            reason = "md5 differs" if there and there.md5 else "its upload was not completed"
            yield Step(
                do="upload",
                what=content.path,
                bytes=content.bytes,
                reason=reason if there else "new",
            )


def _takes_away(publication: Publication, state: ZenodoState, steps: tuple[Step, ...]) -> bool:
    """Whether a file that is whole goes: someone else may be about to publish the draft with it."""
    named = keys(publication)
    touched = (state.files.get(named.get(step.what, step.what)) for step in steps)
    return any(file is not None and file.md5 for file in touched)


def _community_steps(state: ZenodoState, wishes: Wishes) -> Iterator[Step]:
    community = state.community
    if community is None or not wishes.yes or is_included(state) or community.is_asked:
        return
    yield Step(do="metadata", what=f"{COMMUNITY}{community.name}", reason="asked to take it in")


def is_included(state: ZenodoState) -> bool:
    """Whether the record is in the community that it should be in."""
    community, there = state.community, state.current or state.latest
    return community is not None and there is not None and community.id in there.communities


def _warnings(publication: Publication, state: ZenodoState, wishes: Wishes) -> Iterator[str]:
    for other in state.others:
        yield f"{other} carries the identifier of {publication.name}, too, and is left"
    if state.record is not None and state.draft is not None:
        yield f"draft {state.draft.id} of another version is left"
    if state.record is None and not wishes.yes:
        yield "a draft is left, and not published: that needs --yes, and is for good"
    number = len(publication.all_contents)
    if state.record is None and number > MANY_FILES:
        yield f"{number} files take {REQUESTS * number} requests, and the server may make them wait"
    community = state.community
    if community is None or is_included(state):
        return
    if community.is_declined:
        yield f"{COMMUNITY}{community.name} has declined the record"
    elif community.is_asked:
        yield f"{COMMUNITY}{community.name} is asked, and has not answered yet"
    elif not wishes.yes:
        yield f"{COMMUNITY}{community.name} is asked when the record is published (--yes)"


def check_names(publication: Publication) -> None:
    """Raise NotPublishable where a version could not be found again, or two files have one key."""
    for word, value in (("name", publication.name), ("version", publication.version)):
        if not value:
            raise NotPublishable(f"the package needs a {word} to be published, and has none")
    keys(publication)
