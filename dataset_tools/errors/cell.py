"""DT2xx: a cell is wrong by itself."""

from dataset_tools.errors.kind import ErrorKind, table_example

_MESSAGE = '"{cell}" in row {row}, field "{field}": {note}'


def _constraint(code: str, title: str, explanation: str, *, constraint: str, bad: str) -> ErrorKind:
    """Make the entry of one constraint; its example is a field with good cells and one bad."""
    type_, good = ("integer", "15") if "imum" in constraint else ("string", "abc")
    schema = f'{{"fields": [{{"name": "x", "type": "{type_}", "constraints": {constraint}}}]}}'
    return ErrorKind(
        code=code,
        type="constraint-error",
        title=title,
        message=_MESSAGE,
        explanation=explanation,
        fix="Mend the cell, or change the constraint if the cell is right.",
        example=table_example(schema=schema, bad=f"x\n{bad}\n", mended=f"x\n{good}\n"),
    )


TYPE_ERROR = ErrorKind(
    code="DT201",
    type="type-error",
    title="Cell is not of its field's type",
    message=_MESSAGE,
    explanation="The text of the cell cannot be read as the type that the schema gives the field.",
    fix="Mend the cell, or give the field the type that its cells have.",
    example=table_example(
        schema='{"fields": [{"name": "born", "type": "year"}]}',
        bad="born\n19x5\n",
        mended="born\n1965\n",
    ),
)
REQUIRED = ErrorKind(
    code="DT202",
    type="constraint-error",
    title="Required cell is missing",
    message='Row {row}, field "{field}": {note}',
    explanation="The field is required, and the cell holds one of its missing values.",
    fix="Fill in the cell, or take `required` from the field.",
    example=table_example(
        schema=(
            '{"fields": [{"name": "id", "type": "integer"}, '
            '{"name": "name", "type": "string", "constraints": {"required": true}}]}'
        ),
        bad="id,name\n1,\n",
        mended="id,name\n1,Ann\n",
    ),
)
MINIMUM = _constraint(
    "DT203",
    "Value is below the minimum",
    "The value is less than the field's `minimum`.",
    constraint='{"minimum": 10}',
    bad="9",
)
MAXIMUM = _constraint(
    "DT204",
    "Value is above the maximum",
    "The value is greater than the field's `maximum`.",
    constraint='{"maximum": 20}',
    bad="21",
)
EXCLUSIVE_MINIMUM = _constraint(
    "DT205",
    "Value is not above the exclusive minimum",
    "The value is not greater than the field's `exclusiveMinimum`.",
    constraint='{"exclusiveMinimum": 10}',
    bad="10",
)
EXCLUSIVE_MAXIMUM = _constraint(
    "DT206",
    "Value is not below the exclusive maximum",
    "The value is not less than the field's `exclusiveMaximum`.",
    constraint='{"exclusiveMaximum": 20}',
    bad="20",
)
MIN_LENGTH = _constraint(
    "DT207",
    "Value is too short",
    "The value has fewer characters or items than the field's `minLength`.",
    constraint='{"minLength": 3}',
    bad="ab",
)
MAX_LENGTH = _constraint(
    "DT208",
    "Value is too long",
    "The value has more characters or items than the field's `maxLength`.",
    constraint='{"maxLength": 3}',
    bad="abcd",
)
PATTERN = _constraint(
    "DT209",
    "Value does not match the pattern",
    "The whole value must match the field's `pattern`, a regular expression of XML Schema.",
    constraint='{"pattern": "[a-z]+"}',
    bad="ABC",
)
ENUM = _constraint(
    "DT210",
    "Value is not one of the allowed",
    "The value is none of those that the field's `enum` lists.",
    constraint='{"enum": ["abc", "def"]}',
    bad="xyz",
)
JSON_SCHEMA = ErrorKind(
    code="DT211",
    type="constraint-error",
    title="Value does not fit its JSON Schema",
    message=_MESSAGE,
    explanation="The object or array is not valid by the field's `jsonSchema`.",
    fix="Mend the cell, or change the constraint if the cell is right.",
)
UNIQUE = ErrorKind(
    code="DT212",
    type="unique-error",
    title="Value stands twice in a unique field",
    message="Row {row}: {note}",
    explanation="The field is unique, and an earlier row has the same value; nulls are left out.",
    fix="Mend the cell, or take `unique` from the field.",
    example=table_example(
        schema='{"fields": [{"name": "x", "type": "string", "constraints": {"unique": true}}]}',
        bad="x\na\na\n",
        mended="x\na\nb\n",
    ),
)
CATEGORY = ErrorKind(
    code="DT213",
    type="constraint-error",
    title="Value is none of the categories",
    message=_MESSAGE,
    explanation="The value is none of those that the field's `categories` lists.",
    fix="Mend the cell, or add the value to the categories.",
    example=table_example(
        schema='{"fields": [{"name": "size", "type": "string", "categories": ["small", "big"]}]}',
        bad="size\nhuge\n",
        mended="size\nbig\n",
    ),
)

KINDS = (
    TYPE_ERROR,
    REQUIRED,
    MINIMUM,
    MAXIMUM,
    EXCLUSIVE_MINIMUM,
    EXCLUSIVE_MAXIMUM,
    MIN_LENGTH,
    MAX_LENGTH,
    PATTERN,
    ENUM,
    JSON_SCHEMA,
    UNIQUE,
    CATEGORY,
)
