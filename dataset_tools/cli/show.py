"""``show``: rows of a table, typed."""

from typing import Annotated

import typer

from dataset_tools.cli.arguments import JsonOption, PackageArgument, RemoteOption, TableArgument
from dataset_tools.cli.terminal import print_result
from dataset_tools.package import Package
from dataset_tools.render.renderer import ROW_FORMATS, report_renderer, rows_renderer
from dataset_tools.report.report import InvalidTable

HeadOption = Annotated[
    int | None,
    typer.Option("--head", min=0, help="Only so many rows.", show_default="all"),
]
WhereOption = Annotated[
    str | None,
    typer.Option("--where", metavar="FORMULA", help="Only rows for which a formula holds."),
]
FormatOption = Annotated[str, typer.Option("--format", help=f"One of: {', '.join(ROW_FORMATS)}.")]
NoValidateOption = Annotated[
    bool,
    typer.Option("--no-validate", help="Show the rows even if the table has errors."),
]


def show(
    table: TableArgument,
    package: PackageArgument = ".",
    remote: RemoteOption = False,
    head: HeadOption = None,
    where: WhereOption = None,
    format: FormatOption = "table",
    json: JsonOption = False,
    no_validate: NoValidateOption = False,
) -> None:
    """Show rows of a table with their types; a table with errors is refused.

    FORMULA is in the language of row rules, for example: kind == 'share' and change < 0

    Example: dataset-tools show people --head 5
    """
    render = rows_renderer("json" if json else format)
    try:
        rows = Package.open(package, remote=remote).rows(
            table,
            head=head,
            where=where,
            validate=not no_validate,
        )
    except InvalidTable as error:
        print_result(report_renderer("json" if json or format == "json" else "text")(error.report))
        raise typer.Exit(1) from None
    print_result(render(rows))
