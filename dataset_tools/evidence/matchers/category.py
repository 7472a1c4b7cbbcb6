"""``category``: one of the words that are listed for the cell's value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from dataset_tools.evidence.letters import fold, one_space
from dataset_tools.evidence.matchers.matcher import (
    Matcher,
    Place,
    UnfitMatcher,
    quoted,
    read_words,
)
from dataset_tools.evidence.passage import Passage
from dataset_tools.evidence.row import Cell

_NUMERIC = ("integer", "number", "year")


@dataclass(frozen=True)
class CategoryMatcher(Matcher):
    """Proves a value by one of its words, case ignored; ``all_words`` are the words of all."""

    words: Mapping[object, tuple[str, ...]]
    all_words: frozenset[str]

    def proves(self, cell: Cell, passages: Sequence[Passage]) -> bool:
        """Whether one of the words stands in one span."""
        words = self.words.get(_key(cell), ())
        return any(found.holds(word, ignore_case=True) for found in passages for word in words)

    def looks_for(self, cell: Cell) -> str:
        """Name the words."""
        return f"one of {quoted(self.words.get(_key(cell), ()))} as whole words"

    def objection(self, cell: Cell, names: Sequence[str]) -> str | None:
        """Say that the value has no list, or that a list holds the row's own name."""
        if _key(cell) not in self.words:
            return f'its option "words" has no list for the value "{cell.text}"'
        for name in names:
            if fold(one_space(name)) in self.all_words:
                return f'its option "words" holds "{name}", which is a row\'s own name'
        return None


def category_matcher(place: Place) -> Matcher:
    """Make the matcher of a field."""
    given = place.options.get("words")
    if not isinstance(given, Mapping) or not given:
        raise UnfitMatcher('it lacks the option "words", an object of lists of words by value')
    words: dict[object, tuple[str, ...]] = {}
    for value, listed in given.items():
        read = read_words(listed)
        if read is None:
            raise UnfitMatcher(f'its option "words" has no list of words for the value "{value}"')
        words[_declared_key(place, value)] = read
    missing = [str(value) for value in _declared(place) if _declared_key(place, value) not in words]
    if missing:
        raise UnfitMatcher(f'its option "words" has no list for {quoted(missing)}')
    everything = frozenset(fold(one_space(word)) for listed in words.values() for word in listed)
    return CategoryMatcher(words, everything)


def _declared(place: Place) -> Iterator[object]:
    """Yield the values that the schema itself lists for the field."""
    yield from (category.value for category in place.field.categories or ())
    if place.field.type != "list":
        yield from place.field.constraints.enum or ()


def _key(cell: Cell) -> object:
    """Return what a value is found by: its type's own equality, else its text."""
    if isinstance(cell.value, bool):
        return "true" if cell.value else "false"
    if isinstance(cell.value, int | Decimal):
        return Decimal(cell.value)
    return cell.value if isinstance(cell.value, str) else cell.text


def _declared_key(place: Place, value: object) -> object:
    """Return likewise for a value as the schema writes it."""
    if place.type == "boolean":
        return _truth(place, value)
    if place.type in _NUMERIC:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise UnfitMatcher(f'its option "words" has "{value}", which is no number') from None
    return str(value)


def _truth(place: Place, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value in ("true", "false"):
        return str(value)
    if value in place.field.true_values or value in place.field.false_values:
        return "true" if value in place.field.true_values else "false"
    raise UnfitMatcher(f'its option "words" has "{value}", which is neither true nor false')
