"""Type geojson: a GeoJSON object by RFC 7946, or a TopoJSON one."""

from collections.abc import Callable, Mapping

import polars as pl

from dataset_tools.field_types.field_type import ANY_TYPE, FieldType
from dataset_tools.field_types.geometry import Check, array_of, has_fit_box, is_position
from dataset_tools.field_types.json_text import plain_json, read_json
from dataset_tools.field_types.topojson import is_topojson
from dataset_tools.model.schema import Field

_CORNERS_OF_A_RING = 4


def _is_ring(value: object) -> bool:
    """Tell whether it is a closed line (RFC 7946, 3.1.6)."""
    is_line = array_of(is_position, least=_CORNERS_OF_A_RING)
    return isinstance(value, list) and is_line(value) and value[0] == value[-1]


_is_line = array_of(is_position, least=2)
_is_polygon = array_of(_is_ring)
_SHAPES: Mapping[str, Check] = {
    "Point": is_position,
    "MultiPoint": array_of(is_position),
    "LineString": _is_line,
    "MultiLineString": array_of(_is_line),
    "Polygon": _is_polygon,
    "MultiPolygon": array_of(_is_polygon),
}


def is_geojson(value: object) -> bool:
    """Tell whether it is a geometry, a feature or a collection of features."""
    if not isinstance(value, dict):
        return False
    if value.get("type") == "FeatureCollection":
        return has_fit_box(value) and array_of(_is_feature)(value.get("features"))
    return _is_feature(value) if value.get("type") == "Feature" else _is_geometry(value)


def _is_feature(value: object) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature":
        return False
    has_members = "geometry" in value and "properties" in value
    return (
        has_members
        and has_fit_box(value)
        and isinstance(value["properties"], dict | None)
        and (value["geometry"] is None or _is_geometry(value["geometry"]))
    )


def _is_geometry(value: object) -> bool:
    waiting = [value]
    while waiting:
        geometry = waiting.pop()
        if not isinstance(geometry, dict) or not has_fit_box(geometry):
            return False
        kind = geometry.get("type")
        if kind == "GeometryCollection" and isinstance(members := geometry.get("geometries"), list):
            waiting.extend(members)
            continue
        has_shape = _SHAPES.get(kind) if isinstance(kind, str) else None
        if has_shape is None or not has_shape(geometry.get("coordinates")):
            return False
    return True


def geojson_parser(field: Field) -> Callable[[str], dict[str, object]]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    return lambda text: _checked(field, read_json(text))


def _checked(field: Field, value: object) -> dict[str, object]:
    is_topology = field.format == "topojson"
    fits = is_topojson(value) if is_topology else is_geojson(value)
    if not fits or not isinstance(value, dict):
        raise ValueError(f"not a {'TopoJSON' if is_topology else 'GeoJSON'} object")
    return value


def geojson_from_json(field: Field, value: object) -> dict[str, object]:
    """Read a JSON object, or the text of a cell."""
    return geojson_parser(field)(value) if isinstance(value, str) else _checked(field, value)


GEOJSON = FieldType(
    name="geojson",
    formats=("default", "topojson"),
    parser=geojson_parser,
    from_json=geojson_from_json,
    to_json=plain_json,
    constraints=ANY_TYPE,
    polars=pl.Object(),
    pandas=("object", "object"),
    arrow="string",  # the JSON text
    duckdb="JSON",
    spark="string",
)
