"""TopoJSON by its specification, 1.0."""

from collections.abc import Mapping

from dataset_tools.field_types.geometry import Check, array_of, has_fit_box, is_number, is_position


def _is_index(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_is_line = array_of(_is_index)
_is_polygon = array_of(_is_line)
_is_arc = array_of(is_position, least=2)
_is_pair = array_of(is_number, least=2)
_SHAPES: Mapping[str, tuple[str, Check]] = {
    "Point": ("coordinates", is_position),
    "MultiPoint": ("coordinates", array_of(is_position)),
    "LineString": ("arcs", _is_line),
    "MultiLineString": ("arcs", array_of(_is_line)),
    "Polygon": ("arcs", _is_polygon),
    "MultiPolygon": ("arcs", array_of(_is_polygon)),
}


def is_topojson(value: object) -> bool:
    """Tell whether it is a topology, or one of its geometries."""
    if isinstance(value, dict) and value.get("type") == "Topology":
        return _is_topology(value)
    return _is_geometry(value)


def _is_topology(value: dict[str, object]) -> bool:
    objects = value.get("objects")
    return (
        isinstance(objects, dict)
        and array_of(_is_arc)(value.get("arcs"))
        and has_fit_box(value)
        and _has_fit_transform(value)
        and all(_is_geometry(member) for member in objects.values())
    )


def _has_fit_transform(value: dict[str, object]) -> bool:
    if "transform" not in value:
        return True
    transform = value["transform"]
    return isinstance(transform, dict) and all(
        _is_pair(transform.get(key)) for key in ("scale", "translate")
    )


def _is_geometry(value: object) -> bool:
    waiting = [value]
    while waiting:
        geometry = waiting.pop()
        if not isinstance(geometry, dict) or "type" not in geometry or not has_fit_box(geometry):
            return False
        kind = geometry["type"]
        if kind is None:  # an empty geometry
            continue
        if kind == "GeometryCollection" and isinstance(members := geometry.get("geometries"), list):
            waiting.extend(members)
            continue
        key, has_shape = _SHAPES.get(kind, ("", None)) if isinstance(kind, str) else ("", None)
        if has_shape is None or not has_shape(geometry.get(key)):
            return False
    return True
