"""The dictionary of a package: a row for each field, in words."""

import json
from collections.abc import Iterator

from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, Schema

HEADINGS = (
    "table",
    "field",
    "type",
    "title",
    "description",
    "key",
    "constraints",
    "categories",
    "missing values",
)


def field_rows(package: DataPackage) -> Iterator[tuple[str, ...]]:
    """Yield a row of texts for each field of each table, in the order of ``HEADINGS``."""
    for table in package.tables:
        schema = table.schema or Schema()
        for field in schema.fields:
            yield (table.name, *field_row(field, schema, table))


def field_row(field: Field, schema: Schema, table: Resource) -> tuple[str, ...]:
    """Describe one field: what follows the table's name in a row of the dictionary."""
    return (
        field.name,
        type_words(field),
        field.title,
        text_of(field.descriptor.get("description")),
        "; ".join(key_words(field, schema, table)),
        "; ".join(constraint_words(field)),
        "; ".join(category_words(field)),
        missing_words(field),
    )


def text_of(value: object) -> str:
    """Return a text as it is, and nothing for what is none."""
    return value if isinstance(value, str) else ""


def type_words(field: Field) -> str:
    """Name the type, with its format where it is not the default one.

    Examples
    --------
    >>> type_words(Field(name="day", type="date", format="%d.%m.%Y"))
    'date (%d.%m.%Y)'
    """
    return field.type if field.format == "default" else f"{field.type} ({field.format})"


def key_words(field: Field, schema: Schema, table: Resource) -> Iterator[str]:
    """Tell the keys that a field is part of."""
    if field.name in schema.primary_key:
        yield "primary key"
    for key in schema.unique_keys:
        if field.name in key:
            yield "unique key" if len(key) == 1 else f"unique key ({', '.join(key)})"
    for foreign_key in schema.foreign_keys:
        if field.name in foreign_key.fields:
            target = foreign_key.resource or table.name
            at = foreign_key.fields.index(field.name)
            yield f"refers to {target}.{foreign_key.reference_fields[at]}"


def constraint_words(field: Field) -> Iterator[str]:
    """Tell the constraints as the schema writes them."""
    constraints = field.descriptor.get("constraints")
    for name, value in constraints.items() if isinstance(constraints, dict) else ():
        if value is True:
            yield name
        elif value is not False:
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield f"{name} {shown}"


def category_words(field: Field) -> Iterator[str]:
    """Tell the categories, each with its label."""
    for category in field.categories or ():
        value = str(category.value)
        yield value if category.label in (None, value) else f"{value} = {category.label}"


def missing_words(field: Field) -> str:
    """Tell the texts that stand for a missing value, where there are others than the empty one."""
    if field.missing_values == ("",):
        return ""
    return ", ".join(f'"{each}"' for each in field.missing_values)
