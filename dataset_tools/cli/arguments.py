"""Arguments and options that several commands share, each declared once."""

from pathlib import Path
from typing import Annotated

import typer

PackageArgument = Annotated[
    str,
    typer.Argument(
        metavar="[PACKAGE]",
        help="A folder with datapackage.json, such a file, or a .zip of a package.",
        show_default="the current folder",
    ),
]
TableArgument = Annotated[str, typer.Argument(help="The name of a table.")]
TableOption = Annotated[
    list[str] | None,
    typer.Option("--table", metavar="NAME", help="Check only this table (repeatable)."),
]
SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="DIR",
        help="Where the source documents are, found by their hash; proves every cell.",
    ),
]
SourcesNeeded = Annotated[
    Path,
    typer.Option(
        "--sources",
        metavar="DIR",
        help="Where the source documents are, found by their hash.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write there instead of printing."),
]
FolderOption = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="DIR", help="The folder to write to; made if missing."),
]
RemoteOption = Annotated[
    bool,
    typer.Option("--remote", help="Fetch what is named by http(s) URLs; else nothing is fetched."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
QuietOption = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print nothing if all is well."),
]
