"""The kinds of value that a property may have, each able to tell what is wrong with one.

``clean`` gives the value back without what is wrong in it, ``LEFT_OUT`` where nothing is left, and
adds each fault to the list. What comes out of it is of the kind that the table states.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dataset_tools.descriptor.fault import Fault, Meaning, fault
from dataset_tools.descriptor.site import Site
from dataset_tools.descriptor.wording import listed, quoted, shown

LEFT_OUT = object()
_LARGEST = 2**63 - 1


class Kind(Protocol):
    """A kind of value."""

    @property
    def wanted(self) -> str:
        """What a message says that the value must be."""
        ...

    @property
    def plural(self) -> str:
        """The same of several."""
        ...

    def fits(self, value: object) -> bool:
        """Whether a value is meant to be of this kind, right or wrong."""
        ...

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return what is right in the value, and add what is wrong with it."""
        ...


def _refused(meaning: Meaning, value: object, kind: Kind, site: Site) -> Fault:
    return fault(meaning, site, f"{site.phrase} is {shown(value)}, and must be {kind.wanted}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """A JSON value that is taken as it is, if it is of one of the Python ``types``."""

    types: tuple[type, ...] = (object,)
    wanted: str = "a value"
    plural: str = "values"

    def fits(self, value: object) -> bool:
        """Values of those types are."""
        return isinstance(value, self.types)

    def takes(self, value: object) -> bool:
        """Whether nothing is wrong with a value."""
        return isinstance(value, self.types)

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return the value."""
        if isinstance(value, self.types):
            return value
        faults.append(_refused("kind", value, self, site))
        return LEFT_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A string; ``form`` says what a string is not, or None."""

    form: Callable[[str], str | None] | None = None
    wanted: str = "a string"
    plural: str = "strings"

    def fits(self, value: object) -> bool:
        """Strings are."""
        return isinstance(value, str)

    def takes(self, value: object) -> bool:
        """Whether nothing is wrong with a value."""
        return isinstance(value, str) and (self.form is None or self.form(value) is None)

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return the string if it has its form."""
        if not isinstance(value, str):
            faults.append(_refused("kind", value, self, site))
            return LEFT_OUT
        reason = self.form(value) if self.form else None
        if reason is not None:
            faults.append(fault("value", site, f"{site.phrase} is {shown(value)}; {reason}"))
            return LEFT_OUT
        return value


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few strings."""

    words: tuple[str, ...]
    plural: str = "strings"

    @property
    def wanted(self) -> str:
        """The words."""
        return f"one of {listed(self.words)}" if len(self.words) > 1 else quoted(self.words[0])

    def fits(self, value: object) -> bool:
        """Strings are."""
        return isinstance(value, str)

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return the word if it is one of them."""
        if isinstance(value, str) and value in self.words:
            return value
        faults.append(_refused("value" if self.fits(value) else "kind", value, self, site))
        return LEFT_OUT


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    wanted: str = "true or false"
    plural: str = "true or false"

    def fits(self, value: object) -> bool:
        """Booleans are."""
        return isinstance(value, bool)

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return the boolean."""
        if isinstance(value, bool):
            return value
        faults.append(_refused("kind", value, self, site))
        return LEFT_OUT


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; as in JSON Schema, 1.0 is one."""

    least: int = 0

    @property
    def wanted(self) -> str:
        """What it must be."""
        return f"a whole number from {self.least}"

    @property
    def plural(self) -> str:
        """The same of several."""
        return f"whole numbers from {self.least}"

    def fits(self, value: object) -> bool:
        """Numbers are."""
        return isinstance(value, int | float) and not isinstance(value, bool)

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return the number as an integer."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            faults.append(_refused("kind", value, self, site))
            return LEFT_OUT
        whole = isinstance(value, int) or value.is_integer()
        if not whole or not self.least <= value <= _LARGEST:
            faults.append(_refused("value", value, self, site))
            return LEFT_OUT
        return int(value)


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array of one kind of item, of ``least`` to ``most`` items, each once if ``unique``."""

    item: Kind
    least: int = 0
    most: int | None = None
    unique: bool = False

    @property
    def wanted(self) -> str:
        """What it must be."""
        return f"an array of {self.plural.removeprefix('arrays of ')}"

    @property
    def plural(self) -> str:
        """The same of several."""
        return f"arrays of {self.item.plural}"

    def fits(self, value: object) -> bool:
        """Arrays are whose first item is of the kind."""
        return isinstance(value, list) and (not value or self.item.fits(value[0]))

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return the array if all its items are right; wrong objects in it become empty ones."""
        if not isinstance(value, list):
            faults.append(_refused("kind", value, self, site))
            return LEFT_OUT
        before = len(faults)
        right = self.item.takes if isinstance(self.item, Anything | Text) else _never
        cleaned = [
            each if right(each) else self.item.clean(each, site.item(index), faults)
            for index, each in enumerate(value)
        ]
        self._count(value, site, faults)
        if isinstance(self.item, ObjectOf):
            return [{} if each is LEFT_OUT else each for each in cleaned]
        return LEFT_OUT if len(faults) > before else cleaned

    def _count(self, value: list[object], site: Site, faults: list[Fault]) -> None:
        if len(value) < self.least:
            faults.append(fault("value", site, f"{site.phrase} is empty"))
        if self.most is not None and len(value) > self.most:
            note = f"{site.phrase} has {len(value)} items, and may have {self.most}"
            faults.append(fault("value", site, note))
        if self.unique:
            for index in repeated(value):
                place = site.item(index)
                note = f"{place.phrase} is {shown(value[index])}, which stands there before"
                faults.append(fault("value", place, note))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectOf:
    """An object; properties that are not in the table are free.

    ``enter`` makes an object a subject of its own in messages; ``one_of`` lists properties of
    which at least one must be there.
    """

    properties: Mapping[str, Kind] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    least: int = 0
    enter: Callable[[Site, object], Site] | None = None
    wanted: str = "an object"
    plural: str = "objects"

    def fits(self, value: object) -> bool:
        """Objects are."""
        return isinstance(value, dict)

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Return the object without the properties that are wrong."""
        site = self.enter(site, value) if self.enter else site
        if not isinstance(value, dict):
            faults.append(_refused("kind", value, self, site))
            return LEFT_OUT
        self._count(value, site, faults)
        cleaned: dict[str, object] = {}
        for key, each in value.items():
            kind = self.properties.get(key)
            right = kind.clean(each, site.member(key), faults) if kind else each
            if right is not LEFT_OUT:
                cleaned[key] = right
        return cleaned

    def _count(self, value: dict[str, object], site: Site, faults: list[Fault]) -> None:
        faults.extend(
            fault("missing", site, f"{site.phrase} has no {quoted(key)}", key)
            for key in self.required
            if key not in value
        )
        if self.one_of and not any(key in value for key in self.one_of):
            names = " and no ".join(quoted(key) for key in self.one_of)
            faults.append(fault("missing", site, f"{site.phrase} has no {names}", self.one_of[0]))
        if len(value) < self.least:
            faults.append(fault("missing", site, f"{site.phrase} is empty"))


@dataclass(frozen=True, slots=True)
class Either:
    """One of several kinds; the first that a value fits judges it."""

    kinds: tuple[Kind, ...]

    @property
    def wanted(self) -> str:
        """The kinds in turn."""
        return " or ".join(kind.wanted for kind in self.kinds)

    @property
    def plural(self) -> str:
        """The same of several."""
        return " or ".join(kind.plural for kind in self.kinds)

    def fits(self, value: object) -> bool:
        """What one of the kinds takes."""
        return any(kind.fits(value) for kind in self.kinds)

    def clean(self, value: object, site: Site, faults: list[Fault]) -> object:
        """Let the kind judge that the value is meant to be of."""
        for kind in self.kinds:
            if kind.fits(value):
                return kind.clean(value, site, faults)
        faults.append(_refused("kind", value, self, site))
        return LEFT_OUT


def _never(_: object) -> bool:
    return False


def repeated(values: list[object]) -> list[int]:
    """Return the places of the values that stand before in the list, equal as JSON."""
    seen: set[Hashable] = set()
    again = []
    for index, value in enumerate(values):
        key = json_key(value)
        if key in seen:
            again.append(index)
        seen.add(key)
    return again


def json_key(value: object) -> Hashable:
    """Return a key that is equal for values that are equal as JSON: 1 and 1.0, not 1 and true."""
    if isinstance(value, list):
        return ("array", *(json_key(each) for each in value))
    if isinstance(value, dict):
        return ("object", frozenset((key, json_key(each)) for key, each in value.items()))
    if isinstance(value, bool | None):
        return ("word", str(value))
    return value if isinstance(value, str | float | int) else repr(value)
