"""``diff``: what changed between two versions of a package."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.arguments import JsonOption, OutputOption, QuietOption
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_result
from dataset_tools.escapes import json_text
from dataset_tools.exceptions import NotPermitted
from dataset_tools.files.write import write_text
from dataset_tools.render.renderer import DIFFERENCE_FORMATS, difference_renderer

_VERSION = "A package: a folder, a descriptor, a .zip, or REF:PATH of git."
OldArgument = Annotated[str, typer.Argument(metavar="OLD", help=_VERSION)]
NewArgument = Annotated[str, typer.Argument(metavar="NEW", help=_VERSION)]
FormatOption = Annotated[
    str, typer.Option("--format", help=f"One of: {', '.join(DIFFERENCE_FORMATS)}.")
]
CheckOption = Annotated[
    bool, typer.Option("--check", help="Exit 1 where NEW's version is too low, or missing.")
]
ChangelogOption = Annotated[
    bool,
    typer.Option(
        "--changelog",
        help="Print the entry of a changelog instead; with --output, put it into that file.",
    ),
]


def diff(
    old: OldArgument,
    new: NewArgument,
    check: CheckOption = False,
    changelog: ChangelogOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Say what changed: schema, rows by primary key, and the version step that this asks for.

    The step is that of the standard's recipe "Data Package Version", with the rule for each
    change. REF:PATH reads a package from git without a checkout, as HEAD:datapackage.json.

    Example: dataset-tools diff v1.0.0:datapackage.json . --check
    """
    from dataset_tools.diff.package import diff_packages
    from dataset_tools.files.git import locate_version
    from dataset_tools.render.changelog import changelog_entry

    render = difference_renderer("json" if json else format)
    with progress() as on_progress:
        difference = diff_packages(
            locate_version(old), locate_version(new), examples=5, on_progress=on_progress
        )
    if changelog:
        entry = changelog_entry(difference, today=datetime.now(UTC).date().isoformat())
        _print_entry(entry, json=json, output=output)
    elif not quiet or difference.changes:
        print_result(render(difference), output)
    raise typer.Exit(1 if check and not difference.verdict.ok else 0)


def _print_entry(entry: str, *, json: bool, output: Path | None) -> None:
    if output is not None:
        from dataset_tools.render.changelog import with_entry

        write_text(output, with_entry(_text_of(output), entry))
    else:
        print_result(json_text({"changelog": entry}) + "\n" if json else entry)


def _text_of(path: Path) -> str:
    """Return the text of a changelog, empty if there is none yet."""
    try:
        return path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError):
        raise NotPermitted(f"{path} cannot be read as a text in UTF-8") from None
