"""``validate``: check everything."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from dataset_tools.cli.arguments import (
    JsonOption,
    OutputOption,
    QuietOption,
    SourcesOption,
    TableOption,
)
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_result
from dataset_tools.package import merged
from dataset_tools.render.renderer import REPORT_FORMATS, report_renderer
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


def validate(
    packages: PackagesArgument = None,
    schema: SchemaOption = None,
    table: TableOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    sources: SourcesOption = None,
    max_errors: MaxErrorsOption = 1000,
    fail_fast: FailFastOption = False,
    fail_on: FailOnOption = "error",
    quiet: QuietOption = False,
) -> None:
    """Check the descriptor, the files, every cell, keys across tables, and the evidence.

    Example: dataset-tools validate . --format json
    """
    render = report_renderer("json" if json else format)
    selected = select(packages or [], schema)
    with progress() as on_progress:
        report = merged(
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
    if not (quiet and report.valid and not report.warning_count):
        print_result(render(report), output)
    raise typer.Exit(report.exit_code(fail_on))
