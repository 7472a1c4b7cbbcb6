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

KINDS = (DEMANDED,)
