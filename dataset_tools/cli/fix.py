"""``fix``: mends that leave every typed value as it is."""

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.arguments import JsonOption, QuietOption
from dataset_tools.cli.terminal import print_result
from dataset_tools.render.renderer import FIX_FORMATS, fix_renderer
from dataset_tools.selection import select

PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PACKAGE|FILE]...",
        help="Packages (folders, descriptors), or files of one; only these files are mended then.",
        show_default="the current folder",
    ),
]
DiffOption = Annotated[
    bool, typer.Option("--diff", help="Write nothing, show what would change as a unified diff.")
]
FormatOption = Annotated[str, typer.Option("--format", help=f"One of: {', '.join(FIX_FORMATS)}.")]


def fix(
    paths: PathsArgument = None,
    diff: DiffOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Mend what can be mended without changing a value, and nothing else.

    Byte order marks, line ends, blanks around labels and numbers, several spellings of one value,
    uneven quotation marks, stale bytes, hashes and row counts. A second run changes nothing.
    Exit codes: 0 nothing to do, 1 something was (or would be) mended, 2 could not.

    Example: dataset-tools fix data/people.csv --diff
    """
    from dataset_tools.fix.package import fix_package, joined

    render = fix_renderer("json" if json else format)
    selected = select(paths or [])
    named = frozenset(Path(path).resolve() for path in paths or ())
    fixed = joined(
        (
            fix_package(
                each.package.located,
                each.package.described,
                only=named if each.tables else frozenset(),
                write=not diff,
                diff=diff,
            )
            for each in selected
        ),
        written=not diff,
    )
    if not quiet or fixed.changed or fixed.left:
        print_result(render(fixed))
    raise typer.Exit(1 if fixed.changed else 0)
