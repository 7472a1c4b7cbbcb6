"""Packages that say all that a vocabulary asks for: two real ones, and one of many forms."""

import json
import shutil
from pathlib import Path
from typing import Any

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
REAL = ("glacier-mass-balance", "s-and-p-500-companies")
STATED = {
    "id": "https://doi.org/10.5072/example",
    "homepage": "https://example.org/dataset",
    "created": "2024-01-31T12:00:00Z",
    "version": "1.0.0",
    "contributors": [
        {"givenName": "Ada", "familyName": "Byron", "title": "Ada Byron", "roles": ["author"]},
        {"title": "Example Press", "path": "https://example.org", "roles": ["publisher"]},
    ],
}
"""What a steward states before publishing; the packages themselves say none of it."""


def completed(folder: Path, to: Path) -> Path:
    """Copy a package, and state in its descriptor what it does not."""
    shutil.copytree(folder, to)
    path = to / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**STATED, **descriptor}), "utf-8")
    return to


SAID = {
    "name": "small",
    "id": "10.5072/small",
    "title": "A <small> package & more",
    "description": "What is in it, and where it comes from; in at least fifty characters.",
    "version": "1.0.0",
    "created": "2024-01-31T12:00:00Z",
    "homepage": "https://example.org/small",
    "keywords": ["one", "two"],
    "licenses": [{"name": "CC-BY-4.0"}],
    "contributors": [
        {"title": "Ada Byron", "givenName": "Ada", "familyName": "Byron", "roles": ["author"]},
        {"title": "Example Press", "roles": ["publisher", "funder"]},
    ],
    "sources": [{"title": "Elsewhere", "path": "https://example.org/elsewhere"}],
}
ID: dict[str, Any] = {"name": "id", "type": "integer", "constraints": {"minimum": 1}}
KEYED: dict[str, Any] = {"fields": [ID], "primaryKey": ["id"]}
FORMS: dict[str, Any] = {
    "fields": [
        {**ID, "constraints": {"enum": [1, 2], "maximum": 9, "required": True}},
        {"name": "day", "type": "date", "format": "%d.%m.%Y"},
        {"name": "price", "type": "number", "decimalChar": ",", "bareNumber": False},
        {"name": "share", "type": "number", "decimalChar": ","},
        {"name": "flag", "type": "boolean", "trueValues": ["ja", "yes"], "falseValues": ["nein"]},
        {"name": "sure", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
        {"name": "plain", "type": "boolean"},
        {"name": "year", "type": "year", "constraints": {"minimum": "1999"}},
        {"name": "tags", "type": "list", "delimiter": ";", "itemType": "integer"},
        {"name": "code", "type": "string", "categories": ["a", "a.b"], "missingValues": ["", "-"]},
        {"name": "two words", "type": "string", "constraints": {"minLength": 1, "maxLength": 9}},
        {"name": "up", "type": "integer"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [
        {"fields": ["up"], "reference": {"fields": ["id"]}},
        {"fields": ["id"], "reference": {"resource": "parts", "fields": ["id"]}},
        {"fields": ["id", "up"], "reference": {"resource": "pair", "fields": ["a", "b"]}},
        {"fields": ["id"], "reference": {"resource": "keyed", "fields": ["id"]}},
        {"fields": ["id"], "reference": {"resource": "tabbed", "fields": ["id"]}},
        {"fields": ["two words"], "reference": {"resource": "named", "fields": ["two words"]}},
    ],
    "dataset-tools:rules": [{"name": "r", "formula": "id > 0"}],
}
PAIR = {"fields": [{"name": name, "type": "integer"} for name in "ab"], "primaryKey": ["a", "b"]}
NAMED = {"fields": [{"name": "two words", "type": "string"}], "primaryKey": ["two words"]}
LABELS = "id,day,price,share,flag,sure,plain,year,tags,code,two words,up\n"
FILES = {
    "forms.csv": LABELS + '1,31.01.2024,"€1,5","1,5",yes,ja,1,2024,1;2,a.b,w,1\n',
    "part 1.csv": "id\n1\n",
    "part2.csv": "id\n2\n",
    "pair.csv": "a,b\n1,1\n",
    "keyed.csv": "id\n1\n",
    "tabbed.csv": "id\n1\n",
    "odd näme.csv": "two words\nw\n",
    "latin.csv": "id\n1\n",
    "comments.csv": "#x\nid\n1\n",
    "bare.csv": "1\n",
    "lines.jsonl": '{"id": 1}\n',
    "loose.csv": "id\n1\n",
    "notes.txt": "x",
}
RESOURCES: list[dict[str, Any]] = [
    {"name": "forms", "path": "forms.csv", "schema": FORMS},
    {"name": "parts", "path": ["part 1.csv", "part2.csv"], "schema": KEYED},
    {"name": "pair", "path": "pair.csv", "schema": PAIR},
    {"name": "keyed", "path": "keyed.csv", "schema": KEYED},
    {"name": "named", "path": "odd näme.csv", "schema": NAMED},
    {
        "name": "tabbed",
        "path": "tabbed.csv",
        "schema": KEYED,
        "dialect": {"delimiter": ";", "quoteChar": "'", "skipInitialSpace": True},
    },
    {"name": "latin", "path": "latin.csv", "schema": KEYED, "encoding": "iso-8859-1"},
    {
        "name": "comments",
        "path": "comments.csv",
        "schema": KEYED,
        "dialect": {"commentChar": "#"},
    },
    {"name": "bare", "path": "bare.csv", "schema": KEYED, "dialect": {"header": False}},
    {"name": "lines", "path": "lines.jsonl", "format": "jsonl", "schema": KEYED},
    {"name": "loose", "path": "loose.csv", "schema": {**KEYED, "fieldsMatch": "partial"}},
    {"name": "inline", "data": [{"id": 1}], "schema": KEYED},
    {"name": "plain", "path": "keyed.csv"},
    {"name": "notes", "path": "notes.txt"},
]


def package_of_many_forms(folder: Path) -> Path:
    """Write a package of tables in many dialects, of which some vocabularies know no word."""
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    descriptor = {"$schema": PROFILE, **SAID, "resources": RESOURCES}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder
