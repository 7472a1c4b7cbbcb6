"""DT3xx: labels and the shape of rows."""

from dataset_tools.errors.kind import ErrorKind, table_example

_SCHEMA = '{"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}'
_GOOD = "id,name\n1,Ann\n"


def _label(code: str, type_: str, title: str, message: str, *, fix: str, bad: str) -> ErrorKind:
    return ErrorKind(
        code=code,
        type=type_,
        title=title,
        message=message,
        explanation="The labels of the header must be the names of the schema's fields, in order, "
        "unless `fieldsMatch` says otherwise.",
        fix=fix,
        example=table_example(schema=_SCHEMA, bad=bad, mended=_GOOD),
    )


BLANK_HEADER = _label(
    "DT301",
    "blank-header",
    "Header is empty",
    "The header is empty",
    fix="Put the field names into the first row.",
    bad=",\n1,Ann\n",
)
EXTRA_LABEL = _label(
    "DT302",
    "extra-label",
    "Label has no field",
    'The label "{label}" at position {number} has no field in the schema',
    fix="Add the field to the schema, or take the column out.",
    bad="id,name,extra\n1,Ann,x\n",
)
MISSING_LABEL = _label(
    "DT303",
    "missing-label",
    "Field has no label",
    'The field "{field}" at position {number} has no label in the header{note}',
    fix="Add the column, or take the field out of the schema; check the delimiter.",
    bad="id\n1\n",
)
BLANK_LABEL = ErrorKind(
    code="DT304",
    type="blank-label",
    title="Label is empty",
    message="The label at position {number} is empty",
    explanation="Each column needs a label, or nobody can say which one is meant.",
    fix="Name the column.",
    example=table_example(schema='{"fields": []}', bad="id,\n1,Ann\n", mended=_GOOD),
)
DUPLICATE_LABEL = ErrorKind(
    code="DT305",
    type="duplicate-label",
    title="Label stands twice",
    message='The label "{label}" at position {number} is that of position {note}, too',
    explanation="Each column needs a label of its own.",
    fix="Rename one of the columns.",
    example=table_example(schema='{"fields": []}', bad="id,id\n1,2\n", mended=_GOOD),
)
INCORRECT_LABEL = _label(
    "DT306",
    "incorrect-label",
    "Label is not its field's name",
    'The label "{label}" at position {number} is not the field "{field}"{note}',
    fix="Rename the column or the field; check the order of the columns and the delimiter.",
    bad="id,nom\n1,Ann\n",
)
UNMATCHED_HEADER = ErrorKind(
    code="DT310",
    type="unmatched-header",
    title="Header fits no field",
    message="The header fits no field of the schema{note}",
    explanation="None of the labels is the name of a field, or the header of a later file of the "
    "table is not that of the first.",
    fix="Give the file the header that the schema describes, or the table its right file.",
)
BLANK_ROW = ErrorKind(
    code="DT307",
    type="blank-row",
    title="Row is empty",
    message="Row {row} is empty",
    explanation="All cells of the row are empty, or the line is.",
    fix="Take the row out.",
    example=table_example(schema=_SCHEMA, bad="id,name\n\n1,Ann\n", mended=_GOOD),
)
EXTRA_CELL = ErrorKind(
    code="DT308",
    type="extra-cell",
    title="Row has a cell too many",
    message='Row {row} has an extra cell "{cell}" at position {number}',
    explanation="The row has more cells than the header has labels.",
    fix="Take the cell out, or quote the cell that holds a delimiter.",
    example=table_example(schema=_SCHEMA, bad="id,name\n1,Ann,x\n", mended=_GOOD),
)
MISSING_CELL = ErrorKind(
    code="DT309",
    type="missing-cell",
    title="Row has a cell too few",
    message='Row {row} has no cell for the field "{field}" at position {number}',
    explanation="The row has fewer cells than the header has labels.",
    fix="Add the cell; an empty one needs its delimiter.",
    example=table_example(schema=_SCHEMA, bad="id,name\n1\n", mended=_GOOD),
)

KINDS = (
    BLANK_HEADER,
    EXTRA_LABEL,
    MISSING_LABEL,
    BLANK_LABEL,
    DUPLICATE_LABEL,
    INCORRECT_LABEL,
    UNMATCHED_HEADER,
    BLANK_ROW,
    EXTRA_CELL,
    MISSING_CELL,
)
