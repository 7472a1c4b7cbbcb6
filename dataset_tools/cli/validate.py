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
from dataset_tools.cli.judge import MAX_ERRORS, Asked, judged, recorded
from dataset_tools.cli.outlet import Outlet
from dataset_tools.cli.progress import progress
from dataset_tools.config.settings import FailOn, Settings
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
    int | None,
    typer.Option(
        "--max-errors",
        min=0,
        help=f"How many errors to list a table ({MAX_ERRORS:,}); all are counted.",
    ),
]
FailFastOption = Annotated[
    bool | None,
    typer.Option("--fail-fast/--no-fail-fast", help="Stop at the first bad batch."),
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="What makes the exit code 1 (error)."),
]
SkipOption = Annotated[
    list[str] | None,
    typer.Option(
        "--skip",
        metavar="CODE|TYPE",
        help="Findings of this code or type do not count (repeatable).",
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Only what is not in this file counts."),
]
WriteBaselineOption = Annotated[
    bool,
    typer.Option("--write-baseline", help="Write all that is found into the baseline; exit 0."),
]
NewSinceOption = Annotated[
    str | None,
    typer.Option(
        "--new-since",
        metavar="REF",
        help="Only what the package has not at this revision of git counts.",
    ),
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
EngineOption = Annotated[
    Literal["local", "spark"],
    typer.Option(
        "--engine",
        help="local, or spark: the cluster that Spark's own settings name.",
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
    max_errors: MaxErrorsOption = None,
    fail_fast: FailFastOption = None,
    fail_on: FailOnOption = None,
    skip: SkipOption = None,
    baseline: BaselineOption = None,
    write_baseline: WriteBaselineOption = False,
    new_since: NewSinceOption = None,
    engine: EngineOption = "local",
    quiet: QuietOption = False,
) -> None:
    """Check the descriptor, the files, every cell, keys across tables, and the evidence.

    What is not given here is taken from the settings that are nearest to a package's folder:
    dataset-tools.toml, or the table tool.dataset-tools of pyproject.toml.

    Example: dataset-tools validate . --format json
    """
    outlet = Outlet.of("json" if json else format, output, report or [], ci=ci)
    given = Settings(
        fail_on=fail_on,
        skip=tuple(skip) if skip else None,
        baseline=baseline,
        new_since=new_since,
        sources=sources,
        max_errors=max_errors,
        fail_fast=fail_fast,
    )
    asked = Asked(settings=given, tables=frozenset(table or ()), engine=engine)
    run = recorded if write_baseline else judged
    with progress() as on_progress:
        selections = select(packages or [], schema, remote=remote, engine=engine)
        found, code = run(selections, asked, on_progress)
    outlet.show(found, quiet=quiet)
    raise typer.Exit(code)
