"""The interface of matchers, and what one is made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.row import Cell
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, Schema

_Option = TypeVar("_Option")


class Matcher(Protocol):
    """Proves the cells of one field.

    ``is_exact`` says that a fragment bound to the field is the cell itself and nothing else.
    """

    is_exact: bool = False

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether one span of the passages proves the cell, or one item of a list cell."""
        ...

    def looks_for(self, cell: Cell) -> str:
        """Say what is looked for, for the note of an error."""
        ...

    def objection(self, cell: Cell, names: Sequence[str]) -> str | None:  # noqa: ARG002
        """Say why the schema lets no span prove this cell of a row of these names, if so."""
        return None

    def identity(self, cell: Cell) -> object:
        """Return what the cell stands for; cells that stand for the same are never swapped."""
        return cell.value


@dataclass(frozen=True, slots=True)
class Inferred:
    """Nothing is proved: another field of the row, by its position, says why the cell holds."""

    reason: int


@dataclass(frozen=True, slots=True)
class Exempt:
    """Nothing is proved and nothing needs to be."""


Handling = Matcher | Inferred | Exempt


class UnfitMatcher(ValueError):
    """A field cannot have the matcher that it names, or an option is wrong; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The field that a matcher is made for, in its table and package."""

    field: Field
    resource: Resource
    package: DataPackage

    @property
    def schema(self) -> Schema:
        """The schema of the table."""
        return self.resource.schema or Schema()

    @property
    def options(self) -> Mapping[str, object]:
        """What the field says of its matcher."""
        return self.field.evidence.options if self.field.evidence else {}

    @property
    def type(self) -> str:
        """The type of the field's values; of a list, of its items."""
        return self.field.item_type if self.field.type == "list" else self.field.type

    def demand_type(self, *types: str) -> None:
        """Raise UnfitMatcher if the field's type is none of these."""
        if self.type not in types:
            known = " or ".join(types)
            raise UnfitMatcher(f'its type is "{self.type}", and the matcher needs {known}')

    def optional_position(self, option: str) -> int | None:
        """Return the position of the field that an option names, None without the option."""
        return self.needed_position(option) if option in self.options else None

    def needed_position(self, option: str) -> int:
        """Return the position of the field that an option names; raise UnfitMatcher if none."""
        if option not in self.options:
            raise UnfitMatcher(f'it lacks the option "{option}", which names a field')
        name = self.options[option]
        for position, found in enumerate(self.schema.fields):
            if found.name == name and found is not self.field:
                return position
        raise UnfitMatcher(f'its option "{option}" names "{name}", which is no other field')

    def option(
        self,
        name: str,
        read: Callable[[object], _Option | None],
        meaning: str,
    ) -> _Option | None:
        """Return an option as it is read; raise UnfitMatcher if it is there and cannot be."""
        if name not in self.options:
            return None
        value = read(self.options[name])
        if value is None:
            raise UnfitMatcher(f'its option "{name}" is not {meaning}')
        return value


def read_text_option(value: object) -> str | None:
    """Read a text that is not blank."""
    return value if isinstance(value, str) and value.strip() else None


def read_words(value: object) -> tuple[str, ...] | None:
    """Read a list of texts, none of them blank."""
    if not isinstance(value, list | tuple):
        return None
    words = tuple(word for word in value if isinstance(word, str) and word.strip())
    return words if words and len(words) == len(value) else None


def read_truth(value: object) -> bool | None:
    """Read true or false."""
    return value if isinstance(value, bool) else None


def quoted(texts: Sequence[str]) -> str:
    """Return texts in quotation marks, as a message lists them."""
    return ", ".join(f'"{text}"' for text in texts)
