"""What inference proposes, as frozen records: each guess with how sure it is, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """How sure something is, from 0 to 1, and why."""

    sure: float
    why: str

    @property
    def word(self) -> str:
        """How sure it is, in a word."""
        words = ((0.95, "certain"), (0.8, "likely"), (0.5, "probable"), (0.0, "doubtful"))
        return next(word for least, word in words if self.sure >= least)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingDraft:
    """A file's encoding."""

    name: str
    guess: Guess


@dataclass(frozen=True, slots=True, kw_only=True)
class DialectDraft:
    """A file's dialect: the properties that are not the standard's defaults."""

    properties: Mapping[str, object]
    guess: Guess
    header: Guess


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDraft:
    """A field: its type with the properties of it, and what its values allow to ask of them."""

    name: str
    type: str
    guess: Guess
    properties: Mapping[str, object] = field(default_factory=dict)
    missing_values: tuple[str, ...] = ()
    required: Guess | None = None
    unique: Guess | None = None
    categories: tuple[str, ...] = ()
    categories_guess: Guess | None = None
    notes: tuple[str, ...] = ()

    @property
    def descriptor(self) -> dict[str, object]:
        """The field as a Table Schema has it."""
        constraints = {
            word: True
            for word, guess in (("required", self.required), ("unique", self.unique))
            if guess is not None
        }
        return {
            "name": self.name,
            "type": self.type,
            **self.properties,
            **({"missingValues": ["", *self.missing_values]} if self.missing_values else {}),
            **({"categories": list(self.categories)} if self.categories else {}),
            **({"constraints": constraints} if constraints else {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDraft:
    """A primary key."""

    fields: tuple[str, ...]
    guess: Guess


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKeyDraft:
    """A field whose values stand in the key of a table; ``resource`` is None for its own."""

    field: str
    resource: str | None
    reference_field: str
    guess: Guess

    @property
    def descriptor(self) -> dict[str, object]:
        """The key as a Table Schema has it; without a resource it refers to its own table."""
        target = {"resource": self.resource} if self.resource is not None else {}
        return {
            "fields": [self.field],
            "reference": {**target, "fields": [self.reference_field]},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDraft:
    """A table: the file that it is, and its schema; ``notes`` are what validation will tell."""

    name: str
    path: str
    format: str
    rows: int
    fields: tuple[FieldDraft, ...]
    encoding: EncodingDraft | None = None
    dialect: DialectDraft | None = None
    primary_key: KeyDraft | None = None
    foreign_keys: tuple[ForeignKeyDraft, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, object]:
        """The Table Schema."""
        key, foreign = self.primary_key, self.foreign_keys
        return {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [each.descriptor for each in self.fields],
            **({"primaryKey": list(key.fields)} if key else {}),
            **({"foreignKeys": [each.descriptor for each in foreign]} if foreign else {}),
        }

    @property
    def schema_path(self) -> str:
        """Where the schema is written, relative to the descriptor."""
        return f"schemas/{self.name}.json"

    @property
    def descriptor(self) -> dict[str, object]:
        """The resource, without its schema."""
        encoding = self.encoding.name if self.encoding else "utf-8"
        dialect = self.dialect.properties if self.dialect else {}
        return {
            "name": self.name,
            "type": "table",
            "path": self.path,
            "format": self.format,
            **({"encoding": encoding} if self.encoding else {}),
            **({"dialect": dict(dialect)} if dialect else {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A package that does not exist yet: the folder it will lie in, its name and its tables."""

    folder: Path
    name: str
    tables: tuple[TableDraft, ...]

    @property
    def descriptor(self) -> dict[str, object]:
        """What ``datapackage.json`` will say."""
        return {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": self.name,
            "resources": [
                {**table.descriptor, "schema": table.schema_path} for table in self.tables
            ],
        }

    @property
    def schemas(self) -> dict[str, dict[str, object]]:
        """The Table Schemas by their paths."""
        return {table.schema_path: table.schema for table in self.tables}
