"""Packages made at random, judged by us and by frictionless 5.21: every difference is argued."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frictionless
import pytest

from dataset_tools.package import Package
from tests.conformance.differences import DIFFERENCES, HEADER_ROWS, NO_REPORT, Side, Told
from tests.conformance.random_packages import Made, make_package
from tests.conftest import ROOT

Report = dict[str, Any]
Key = tuple[str, int | None, int | None]
PAGE = (ROOT / "docs" / "differences.md").read_text("utf-8")


@dataclass
class Compared:
    """The differences of one package: by name, and those that nothing explains."""

    known: Counter[str] = field(default_factory=Counter)
    unknown: list[Told] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    read_otherwise: set[tuple[str, str]] = field(default_factory=set)


def compare(made: Made, folder: Path) -> Compared:
    """Judge a package twice, and put a name to each difference."""
    path = made.write(folder)
    ours = json.loads(Package.open(path).validate().to_json())
    found = Compared()
    try:
        theirs = frictionless.Package.from_descriptor(str(path)).validate().to_descriptor()
    except (frictionless.FrictionlessException, TypeError) as error:
        found.known[_no_report(error)] += 1
        return found
    notes = [each["note"] for task in theirs["tasks"] for each in task["errors"]]
    if stopped := [name for note in notes if (name := _stopped(note))]:
        found.known.update(stopped[:1])
        return found
    for one, other, resource in zip(ours["tasks"], theirs["tasks"], made.resources, strict=True):
        _compare_tables(one, other, resource, found)
    return found


def _no_report(error: Exception) -> str:
    notes = [str(error), *(each.note for each in getattr(error, "reasons", ()))]
    names = [name for note in notes if (name := _stopped(note))]
    assert names, notes
    return names[0]


def _stopped(note: str) -> str | None:
    """Return the name of what made frictionless end, if a note tells it."""
    return next((name for name, words in NO_REPORT.items() if re.search(words, note)), None)


def _compare_tables(
    ours: Report, theirs: Report, resource: dict[str, Any], found: Compared
) -> None:
    if ours["labels"] != theirs["labels"]:
        found.known[HEADER_ROWS] += 1
        return
    fields = {each["name"] for each in resource["schema"]["fields"]}
    found.absent |= fields - set(ours["labels"])
    one, other = (Counter(map(_key, report["errors"])) for report in (ours, theirs))
    told = [
        *_all_told("ours", ours, resource["schema"], one, other, found),
        *_all_told("theirs", theirs, resource["schema"], other, one, found),
    ]
    otherwise: set[tuple[int | None, int | None]] = set()
    for each in sorted(told, key=lambda each: each.type != "type-error"):
        names = [known.name for known in DIFFERENCES if known.fits(each)]
        found.known.update(names[:1])
        if each.type == "type-error" and names:
            otherwise.add((each.row, each.field_number))
            found.read_otherwise.add((resource["name"], each.field.get("name", "")))
        elif not names and not _follows(each, otherwise, resource["name"], found):
            found.unknown.append(each)


def _all_told(
    side: Side,
    report: Report,
    schema: dict[str, Any],
    own: Counter[Key],
    others: Counter[Key],
    found: Compared,
) -> Iterator[Told]:
    """Give what one side tells alone."""
    unread = {(row, number) for kind, row, number in own | others if kind == "type-error"}
    for key in own - others:
        error = next(each for each in report["errors"] if _key(each) == key)
        yield Told(
            side=side,
            type=key[0],
            note=error["note"],
            row=key[1],
            field_number=key[2],
            cell=error.get("cell") or "",
            cells=tuple(error.get("cells") or ()),
            schema=schema,
            labels=tuple(report["labels"]),
            both=frozenset((type, row) for type, row, _ in own & others),
            unread=frozenset(number for row, number in unread if row == key[1] and number),
            others=frozenset(type for type, row, _ in others - own if row == key[1]),
            absent=frozenset(found.absent),
        )


def _follows(
    told: Told,
    otherwise: set[tuple[int | None, int | None]],
    table: str,
    found: Compared,
) -> bool:
    """Whether a difference follows from cells that only one side reads: of them, or of a key."""
    if told.type == "constraint-error":
        return (told.row, told.field_number) in otherwise
    of_table = {name for each, name in found.read_otherwise if each == table}
    if told.type == "unique-error":
        return told.field.get("name") in of_table
    if told.type == "primary-key":
        return bool(of_table & set(told.primary_key))
    return told.type == "foreign-key" and bool(found.read_otherwise)


def _key(error: Report) -> Key:
    return error["type"], error.get("rowNumber"), error.get("fieldNumber")


@pytest.mark.parametrize("block", range(6))
def test_each_difference_is_a_known_one(block: int, tmp_path: Path) -> None:
    for seed in range(10 * block, 10 * block + 10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert compare(make_package(seed), folder).unknown == [], f"seed {seed}"


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_each_of_many_differences_is_a_known_one(block: int, tmp_path: Path) -> None:
    for seed in range(1000 + 100 * block, 1100 + 100 * block):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert compare(make_package(seed), folder).unknown == [], f"seed {seed}"


def test_the_page_tells_every_difference_with_its_clause() -> None:
    named = set(re.findall(r'<a id="([a-z-]+)"></a>', PAGE))
    assert named >= {known.name for known in DIFFERENCES} | set(NO_REPORT) | {HEADER_ROWS}
    for known in DIFFERENCES:
        section = PAGE.partition(f'<a id="{known.name}"></a>')[2].partition("<a id=")[0]
        assert known.clause in section.replace("\n", " "), known.name
