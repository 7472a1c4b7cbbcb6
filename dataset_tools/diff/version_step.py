"""Which version a step asks for, and whether a version is high enough (Semantic Versioning 2)."""

import re
from dataclasses import dataclass

from dataset_tools.diff.change import STEPS, Step

_NUMBER = "(0|[1-9][0-9]{0,17})"
_VERSION = re.compile(
    rf"v?{_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER}"
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?)?)?"
)
_WITH_PATCH = 3
_Core = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version that was read; ``before`` is what makes it a pre-release."""

    core: _Core
    before: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[_Core, bool, tuple[tuple[int, int, str], ...]]:
        """What versions are ordered by: a pre-release comes before its release."""
        parts = tuple(
            (0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.before
        )
        return self.core, not self.before, parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether NEW's version is high enough; ``lowest`` is the lowest that is, if OLD tells it."""

    old: str
    new: str
    lowest: str
    ok: bool
    note: str


def read_version(text: str) -> Version | None:
    """Read MAJOR.MINOR.PATCH, or a shorter form of it; None if it is neither.

    Examples
    --------
    >>> read_version("1.2").core
    (1, 2, 0)
    """
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    major, minor, patch = (int(part or 0) for part in found.groups()[:_WITH_PATCH])
    before = tuple(found[4].split(".")) if found[4] else ()
    return Version(core=(major, minor, patch), before=before)


def lowest_version(old: Version, step: Step) -> str:
    """Return the lowest release that a step leads to.

    From a pre-release its own release is enough, if that is such a step; 0.x steps as any other.

    Examples
    --------
    >>> lowest_version(Version(core=(0, 3, 1)), "major")
    '1.0.0'
    """
    core = old.core if old.before and _begins(old.core, step) else _stepped(old.core, step)
    return ".".join(map(str, core))


def _begins(core: _Core, step: Step) -> bool:
    """Whether a release is the first of its major or minor version, as the step asks for."""
    zeros = STEPS.index(step) - 1
    return not any(core[_WITH_PATCH - zeros :]) if zeros > 0 else True


def _stepped(core: _Core, step: Step) -> _Core:
    major, minor, patch = core
    if step == "major":
        return major + 1, 0, 0
    if step == "minor":
        return major, minor + 1, 0
    return (major, minor, patch + 1) if step == "patch" else core


def judge_version(old: str, new: str, step: Step) -> Verdict:
    """Say whether ``new`` is high enough after ``old`` for a step; too high is high enough."""
    before, after = read_version(old), read_version(new)
    lowest = lowest_version(before, step) if before else ""
    if not new:
        ok, note = False, "NEW has no version"
    elif old == new and step == "none":
        ok, note = True, "the version may stay"
    elif after is None:
        ok, note = False, f'"{new}" is no version of the form MAJOR.MINOR.PATCH'
    elif before is None:
        reason = f'OLD\'s version "{old}" is none of that form' if old else "OLD has no version"
        ok, note = True, f"{reason}, so any is high enough"
    else:
        ok = _is_enough(before, after, step, lowest)
        note = "it is high enough" if ok else f"it must be {lowest} or higher"
    return Verdict(old=old, new=new, lowest=lowest, ok=ok, note=note)


def _is_enough(before: Version, after: Version, step: Step, lowest: str) -> bool:
    needed = read_version(lowest)
    if needed is None or after.core < needed.core:
        return False
    return after.rank >= before.rank if step == "none" else after.rank > before.rank
