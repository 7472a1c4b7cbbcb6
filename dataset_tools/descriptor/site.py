"""A place in a descriptor: which file, which pointer, and how a message names it."""

from dataclasses import dataclass, replace
from enum import Enum

from dataset_tools.descriptor.locate import escaped
from dataset_tools.descriptor.wording import quoted


class Level(Enum):
    """What a property belongs to; each has its own error type and codes."""

    PACKAGE = "package"
    RESOURCE = "resource"
    DIALECT = "dialect"
    SCHEMA = "schema"
    FIELD = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A value in a descriptor.

    ``subject`` is what it belongs to, for a message; ``inside`` is its dotted name in there,
    empty for the subject itself. ``resource`` is the index of the resource it is part of, and
    ``owner`` how a message names that.
    """

    path: str
    pointer: str = ""
    level: Level = Level.PACKAGE
    subject: str = "The package"
    inside: str = ""
    resource: int | None = None
    owner: str = ""

    def member(self, key: str) -> "Site":
        """Return the place of a property of this object."""
        dotted = f"{self.inside}.{key}" if self.inside else key
        return self._inner(f"{self.pointer}/{escaped(key)}", dotted)

    def item(self, index: int) -> "Site":
        """Return the place of an item of this array."""
        return self._inner(f"{self.pointer}/{index}", f"{self.inside}[{index}]")

    def _inner(self, pointer: str, inside: str) -> "Site":
        """Return a place in this one: ``replace`` takes three times as long, and all come here."""
        return Site(
            path=self.path,
            pointer=pointer,
            level=self.level,
            subject=self.subject,
            inside=inside,
            resource=self.resource,
            owner=self.owner,
        )

    def at_resource(self, value: object) -> "Site":
        """Enter a resource, an item of an array, named as a message does."""
        name, index = _name(value), self._index
        entered = replace(self, resource=index, owner=name or f"resource {index + 1}")
        return entered.enter(Level.RESOURCE, f"The resource {name or index + 1}")

    def at_dialect(self, _: object) -> "Site":
        """Enter the dialect of this resource."""
        return self.enter(Level.DIALECT, f"The dialect of {self.owner}")

    def at_schema(self, _: object) -> "Site":
        """Enter the schema of this resource."""
        return self.enter(Level.SCHEMA, f"The schema of {self.owner}")

    def at_field(self, value: object) -> "Site":
        """Enter a field of this schema, an item of an array."""
        name = _name(value) or self._index + 1
        return self.enter(Level.FIELD, f"The field {name} of {self.owner}")

    def enter(self, level: Level, subject: str) -> "Site":
        """Make this place a subject of its own."""
        return replace(self, level=level, subject=subject, inside="")

    def in_file(self, path: str) -> "Site":
        """Return the root of another file that this place refers to."""
        return replace(self, path=path, pointer="")

    @property
    def _index(self) -> int:
        return int(self.pointer.rpartition("/")[2])

    @property
    def top(self) -> str:
        """The property of the subject that this place is in, without what is inside of that."""
        return self.inside.partition(".")[0].partition("[")[0]

    @property
    def phrase(self) -> str:
        """The place as the beginning of a sentence."""
        return f"{self.subject}: {quoted(self.inside)}" if self.inside else self.subject


def _name(value: object) -> str:
    name = value.get("name") if isinstance(value, dict) else None
    return quoted(name) if isinstance(name, str) and name else ""
