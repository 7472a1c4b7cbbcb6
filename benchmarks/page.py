"""Put results into the documentation: ``page.py RESULTS [PAGE]`` writes its tables and chart."""

import argparse
import re
from pathlib import Path

from cases import US
from chart import chart
from results import Results, markdown, read

DEFAULT_PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
MARKED = re.compile(r"(?<=<!-- results -->\n).*(?=<!-- end of results -->)", re.DOTALL)


def section(results: Results) -> str:
    """Return the part of the page that is made from results."""
    software = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    machine = results.machine
    return (
        f"\nSize `{results.size}`; {machine['cores']} cores ({machine['architecture']}), "
        f"{machine['system']}, Python {machine['python']}, {software}. "
        f"The load was {machine['load']} when it began.\n\n"
        f"![Processor seconds by number of rows](performance.svg)\n\n{markdown(results)}\n"
    )


def main() -> None:
    """Write the page's part, the chart, and the results themselves beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("page", type=Path, nargs="?", default=DEFAULT_PAGE)
    options = parser.parse_args()
    results, page = read(options.results), options.page
    text = MARKED.sub(lambda _match: section(results), page.read_text("utf-8"))
    page.write_text(text, "utf-8")
    page.with_suffix(".svg").write_text(chart(results, US), "utf-8")
    page.with_suffix(".json").write_text(options.results.read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    main()
