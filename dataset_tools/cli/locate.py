"""``locate``: where a text stands in the sources."""

from typing import Annotated

import typer

from dataset_tools.cli.arguments import JsonOption, PackageArgument, RemoteOption, SourcesNeeded
from dataset_tools.cli.terminal import print_result
from dataset_tools.escapes import disarmed, json_text
from dataset_tools.evidence.fragment import format_token
from dataset_tools.package import Package
from dataset_tools.render.visible import visible

TextArgument = Annotated[str, typer.Argument(help="The text to look for, as the source has it.")]


def locate(
    text: TextArgument,
    sources: SourcesNeeded,
    package: PackageArgument = ".",
    remote: RemoteOption = False,
    json: JsonOption = False,
) -> None:
    """Print the fragment(s) where a text stands, ready for an evidence column; exit 1 if nowhere.

    Example: dataset-tools locate "17%" . --sources ../documents
    """
    found = Package.open(package, remote=remote).locate(text, sources)
    fragments = [format_token(each.fragment) for each in found]
    if json:
        print_result(json_text(fragments) + "\n")
    else:
        print_result(disarmed("".join(f"{visible(each)}\n" for each in fragments)))
    raise typer.Exit(0 if found else 1)
