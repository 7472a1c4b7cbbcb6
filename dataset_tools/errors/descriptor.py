"""DT1xx: the descriptor is wrong.

The second digit says where: 0 the file as a whole, 1 the package, 2 a resource, 3 a dialect,
4 a schema, 5 a field. In each place the last digit 0 is a missing property, 1 a value of the
wrong kind, 2 a value that it cannot have; further digits belong to the place alone.
"""

import json
from collections.abc import Mapping

from dataset_tools.errors.kind import ErrorKind, Example, package_example

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_FIELD = {"name": "id", "type": "integer"}
_SCHEMA = {"fields": [_FIELD]}
_RESOURCE = {"name": "table", "path": "table.csv", "schema": _SCHEMA}
_PACKAGE = {"$schema": _PROFILE, "resources": [_RESOURCE]}


def _text(package: Mapping[str, object]) -> str:
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _raw(bad: str) -> Example:
    return package_example(bad=bad, mended=_text(_PACKAGE))


def _package(**changed: object) -> Example:
    return _raw(_text({**_PACKAGE, **changed}))


def _resource(**changed: object) -> Example:
    resource = {name: value for name, value in {**_RESOURCE, **changed}.items() if value != ...}
    return _package(resources=[resource])


def _schema(**changed: object) -> Example:
    return _resource(schema={**_SCHEMA, **changed})


def _field(**changed: object) -> Example:
    field = {name: value for name, value in {**_FIELD, **changed}.items() if value != ...}
    return _resource(schema={"fields": [field]})


def _constraints(rows: str = "id\n1\n", **constraints: object) -> Example:
    example = _field(constraints=constraints)
    return Example(
        bad={**example.bad, "table.csv": rows},
        mended={**example.mended, "table.csv": rows},
    )


def _kind(
    code: str,
    type_: str,
    title: str,
    explanation: str,
    *,
    fix: str,
    example: Example,
) -> ErrorKind:
    return ErrorKind(
        code=code,
        type=type_,
        title=title,
        message="{note}",
        explanation=explanation,
        fix=fix,
        example=example,
    )


_WRONG_KIND = "The standard says of each property whether it is a string, a number, true or false, "
_WRONG_KIND += "an array or an object; this one is something else, so it is not read."
_WRONG_VALUE = "The value is of the right kind, but not one that the standard allows there."
_MEND_VALUE = "Give the property one of the values that the message names."

NOT_JSON = _kind(
    "DT101",
    "package-error",
    "Descriptor is no JSON or YAML",
    "The file is cut, or has a comma too many or too few, a comment, or a word that JSON does "
    "not know; the line and column say where reading stopped.",
    fix="Mend the text at that place; an editor that knows the format shows it.",
    example=_raw(_text(_PACKAGE).rstrip().rstrip("}")),
)
NOT_TEXT = _kind(
    "DT102",
    "package-error",
    "Descriptor is no Unicode text",
    "A descriptor is UTF-8; a byte in it is not, or a string holds half of a surrogate pair.",
    fix="Save the descriptor as UTF-8.",
    example=_raw(_text(_PACKAGE).replace("{", '{\n  "title": "\\ud800",', 1)),
)
BEYOND_BOUNDS = _kind(
    "DT103",
    "package-error",
    "Descriptor is beyond the bounds",
    "A descriptor is read whole, so its size and the depth of its nesting are bounded.",
    fix="Keep large or deeply nested values in a file of their own.",
    example=_raw(_text(_PACKAGE).replace("{", '{\n  "x:deep": ' + "[" * 200 + "]" * 200 + ",", 1)),
)
NOT_AN_OBJECT = _kind(
    "DT104",
    "package-error",
    "Descriptor is no object",
    "A descriptor is one JSON object: names and values between { and }.",
    fix="Put the properties of the package into one object.",
    example=_raw(_text(_PACKAGE).replace("{", "[{", 1).rstrip() + "]\n"),
)
KEY_TWICE = _kind(
    "DT105",
    "package-error",
    "Property stands twice",
    "An object names a property twice; programs differ in which of the two they read, here it "
    "is the last one.",
    fix="Take one of the two out.",
    example=_raw(_text(_PACKAGE).replace("{", '{\n  "title": "A",\n  "title": "B",', 1)),
)
UNCHECKED_PROFILE = _kind(
    "DT106",
    "package-error",
    "Profile is not checked",
    "The descriptor follows a profile beyond the standard's own. It is not fetched, so the "
    "package is checked against the standard alone.",
    fix="Nothing, if that is meant; the standard's own profile is " + _PROFILE,
    example=_package(**{"$schema": "https://example.org/profile.json"}),
)
MISPLACED = _kind(
    "DT107",
    "package-error",
    "Property stands at the wrong level",
    "A property of the Table Schema stands beside `schema`, where nobody reads it.",
    fix="Move the property into `schema`.",
    example=_resource(primaryKey=["id"]),
)

PACKAGE_MISSING = _kind(
    "DT110",
    "package-error",
    "Package lacks a property",
    "A package has `resources`; a license has a `name` or a `path`.",
    fix="Add the property.",
    example=_raw(_text({"$schema": _PROFILE, "title": "Numbers"})),
)
PACKAGE_KIND = _kind(
    "DT111",
    "package-error",
    "Property of the package is of the wrong kind",
    _WRONG_KIND,
    fix="Write the value as the message says.",
    example=_package(version=1),
)
PACKAGE_VALUE = _kind(
    "DT112",
    "package-error",
    "Property of the package has a value it cannot have",
    _WRONG_VALUE,
    fix=_MEND_VALUE,
    example=_package(created="yesterday"),
)

RESOURCE_MISSING = _kind(
    "DT120",
    "resource-error",
    "Resource lacks a property",
    "A resource has a `name`, and its data by `path` or inline as `data`; inline text says its "
    "`format`.",
    fix="Add the property.",
    example=_resource(name=...),
)
RESOURCE_KIND = _kind(
    "DT121",
    "resource-error",
    "Property of a resource is of the wrong kind",
    _WRONG_KIND,
    fix="Write the value as the message says.",
    example=_resource(title=["Numbers"]),
)
RESOURCE_VALUE = _kind(
    "DT122",
    "resource-error",
    "Property of a resource has a value it cannot have",
    _WRONG_VALUE,
    fix=_MEND_VALUE,
    example=_resource(mediatype="csv"),
)
RESOURCE_TWICE = _kind(
    "DT123",
    "resource-error",
    "Two resources have the same name",
    "A resource is named by its `name`, in keys of other tables and on the command line, so the "
    "name is unique in the package.",
    fix="Rename one of the two.",
    example=_package(resources=[_RESOURCE, _RESOURCE]),
)
PATH_AND_DATA = _kind(
    "DT124",
    "resource-error",
    "Resource has both path and data",
    "The data of a resource are in files (`path`) or in the descriptor (`data`), not in both.",
    fix="Take one of the two out.",
    example=_resource(data=[{"id": 1}]),
)
UNCHECKED_HASH = _kind(
    "DT125",
    "resource-error",
    "Hash is not checked",
    "The hash is of an algorithm that is not known here, so the file was not compared with it.",
    fix="State a hash by md5, sha1, sha256 or sha512, as `sha256:…`.",
    example=_resource(hash="crc99:0a"),
)

DIALECT_KIND = _kind(
    "DT131",
    "dialect-error",
    "Property of a dialect is of the wrong kind",
    _WRONG_KIND,
    fix="Write the value as the message says.",
    example=_resource(dialect={"header": "no"}),
)
DIALECT_VALUE = _kind(
    "DT132",
    "dialect-error",
    "Property of a dialect has a value it cannot have",
    _WRONG_VALUE,
    fix=_MEND_VALUE,
    example=_resource(dialect={"quoteChar": "''"}),
)
DIALECT_CONTRADICTION = _kind(
    "DT133",
    "dialect-error",
    "Dialect contradicts itself",
    "The characters that part cells, end rows, quote and escape must differ, or no row can be "
    "read.",
    fix="Give the dialect the characters that the file uses.",
    example=_resource(dialect={"delimiter": ";", "quoteChar": ";"}),
)
DIALECT_FILE = _kind(
    "DT134",
    "dialect-error",
    "Dialect cannot be read",
    "The `dialect` is a path, and the file is not there or holds no JSON object.",
    fix="Mend the path or the file, or write the dialect into the descriptor.",
    example=_resource(dialect="dialect.json"),
)

SCHEMA_MISSING = _kind(
    "DT140",
    "schema-error",
    "Schema lacks a property",
    "A schema has `fields`; a foreign key has `fields` and a `reference` with `fields`; a row "
    "rule has a `name` and a `formula`.",
    fix="Add the property.",
    example=_resource(schema={"title": "Numbers"}),
)
SCHEMA_KIND = _kind(
    "DT141",
    "schema-error",
    "Property of a schema is of the wrong kind",
    _WRONG_KIND,
    fix="Write the value as the message says.",
    example=_schema(primaryKey=5),
)
SCHEMA_VALUE = _kind(
    "DT142",
    "schema-error",
    "Property of a schema has a value it cannot have",
    _WRONG_VALUE,
    fix=_MEND_VALUE,
    example=_schema(fieldsMatch="some"),
)
FIELD_TWICE = _kind(
    "DT143",
    "schema-error",
    "Two fields or rules have the same name",
    "Keys, rules and messages name a field or a rule by its name, so it is unique in its schema.",
    fix="Rename one of the two.",
    example=_schema(fields=[_FIELD, _FIELD]),
)
NO_SUCH_FIELD = _kind(
    "DT144",
    "schema-error",
    "Key names no field",
    "A primary, unique or foreign key lists names of fields; this one is no field of its schema.",
    fix="Mend the name, or add the field.",
    example=_schema(primaryKey=["nr"]),
)
NO_SUCH_RESOURCE = _kind(
    "DT145",
    "schema-error",
    "Foreign key names no table",
    "A foreign key refers to a resource of the same package, which has a schema.",
    fix="Mend the name, or add the resource.",
    example=_schema(
        foreignKeys=[{"fields": ["id"], "reference": {"resource": "people", "fields": ["id"]}}],
    ),
)
KEY_LENGTHS = _kind(
    "DT146",
    "schema-error",
    "Foreign key has unequal sides",
    "The fields of a foreign key and those it refers to belong together one by one.",
    fix="List as many fields in `reference` as in the key.",
    example=_schema(
        fields=[_FIELD, {"name": "nr", "type": "integer"}],
        foreignKeys=[{"fields": ["id"], "reference": {"fields": ["id", "nr"]}}],
        fieldsMatch="superset",
    ),
)
FORMULA = _kind(
    "DT147",
    "schema-error",
    "Row rule cannot be read",
    "The formula of an item of `dataset-tools:rules` is not of the rules' language, or names a "
    "field that the schema has not.",
    fix="Mend the formula: names of fields, values, comparisons, and, or, not.",
    example=_schema(**{"dataset-tools:rules": [{"name": "small", "formula": "id <"}]}),
)
SCHEMA_FILE = _kind(
    "DT148",
    "schema-error",
    "Schema cannot be read",
    "The `schema` is a path, and the file is not there or holds no JSON object.",
    fix="Mend the path or the file, or write the schema into the descriptor.",
    example=_resource(schema="schema.json"),
)

FIELD_MISSING = _kind(
    "DT150",
    "field-error",
    "Field lacks a property",
    "A field has a `name`.",
    fix="Add the property.",
    example=_field(name=...),
)
FIELD_KIND = _kind(
    "DT151",
    "field-error",
    "Property of a field is of the wrong kind",
    _WRONG_KIND,
    fix="Write the value as the message says.",
    example=_field(bareNumber="no"),
)
FIELD_VALUE = _kind(
    "DT152",
    "field-error",
    "Property of a field has a value it cannot have",
    _WRONG_VALUE,
    fix=_MEND_VALUE,
    example=_field(type="int"),
)
NOT_FOR_TYPE = _kind(
    "DT154",
    "field-error",
    "Constraint is not for the field's type",
    "Each constraint is defined for some types: lengths for collections, bounds for what has an "
    "order, `pattern` for strings, `jsonSchema` for objects and arrays.",
    fix="Take the constraint out, or give the field the type that it is meant for.",
    example=_constraints(minLength=1),
)
UNREADABLE = _kind(
    "DT155",
    "field-error",
    "Constraint's value cannot be read",
    "Bounds, `enum` and `categories` hold values of the field's own type and format; a "
    "`jsonSchema` is a JSON Schema.",
    fix="Write the value as a cell of the field would be written.",
    example=_constraints(minimum="abc"),
)
BAD_PATTERN = _kind(
    "DT156",
    "field-error",
    "Pattern cannot be read",
    "A `pattern` is a regular expression of XML Schema; it must match the whole value, and does "
    "so in linear time, so it cannot look around or refer back.",
    fix="Mend the pattern; a character with a meaning of its own is escaped by a backslash.",
    example=_field(type="string", constraints={"pattern": "("}),
)
CROSSED_BOUNDS = _kind(
    "DT157",
    "field-error",
    "Bounds leave no value",
    "The lower bound is above the upper one, so that no value satisfies both.",
    fix="Mend one of the bounds.",
    example=_constraints(rows="id\n", minimum=3, maximum=2),
)
BEYOND_CATEGORIES = _kind(
    "DT158",
    "field-error",
    "Enum has values beyond the categories",
    "With `categories`, the values of an `enum` are some of them.",
    fix="Take the value out of `enum`, or add it to `categories`.",
    example=_field(categories=[1, 2], constraints={"enum": [1, 3]}),
)

KINDS = tuple(entry for entry in globals().values() if isinstance(entry, ErrorKind))
