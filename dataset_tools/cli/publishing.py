"""What every target of ``publish`` and ``verify`` shares: the options, and the one way through."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.cli.outlet import Outlet
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_diagnostic, print_result
from dataset_tools.exceptions import UsageError
from dataset_tools.package import Package
from dataset_tools.publish.lock import lock_path
from dataset_tools.publish.protocol import publish
from dataset_tools.publish.publication import Publication, publication_of
from dataset_tools.publish.verify import verify
from dataset_tools.render.published import published_json, published_text
from dataset_tools.render.renderer import REPORT_FORMATS, report_renderer
from dataset_tools.report.report import Report

DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print the exact plan; only read from the target.")
]
ResultOption = Annotated[bool, typer.Option("--json", help="Print plan and result as JSON.")]
RequireProofOption = Annotated[
    bool,
    typer.Option("--require-proof", help="Refuse where a cell is not proved; needs --sources."),
]
LockOption = Annotated[
    Path | None,
    typer.Option("--lock", metavar="FILE", help="The record of what was published where."),
]
MetadataOnlyOption = Annotated[
    bool,
    typer.Option("--metadata-only", help="Download no data; believe the target's own hashes."),
]
FormatOption = Annotated[
    str, typer.Option("--format", help=f"One of: {', '.join(REPORT_FORMATS)}.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPublish:
    """What the command line says of a run of ``publish``, whatever the target."""

    package: str
    dry_run: bool
    json: bool
    sources: Path | None
    require_proof: bool
    lock: Path | None
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVerify:
    """What the command line says of a run of ``verify``, whatever the target."""

    package: str
    metadata_only: bool
    format: str
    json: bool
    output: Path | None
    sources: Path | None
    quiet: bool


def publish_to(make_target: "Callable[[], Any]", asked: ToPublish) -> None:
    """Validate, publish, print, and end with the exit code."""
    if asked.require_proof and asked.sources is None:
        raise UsageError("--require-proof needs --sources DIR")
    opened = Package.open(asked.package)
    publication, report = _publication(opened, asked.sources)
    if publication is None:
        print_result(report_renderer("json" if asked.json else "text")(report))
        raise typer.Exit(1)
    lock = asked.lock or lock_path(opened.located)
    result = publish(make_target(), publication, dry_run=asked.dry_run, lock=lock)
    is_worth_it = not asked.quiet if result.error is None else bool(result.plan.steps)
    if asked.json:
        print_result(published_json(result))
    elif is_worth_it:
        print_result(published_text(result))
    if result.error is not None:
        print_diagnostic(f"{result.error.code} {result.error.message}")
    raise typer.Exit(result.exit_code)


def verify_at(make_target: "Callable[[], Any]", asked: ToVerify) -> None:
    """Compare what is served with the package, print the report, and end with its exit code."""
    outlet = Outlet.of("json" if asked.json else asked.format, asked.output, [], ci=False)
    publication, report = _publication(Package.open(asked.package), asked.sources)
    if publication is not None:
        report = verify(
            make_target(),
            publication,
            metadata_only=asked.metadata_only,
            clock=time.perf_counter,
        )
    outlet.show(report, quiet=asked.quiet)
    raise typer.Exit(report.exit_code())


def _publication(opened: Package, sources: Path | None) -> tuple[Publication | None, Report]:
    with progress() as on_progress:
        report = opened.validate(sources=sources, on_progress=on_progress)
    if not report.valid:
        return None, report
    return publication_of(opened.located, opened.described.package, report), report
