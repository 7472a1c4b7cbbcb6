"""What a person reads of a package at its place, as a section of a Markdown text of theirs.

Marks around the section tell it from what people wrote before and after it, which stays.
"""

import re
from collections.abc import Iterable, Iterator

from dataset_tools.escapes import without_markup
from dataset_tools.export.metadata.about import About, about, text
from dataset_tools.model.package import Resource
from dataset_tools.publish.publication import Publication

_START = "<!-- dataset-tools: this section is written anew -->"
_END = "<!-- dataset-tools: end -->"
_SECTION = re.compile(f"{re.escape(_START)}.*?{re.escape(_END)}", re.DOTALL)


def section_of(publication: Publication) -> str:
    """Return the section: the description, the facts, and the tables with their rows."""
    return marked(summary_lines(publication))


def marked(lines: Iterable[str]) -> str:
    """Put lines between the marks of a section."""
    return "\n".join((_START, *lines, _END))


def has_section(body: str) -> bool:
    """Whether a text has a section of ours."""
    return _SECTION.search(body) is not None


def is_kept(body: str, section: str) -> bool:
    """Whether a text may stay as it is: its section is this one, or people took the section out."""
    found = _SECTION.search(body)
    return bool(body.strip()) if found is None else found[0] == section


def with_section(body: str, section: str) -> str:
    r"""Return a text with its section replaced; without one, it is put below the rest.

    Examples
    --------
    >>> with_section("By hand.\n", "S")
    'By hand.\n\nS\n'
    """
    if has_section(body):
        return _SECTION.sub(lambda _: section, body, count=1)
    before = body.rstrip()
    return f"{before}\n\n{section}\n" if before else f"{section}\n"


def summary_lines(publication: Publication) -> Iterator[str]:
    """Yield the description, the facts, and a table of the tables, in Markdown."""
    said = about(publication.package)
    if said.description:
        yield from (without_markup(said.description), "")
    facts = list(_facts(said))
    if facts:
        yield from (*facts, "")
    yield from ("| table | rows | fields | what it is |", "| --- | ---: | ---: | --- |")
    for resource in publication.package.resources:
        yield _row(resource, publication)
    yield ""
    yield "Described by `datapackage.json`, a [Data Package](https://datapackage.org)."


def _facts(said: About) -> Iterator[str]:
    if said.version:
        yield f"- Version {without_markup(said.version)}"
    for licence in said.licences:
        yield f"- Licence: {_with(licence.title or licence.name, licence.url)}"
    for agent in said.agents:
        yield f"- {without_markup(agent.name)}{_roles(agent.roles)}"
    if said.homepage:
        yield f"- {without_markup(said.homepage)}"
    for work in said.works:
        yield f"- Source: {_with(work.title, work.url)}"


def _with(words: str, more: str) -> str:
    return without_markup(f"{words} ({more})" if words and more else words or more)


def _roles(roles: tuple[str, ...]) -> str:
    return f" ({without_markup(', '.join(roles))})" if roles else ""


def _row(resource: Resource, publication: Publication) -> str:
    stats = next(task.stats for task in publication.report.tasks if task.name == resource.name)
    rows = f"{stats.rows:,}" if stats.rows is not None else ""
    fields = str(len(resource.schema.fields)) if resource.schema else ""
    what = resource.title or text(resource.descriptor, "description")
    cells = (without_markup(resource.name), rows, fields, without_markup(what))
    return f"| {' | '.join(cells)} |"
