"""DT4xx: keys across rows and tables, and row rules."""

import json

from dataset_tools.errors.kind import ErrorKind, Example, table_example

_KEYED = '{"fields": [{"name": "id", "type": "integer"}, {"name": "x"}], "primaryKey": ["id"]}'


def _two_tables(children: str) -> dict[str, str]:
    reference = {"resource": "parents", "fields": ["id"]}
    parents = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    schema = {
        "fields": [{"name": "parent", "type": "string"}],
        "foreignKeys": [{"fields": ["parent"], "reference": reference}],
    }
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "resources": [
            {"name": "parents", "path": "parents.csv", "schema": parents},
            {"name": "children", "path": "children.csv", "schema": schema},
        ],
    }
    return {
        "datapackage.json": json.dumps(descriptor, indent=2) + "\n",
        "parents.csv": "id\na\n",
        "children.csv": children,
    }


PRIMARY_KEY_DUPLICATE = ErrorKind(
    code="DT401",
    type="primary-key",
    title="Primary key stands twice",
    message="Row {row}: {note}",
    explanation="An earlier row has the same values in the fields of the primary key.",
    fix="Mend the key, or take one of the two rows out.",
    example=table_example(schema=_KEYED, bad="id,x\n1,a\n1,b\n", mended="id,x\n1,a\n2,b\n"),
)
PRIMARY_KEY_MISSING = ErrorKind(
    code="DT402",
    type="primary-key",
    title="Primary key is missing",
    message="Row {row}: {note}",
    explanation="A field of the primary key is empty; a key must name its row.",
    fix="Fill in the key.",
    example=table_example(schema=_KEYED, bad="id,x\n,a\n", mended="id,x\n1,a\n"),
)
UNIQUE_KEY_DUPLICATE = ErrorKind(
    code="DT403",
    type="unique-error",
    title="Unique key stands twice",
    message="Row {row}: {note}",
    explanation="An earlier row has the same values in the fields of one of the `uniqueKeys`; "
    "keys with a null are left out.",
    fix="Mend the key, or take one of the two rows out.",
    example=table_example(
        schema='{"fields": [{"name": "a"}, {"name": "b"}], "uniqueKeys": [["a", "b"]]}',
        bad="a,b\n1,2\n1,2\n",
        mended="a,b\n1,2\n1,3\n",
    ),
)
FOREIGN_KEY = ErrorKind(
    code="DT404",
    type="foreign-key",
    title="Reference to nothing",
    message="Row {row}: {note}",
    explanation="The values of the foreign key stand in no row of the table it refers to.",
    fix="Mend the reference, or add the row that it refers to.",
    example=Example(bad=_two_tables("parent\nb\n"), mended=_two_tables("parent\na\n")),
)
ROW_RULE = ErrorKind(
    code="DT405",
    type="row-constraint",
    title="Row breaks a rule",
    message="Row {row}: {note}",
    explanation="A formula of `dataset-tools:rules` does not hold for the row.",
    fix="Mend the row, or the rule if the row is right.",
    example=table_example(
        schema='{"fields": [{"name": "low", "type": "integer"}, '
        '{"name": "high", "type": "integer"}], '
        '"dataset-tools:rules": [{"name": "low-below-high", "formula": "low <= high"}]}',
        bad="low,high\n2,1\n",
        mended="low,high\n1,2\n",
    ),
)

KINDS = (
    PRIMARY_KEY_DUPLICATE,
    PRIMARY_KEY_MISSING,
    UNIQUE_KEY_DUPLICATE,
    FOREIGN_KEY,
    ROW_RULE,
)
