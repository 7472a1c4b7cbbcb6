"""The smallest size of the benchmark runs from end to end, and its results have their shape."""

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from chart import spread
from page import MARKED, section
from results import Results, from_json, markdown, read, to_json

from tests.conftest import ROOT

RUN = ROOT / "benchmarks" / "run.py"
PAGE = ROOT / "docs" / "performance.md"


def run(output: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUN), "--size", "smallest", "--output", str(output)]
    return subprocess.run(
        [*command, *map(str, options)], capture_output=True, text=True, check=False
    )


def sitting(folder: Path, maker: Path, groups: tuple[str, ...]) -> Results:
    only = [option for group in groups for option in ("--only", group)]
    done = run(folder, "--maker", maker, *only)
    assert done.returncode == 0, done.stderr
    return read(folder / "results.json")


def hold_the_shape(results: Results) -> None:
    for case in results.cases:
        assert case.reference in {each.name for each in case.figures}
        for each in case.figures:
            assert len(each.turns) == 1
            assert min(each.median.wall, each.median.cpu, each.median.peak) > 0
            assert each.name != case.reference or each.ratio.wall == each.ratio.cpu == 1


def test_one_group_end_to_end(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    results = sitting(tmp_path, shared("bench") / "make_bench.py", ("columns",))
    hold_the_shape(results)
    assert [each.title for each in results.cases] == [
        "400 rows of 1 column",
        "20 rows of 20 columns",
    ]
    assert (tmp_path / "results.md").read_text("utf-8") == markdown(results)


@pytest.mark.kit
def test_all_groups_end_to_end(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    results = sitting(tmp_path, shared("bench") / "make_bench.py", ())
    hold_the_shape(results)
    groups = ("rows", "errors", "columns", "resources", "start", "load", "memory", "formats")
    assert tuple(dict.fromkeys(each.group for each in results.cases)) == groups
    peers = {"polars + SHA-256", "pandera, polars", "pandera, pandas", "frictionless"}
    assert {each.name for each in results.cases[0].figures} >= peers | {"dataset-tools"}
    assert ET.parse(tmp_path / "results.svg").getroot().tag.endswith("svg")  # noqa: S314 (ours)


def test_without_the_generator_it_says_so(tmp_path: Path) -> None:
    done = run(tmp_path, "--maker", tmp_path / "none.py")
    assert done.returncode == 2
    assert done.stderr == f"there is no generator {tmp_path}/none.py; --maker names another\n"


def test_the_page_and_its_chart_are_those_of_its_results() -> None:
    results = read(PAGE.with_suffix(".json"))
    assert from_json(to_json(results)) == results
    found = MARKED.search(PAGE.read_text("utf-8"))
    assert found
    assert found[0] == section(results)


def test_labels_of_the_chart_stand_apart() -> None:
    places = spread({"low": 300, "lower": 301, "high": 100, "middle": 295})
    heights = [places[name] for name in ("high", "middle", "low", "lower")]
    assert all(after - before >= 17 for before, after in pairwise(heights))
    assert places["high"] == 100
    assert places["lower"] == 301
