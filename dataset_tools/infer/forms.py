"""The forms that a column's texts are tried in: fields of every type whose texts tell it.

Whether a text is of a field's type, the field type's own parser says. A form may ask for more: a
``shape`` that all texts have, and ``evidence`` that one of them gives, where the type alone would
take texts that more likely mean something else.
"""

import dataclasses
import re
from collections.abc import Iterator

from dataset_tools.infer.names import DATES, DURATIONS, PLACES, YEARS, words_of
from dataset_tools.model.schema import Field

_GROUPS = (",", ".", "'", "\u2019", " ", "\u00a0", "\u202f")
_AFFIXES = ("%", "€", "$", "£", "¥")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A way to read a column.

    Where two forms with unlike ``reading`` read the same texts, neither is certain. ``hints`` are
    words of which the field's name must have one. ``is_numeric``: codes of digits are none of
    these. ``is_typed``: words for missing values are looked over, as it makes typed what would
    be text. ``properties`` are the field's, as a descriptor has them.
    """

    field: Field
    words: str
    shape: str = ""
    evidence: str = ""
    hints: frozenset[str] = frozenset()
    reading: str = ""
    is_numeric: bool = False
    is_typed: bool = True
    properties: dict[str, object] = dataclasses.field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether the values are numbers or truth values, which JSON has words of its own for."""
        return self.is_numeric or self.field.type == "boolean"

    def suits(self, name: str) -> bool:
        """Whether the name of a field allows this form."""
        return not self.hints or bool(self.hints & words_of(name))


def _form(type: str, words: str, **options: object) -> Form:
    """Make a form from properties of the field (in Python's names) and of the form."""
    of_form = {
        key: options.pop(key)
        for key in ("shape", "evidence", "hints", "reading", "is_numeric", "is_typed")
        if key in options
    }
    made = Field(name="", type=type, **options)  # type: ignore[arg-type]
    properties = {_PROPERTIES[key]: _plain(value) for key, value in options.items()}
    return Form(field=made, words=words, properties=properties, **of_form)  # type: ignore[arg-type]


_PROPERTIES = {
    "format": "format",
    "true_values": "trueValues",
    "false_values": "falseValues",
    "decimal_char": "decimalChar",
    "group_char": "groupChar",
    "bare_number": "bareNumber",
    "delimiter": "delimiter",
    "item_type": "itemType",
}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _booleans() -> Iterator[Form]:
    yield _form("boolean", "true or false", shape="[A-Za-z]+")
    for true, false in (("yes", "no"), ("y", "n"), ("t", "f"), ("on", "off"), ("ja", "nein")):
        yield _form(
            "boolean",
            f"{true} or {false}",
            true_values=_cases(true),
            false_values=_cases(false),
        )


def _cases(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word, word.capitalize(), word.upper())))


def _numbers() -> Iterator[Form]:
    yield _form("integer", "whole numbers", is_numeric=True)
    yield _form("number", "numbers", is_numeric=True, evidence="[0-9]")
    yield _form(
        "number",
        "numbers with a decimal comma",
        is_numeric=True,
        shape="[+-]?[0-9]+(?:,[0-9]+)?(?:[eE][+-]?[0-9]+)?",
        evidence=",",
        reading="decimal comma",
        decimal_char=",",
    )
    for group in _GROUPS:
        yield from _grouped(group)
    for affix in _AFFIXES:
        yield from _with_affix(affix)


def _grouped(group: str) -> Iterator[Form]:
    """Yield numbers in groups of three; a space parts other things, so two of them must."""
    mark = re.escape(group)
    digits = f"[+-]?[0-9]{{1,3}}(?:{mark}[0-9]{{3}})*"
    options = {"is_numeric": True, "group_char": group, "reading": f'groups by "{group}"'}
    once = f"{mark}[0-9]{{3}}"
    sure = once * 2 if group == " " else once
    words = f'whole numbers in groups by "{group}"'
    yield _form("integer", words, shape=digits, evidence=sure, **options)
    for point in (each for each in ".," if each != group):
        fraction = f"{re.escape(point)}[0-9]+"
        yield _form(
            "number",
            f'numbers in groups by "{group}" with a decimal "{point}"',
            shape=f"{digits}(?:{fraction})?",
            evidence=f"{sure}|{once}{fraction}",
            **options,
            **({"decimal_char": point} if point != "." else {}),
        )


def _with_affix(affix: str) -> Iterator[Form]:
    mark = re.escape(affix)
    groups = "[0-9]{1,3}(?:,[0-9]{3})+"
    grouped = {"group_char": ",", "reading": "groups", "evidence": ","}
    comma = {"decimal_char": ",", "reading": "decimal comma", "evidence": ","}
    for type, number, options in (
        ("integer", "[0-9]+", {}),
        ("number", r"[0-9]+(?:\.[0-9]+)?", {}),
        ("integer", f"(?:{groups}|[0-9]+)", grouped),
        ("number", rf"(?:{groups}|[0-9]+)(?:\.[0-9]+)?", grouped),
        ("number", "[0-9]+(?:,[0-9]+)?", comma),
    ):
        yield _form(
            type,
            f'numbers with "{affix}"',
            is_numeric=True,
            shape=rf"{mark} ?[+-]?{number}|[+-]?{number} ?{mark}",
            bare_number=False,
            **options,
        )


_DAYS = (
    ("dmy", "%d.%m.%Y"), ("dmy", "%d.%m.%y"), ("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y"),
    ("dmy", "%d-%m-%Y"), ("mdy", "%m-%d-%Y"), ("ymd", "%Y/%m/%d"), ("ymd", "%Y.%m.%d"),
    ("dmy", "%d/%m/%y"), ("mdy", "%m/%d/%y"), ("ymd", "%y/%m/%d"), ("ymd", "%y-%m-%d"),
    ("dmy", "%d-%m-%y"), ("mdy", "%m-%d-%y"), ("", "%d %b %Y"), ("", "%d %B %Y"),
    ("", "%d-%b-%Y"), ("", "%d-%b-%y"), ("", "%b %d, %Y"), ("", "%B %d, %Y"),
)  # fmt: skip
_CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p")
_ISO_MOMENTS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S.%f%z",
    "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M%z", "%Y%m%dT%H%M%SZ",
)  # fmt: skip


def _dates() -> Iterator[Form]:
    yield _form("yearmonth", "months", shape="[12][0-9]{3}-[0-9]{2}")
    yield _form("date", "dates")
    for order, pattern in _DAYS:
        yield _form("date", f"dates of the form {pattern}", reading=order, format=pattern)
    yield _form(
        "date",
        "dates of the form %Y%m%d",
        is_numeric=True,
        shape="(?:19|20)[0-9]{6}",
        hints=DATES,
        format="%Y%m%d",
    )
    yield _form("datetime", "moments")
    for pattern in _ISO_MOMENTS:
        yield _form("datetime", f"moments of the form {pattern}", format=pattern)
    for order, day in _DAYS:
        for clock in _CLOCKS:
            pattern = f"{day} {clock}"
            yield _form("datetime", f"moments of the form {pattern}", reading=order, format=pattern)
    yield _form("time", "times")
    yield _form("time", "times of the form %H:%M", shape="[0-9]{2}:[0-9]{2}", format="%H:%M")
    yield _form("time", "times of the form %I:%M %p", format="%I:%M %p")


def _structures() -> Iterator[Form]:
    yield _form("geojson", "GeoJSON")
    yield _form("geopoint", "points with lon and lat", format="object")
    yield _form("geopoint", "points as pairs", hints=PLACES, format="array")
    yield _form("geopoint", "points", hints=PLACES, shape=r"-?[0-9]+\.[0-9]+, ?-?[0-9]+\.[0-9]+")
    yield _form("object", "JSON objects")
    yield _form("array", "JSON arrays")
    yield _form("duration", "durations", hints=DURATIONS)
    for delimiter in ";|,":
        yield from _lists_of_numbers(delimiter)


def _lists_of_numbers(delimiter: str) -> Iterator[Form]:
    mark = re.escape(delimiter)
    for type, fraction in (("integer", ""), ("number", r"(?:\.[0-9]+)?")):
        item = f"-?(?:0|[1-9][0-9]*){fraction}"
        yield _form(
            "list",
            f'lists of numbers parted by "{delimiter}"',
            is_typed=False,
            shape=f"{item}(?:{mark} ?{item})*",
            evidence=mark,
            delimiter=delimiter,
            item_type=type,
        )


def list_form(delimiter: str) -> Form:
    """Make the form of lists of texts."""
    return _form(
        "list",
        f'lists of texts parted by "{delimiter}"',
        is_typed=False,
        delimiter=delimiter,
        item_type="string",
    )


def _texts() -> Iterator[Form]:
    yield _form("string", "UUIDs", is_typed=False, format="uuid")
    yield _form("string", "email addresses", is_typed=False, format="email")
    yield _form("string", "web addresses", is_typed=False, shape="https?://.+", format="uri")


def _forms() -> Iterator[Form]:
    dates = list(_dates())
    yield from _booleans()
    yield _form("year", "years", is_numeric=True, shape="[12][0-9]{3}", hints=YEARS)
    yield from (form for form in dates if form.is_numeric)  # only where the name says so
    yield from _numbers()
    yield from (form for form in dates if not form.is_numeric)
    yield from _structures()
    yield from _texts()


FORMS = tuple(_forms())
"""All forms, the one that says most first."""
