"""The forms that a column's texts are tried in: fields of every type whose texts tell it.

Whether a text is of a field's type, the field type's own parser says. A form may ask for more: a
``shape`` that all texts have, and ``evidence`` that one of them gives, where the type alone would
take texts that more likely mean something else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dataset_tools.infer.names import DATES, DURATIONS, PLACES, YEARS, words_of
from dataset_tools.model.schema import Field

SPACES = (" ", "\u00a0", "\u202f")
_GROUPS = (",", ".", "'", "’", *SPACES)
_AFFIXES = ("%", "€", "$", "£", "¥")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A way to read a column.

    ``order`` is that of day, month and year where others would read the same digits; ``hints``
    are words of which the field's name must have one. ``is_typed``: values that stand for
    missing ones are looked over, as it makes typed what would be text.
    """

    field: Field
    words: str
    shape: str = ""
    evidence: str = ""
    hints: frozenset[str] = frozenset()
    order: str = ""
    is_numeric: bool = False
    is_typed: bool = True
    properties: dict[str, object] = field(default_factory=dict)

    def suits(self, name: str) -> bool:
        """Whether the name of a field allows this form."""
        return not self.hints or bool(self.hints & words_of(name))


def _form(type: str, words: str, **options: object) -> Form:
    """Make a form from properties of the field (in Python's names) and of the form."""
    of_form = {
        key: options.pop(key)
        for key in ("shape", "evidence", "hints", "order", "is_numeric", "is_typed")
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
        shape=r"[+-]?[0-9]+(?:,[0-9]+)?(?:[eE][+-]?[0-9]+)?",
        evidence=r"\A[+-]?(?:0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))\z",
        decimal_char=",",
    )
    for group in _GROUPS:
        yield from _grouped(group)
    for affix in _AFFIXES:
        yield from _with_affix(affix)


def _grouped(group: str) -> Iterator[Form]:
    """Yield numbers in groups of three, where another reading would be no number at all."""
    mark = re.escape(group)
    digits = f"[+-]?[0-9]{{1,3}}(?:{mark}[0-9]{{3}})*"
    twice = f"[0-9]{{3}}{mark}[0-9]{{3}}(?:[^0-9]|\\z)"
    sure = rf"[0-9]{mark}[0-9]{{3}}{mark}[0-9]{{3}}"
    once = f"[0-9]{mark}[0-9]{{3}}" if group not in {",", ".", " "} else sure
    yield _form(
        "integer",
        f'whole numbers in groups by "{group}"',
        is_numeric=True,
        shape=digits,
        evidence=once,
        group_char=group,
    )
    for point in ".,":
        if point == group:
            continue
        options = {"decimal_char": point} if point != "." else {}
        yield _form(
            "number",
            f'numbers in groups by "{group}" with a decimal "{point}"',
            is_numeric=True,
            shape=rf"{digits}(?:{re.escape(point)}[0-9]+)?",
            evidence=rf"[0-9]{mark}[0-9]{{3}}{re.escape(point)}[0-9]|{sure}|{twice}"
            if group not in {",", "."}
            else rf"[0-9]{mark}[0-9]{{3}}{re.escape(point)}[0-9]",
            group_char=group,
            **options,
        )


def _with_affix(affix: str) -> Iterator[Form]:
    mark = re.escape(affix)
    groups = "[0-9]{1,3}(?:,[0-9]{3})+"
    for type, fraction in (("integer", ""), ("number", r"(?:\.[0-9]+)?")):
        for digits, options in (("[0-9]+", {}), (f"(?:{groups}|[0-9]+)", {"group_char": ","})):
            number = f"[+-]?{digits}{fraction}"
            yield _form(
                type,
                f'numbers with "{affix}"',
                is_numeric=True,
                shape=rf"{mark} ?{number}|{number} ?{mark}",
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
        yield _form("date", f"dates of the form {pattern}", order=order, format=pattern)
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
            yield _form("datetime", f"moments of the form {pattern}", order=order, format=pattern)
    yield _form("time", "times")
    yield _form("time", "times of the form %H:%M", shape="[0-9]{2}:[0-9]{2}", format="%H:%M")
    yield _form("time", "times of the form %I:%M %p", format="%I:%M %p")


def _structures() -> Iterator[Form]:
    yield _form("geojson", "GeoJSON")
    yield _form("geopoint", "points with lon and lat", format="object")
    yield _form("geopoint", "points as pairs", hints=PLACES, format="array")
    yield _form(
        "geopoint", "points", hints=PLACES, shape=r"-?[0-9]+\.[0-9]+, ?-?[0-9]+\.[0-9]+"
    )
    yield _form("object", "JSON objects")
    yield _form("array", "JSON arrays")
    yield _form("duration", "durations", hints=DURATIONS)


def _texts() -> Iterator[Form]:
    yield _form("string", "UUIDs", is_typed=False, format="uuid")
    yield _form("string", "email addresses", is_typed=False, format="email")
    yield _form("string", "web addresses", is_typed=False, shape="https?://.+", format="uri")


def _forms() -> Iterator[Form]:
    yield from _booleans()
    yield _form("year", "years", is_numeric=True, shape="[12][0-9]{3}", hints=YEARS)
    day, *numbers = _dates_first()
    yield day
    yield from numbers
    yield from _structures()
    yield from _texts()


def _dates_first() -> Iterator[Form]:
    """Yield eight digits as a date (only where the name says so) before they are numbers."""
    dates = list(_dates())
    digits = [form for form in dates if form.is_numeric]
    yield from digits
    yield from _numbers()
    yield from (form for form in dates if not form.is_numeric)


FORMS = tuple(_forms())
"""All forms, the one that says most first."""

Suits = Callable[[Form], bool]
