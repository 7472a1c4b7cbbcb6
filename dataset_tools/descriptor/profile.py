"""What the standard says of each property: the table that descriptors are checked against.

Data Package v2, with the older forms that it asks to be read. Where its published profile and its
text part, both forms are read: those places are the rows of ``BOTH_FORMS``.
"""

from dataset_tools.descriptor import forms
from dataset_tools.descriptor.kinds import (
    Anything,
    Either,
    Kind,
    ListOf,
    ObjectOf,
    Text,
    Truth,
    Whole,
    Word,
)
from dataset_tools.descriptor.site import Site

TYPES = (
    *("string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date"),
    *("time", "year", "yearmonth", "duration", "geopoint", "geojson", "any"),
)
ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")
FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")

BOTH_FORMS = {
    "schema.fieldsMatch": "the text says a string, the profile an array",
    "schema.fields": "the text asks for an array, the profile for one that is not empty",
    "resource.dialect": "the text allows a URL or path, the profile an object",
    "field.type": 'the text has the type "list", the profile has not',
    "field.example": "the text says an example value, the profile a string",
    "constraints.enum": "the text allows values or text in each item, the profile one of the two",
    "constraints.minimum": "the text allows values or text, the profile of some types text alone",
    "foreignKey.fields": "the text reads a text or an array on each side, the profile the same",
    "dialect.quoteChar": "the profile says a string, the text one character: empty is none",
}
"""The property, and what the two say of it."""

_TEXT = Text()
_LINK = Text(form=forms.url_or_path)
_FILLED = Text(form=forms.filled)
_TEXTS = ListOf(_TEXT)
_NAMES = Either((_TEXT, ListOf(_TEXT, least=1, unique=True)))
_MISSING_VALUE = ObjectOf(properties={"value": _TEXT, "label": _TEXT}, required=("value",))
_MISSING_VALUES = Either((_TEXTS, ListOf(_MISSING_VALUE)))
_CATEGORY = ObjectOf(properties={"value": Anything(), "label": _TEXT}, required=("value",))
_PRIMITIVES = Anything(types=(str, int, float), wanted="a value", plural="values")

_SOURCE = ObjectOf(
    properties={
        "title": _TEXT,
        "path": _LINK,
        "email": Text(form=forms.email),
        "version": _TEXT,
    },
    least=1,
)
_LICENSE = ObjectOf(
    properties={"name": Text(form=forms.license_name), "path": _LINK, "title": _TEXT},
    one_of=("name", "path"),
)
_CONTRIBUTOR = ObjectOf(
    properties={
        "title": _TEXT,
        "givenName": _TEXT,
        "familyName": _TEXT,
        "path": _LINK,
        "email": Text(form=forms.email),
        "organization": _TEXT,
        "roles": ListOf(_TEXT, least=1),
        "role": _TEXT,
    },
    least=1,
)

CONSTRAINTS = ObjectOf(
    properties={
        "required": Truth(),
        "unique": Truth(),
        "minLength": Whole(),
        "maxLength": Whole(),
        "minimum": Anything(),
        "maximum": Anything(),
        "exclusiveMinimum": Anything(),
        "exclusiveMaximum": Anything(),
        "pattern": _TEXT,
        "enum": ListOf(Anything(), least=1, unique=True),
        "jsonSchema": ObjectOf(),
    },
)
FIELD = ObjectOf(
    properties={
        "name": _TEXT,
        "type": Word(TYPES),
        "format": _FILLED,
        "title": _TEXT,
        "description": _TEXT,
        "constraints": CONSTRAINTS,
        "categories": Either((ListOf(_PRIMITIVES, unique=True), ListOf(_CATEGORY))),
        "categoriesOrdered": Truth(),
        "missingValues": _MISSING_VALUES,
        "rdfType": _TEXT,
        "decimalChar": _FILLED,
        "groupChar": _TEXT,
        "bareNumber": Truth(),
        "trueValues": ListOf(_TEXT, least=1),
        "falseValues": ListOf(_TEXT, least=1),
        "delimiter": _FILLED,
        "itemType": Word(ITEM_TYPES),
        "dataset-tools:evidence": Either(
            (_FILLED, ObjectOf(properties={"match": _FILLED}, required=("match",))),
        ),
    },
    required=("name",),
    enter=Site.at_field,
)
_REFERENCE = ObjectOf(properties={"fields": _NAMES, "resource": _TEXT}, required=("fields",))
_FOREIGN_KEY = ObjectOf(
    properties={"fields": _NAMES, "reference": _REFERENCE},
    required=("fields", "reference"),
)
_ROW_RULE = ObjectOf(
    properties={"name": _FILLED, "formula": _FILLED, "severity": Word(("error", "warning"))},
    required=("name", "formula"),
)
SCHEMA = ObjectOf(
    properties={
        "$schema": _TEXT,
        "fields": ListOf(FIELD),
        "fieldsMatch": Either((Word(FIELDS_MATCH), ListOf(Word(FIELDS_MATCH), least=1, most=1))),
        "missingValues": _MISSING_VALUES,
        "primaryKey": _NAMES,
        "uniqueKeys": ListOf(ListOf(_TEXT, least=1, unique=True), least=1, unique=True),
        "foreignKeys": ListOf(_FOREIGN_KEY, least=1),
        "dataset-tools:rules": ListOf(_ROW_RULE),
    },
    required=("fields",),
    enter=Site.at_schema,
)
DIALECT = ObjectOf(
    properties={
        "$schema": _TEXT,
        "header": Truth(),
        "headerRows": ListOf(Whole(1)),
        "headerJoin": _TEXT,
        "commentRows": ListOf(Whole(1)),
        "commentChar": _FILLED,
        "delimiter": Text(form=forms.separator),
        "lineTerminator": _FILLED,
        "quoteChar": Text(form=forms.one_character_or_none),
        "doubleQuote": Truth(),
        "escapeChar": Text(form=forms.one_character),
        "nullSequence": _TEXT,
        "skipInitialSpace": Truth(),
        "property": _TEXT,
        "itemType": Word(("array", "object")),
        "itemKeys": _TEXTS,
        "sheetNumber": Whole(1),
        "sheetName": _TEXT,
        "table": _TEXT,
    },
    enter=Site.at_dialect,
)


def _by_path(kind: Kind) -> Either:
    """Give the kind of what stands in the descriptor or in a file of its own."""
    return Either((Text(form=forms.filled, wanted="a path"), kind))


RESOURCE = ObjectOf(
    properties={
        "$schema": _TEXT,
        "profile": _TEXT,
        "name": _FILLED,
        "path": Either((Text(wanted="a path"), ListOf(Text(plural="paths"), least=1))),
        "url": _TEXT,
        "data": Anything(types=(str, list, dict), wanted="a string, an array or an object"),
        "type": _TEXT,
        "title": _TEXT,
        "description": _TEXT,
        "homepage": Text(form=forms.url),
        "format": _TEXT,
        "mediatype": Text(form=forms.mediatype),
        "encoding": _TEXT,
        "compression": _TEXT,
        "bytes": Whole(),
        "hash": Text(form=forms.hash_text),
        "sources": ListOf(_SOURCE),
        "licenses": ListOf(_LICENSE, least=1),
        "dialect": _by_path(DIALECT),
        "schema": _by_path(SCHEMA),
    },
    required=("name",),
    enter=Site.at_resource,
)
PACKAGE = ObjectOf(
    properties={
        "$schema": _TEXT,
        "profile": _TEXT,
        "name": _TEXT,
        "id": _TEXT,
        "title": _TEXT,
        "description": _TEXT,
        "homepage": Text(form=forms.url),
        "version": _TEXT,
        "created": Text(form=forms.date_time),
        "contributors": ListOf(_CONTRIBUTOR, least=1),
        "keywords": ListOf(_TEXT, least=1),
        "image": _LINK,
        "licenses": ListOf(_LICENSE, least=1),
        "sources": ListOf(_SOURCE),
        "resources": ListOf(RESOURCE, least=1),
        "dataset-tools:sources": _FILLED,
    },
    required=("resources",),
)
