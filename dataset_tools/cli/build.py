"""``build``: the package as one archive, or its numbers refreshed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset_tools.cli.arguments import (
    FolderOption,
    JsonOption,
    PackageArgument,
    QuietOption,
    RemoteOption,
    SourcesOption,
)
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_result
from dataset_tools.escapes import json_text
from dataset_tools.exceptions import UsageError
from dataset_tools.files.locate import Located
from dataset_tools.package import Package
from dataset_tools.render.renderer import report_renderer
from dataset_tools.report.report import Report

if TYPE_CHECKING:
    from dataset_tools.build.build import Built

UpdateOption = Annotated[
    bool,
    typer.Option(
        "--update",
        help="Write bytes, hashes and row counts into the package's own descriptor instead.",
    ),
]
RequireProofOption = Annotated[
    bool,
    typer.Option("--require-proof", help="Refuse where a cell is not proved; needs --sources."),
]

AfterOption = Annotated[
    str | None,
    typer.Option(
        "--after",
        metavar="OLD",
        help="Refuse a version too low after this package: a path, or REF:PATH of git.",
    ),
]


def build(
    package: PackageArgument = ".",
    remote: RemoteOption = False,
    output: FolderOption = Path(),
    update: UpdateOption = False,
    sources: SourcesOption = None,
    require_proof: RequireProofOption = False,
    after: AfterOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Validate, then write NAME-VERSION.zip: the same package gives the same bytes.

    With --after the version must be as high as the changes ask for (see diff).

    Example: dataset-tools build . -o dist
    """
    from dataset_tools.build.build import build_archive, update_descriptor
    from dataset_tools.build.fill import without_numbers

    if require_proof and sources is None:
        raise UsageError("--require-proof needs --sources DIR")
    older = None if after is None else _older(after)
    opened = Package.open(package, remote=remote)
    report = opened.validate(sources=sources)
    report = without_numbers(report) if update else report
    if older is not None and report.valid:
        report = _with_version(report, opened, older)
    if not report.valid:
        _print_report(report, json=json)
        raise typer.Exit(1)
    described = opened.described.package
    if update:
        built = update_descriptor(opened.located, described, report)
    else:
        built = build_archive(opened.located, described, report, output)
    if not quiet:
        print_result(_shown(built, json=json))


def _older(after: str) -> Located:
    from dataset_tools.files.git import locate_version

    return locate_version(after)


def _with_version(report: Report, opened: Package, older: Located) -> Report:
    from dataset_tools.build.after import with_version

    with progress() as on_progress:
        return with_version(report, opened.described, opened.located, older, on_progress)


def _print_report(report: Report, *, json: bool) -> None:
    print_result(report_renderer("json" if json else "text")(report))


def _shown(built: "Built", *, json: bool) -> str:
    if json:
        fields = {"path": built.path.as_posix(), "bytes": built.bytes, "sha256": built.sha256}
        return json_text({**fields, "changed": built.changed}) + "\n"
    word = "wrote" if built.changed else "nothing to change in"
    return f"{word} {built.path.as_posix()} ({built.bytes:,} bytes, sha256:{built.sha256})\n"
