"""Small packages made from a seed: every type and constraint, keys, and faults of every kind."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

CELLS: dict[str, tuple[str, ...]] = {
    "string": ("a", "ab", "Ann Lee", "x,y", 'say "hi"', "two\nlines", "é", "0", " b "),
    "integer": ("0", "1", "-5", "+7", "007", "42", "1e3", "1.0", "x", "1,000", "1_000", "٣"),
    "number": ("0", "1.5", "-.5", "7.", "1e3", "NaN", "INF", "-INF", "x", "1,5", "1_0", "Infinity"),
    "boolean": ("true", "false", "1", "0", "True", "TRUE", "yes", "tRue", "x"),
    "date": ("2024-01-31", "1999-12-31", "2024-02-30", "2024-1-5", "31.01.2024", "x"),
    "time": ("10:00:00", "23:59:59", "10:00", "25:00:00", "10:00:00Z", "10:00:00.5", "x"),
    "datetime": (
        *("2024-01-31T10:00:00", "2024-01-31T10:00:00Z", "2024-01-31", "2024-13-01T00:00:00"),
        *("2024-01-31 10:00:00", "2024-01-31T10:00:00+01:00", "x"),
    ),
    "year": ("2024", "1999", "-0044", "24", "02024", "12024", "x"),
    "yearmonth": ("2024-01", "1999-12", "2024-13", "2024-1", "24-01", "x"),
    "duration": ("P1Y", "PT5M", "P1DT2H", "P1W", "PT", "P1.5Y", "-P1D", "x"),
    "geopoint": ("90, 45", "90,45", "1.5,-2", "200, 10", "1", "x, y", "[1, 2]"),
    "object": ('{"a": 1}', "{}", "[1]", "x", '{"a": NaN}'),
    "array": ("[1, 2]", "[]", '{"a": 1}', "x", "[NaN]"),
    "list": ("a,b", "a", "1,2", "a,,b"),
    "geojson": ('{"type": "Point", "coordinates": [1, 2]}', "{}", "x", '{"type": "Point"}'),
    "any": ("a", "1", "x y"),
}
"""Cells of each type, right ones first and most, then wrong ones and doubtful ones."""
_COMMON: dict[str, tuple[object, ...]] = {"required": (True, False), "unique": (True, False)}
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
CONSTRAINTS: dict[str, dict[str, tuple[object, ...]]] = {
    "string": {
        **_COMMON,
        "minLength": (1, 2),
        "maxLength": (2, 5),
        "pattern": ("[a-z]+", "a|b", "ab?", ".*"),
        "enum": (["a", "ab", "0"],),
    },
    "integer": {**_COMMON, **dict.fromkeys(_BOUNDS, (0, 1, 42)), "enum": ([0, 1, 42],)},
    "number": {**_COMMON, **dict.fromkeys(_BOUNDS, (0, 1.5)), "enum": ([0, 1.5],)},
    "boolean": {**_COMMON, "enum": ([True],)},
    "date": {**_COMMON, **dict.fromkeys(_BOUNDS, ("2000-01-01", "2024-01-31"))},
    "time": {**_COMMON, **dict.fromkeys(_BOUNDS, ("10:00:00", "12:00:00"))},
    "datetime": {**_COMMON, **dict.fromkeys(_BOUNDS, ("2024-01-31T10:00:00",))},
    "year": {**_COMMON, **dict.fromkeys(_BOUNDS, (2000, 2024)), "enum": ([2024, 1999],)},
    "yearmonth": {**_COMMON, **dict.fromkeys(_BOUNDS, ("2000-01",))},
    "duration": {**_COMMON, **dict.fromkeys(_BOUNDS, ("P1Y", "PT5M"))},
    "geopoint": _COMMON,
    "object": {**_COMMON, "minLength": (1,), "jsonSchema": ({"required": ["a"]},)},
    "array": {**_COMMON, "maxLength": (1,), "minLength": (1,)},
    "list": {**_COMMON, "minLength": (2,)},
    "geojson": {"required": (True,)},
    "any": _COMMON,
}
UNHASHABLE = ("object", "array", "list", "geojson")
MISSING: tuple[list[str], ...] = (["", "-"], ["-"], [], ["", "NA", "x"])
MODES = ("exact", "equal", "subset", "superset", "partial")
Descriptor = dict[str, object]


@dataclass(slots=True)
class Made:
    """A package: its resources, and the text of each table."""

    resources: list[Descriptor] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write the package, and return its descriptor's path."""
        for name, text in self.texts.items():
            (folder / name).write_text(text, "utf-8", newline="")
        descriptor = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "resources": self.resources,
        }
        path = folder / "datapackage.json"
        path.write_text(json.dumps(descriptor, indent=1), "utf-8")
        return path


def make_package(seed: int) -> Made:
    """Make the package of a seed: one table or two, the second with a key to the first."""
    random = Random(seed)  # noqa: S311 (test data)
    made = Made()
    _add_table(made, random, "one")
    if random.random() < 0.4:
        _add_table(made, random, "two")
        _add_foreign_key(made, random)
    return made


def _add_table(made: Made, random: Random, name: str) -> None:
    fields = [_field(random, f"{name[0]}{at}") for at in range(random.randint(2, 4))]
    schema: Descriptor = {"fields": fields}
    if random.random() < 0.3:
        schema["missingValues"] = random.choice(MISSING)
    names = [str(each["name"]) for each in fields]
    keyed = [str(each["name"]) for each in fields if each["type"] not in UNHASHABLE]
    if keyed and random.random() < 0.4:
        schema["primaryKey"] = random.sample(keyed, min(len(keyed), random.randint(1, 2)))
    if random.random() < 0.2:
        schema["uniqueKeys"] = [random.sample(names, random.randint(1, 2))]
    rows = [[_cell(random, each) for each in fields] for _ in range(random.randint(0, 8))]
    if rows and random.random() < 0.3:
        rows.append(list(random.choice(rows)))
    labels = _labels(random, names, schema)
    made.texts[f"{name}.csv"] = _text(random, [labels, *map(_spoiled(random), rows)])
    made.resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": schema})


def _field(random: Random, name: str) -> Descriptor:
    type_ = random.choice(["string", "integer", *CELLS])
    found: Descriptor = {"name": name, "type": type_}
    known = {
        key: values
        for key, values in CONSTRAINTS[type_].items()
        if not _is_refused(random, type_, key)
    }
    wanted = random.sample(sorted(known), min(len(known), random.choice([0, 0, 1, 1, 2])))
    if wanted:
        found["constraints"] = {key: random.choice(known[key]) for key in wanted}
    if type_ in ("string", "integer") and "constraints" not in found and random.random() < 0.2:
        found["categories"] = ["a", "ab"] if type_ == "string" else [0, 1]
    if random.random() < 0.1:
        found["missingValues"] = random.choice(MISSING)
    return found


def _is_refused(random: Random, type_: str, constraint: str) -> bool:
    """Leave out, nine times of ten, what frictionless ends at without a report."""
    ends = (
        (constraint == "unique" and type_ in UNHASHABLE)
        or (constraint in _BOUNDS and type_ in ("duration", "time", "datetime"))
        or constraint == "jsonSchema"
    )
    return ends and random.random() < 0.9


def _cell(random: Random, of: Descriptor) -> str:
    cells = CELLS[str(of["type"])]
    chance = random.random()
    if chance < 0.12:
        return random.choice(("", "", "-", "NA"))
    return random.choice(cells[:3] if chance < 0.8 else cells)


def _labels(random: Random, names: list[str], schema: Descriptor) -> list[str]:
    labels = list(names)
    if random.random() < 0.25:
        schema["fieldsMatch"] = random.choice(MODES)
    chance = random.random()
    if chance < 0.06:
        labels[0] = "other"
    elif chance < 0.10:
        labels.append("extra")
    elif chance < 0.14:
        labels.pop()
    elif chance < 0.18:
        random.shuffle(labels)
    elif chance < 0.21:
        labels[-1] = ""
    elif chance < 0.24:
        labels[-1] = labels[0]
    return labels


def _spoiled(random: Random) -> Callable[[list[str]], list[str]]:
    def spoil(row: list[str]) -> list[str]:
        chance = random.random()
        if chance < 0.04:
            return []
        if chance < 0.08:
            return row[:-1]
        if chance < 0.12:
            return [*row, random.choice(("", "more"))]
        if chance < 0.14:
            return [""] * len(row)
        return row

    return spoil


def _text(random: Random, rows: list[list[str]]) -> str:
    made = io.StringIO(newline="")
    writer = csv.writer(
        made,
        quoting=csv.QUOTE_ALL if random.random() < 0.3 else csv.QUOTE_MINIMAL,
        lineterminator=random.choice(("\n", "\r\n")),
    )
    writer.writerows(rows)
    return made.getvalue()


def _add_foreign_key(made: Made, random: Random) -> None:
    """Let a field of the second table refer to one of the first; make some cells of it fit."""
    one, two = (each["schema"] for each in made.resources)
    assert isinstance(one, dict)
    assert isinstance(two, dict)
    known = [each for each in one["fields"] if each["type"] not in UNHASHABLE]
    if not known:
        return
    target, own = random.choice(known), random.choice(two["fields"])
    own["type"] = target["type"]
    own.pop("constraints", None)
    own.pop("categories", None)
    two["foreignKeys"] = [
        {
            "fields": [own["name"]],
            "reference": {"resource": "one", "fields": [target["name"]]},
        }
    ]
