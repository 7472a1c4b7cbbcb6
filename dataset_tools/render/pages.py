"""The pages of the documentation that are made from the catalogue and the table of types."""

from collections.abc import Iterable, Iterator

from dataset_tools.errors.kind import ErrorKind
from dataset_tools.field_types.field_type import FieldType

_MADE = "<!-- made by docs/make.py; a test holds it current -->"


def errors_page(kinds: Iterable[ErrorKind]) -> str:
    """Return the page of error codes in Markdown."""
    lines = [
        "# Error codes",
        "",
        _MADE,
        "",
        "A code is never reused, renumbered or reworded into another meaning. `type` is the word",
        "that frictionless-py's report has for it. `dataset-tools explain CODE` prints the same",
        "with an example.",
    ]
    for kind in sorted(kinds, key=lambda kind: kind.code):
        lines += ["", f"## {kind.code} {kind.title}", "", f"`{kind.type}`. {kind.explanation}"]
        lines += ["", f"*Mend:* {kind.fix}"]
    return "\n".join(lines) + "\n"


def types_page(types: Iterable[FieldType]) -> str:
    """Return the page of field types and their dtypes in Markdown."""
    return "\n".join(_types_lines(types)) + "\n"


def _types_lines(types: Iterable[FieldType]) -> Iterator[str]:
    yield from (
        "# Types",
        "",
        _MADE,
        "",
        "A dtype is a function of the schema, never of the data: an empty table and a table of",
        "nulls have the same. *Required* means that the field has the constraint `required` or is",
        "in the primary key.",
        "",
        "| type | pandas, required | pandas, else | polars | arrow | DuckDB | Spark |",
        "|---|---|---|---|---|---|---|",
    )
    for each in types:
        required, optional = each.pandas
        names = (required, optional, str(each.polars), each.arrow, each.duckdb, each.spark)
        yield f"| {each.name} | " + " | ".join(f"`{name}`" for name in names) + " |"
    yield from (
        "",
        "- A field with `categories` is a `category` in pandas, ordered only where",
        "  `categoriesOrdered` is true, its categories typed as the field; `labels=True` gives the",
        "  labels.",
        '- `errors="coerce"` makes integers and booleans always the nullable ones.',
        "- `decimal=True` gives numbers as exact `Decimal` objects and integers of any size as",
        "  Python's; without it an integer beyond 64 bits raises `ValueBeyondDtype`.",
        "- A datetime with a zone is given in UTC without its zone; `utc=True` keeps the zone.",
        "- The primary key stays a column; `index=True` makes it the index.",
        "- `object` columns hold Python values: lists, dictionaries, durations, points.",
        "",
        "## Constraints and formats",
        "",
        "| type | formats | constraints |",
        "|---|---|---|",
    )
    for each in types:
        formats = ", ".join(each.formats) + (", any strptime pattern" if each.takes_pattern else "")
        yield f"| {each.name} | {formats} | {', '.join(sorted(each.constraints))} |"
