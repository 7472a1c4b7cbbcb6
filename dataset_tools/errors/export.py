"""DT81x: what stands in the way of an export."""

from dataset_tools.errors.kind import ErrorKind

DEMANDED = ErrorKind(
    code="DT810",
    type="package-error",
    title="The vocabulary demands a property",
    message="{note}",
    explanation="A metadata vocabulary (Croissant, DataCite, DCAT-AP …) has properties that it "
    "cannot do without, and the descriptor does not state one of them. Nothing is invented in its "
    "place, and nothing is written.",
    fix="State the property in the descriptor, or export to another vocabulary.",
)

BEYOND_FORMAT = ErrorKind(
    code="DT811",
    type="error",
    title="The format cannot hold the package",
    message="{note}",
    explanation="The package has more than the format takes (columns of a sheet, of a table of "
    "SQLite …), so that no file of it can be written.",
    fix="Export to another format, such as Parquet.",
)

KINDS = (DEMANDED, BEYOND_FORMAT)
