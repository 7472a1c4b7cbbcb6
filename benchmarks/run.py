"""Measure this tool, the floors and the peers in one sitting, and print ratios of medians."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cases import ABSENT, GROUPS, US
from chart import chart
from measure import ROOT, Sitting, WrongExitError
from packages import DEFAULT_MAKER, NoMakerError, Packages
from results import CaseResult, Results, case_result, lines, machine, markdown, to_json, versions
from sizes import SIZES, Size

SKIPPED = ("fairspec: it needs Python 3.12 and a schema in its own format",)


def results_of(
    size: Size, groups: list[str], packages: Packages, sitting: Sitting
) -> Iterator[CaseResult]:
    """Measure case by case; what is done is yielded at once."""
    for group in groups:
        for case in GROUPS[group](size, packages):
            yield case_result(case, sitting.measure(case, size.turns))


def told(results: Iterator[CaseResult]) -> Iterator[CaseResult]:
    """Print each result as it comes."""
    for each in results:
        print("\n".join(lines(each)), flush=True)
        yield each


def write(results: Results, output: Path) -> None:
    """Write the results as JSON, as tables and as a chart."""
    output.mkdir(parents=True, exist_ok=True)
    (output / "results.json").write_text(to_json(results), "utf-8")
    (output / "results.md").write_text(markdown(results), "utf-8")
    if any(each.group == "rows" for each in results.cases):
        (output / "results.svg").write_text(chart(results, US), "utf-8")
    print(f"wrote {output}/results.json, .md, .svg")


def sit(options: argparse.Namespace, folder: Path) -> None:
    """Measure what the options ask for; the packages are made in a folder."""
    packages = Packages(folder, options.maker)
    sitting = Sitting(folder / "bytecode", lambda text: print(text, file=sys.stderr, flush=True))
    skipped = (*(f"{name}: not installed" for name in ABSENT), *SKIPPED)
    for each in skipped:
        print(f"skipped {each}")
    here = machine()
    groups = options.only or list(GROUPS)
    found = tuple(told(results_of(SIZES[options.size], groups, packages, sitting)))
    results = Results(
        size=options.size, machine=here, versions=versions(), skipped=skipped, cases=found
    )
    write(results, options.output)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="five-minutes")
    parser.add_argument("--only", choices=GROUPS, action="append", help="a group (repeatable)")
    parser.add_argument("--maker", type=Path, default=DEFAULT_MAKER, help="the data's generator")
    parser.add_argument("--data", type=Path, help="keep the packages in this folder")
    parser.add_argument("--output", type=Path, default=ROOT / ".benchmarks")
    return parser.parse_args()


def main() -> int:
    """Measure; 2 where that could not be done."""
    options = arguments()
    folder = options.data or Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        sit(options, folder)
    except (NoMakerError, WrongExitError) as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        if not options.data:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
