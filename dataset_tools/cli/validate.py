"""``validate``: check everything."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from dataset_tools.cli.arguments import (
    JsonOption,
    OutputOption,
    QuietOption,
    RemoteOption,
    SourcesOption,
    TableOption,
)
from dataset_tools.cli.outlet import Outlet
from dataset_tools.cli.progress import progress
from dataset_tools.package import merged
from dataset_tools.render.renderer import REPORT_FORMATS
from dataset_tools.selection import select

PackagesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PACKAGE]...",
        help="Packages (folders, descriptors, .zip files), bare tables, files of a package, or -.",
        show_default="the current folder",
    ),
]
SchemaOption = Annotated[
    Path | None,
    typer.Option("--schema", metavar="FILE", help="A Table Schema for bare tables."),
]
FormatOption = Annotated[
    str,
    typer.Option("--format", help=f"One of: {', '.join(REPORT_FORMATS)}."),
]
MaxErrorsOption = Annotated[
    int,
    typer.Option("--max-errors", min=0, help="How many errors to list a table; all are counted."),
]
FailFastOption = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first bad batch.")]
FailOnOption = Annotated[
    Literal["error", "warning"],
    typer.Option("--fail-on", help="What makes the exit code 1."),
]

ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT=FILE",
        help="Write the report in another format, too (repeatable).",
    ),
]
CiOption = Annotated[
    bool,
    typer.Option(
        "--ci",
        help="Tell GitHub (annotations, summary, outputs) or GitLab (code quality) what was found.",
    ),
]


def validate(
    packages: PackagesArgument = None,
    schema: SchemaOption = None,
    table: TableOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    report: ReportOption = None,
    ci: CiOption = False,
    sources: SourcesOption = None,
    remote: RemoteOption = False,
    max_errors: MaxErrorsOption = 1000,
    fail_fast: FailFastOption = False,
    fail_on: FailOnOption = "error",
    quiet: QuietOption = False,
) -> None:
    """Check the descriptor, the files, every cell, keys across tables, and the evidence.

    Example: dataset-tools validate . --format json
    """
    outlet = Outlet.of("json" if json else format, output, report or [], ci=ci)
    selected = select(packages or [], schema, remote=remote)
    with progress() as on_progress:
        found = merged(
            (
                None if each.bare else each.package.located.place,
                each.package.validate(
                    tables=table or each.tables,
                    sources=sources,
                    max_errors=max_errors,
                    fail_fast=fail_fast,
                    on_progress=on_progress,
                ),
            )
            for each in selected
        )
    outlet.show(found, quiet=quiet)
    raise typer.Exit(found.exit_code(fail_on))
