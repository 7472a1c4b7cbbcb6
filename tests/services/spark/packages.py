"""Small packages with what is hard to read in parts, for holding one engine against the other."""

import gzip
import io
import json
import random
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

Files = Mapping[str, bytes]
_KEYS = {"name": "keys", "path": "keys.csv"}
_SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "text", "type": "string"},
        {"name": "key", "type": "string"},
    ],
    "primaryKey": ["id"],
    "uniqueKeys": [["text", "key"]],
    "foreignKeys": [{"fields": "key", "reference": {"resource": "keys", "fields": "key"}}],
}
_KEY_SCHEMA = {"fields": [{"name": "key", "type": "string"}], "primaryKey": ["key"]}
_CELLS = ("plain", '"a, b"', '"line\nbreak"', '"q""uote"', "", "é")


def write_packages(folder: Path, *, seed: int = 1) -> Iterator[Path]:
    """Write the packages into folders below a folder, and yield these."""
    dice = random.Random(seed)  # noqa: S311 (the same packages each time)
    for name, (files, resources) in _packages(dice).items():
        package = folder / name
        package.mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            (package / path).write_bytes(data)
        descriptor = {"name": name, "resources": resources}
        (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
        yield package


def _packages(dice: random.Random) -> dict[str, tuple[Files, list[dict[str, Any]]]]:
    head = "id,text,key\n"
    keys = ("key\n" + "".join(f"k{number}\n" for number in range(1, 39)) + "k5\n").encode()
    one = (head + _lines(dice, 1500)).encode() + b"\n"
    two = (head + _lines(dice, 1500, 1200)).encode()
    odd = ("id,text,kee\n" + _lines(dice, 500, 5000)).encode() + b"\n"
    large = "9" * 22
    rest = f'x1,"a\nb",zz\n7,,\n\n{large},a,k1\n{large},b,k1\n'
    four = ("\ufeff" + head + _lines(dice, 800, 5400) + "\n" + rest).encode()
    cut = one.index(b"\n", 15000) + 1
    stray = one[:cut] + b'77777,5" tall,k1\n' + one[cut:]
    return {
        "valid": _of(keys.replace(b"k5\n", b"", 1), **{"a.csv": _valid()}),
        "gzip": _of(keys, **{"a.csv.gz": gzip.compress(two)}),
        "no-final-line-feed": _of(keys, **{"a.csv": two}),
        "four-files": _of(keys, **{"a1.csv": one, "a2.csv": two, "a3.csv": odd, "a4.csv": four}),
        "bad-bytes": _of(
            keys,
            **{"a1.csv": one, "a2.csv": two[:20000] + b"\xff\xfe" + two[20000:], "a4.csv": four},
        ),
        "stray-marks": _of(
            keys,
            **{
                "a1.csv": stray,
                "a2.csv": two[:9000] + b"\r" + two[9000:],
                "a4.csv": four + b'1,"never closed\nx,y\n',
            },
        ),
        "parquet": _of(keys, **{"a.parquet": _parquet(0, 3000), "b.parquet": _parquet(2900, 5000)}),
        "types": _types(dice),
        "hashes": _hashes(keys, one),
        "tree": _tree(dice),
    }


def _of(keys: bytes, **files: bytes) -> tuple[Files, list[dict[str, Any]]]:
    table = {"name": "rows", "path": sorted(files), "schema": _SCHEMA}
    if len(files) == 1:
        table["path"] = next(iter(files))
    return {**files, "keys.csv": keys}, [table, {**_KEYS, "schema": _KEY_SCHEMA}]


def _hashes(keys: bytes, rows: bytes) -> tuple[Files, list[dict[str, Any]]]:
    """Make tables and a file with numbers that are right, and with wrong ones."""
    files = {"keys.csv": keys, "a.csv": rows, "b.csv": rows, "text.txt": b"no table"}
    right = {"hash": f"sha256:{sha256(rows).hexdigest()}", "bytes": len(rows)}
    wrong = {"hash": f"md5:{'0' * 32}", "bytes": len(rows) + 1}
    return files, [
        {**_KEYS, "schema": _KEY_SCHEMA},
        {"name": "right", "path": "a.csv", "schema": _SCHEMA, **right},
        {"name": "wrong", "path": "b.csv", "schema": _SCHEMA, **wrong},
        {"name": "text", "path": "text.txt", **wrong},
        {"name": "missing", "path": "missing.csv", "schema": _KEY_SCHEMA},
    ]


def _tree(dice: random.Random) -> tuple[Files, list[dict[str, Any]]]:
    """Make a table whose rows refer to others of it, a few of them by names that are misspelt."""
    schema = {
        "fields": [{"name": "name", "type": "string"}, {"name": "parent", "type": "string"}],
        "primaryKey": ["name"],
        "foreignKeys": [{"fields": "parent", "reference": {"resource": "", "fields": "name"}}],
    }
    names = [f"node-{number:04}" for number in range(2500)]
    rows = "".join(
        f"{name},{'' if number % 9 else 'x'}{dice.choice(names)}\n"
        for number, name in enumerate(names)
    )
    files = {"tree.csv": f"name,parent\n{rows}node-0007,node-00077\n".encode()}
    return files, [{"name": "tree", "path": "tree.csv", "schema": schema}]


def _lines(dice: random.Random, count: int, start: int = 1) -> str:
    return "\n".join(
        f"{number},{dice.choice(_CELLS)},k{dice.randint(1, 40)}"
        for number in range(start, start + count)
    )


def _valid() -> bytes:
    rows = (f'{number},"text {number}\n",k{number % 38 + 1}\n' for number in range(3000))
    return ("id,text,key\n" + "".join(rows)).encode()


def _parquet(start: int, end: int) -> bytes:
    numbers = range(start, end)
    frame = pl.DataFrame(
        {
            "id": list(numbers),
            "text": [f"t{number % 2500}" for number in numbers],
            "key": [f"k{number % 41}" for number in numbers],
        }
    )
    file = io.BytesIO()
    frame.write_parquet(file, row_group_size=700, use_pyarrow=True)
    return file.getvalue()


def _types(dice: random.Random) -> tuple[Files, list[dict[str, Any]]]:
    """Make two tables that refer to each other and themselves, with keys of every type."""
    names = ("number", "integer", "geopoint", "date", "datetime", "boolean", "time", "duration")
    schema = {
        "fields": [{"name": name, "type": name} for name in names],
        "primaryKey": ["number", "date"],
        "uniqueKeys": [["geopoint"], ["datetime"], ["boolean", "time"], ["duration"]],
        "foreignKeys": [
            {"fields": "integer", "reference": {"resource": "", "fields": "number"}},
            {"fields": "integer", "reference": {"resource": "other", "fields": "n"}},
        ],
    }
    other = {
        "fields": [{"name": "n", "type": "number"}, {"name": "r", "type": "number"}],
        "primaryKey": ["n"],
        "foreignKeys": [{"fields": "r", "reference": {"resource": "main", "fields": "number"}}],
    }
    rows = "".join(f"{_typed(dice, number)}\n" for number in range(3000))
    others = "".join(f"{number},{number * 2}.0\n" for number in range(2000))
    files = {
        "main.csv": f"{','.join(names)}\n{rows}".encode(),
        "other.csv": f"n,r\n{others}".encode(),
    }
    return files, [
        {"name": "main", "path": "main.csv", "schema": schema},
        {"name": "other", "path": "other.csv", "schema": other},
    ]


def _typed(dice: random.Random, number: int) -> str:
    day, hour = f"2020-01-{dice.randint(1, 28):02}", f"{dice.randint(0, 23):02}"
    return ",".join(
        (
            dice.choice((str(number), f"{number}.0", "NaN", "-0", "0", "1e3", "")),
            str(dice.choice((number, 1000, 10**20, ""))),
            f'"{dice.randint(0, 20)}.0, {dice.randint(0, 30)}"',
            f"2020-01-{dice.randint(1, 28):02}",
            f"{day}T{hour}:00:00{dice.choice(('Z', '', '+02:00'))}",
            dice.choice(("true", "false")),
            f"{hour}:{dice.randint(0, 59):02}:00",
            dice.choice(("P1Y", "P12M", f"PT{number}S")),
        )
    )


def write_many_errors(folder: Path, rows: int) -> Path:
    """Write a package of which every row has an error, half of them of keys."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{number // 2},x,k{number % 38 + 1}\n" for number in range(rows))
    (folder / "a.csv").write_text("id,text,key\n" + "".join(lines), "utf-8")
    schema = json.loads(json.dumps(_SCHEMA))
    schema["fields"][1]["type"] = "integer"
    del schema["uniqueKeys"], schema["foreignKeys"]
    resources = [{"name": "rows", "path": "a.csv", "schema": schema}]
    descriptor = {"name": "many-errors", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder
