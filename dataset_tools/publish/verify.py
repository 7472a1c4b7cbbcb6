"""What a target serves, held against the package: a report with a task for each resource."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from dataset_tools.errors import publish as kinds
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.exceptions import NotPublished
from dataset_tools.files.paths import safe_path
from dataset_tools.model.package import Resource
from dataset_tools.publish.plan import DESCRIPTOR
from dataset_tools.publish.publication import Content, Publication
from dataset_tools.publish.target import S, Served, ServedFile, Target
from dataset_tools.report.checked import checked, count_checks
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task, TaskStats

_CHECKS = tuple(
    Check(kind.code) for kind in (kinds.NOT_THERE, kinds.OTHER_BYTES, kinds.RESOURCE_DIFFERS)
)
"""What every resource is held against."""


def verify(
    target: Target[S],
    publication: Publication,
    *,
    metadata_only: bool = False,
    clock: Callable[[], float] = lambda: 0.0,
) -> Report:
    """Compare what is served now with a package.

    Parameters
    ----------
    target
        The place.
    publication
        The package, which was found valid.
    metadata_only
        Believe the target's own hashes and sizes; else every file is downloaded.
    clock
        Gives seconds, for the report.

    Raises
    ------
    NotPublished
        The target refuses, or does not answer.
    """
    started = clock()
    try:
        served = target.served(publication, metadata_only=metadata_only)
    except NotPublished as error:  # a server may tell the secret that it was sent
        words = target.hidden(error.message)
        raise type(error)(words, fix=error.fix, status=error.status) from None
    by_path = {path: tuple(_errors_of(path, publication, served)) for path in served.expected}
    of_resources: set[str] = set()
    tasks = []
    for resource in publication.package.resources:
        paths = [safe_path(path) for path in resource.paths]
        of_resources.update(paths)
        tasks.append(_task(resource, paths, by_path, served, _counted(publication, resource)))
    rest = [
        error for path, errors in by_path.items() if path not in of_resources for error in errors
    ]
    report = Report(
        tasks=tuple(tasks),
        errors=(*rest, *_surplus(served), *_drift_errors(served, "")),
        seconds=clock() - started,
    )
    return _hidden(report, target.hidden)


def _task(
    resource: Resource,
    paths: list[str],
    by_path: Mapping[str, tuple[Error, ...]],
    served: Served,
    counted: TaskStats,
) -> Task:
    errors = [error for path in paths for error in by_path.get(path, ())]
    errors += _drift_errors(served, resource.name)
    found = [served.found[path] for path in paths if path in served.found]
    alone = found[0] if len(paths) == 1 and found else None
    held = checked(_CHECKS, count_checks(errors))
    return Task(
        name=resource.name,
        type="table" if resource.is_table else "file",
        place=found[0].place if found else served.place,
        stats=TaskStats(
            errors=len(errors),
            rows=counted.rows if not errors else None,
            fields=counted.fields if not errors else None,
            cells=counted.cells if not errors else 0,
            bytes=sum(each.bytes for each in found) if found else None,
            sha256=(alone.sha256 or None) if alone else None,
            checks=len(held),
        ),
        errors=tuple(errors),
        checks=held,
    )


def _counted(publication: Publication, resource: Resource) -> TaskStats:
    """Return what was counted in a table; where the same bytes are served, it is true of them."""
    return next(task.stats for task in publication.report.tasks if task.name == resource.name)


def _errors_of(path: str, publication: Publication, served: Served) -> Iterator[Error]:
    """Yield what is wrong with one file."""
    found = served.found.get(path)
    if found is None:
        note = f"{path} is not served at {served.place}"
        yield Error(kind=kinds.NOT_THERE, note=note, place=path)
        return
    if path == DESCRIPTOR:
        wanted = served.descriptor
    else:
        wanted = served.made[path] if path in served.made else publication.contents[path]
    note = _difference(found, wanted)
    if note:
        yield Error(kind=kinds.OTHER_BYTES, note=f"{path} is served {note}", place=found.place)
    if note and found.text is not None:
        yield from _descriptor_errors(found, served.descriptor_text)


def _difference(found: ServedFile, wanted: Content) -> str:
    if found.bytes != wanted.bytes:
        return f"with {found.bytes:,} bytes, not {wanted.bytes:,}"
    if found.sha256 not in ("", wanted.sha256):
        return f"with SHA-256 {found.sha256}, not {wanted.sha256}"
    return ""


def _descriptor_errors(found: ServedFile, wanted: str) -> Iterator[Error]:
    """Yield each property of the served descriptor that differs."""
    try:
        here, there = json.loads(wanted), json.loads(found.text or "")
    except ValueError:
        return
    if not isinstance(here, dict) or not isinstance(there, dict):
        return
    for key, note in _differences(here, there, leave_out=("resources",)):
        yield Error(
            kind=kinds.PACKAGE_DIFFERS,
            note=f'the served descriptor\'s "{key}" {note}',
            place=found.place,
            pointer=f"/{key}",
        )
    ours, theirs = _by_name(here), _by_name(there)
    for name, number in ours.items():
        other = theirs.get(name)
        if other is None:
            note = f'the served descriptor has no resource "{name}"'
            yield Error(kind=kinds.PACKAGE_DIFFERS, note=note, place=found.place, pointer="")
            continue
        pair = here["resources"][number], there["resources"][other]
        for key, note in _differences(*pair):
            yield Error(
                kind=kinds.RESOURCE_DIFFERS,
                note=f'resource "{name}": the served descriptor\'s "{key}" {note}',
                place=found.place,
                pointer=f"/resources/{other}/{key}",
            )


def _by_name(descriptor: Mapping[str, object]) -> dict[str, int]:
    resources = descriptor.get("resources")
    return {
        str(resource.get("name")): number
        for number, resource in enumerate(resources if isinstance(resources, list) else ())
        if isinstance(resource, dict)
    }


def _differences(
    here: Mapping[str, object],
    there: Mapping[str, object],
    leave_out: Iterable[str] = (),
) -> Iterator[tuple[str, str]]:
    for key in dict.fromkeys((*here, *there)):
        if key in leave_out or here.get(key) == there.get(key):
            continue
        if key not in there:
            yield key, "is missing"
        else:
            yield key, "is surplus" if key not in here else "is another one"


def _surplus(served: Served) -> Iterator[Error]:
    for path, found in served.found.items():
        if path not in served.expected:
            note = f"{path} is served and is no file of the package"
            yield Error(kind=kinds.SURPLUS, note=note, place=found.place, pointer="")


def _drift_errors(served: Served, resource: str) -> list[Error]:
    return [
        Error(kind=each.kind, note=each.note, place=served.place, pointer=each.pointer)
        for each in served.drifts
        if each.resource == resource
    ]


def _hidden(report: Report, hide: Callable[[str], str]) -> Report:
    """Take the secrets out of what the target's own words may hold."""

    def hidden(errors: tuple[Error, ...]) -> tuple[Error, ...]:
        return tuple(
            replace(error, note=hide(error.note), place=hide(error.place)) for error in errors
        )

    tasks = tuple(replace(task, errors=hidden(task.errors)) for task in report.tasks)
    return replace(report, tasks=tasks, errors=hidden(report.errors))
