"""What ``init`` proposes: each guess with how sure it is, and why."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from dataset_tools.escapes import disarmed, json_text
from dataset_tools.infer.proposal import Draft, FieldDraft, Guess, TableDraft
from dataset_tools.render.visible import visible

_WHY = 240


def draft_json(draft: Draft) -> str:
    """Return the descriptor, the schemas and every guess as JSON."""
    tables = [_table_json(table) for table in draft.tables]
    result = {
        "folder": draft.folder.as_posix(),
        "descriptor": draft.descriptor,
        "schemas": draft.schemas,
        "tables": tables,
    }
    return json_text(result) + "\n"


def _table_json(table: TableDraft) -> dict[str, object]:
    key, dialect, encoding = table.primary_key, table.dialect, table.encoding
    return {
        "name": table.name,
        "path": table.path,
        "rows": table.rows,
        "encoding": {"name": encoding.name, **asdict(encoding.guess)} if encoding else None,
        "dialect": {"properties": dict(dialect.properties), **asdict(dialect.guess)}
        if dialect
        else None,
        "header": asdict(dialect.header) if dialect else None,
        "fields": [_field_json(field) for field in table.fields],
        "primary_key": {"fields": list(key.fields), **asdict(key.guess)} if key else None,
        "foreign_keys": [
            {"field": each.field, **_reference(each.descriptor), **asdict(each.guess)}
            for each in table.foreign_keys
        ],
        "notes": list(table.notes),
    }


def _reference(descriptor: Mapping[str, object]) -> dict[str, object]:
    return {"reference": descriptor["reference"]}


def _field_json(field: FieldDraft) -> dict[str, object]:
    others = {
        "required": field.required,
        "unique": field.unique,
        "categories": field.categories_guess,
    }
    return {
        "descriptor": field.descriptor,
        **asdict(field.guess),
        **{word: asdict(guess) for word, guess in others.items() if guess is not None},
        "notes": list(field.notes),
    }


def draft_text(draft: Draft) -> str:
    """Return the draft as lines of text."""
    return disarmed("\n".join(_lines(draft)) + "\n")


def _lines(draft: Draft) -> Iterator[str]:
    for table in draft.tables:
        yield f"{visible(table.name)} ({visible(table.path)}, {_count(table.rows, 'row')})"
        yield from (f"  {line}" for line in _table_lines(table))
        yield ""
    keys = sum(table.primary_key is not None for table in draft.tables)
    foreign = sum(len(table.foreign_keys) for table in draft.tables)
    yield (
        f"drafted {_count(len(draft.tables), 'table')}, "
        f"{_count(sum(len(table.fields) for table in draft.tables), 'field')}, "
        f"{_count(keys, 'primary key')}, {_count(foreign, 'foreign key')}"
    )


def _table_lines(table: TableDraft) -> Iterator[str]:
    if table.encoding is not None:
        yield f"encoding {table.encoding.name}: {_shown(table.encoding.guess)}"
    if table.dialect is not None:
        properties = json.dumps(table.dialect.properties, ensure_ascii=False)
        shown = visible(properties) if table.dialect.properties else "of the standard"
        yield f"dialect {shown}: {_shown(table.dialect.guess)}"
        word = "no header" if table.dialect.properties.get("header") is False else "header"
        yield f"{word}: {_shown(table.dialect.header)}"
    for field in table.fields:
        yield from _field_lines(field)
    if table.primary_key is not None:
        fields = visible(", ".join(table.primary_key.fields))
        yield f"primary key {fields}: {_shown(table.primary_key.guess)}"
    for key in table.foreign_keys:
        target = f"{key.resource or table.name}.{key.reference_field}"
        yield f"foreign key {visible(key.field)} → {visible(target)}: {_shown(key.guess)}"
    yield from (f"note: {visible(note, _WHY)}" for note in table.notes)


def _field_lines(field: FieldDraft) -> Iterator[str]:
    words = [field.type]
    words += [f"{key} {_plain(value)}" for key, value in field.properties.items()]
    words += [word for word, guess in (("required", field.required), ("unique", field.unique))
              if guess is not None]  # fmt: skip
    if field.categories:
        words.append(f"{len(field.categories)} categories")
    yield f"{visible(field.name)}: {visible(', '.join(words))}: {_shown(field.guess)}"
    yield from (f"  note: {visible(note, _WHY)}" for note in field.notes)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(guess: Guess) -> str:
    return f"{guess.word} ({guess.sure:.2f}), {visible(guess.why, _WHY)}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
