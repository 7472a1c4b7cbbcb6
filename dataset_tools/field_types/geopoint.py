"""Type geopoint: a longitude and a latitude in degrees."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from dataset_tools.field_types.field_type import ANY_TYPE, FieldType
from dataset_tools.field_types.json_text import plain_json, read_json
from dataset_tools.field_types.number import number_from_json, number_parser
from dataset_tools.model.schema import Field

_LARGEST_LONGITUDE = 180
_LARGEST_LATITUDE = 90
_NOTES = {
    "default": 'not a point like "90.50, 45.50"',
    "array": "not a point like [90.50, 45.50]",
    "object": 'not a point like {"lon": 90.50, "lat": 45.50}',
}
_PLAIN = Field(name="", type="number")
_number = number_parser(_PLAIN)


class Geopoint(NamedTuple):
    """A point on the globe."""

    lon: Decimal
    lat: Decimal


def geopoint_parser(field: Field) -> Callable[[str], Geopoint]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    if field.format in {"array", "object"}:
        return lambda text: _native(field.format, read_json(text, exact=True))
    return _default


def _default(text: str) -> Geopoint:
    lon, _, lat = text.partition(",")
    try:
        point = _number(lon), _number(lat)
    except ValueError as error:
        raise ValueError(_NOTES["default"]) from error
    return _on_globe(*point)


def _native(format: str, value: object) -> Geopoint:
    note = _NOTES.get(format, _NOTES["default"])
    if format == "object":
        if not isinstance(value, Mapping) or set(value) != {"lon", "lat"}:
            raise ValueError(note)
        value = [value["lon"], value["lat"]]
    if not isinstance(value, list | tuple) or len(value) != len(Geopoint._fields):
        raise ValueError(note)
    if any(isinstance(part, str) for part in value):
        raise ValueError(note)
    lon, lat = (number_from_json(_PLAIN, part) for part in value)
    return _on_globe(lon, lat)


def _on_globe(lon: Decimal, lat: Decimal) -> Geopoint:
    is_on_globe = (
        -_LARGEST_LONGITUDE <= lon <= _LARGEST_LONGITUDE
        and -_LARGEST_LATITUDE <= lat <= _LARGEST_LATITUDE
    )
    if not is_on_globe:
        raise ValueError("a point off the globe: longitude to 180, latitude to 90 degrees")
    return Geopoint(lon, lat)


def geopoint_from_json(field: Field, value: object) -> Geopoint:
    """Read an array or, in the format object, an object; or the text of a cell."""
    if isinstance(value, str):
        return geopoint_parser(field)(value)
    return _native(field.format, value)


GEOPOINT = FieldType(
    name="geopoint",
    formats=tuple(_NOTES),
    parser=geopoint_parser,
    from_json=geopoint_from_json,
    to_json=plain_json,
    constraints=ANY_TYPE,
    polars=pl.Object(),
    pandas=("object", "object"),
    arrow="struct<lon: double, lat: double>",
    duckdb="STRUCT(lon DOUBLE, lat DOUBLE)",
    spark="struct<lon:double,lat:double>",
)
