"""A data dictionary in Markdown: every table and field in words, for people."""

from collections.abc import Iterator

from dataset_tools.escapes import without_markup
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.metadata.about import About, about
from dataset_tools.export.tables.dictionary import HEADINGS, field_row, text_of
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Schema

_COLUMNS = HEADINGS[1:]
_LONGEST_ANCHOR = 60


def write_dictionary(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``dictionary.md``."""
    destination.write("dictionary.md", "".join(f"{line}\n" for line in _lines(source)))
    return iter(())


def _lines(source: Source) -> Iterator[str]:
    package = source.package
    yield f"# {without_markup(package.title or package.name or 'Data dictionary')}"
    description = text_of(package.descriptor.get("description"))
    if description:
        yield from ("", without_markup(description))
    facts = list(_facts(about(package)))
    if facts:
        yield ""
        yield from facts
    for resource in package.resources:
        yield from ("", f"## {without_markup(resource.name)}")
        yield from _about(resource)
        if resource.is_table:
            rows = source.stats(resource).rows
            yield from ("", f"{rows:,} rows" if rows != 1 else "1 row")
            yield from _table(resource)
            yield from _rules(resource.schema or Schema())


def _facts(said: About) -> Iterator[str]:
    if said.version:
        yield f"- Version {without_markup(said.version)}"
    for licence in said.licences:
        yield f"- Licence: {_with(licence.title or licence.name, licence.url)}"
    for agent in said.agents:
        yield f"- Contributor: {_with(agent.name, ', '.join(agent.roles))}"


def _with(words: str, more: str) -> str:
    return without_markup(f"{words} ({more})" if words and more else words or more)


def _about(resource: Resource) -> Iterator[str]:
    for words in (resource.title, text_of(resource.descriptor.get("description"))):
        if words:
            yield from ("", without_markup(words))


def _table(table: Resource) -> Iterator[str]:
    """Yield the fields as a table, without the columns that would be empty."""
    schema = table.schema or Schema()
    rows = [field_row(field, schema, table) for field in schema.fields]
    if not rows:
        return
    kept = [at for at in range(len(_COLUMNS)) if at == 0 or any(row[at] for row in rows)]
    yield from ("", _row(tuple(_COLUMNS[at] for at in kept)), _row(("---",) * len(kept)))
    for row in rows:
        yield _row(tuple(without_markup(row[at]) for at in kept))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _rules(schema: Schema) -> Iterator[str]:
    if schema.rules:
        yield from ("", "Every row satisfies:", "")
        for rule in schema.rules:
            yield f"- {without_markup(rule.name)}: {without_markup(rule.formula)}"


DICTIONARY = Exporter(suffixes=(".md",), write=write_dictionary)
