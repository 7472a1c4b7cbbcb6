import json

import pytest

from dataset_tools.field_types.geojson import GEOJSON, geojson_parser
from dataset_tools.model.schema import Field

GEO = Field(name="g", type="geojson")
TOPO = Field(name="g", type="geojson", format="topojson")
POINT = {"type": "Point", "coordinates": [1, 2]}
RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
FEATURE = {"type": "Feature", "geometry": POINT, "properties": None}


def shape(kind: str, coordinates: object) -> dict[str, object]:
    return {"type": kind, "coordinates": coordinates}


@pytest.mark.parametrize(
    "value",
    [
        POINT,
        shape("Point", [1, 2, 3]),
        shape("MultiPoint", []),
        shape("LineString", [[1, 2], [3, 4]]),
        shape("MultiLineString", [[[1, 2], [3, 4]]]),
        shape("Polygon", [RING]),
        shape("MultiPolygon", [[RING, RING]]),
        {
            "type": "GeometryCollection",
            "geometries": [POINT, {"type": "GeometryCollection", "geometries": []}],
        },
        FEATURE,
        {
            "type": "Feature",
            "geometry": None,
            "properties": {"a": 1},
            "id": 1,
            "bbox": [0, 0, 1, 1],
        },
        {"type": "FeatureCollection", "features": [FEATURE]},
    ],
)
def test_reads_geojson(value: dict[str, object]) -> None:
    assert geojson_parser(GEO)(json.dumps(value)) == value
    assert GEOJSON.to_json(GEOJSON.from_json(GEO, value)) == value


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        1,
        shape("Point", [1]),
        shape("Point", ["1", "2"]),
        shape("Point", [True, 1]),
        shape("LineString", [[1, 2]]),
        shape("Polygon", [RING[:3]]),
        shape("Polygon", [[*RING[:3], [0, 1]]]),
        shape("Polygon", [[1, 2, 3, 4]]),
        shape("Circle", [1, 2]),
        {"type": ["Point"], "coordinates": [1, 2]},
        {"type": "GeometryCollection"},
        {"type": "GeometryCollection", "geometries": [FEATURE]},
        {"type": "Feature"},
        {"type": "Feature", "geometry": None},
        {"type": "Feature", "geometry": None, "properties": []},
        {"type": "Feature", "geometry": FEATURE, "properties": None},
        {"type": "FeatureCollection", "features": [POINT]},
        {"type": "FeatureCollection", "features": [1]},
        {**POINT, "bbox": [1, 2, 3]},
        {"type": "Topology", "objects": {}, "arcs": []},
    ],
)
def test_refuses_what_rfc_7946_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="not a GeoJSON object"):
        geojson_parser(GEO)(json.dumps(value))


@pytest.mark.parametrize(
    "value",
    [
        {"type": "LineString", "arcs": [42]},
        {"type": "Topology", "objects": {}, "arcs": []},
        {
            "type": "Topology",
            "transform": {"scale": [1, 1], "translate": [0, 0]},
            "objects": {
                "a": {"type": "GeometryCollection", "geometries": [POINT, {"type": None}]},
                "b": {"type": "MultiPolygon", "arcs": [[[0], [-1]]]},
            },
            "arcs": [[[0, 0], [1, 1]]],
        },
    ],
)
def test_reads_topojson(value: dict[str, object]) -> None:
    assert geojson_parser(TOPO)(json.dumps(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        None,
        3.14,
        {"type": "Topology"},
        {"type": "Topology", "objects": {"a": 1}, "arcs": []},
        {"type": "Topology", "objects": {}, "arcs": [[[0, 0]]]},
        {"type": "Topology", "objects": {}, "arcs": [], "transform": {"scale": [1, 1]}},
        {"type": "Topology", "objects": {}, "arcs": [], "transform": None},
        {"type": "LineString", "arcs": [0.5]},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Circle", "arcs": [1]},
        FEATURE,
    ],
)
def test_refuses_what_topojson_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="not a TopoJSON object"):
        geojson_parser(TOPO)(json.dumps(value))


def test_text_that_is_no_json_is_refused() -> None:
    for text in ("string", "", "[" * 100_000):
        with pytest.raises(ValueError, match="JSON"):
            geojson_parser(GEO)(text)
