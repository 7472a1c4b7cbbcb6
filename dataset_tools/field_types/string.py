"""Type string: text, or text of one of the standard's formats."""

import re
from collections.abc import Callable

import polars as pl

from dataset_tools.field_types.field_type import ANY_TYPE, SIZED, FieldType, unchanged
from dataset_tools.field_types.native import text_or
from dataset_tools.field_types.uri import is_uri
from dataset_tools.model.schema import Field

_ATOM = r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~\-\x80-\U0010ffff]+"
_LABEL = r"[0-9A-Za-z\x80-\U0010ffff](?:[0-9A-Za-z\x80-\U0010ffff\-]*[0-9A-Za-z\x80-\U0010ffff])?"
_EMAIL = (  # RFC 5321, with the letters of RFC 6531
    rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*")'
    rf"@(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])"
)
_LONGEST_EMAIL = 254
_BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_UUID = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"


def _is_email(text: str) -> bool:
    if len(text) > _LONGEST_EMAIL or any(char.isspace() and not char.isascii() for char in text):
        return False
    return re.fullmatch(_EMAIL, text) is not None


def _is_base64(text: str) -> bool:
    return re.fullmatch(_BASE64, text) is not None


def _is_uuid(text: str) -> bool:
    return re.fullmatch(_UUID, text) is not None


_FORMATS: dict[str, tuple[Callable[[str], object], str]] = {
    "default": (lambda _text: True, ""),
    "email": (_is_email, "not an email address"),
    "uri": (is_uri, "not a URI like https://example.org"),
    "binary": (_is_base64, "not base64"),
    "uuid": (_is_uuid, "not a UUID"),
}


def string_parser(field: Field) -> Callable[[str], str]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    has_form, note = _FORMATS.get(field.format, _FORMATS["default"])

    def parse(text: str) -> str:
        if not has_form(text):
            raise ValueError(note)
        return text

    return parse


def string_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column: as it is, or where a regular expression can tell the format."""
    if field.format == "uuid":
        return pl.when(text.str.contains(rf"\A{_UUID}\z")).then(text)
    return None if field.format in {"email", "uri", "binary"} else text


STRING = FieldType(
    name="string",
    formats=tuple(_FORMATS),
    parser=string_parser,
    column=string_column,
    from_json=text_or(string_parser, "not a text"),
    to_json=unchanged,
    constraints=ANY_TYPE | SIZED | {"pattern"},
    polars=pl.String(),
    pandas=("str", "str"),
    arrow="string",
    duckdb="VARCHAR",
    spark="string",
)
