"""What a person reads of the package in its card."""

import json
from collections.abc import Iterator

from dataset_tools.escapes import without_markup
from dataset_tools.export.metadata.about import About, about
from dataset_tools.publish.huggingface.files import Made
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.summary import marked, summary_lines
from dataset_tools.publish.tag import version_tag

_EVIDENCE = (
    "Rows cite the spans of the documents that state them. The documents are not part of the "
    "dataset; who holds them proves each cell: `dataset-tools validate --sources DIR`."
)


def card_section(publication: Publication, made: Made, repository: str) -> str:
    """Return our section of the card's text."""
    return marked(_lines(publication, made, repository))


def _lines(publication: Publication, made: Made, repository: str) -> Iterator[str]:
    said = about(publication.package)
    yield from (f"# {without_markup(said.title or repository)}", "")
    yield from summary_lines(publication)
    if made.tables:
        yield from ("", "## How to load a table", "")
        yield from _code(publication, made, repository)
    if said.creators:
        yield from ("", "## How to cite it", "", _citation(said))
    if publication.package.has_evidence:
        yield from (
            "",
            "## Evidence",
            "",
            _EVIDENCE,
        )


def _code(publication: Publication, made: Made, repository: str) -> Iterator[str]:
    table, tag = made.tables[0], version_tag(publication)
    revision = f"@{tag}" if tag else ""
    url = f"hf://datasets/{repository}{revision}/{table.paths[0]}"
    options = f', revision={_quoted(tag)}, split="train"' if tag else ', split="train"'
    yield "```python"
    yield from ("import pandas", "", f"frame = pandas.read_parquet({_quoted(url)})", "")
    yield from ("from datasets import load_dataset", "")
    yield f"rows = load_dataset({_quoted(repository)}, {_quoted(table.config)}{options})"
    yield "```"


def _quoted(text: str) -> str:
    """Return a text as Python writes it, in which nothing ends the code or our section."""
    return json.dumps(text).replace("`", "\\u0060").replace("<", "\\u003c")


def _citation(said: About) -> str:
    names = "; ".join(each.name for each in said.creators)
    year = f" ({said.created[:4]})" if said.created else ""
    version = f" Version {said.version}." if said.version else ""
    where = f" {said.uri}" if said.uri else ""
    return without_markup(f"{names}{year}. {said.title}.{version}{where}")
