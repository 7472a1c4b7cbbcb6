"""``init``: a descriptor and schemas for data files that have none."""

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.arguments import JsonOption, QuietOption
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_result
from dataset_tools.render.renderer import DRAFT_FORMATS, draft_renderer

FilesArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="The data files; each becomes a table."),
]
FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        help="The folder of datapackage.json; all files must be below it.",
        show_default="the current folder, or the one that holds the files",
    ),
]
NameOption = Annotated[
    str | None,
    typer.Option("--name", help="The package's name.", show_default="the folder's"),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Write nothing, only say what would be written.")
]
FormatOption = Annotated[str, typer.Option("--format", help=f"One of: {', '.join(DRAFT_FORMATS)}.")]


def init(
    files: FilesArgument,
    output: FolderOption = None,
    name: NameOption = None,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make datapackage.json and schemas/*.json for data files that have none, from all their rows.

    Types, keys, foreign keys between the files, categories, encodings and dialects are told with
    how sure each is, and why. Codes such as 0870 stay text.

    Example: dataset-tools init data/companies.csv data/people.csv
    """
    from dataset_tools.infer.draft import draft_package, package_folder
    from dataset_tools.infer.write import refuse_existing, write_draft

    render = draft_renderer("json" if json else format)
    if not (force or dry_run):
        refuse_existing(package_folder(files, output))
    with progress() as on_progress:
        draft = draft_package(files, folder=output, name=name, on_progress=on_progress)
    if not dry_run:
        write_draft(draft, force=force)
    if not quiet:
        print_result(render(draft))
