"""``evidence``: prove every cell from its source."""

from typing import Annotated

import typer

from dataset_tools.cli.arguments import (
    JsonOption,
    OutputOption,
    PackageArgument,
    RemoteOption,
    SourcesNeeded,
)
from dataset_tools.cli.terminal import print_result
from dataset_tools.package import Package
from dataset_tools.render.renderer import EVIDENCE_FORMATS, evidence_renderer

StrengthOption = Annotated[
    bool,
    typer.Option(
        "--strength",
        help="Swap each cell for every other value of its column, and count what is still proved.",
    ),
]
FormatOption = Annotated[
    str,
    typer.Option("--format", help=f"One of: {', '.join(EVIDENCE_FORMATS)}."),
]


def evidence(
    sources: SourcesNeeded,
    package: PackageArgument = ".",
    remote: RemoteOption = False,
    strength: StrengthOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
) -> None:
    """Prove each cell from its source, and say which sentences of the sources are cited.

    The exit code is that of validate --sources.

    Example: dataset-tools evidence . --sources ../documents
    """
    render = evidence_renderer("json" if json else format)
    result = Package.open(package, remote=remote).evidence(sources, strength=strength)
    print_result(render(result), output)
    raise typer.Exit(0 if result.valid else 1)
