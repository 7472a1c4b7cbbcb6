"""What is served against the package: nothing in what was published, and each kind of drift."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset_tools.publish.huggingface.features import has_same_rows
from dataset_tools.render.renderer import REPORT_FORMATS
from tests.conftest import Call
from tests.publish.conftest import Publish, Small
from tests.publish.huggingface.fake import FakeHub, Fault, File
from tests.publish.huggingface.results import codes

PLACE = ("huggingface", "ada/x")
Edit = Callable[[FakeHub], Any]


def card(old: str, new: str) -> Edit:
    """Return what edits the card by hand."""

    def edit(hub: FakeHub) -> None:
        text = hub.text("README.md")
        assert old in text
        hub.edit("README.md", text.replace(old, new, 1).encode())

    return edit


def edit(path: str, data: bytes | None) -> Edit:
    """Return what changes or deletes a file."""
    return lambda hub: hub.edit(path, data)


def retag(hub: FakeHub) -> None:
    files = {**hub.files, "data/a.csv": File(b"id,name\n")}
    hub.tags["v1.0.0"] = hub.put("another", files, "moved")


DRIFTS: dict[str, tuple[Edit, list[str]]] = {
    "cell": (edit("data/a.csv", b"id,name\n1,z\n2,b\n"), ["DT821"]),
    "length": (edit("data/a.csv", b"id,name\n"), ["DT821"]),
    "file gone": (edit("data/b.csv", None), ["DT820"]),
    "schema": (edit("schemas/b.json", b"{}"), ["DT821"]),
    "Parquet": (edit("data/a.parquet", b"PAR1"), ["DT821"]),
    "Parquet gone": (edit("data/b.parquet", None), ["DT820"]),
    "descriptor": (edit("datapackage.json", b'{"name": "small"}'), ["DT821", *["DT823"] * 7]),
    "descriptor gone": (edit("datapackage.json", None), ["DT820"]),
    "surplus": (edit("more.txt", b"x"), ["DT822"]),
    "card gone": (edit("README.md", None), ["DT820"]),
    "licence": (card("license: cc-by-4.0", "license: mit"), ["DT823"]),
    "title": (card("pretty_name: Small", "pretty_name: Great"), ["DT823"]),
    "text": (card("| a | 2 |", "| a | 3 |"), ["DT823"]),
    "column": (card("dtype: int64", "dtype: string"), ["DT825"]),
    "config": (card("path: data/b.parquet", "path: data/a.parquet"), ["DT824"]),
    "no tag": (lambda hub: hub.tags.clear(), ["DT823"]),
    "tag": (retag, ["DT823"]),
}


@pytest.mark.parametrize("more", [(), ("--metadata-only",)])
def test_verify_finds_nothing_in_what_was_published(
    hub: FakeHub, published: Path, run: Publish, more: tuple[str, ...]
) -> None:
    code, report = run("verify", *PLACE, published, *more)
    assert (code, codes(report), hub.writes) == (0, [], [])
    assert [task["stats"]["rows"] for task in report["tasks"]] == [2, 1]
    downloads = hub.calls.count("resolve")
    assert downloads == (3 if more else 8)  # the card and the descriptor are read in any case


@pytest.mark.parametrize("more", [(), ("--metadata-only",)])
@pytest.mark.parametrize("name", DRIFTS)
def test_verify_finds_drift(
    hub: FakeHub, published: Path, run: Publish, name: str, more: tuple[str, ...]
) -> None:
    make, found = DRIFTS[name]
    make(hub)
    code, report = run("verify", *PLACE, published, *more)
    assert (code, codes(report), hub.writes) == (1, found, [])


@pytest.mark.parametrize("name", [name for name in DRIFTS if name not in ("surplus", "tag")])
def test_drift_is_mended_by_publishing_again(
    hub: FakeHub, published: Path, run: Publish, name: str
) -> None:
    DRIFTS[name][0](hub)
    code, result = run("publish", *PLACE, published)
    assert (code, result["action"] in ("update", "create")) == (0, True)
    assert run("verify", *PLACE, published)[0] == 0


def test_a_file_s_drift_stands_at_its_resource(hub: FakeHub, published: Path, run: Publish) -> None:
    hub.edit("data/a.csv", b"id,name\n1,z\n2,b\n")
    for more in ((), ("--metadata-only",)):
        _, report = run("verify", *PLACE, published, *more)
        assert [len(task["errors"]) for task in report["tasks"]] == [1, 0]


def test_nothing_there_is_told(hub: FakeHub, published: Path, run: Publish) -> None:
    hub.exists = False
    code, report = run("verify", *PLACE, published)
    assert (code, codes(report)) == (1, ["DT820"] * 6 + ["DT823"])


def test_what_is_downloaded_is_of_one_commit(hub: FakeHub, published: Path, run: Publish) -> None:
    run("verify", *PLACE, published)
    paths = [path for path, _ in hub.seen if "/resolve/" in path]
    assert {path.split("/")[5] for path in paths[-8:]} == {hub.branches["main"]}


@pytest.mark.parametrize("format", REPORT_FORMATS)
def test_drift_in_every_format(hub: FakeHub, published: Path, call: Call, format: str) -> None:
    hub.edit("data/a.csv", b"id,name\n")
    done = call("verify", *PLACE, published, "--format", format)
    assert done.code == 1
    assert "data/a.csv" in done.out
    assert "DT821" in done.out


def test_files_that_are_listed_and_not_served_are_told(
    hub: FakeHub, published: Path, run: Publish
) -> None:
    hub.large.clear()
    code, report = run("verify", *PLACE, published)
    assert (code, codes(report)) == (1, ["DT820", "DT820"])


def test_a_card_that_is_listed_and_not_served_is_never_taken_for_empty(
    hub: FakeHub, published: Path, call: Call, small: Small
) -> None:
    for status in (403, 404):
        hub.faults["resolve"] = Fault(status, "{}", times=99)
        for command, package in (("verify", published), ("publish", small("1.1.0"))):
            done = call(command, *PLACE, package)
            assert done.code == 2
            assert done.err.startswith("DT807 ")
    assert hub.writes == []


def test_parquet_of_other_rows_or_types_is_another_table(tmp_path: Path) -> None:
    tables = [
        pa.table({"n": [1, 2]}),
        pa.table({"n": [1, 3]}),
        pa.table({"n": [1]}),
        pa.table({"n": ["1", "2"]}),
        pa.table({"m": [1, 2]}),
    ]
    paths = [tmp_path / f"{number}.parquet" for number in range(len(tables))]
    for table, path in zip(tables, paths, strict=True):
        pq.write_table(table, path)
    again = tmp_path / "again.parquet"
    pq.write_table(tables[0], again, compression="none", use_dictionary=False)
    assert again.read_bytes() != paths[0].read_bytes()
    assert [has_same_rows(paths[0], each) for each in (again, *paths)] == [True, True, *[False] * 4]
    missing = pa.table({"x": [float("nan"), None]})
    pq.write_table(missing, paths[1])
    pq.write_table(missing, paths[2], compression="none")
    assert has_same_rows(paths[1], paths[2])


def test_a_descriptor_that_names_files_of_others_deletes_none_outside(
    hub: FakeHub, published: Path, run: Publish
) -> None:
    descriptor = json.loads(hub.text("datapackage.json"))
    descriptor["resources"].append({"name": "c", "path": ["../up.csv", "/x", 5, ".gitattributes"]})
    descriptor["resources"] += [5, {"name": "README", "path": "README.md", "schema": {"a": 1}}]
    hub.edit("datapackage.json", json.dumps(descriptor).encode())
    _, result = run("publish", *PLACE, published)
    assert [step["do"] for step in result["steps"]] == ["upload", "publish"]
    assert ".gitattributes" in hub.files
