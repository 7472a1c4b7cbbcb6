"""``explain``: what an error code means and how to mend it."""

from typing import Annotated

import typer

from dataset_tools.cli.arguments import JsonOption
from dataset_tools.cli.terminal import print_result
from dataset_tools.errors.catalogue import CATALOGUE, kind_of_code
from dataset_tools.render.explanation import (
    catalogue_json,
    catalogue_text,
    explanation_json,
    explanation_text,
)

CodeArgument = Annotated[str | None, typer.Argument(help="An error code, such as DT201.")]
SchemaOption = Annotated[
    str | None,
    typer.Option(
        "--schema",
        metavar="NAME",
        help="Print a JSON Schema instead: report, settings, datapackage or tableschema.",
    ),
]


def explain(
    code: CodeArgument = None, schema: SchemaOption = None, json: JsonOption = False
) -> None:
    """Say what an error code means, with an example and how to mend it; without one, list all.

    Example: dataset-tools explain DT201
    """
    if schema is not None:
        from dataset_tools.render.schemas import schema_text

        print_result(schema_text(schema))
    elif code is None:
        kinds = CATALOGUE.values()
        print_result(catalogue_json(kinds) if json else catalogue_text(kinds))
    else:
        kind = kind_of_code(code)
        print_result(explanation_json(kind) if json else explanation_text(kind))
