"""Families of the standard's types, by how a format without a type of their own holds them."""

from dataset_tools.model.schema import Field

_FORM = ("format", "decimal_char", "group_char", "bare_number")
ISO = frozenset({"date", "time", "datetime", "yearmonth", "duration"})
"""Types whose texts are those of ISO 8601."""
JSON = frozenset({"object", "array", "list", "geopoint", "geojson"})
"""Types whose values are JSON texts where there is nothing better."""
TEXT = frozenset({"string", "any"})
"""Types whose values are texts as they stand."""
WHOLE = frozenset({"integer", "year"})
"""Types whose values are whole numbers."""
_PLAIN = Field(name="")


def has_default_form(field: Field) -> bool:
    """Whether the cells of a field are written in the form that its type has by default.

    Examples
    --------
    >>> has_default_form(Field(name="day", type="date", format="%d.%m.%Y"))
    False
    """
    return all(getattr(field, name) == getattr(_PLAIN, name) for name in _FORM)


def an(type_: str) -> str:
    """Return the name of a type with its article.

    Examples
    --------
    >>> an("object"), an("list")
    ('an object', 'a list')
    """
    return f"an {type_}" if type_[0] in "aeiou" else f"a {type_}"


def counted(number: int, word: str) -> str:
    """Return a number with its word, in the plural where it is not one.

    Examples
    --------
    >>> counted(1, "value"), counted(2000, "value")
    ('1 value', '2,000 values')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
