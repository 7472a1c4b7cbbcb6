"""``describe``: what is in a package."""

from typing import Annotated

import typer

from dataset_tools.cli.arguments import JsonOption, OutputOption, PackageArgument
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_result
from dataset_tools.package import Package
from dataset_tools.render.renderer import SUMMARY_FORMATS, summary_renderer

TableOption = Annotated[
    list[str] | None,
    typer.Option("--table", metavar="NAME", help="Describe only this table (repeatable)."),
]
FormatOption = Annotated[
    str, typer.Option("--format", help=f"One of: {', '.join(SUMMARY_FORMATS)}.")
]


def describe(
    package: PackageArgument = ".",
    table: TableOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
) -> None:
    """Say what is in a package: rows, keys and, a field, missing, distinct, extremes, histogram.

    The package need not be valid: cells that cannot be read are counted apart.

    Example: dataset-tools describe . --table people
    """
    render = summary_renderer("json" if json else format)
    opened = Package.open(package)
    with progress() as on_progress:
        summary = opened.describe(tables=table or (), on_progress=on_progress)
    print_result(render(summary), output)
