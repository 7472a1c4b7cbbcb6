"""``export``: a package in the formats of other tools."""

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.arguments import (
    JsonOption,
    PackageArgument,
    QuietOption,
    RemoteOption,
    SourcesOption,
)
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_aside, print_result
from dataset_tools.export.exporter import EXPORTERS, Source, export_package, judged, named_exporter
from dataset_tools.package import Package
from dataset_tools.render.exported import exported_json, exported_text, notes_text
from dataset_tools.render.renderer import report_renderer

FormatArgument = Annotated[
    str, typer.Argument(metavar="FORMAT", help=f"One of: {', '.join(EXPORTERS)}.")
]
PathOption = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="A folder, made if missing; or, with a suffix, the one file of the format.",
    ),
]


def export(
    format: FormatArgument,
    output: PathOption,
    package: PackageArgument = ".",
    remote: RemoteOption = False,
    sources: SourcesOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Validate, then write the package as FORMAT; what the format does not hold is told.

    Example: dataset-tools export parquet . -o dist
    """
    exporter = named_exporter(format)
    opened = Package.open(package, remote=remote)
    with progress() as on_progress:
        source = Source(
            package=opened.described.package,
            files=opened.located.files,
            report=opened.validate(sources=sources, on_progress=on_progress),
            on_progress=on_progress,
        )
        report = judged(format, exporter, source)
        if not report.valid:
            print_result(report_renderer("json" if json else "text")(report))
            raise typer.Exit(1)
        exported = export_package(format, exporter, source, output)
    if json:
        print_result(exported_json(exported))
        return
    print_aside(notes_text(exported))
    if not quiet:
        print_result(exported_text(exported))
