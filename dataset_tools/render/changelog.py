"""An entry of a changelog, as *Keep a Changelog* has it, and its place among the others."""

import re
from collections.abc import Iterator

from dataset_tools.diff.change import Change
from dataset_tools.diff.difference import Difference
from dataset_tools.escapes import disarmed
from dataset_tools.render.markdown_text import plain

_TITLE = "# Changelog\n"
_HEADING = re.compile(r"^## .*$", re.MULTILINE)
_UNRELEASED = re.compile(r"## \[?unreleased\b", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECTIONS = ("Changed", "Added", "Removed", "Fixed")


def changelog_entry(difference: Difference, today: str) -> str:
    """Return what changed, under the new version and the day it was made, else ``today``.

    Where the new version is too low, the entry is headed by the lowest that is high enough.
    """
    return disarmed("\n".join(_lines(difference, today)) + "\n")


def _lines(difference: Difference, today: str) -> Iterator[str]:
    created = _DAY.match(difference.created)
    verdict = difference.verdict
    version = verdict.new if verdict.ok else verdict.lowest or verdict.new or "Unreleased"
    yield f"## {_version_heading(version)} - {created[0] if created else today}"
    sections: dict[str, list[Change]] = {name: [] for name in _SECTIONS}
    for change in difference.changes:
        sections[_section(change)].append(change)
    for name, changes in sections.items():
        if changes:
            yield from ("", f"### {name}", *map(_line, changes))
    if not difference.changes:
        yield from ("", "No change of the data or of what describes them.")


def _version_heading(version: str) -> str:
    return f"[{plain(version)}]"


def _section(change: Change) -> str:
    kind = change.kind.name
    if kind.endswith("-added"):
        return "Added"
    if kind.endswith("-removed"):
        return "Removed"
    return "Fixed" if change.step == "patch" and "metadata" not in kind else "Changed"


def _line(change: Change) -> str:
    place = ".".join(plain(part) for part in (change.resource, change.field) if part)
    where = f"`{place}`: " if place and "&" not in place else f"{place}: " if place else ""
    return f"- {where}{plain(change.message)}"


def with_entry(changelog: str, entry: str) -> str:
    """Put an entry above the newest one of a changelog; one of the same version is replaced.

    Examples
    --------
    >>> print(with_entry("# Changelog", "## [1.1.0] - 2026-01-31"), end="")
    # Changelog
    <BLANKLINE>
    ## [1.1.0] - 2026-01-31
    """
    text = changelog if changelog.strip() else _TITLE
    headings = [found for found in _HEADING.finditer(text) if not _UNRELEASED.match(found[0])]
    start = headings[0].start() if headings else len(text)
    end = start
    for at, found in enumerate(headings):
        if _version(found[0]) == _version(entry.partition("\n")[0]):
            start = found.start()
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
    before, after = text[:start].rstrip("\n"), text[end:].lstrip("\n")
    return f"{before}\n\n{entry.rstrip()}\n" + (f"\n{after}" if after else "")


def _version(heading: str) -> str:
    return heading.removeprefix("## ").split(" ")[0].strip("[]")
