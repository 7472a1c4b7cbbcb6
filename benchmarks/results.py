"""Results of a sitting: as records, as JSON, and as tables in Markdown."""

import importlib.metadata
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import Case, Run, median

LIBRARIES = ("polars", "duckdb", "pyarrow", "pandas", "pandera", "frictionless")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The runs of one contender, their median, and its ratio to the reference's."""

    name: str
    turns: tuple[Run, ...]
    median: Run
    ratio: Run


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case: who ran, against which reference."""

    group: str
    name: str
    title: str
    rows: int
    reference: str
    figures: tuple[Figures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A whole sitting, and what it ran on."""

    size: str
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    skipped: tuple[str, ...]
    cases: tuple[CaseResult, ...]


def case_result(case: Case, runs: Mapping[str, tuple[Run, ...]]) -> CaseResult:
    """Hold the runs of a case against its reference."""
    medians = {name: median(each) for name, each in runs.items()}
    base = medians[case.reference]
    figures = tuple(
        Figures(name=name, turns=runs[name], median=each, ratio=_ratio(each, base))
        for name, each in medians.items()
    )
    return CaseResult(
        group=case.group,
        name=case.name,
        title=case.title,
        rows=case.rows,
        reference=case.reference,
        figures=figures,
    )


def _ratio(one: Run, base: Run) -> Run:
    return Run(one.wall / base.wall, one.cpu / base.cpu, one.peak / base.peak)


def machine() -> dict[str, str]:
    """Say what this was measured on; no name of a machine."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def versions() -> dict[str, str]:
    """Return the versions of the libraries that are installed."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def to_json(results: Results) -> str:
    """Return the results as JSON."""
    return json.dumps(asdict(results), indent=1) + "\n"


def from_json(text: str) -> Results:
    """Return the results that ``to_json`` wrote."""
    read = json.loads(text)
    cases = tuple(
        CaseResult(**{**each, "figures": tuple(map(_figures, each["figures"]))})
        for each in read["cases"]
    )
    return Results(**{**read, "skipped": tuple(read["skipped"]), "cases": cases})


def _figures(read: Mapping[str, object]) -> Figures:
    turns, one, ratio = read["turns"], read["median"], read["ratio"]
    assert isinstance(turns, list)  # noqa: S101 (of our own making)
    assert isinstance(one, dict)  # noqa: S101
    assert isinstance(ratio, dict)  # noqa: S101
    return Figures(
        name=str(read["name"]),
        turns=tuple(Run(**each) for each in turns),
        median=Run(**one),
        ratio=Run(**ratio),
    )


def lines(result: CaseResult) -> Iterator[str]:
    """Yield a case for the terminal."""
    yield f"{result.title} (1 = {result.reference})"
    for each in result.figures:
        middle, ratio = each.median, each.ratio
        yield (
            f"  {each.name:<26} wall {middle.wall:7.2f} s {ratio.wall:6.2f}x"
            f"   cpu {middle.cpu:7.2f} s {ratio.cpu:6.2f}x"
            f"   peak {middle.peak:6.0f} MiB {ratio.peak:5.2f}x"
        )


HEADER = (
    "| case | run | wall s | ratio | processor s | ratio | peak MiB | ratio |",
    "|---|---|--:|--:|--:|--:|--:|--:|",
)


def markdown(results: Results) -> str:
    """Return all cases as one table a group."""
    parts = []
    for group in dict.fromkeys(each.group for each in results.cases):
        cases = [each for each in results.cases if each.group == group]
        parts.append("\n".join([*HEADER, *_table(cases)]))
    return "\n\n".join(parts) + "\n"


def _table(cases: Iterable[CaseResult]) -> Iterator[str]:
    for case in cases:
        title = case.title
        for each in case.figures:
            name = f"**{each.name}** = 1" if each.name == case.reference else each.name
            middle, ratio = each.median, each.ratio
            yield (
                f"| {title} | {name} | {middle.wall:.2f} | {ratio.wall:.2f} "
                f"| {middle.cpu:.2f} | {ratio.cpu:.2f} | {middle.peak:.0f} | {ratio.peak:.2f} |"
            )
            title = ""


def read(path: Path) -> Results:
    """Read results from a file."""
    return from_json(path.read_text("utf-8"))
