"""``verify TARGET``: what is served, held against the package."""

import typer

from dataset_tools.cli.arguments import JsonOption, OutputOption, PackageArgument, QuietOption
from dataset_tools.cli.publishing import (
    FormatOption,
    MetadataOnlyOption,
    PathArgument,
    ToVerify,
    verify_at,
)

app = typer.Typer(
    help="Download what TARGET serves and compare it with the package; exit 1 on drift.\n\n"
    "Example: dataset-tools verify folder /srv/data .",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("folder")
def folder(
    path: PathArgument,
    package: PackageArgument = ".",
    metadata_only: MetadataOnlyOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare PATH/NAME/VERSION with the package.

    Example: dataset-tools verify folder /srv/data . --json
    """
    from dataset_tools.publish.folder import FolderTarget

    asked = ToVerify(
        package=package,
        metadata_only=metadata_only,
        format=format,
        json=json,
        output=output,
        quiet=quiet,
    )
    verify_at(lambda: FolderTarget(path), asked)
