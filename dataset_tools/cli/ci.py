"""``validate --ci``: what a CI platform is told, found from its environment."""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dataset_tools.cli.reports import Wanted
from dataset_tools.cli.terminal import print_diagnostic
from dataset_tools.errors.error import Error
from dataset_tools.files.changes import changed_lines
from dataset_tools.report.report import Report

CODE_QUALITY = Path("gl-code-quality-report.json")
_SUMMARY_BYTES = 1 << 20
_SPARE = 4096
_FROM_THE_TOP = ("github", "gitlab", "sarif")
_UNKNOWN = "no CI platform is known here (GITHUB_ACTIONS, GITLAB_CI): only the report is printed"


@dataclass(frozen=True, slots=True)
class Platform:
    """A CI platform: its name, and the folder that its paths are relative to."""

    name: str
    top: Path


def platform_of(environment: Mapping[str, str]) -> Platform | None:
    """Find the platform from the environment; say so where there is none."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return Platform("github", Path(environment.get("GITHUB_WORKSPACE") or "."))
    if environment.get("GITLAB_CI") == "true":
        return Platform("gitlab", Path(environment.get("CI_PROJECT_DIR") or "."))
    print_diagnostic(_UNKNOWN)
    return None


def for_platform(wanted: Sequence[Wanted], platform: Platform | None) -> list[Wanted]:
    """Let paths be relative to the top of the repository, where a platform looks for them."""
    if platform is None:
        return list(wanted)
    return [
        replace(each, render=_after(each.render, platform))
        if each.format in _FROM_THE_TOP
        else each
        for each in wanted
    ]


def annotations(report: Report, platform: Platform | None) -> str:
    """Return the commands that make GitHub show findings on the lines of a change."""
    if platform is None or platform.name != "github":
        return ""
    from dataset_tools.render.github import github_commands

    changed = changed_lines(_older_commit(os.environ), platform.top)
    return github_commands(_from_the_top(report, platform), changed)


def tell_platform(
    report: Report,
    platform: Platform | None,
    wanted: Sequence[Wanted],
    *,
    code_quality: bool,
) -> None:
    """Write the files that a platform reads: summary and outputs, or the code quality report."""
    if platform is None:
        return
    if platform.name == "gitlab":
        if code_quality:
            from dataset_tools.render.gitlab import gitlab_pieces

            Wanted("gitlab", CODE_QUALITY, _after(gitlab_pieces, platform)).write(report)
        return
    _append("GITHUB_STEP_SUMMARY", lambda room: _summary(report, room))
    _append("GITHUB_OUTPUT", lambda _: "".join(_outputs(report, wanted)))


def _after(
    render: Callable[[Report], Iterable[str]], platform: Platform
) -> Callable[[Report], Iterable[str]]:
    return lambda report: render(_from_the_top(report, platform))


def _from_the_top(report: Report, platform: Platform) -> Report:
    """Return the report with paths relative to the platform's folder, not to the current one."""
    try:
        prefix = Path.cwd().resolve().relative_to(platform.top.resolve()).as_posix()
    except ValueError:
        return report
    if prefix == ".":
        return report

    def placed(errors: tuple[Error, ...]) -> tuple[Error, ...]:
        return tuple(replace(each, place=_joined(prefix, each.place)) for each in errors)

    return replace(
        report,
        errors=placed(report.errors),
        findings=placed(report.findings),
        tasks=tuple(
            replace(task, errors=placed(task.errors), findings=placed(task.findings))
            for task in report.tasks
        ),
    )


def _joined(prefix: str, place: str) -> str:
    if place.startswith(("/", "<")):
        return place
    return os.path.normpath(f"{prefix}/{place}").replace(os.sep, "/") if place else place


def _older_commit(environment: Mapping[str, str]) -> str:
    """Return what a pull request, or a push, is held against; empty if the event says nothing."""
    try:
        event = json.loads(Path(environment.get("GITHUB_EVENT_PATH", "")).read_bytes())
        found = event.get("pull_request", {}).get("base", {}).get("sha") or event.get("before")
    except (OSError, ValueError, AttributeError):
        return ""
    return found if isinstance(found, str) else ""


def _append(variable: str, text: Callable[[int], str]) -> None:
    """Append to a file that the platform names; a fault there never hides the verdict."""
    name = os.environ.get(variable)
    if not name:
        return
    path = Path(name)
    try:
        written = path.stat().st_size if path.exists() else 0
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text(_SUMMARY_BYTES - _SPARE - written))
    except OSError as error:
        print_diagnostic(f"{variable} cannot be written: {error.strerror}")


def _summary(report: Report, room: int) -> str:
    from dataset_tools.render.markdown import summary_markdown

    return summary_markdown(report, room)


def _outputs(report: Report, wanted: Sequence[Wanted]) -> Iterator[str]:
    yield f"valid={'true' if report.valid else 'false'}\n"
    yield f"errors={report.error_count}\n"
    yield f"warnings={report.warning_count}\n"
    for each in wanted:
        if each.format == "json":
            mark = secrets.token_hex(16)
            yield f"report<<{mark}\n{each.file}\n{mark}\n"
            return
