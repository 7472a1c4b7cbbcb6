from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.geopoint import GEOPOINT, Geopoint, geopoint_parser
from dataset_tools.model.schema import Field


def points(format: str = "default") -> Field:
    return Field(name="p", type="geopoint", format=format)


@pytest.mark.parametrize(
    ("format", "text", "lon", "lat"),
    [
        ("default", "90.50, 45.50", "90.5", "45.5"),
        ("default", "180,-90", "180", "-90"),
        ("array", "[90.50, 45.50]", "90.5", "45.5"),
        ("array", "[-0.10000000000000000000001, 1]", "-0.10000000000000000000001", "1"),
        ("object", '{"lat": -1, "lon": -179}', "-179", "-1"),
    ],
)
def test_reads(format: str, text: str, lon: str, lat: str) -> None:
    assert geopoint_parser(points(format))(text) == Geopoint(Decimal(lon), Decimal(lat))


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("default", text)
        for text in ["", "90.5", "1,2,3", "1 2", "[1,2]", "NaN,0", "0,NaN", "INF,0", "1,"]
    ]
    + [("default", text) for text in ["181,0", "0,90.5", "0,-1e999999999", "lon,lat"]]
    + [
        ("array", text)
        for text in ["1,2", "[1]", "[1,2,3]", '["1","2"]', '{"lon":1,"lat":2}', "[true,1]"]
    ]
    + [("array", text) for text in ["[null,1]", "[181,0]", "[[1],2]", "3.14", "[1e999,0]"]]
    + [
        ("object", text)
        for text in ["[1,2]", '{"lon":1}', '{"lon":"1","lat":"2"}', '{"lng":1,"lat":2}']
    ]
    + [("object", '{"lon":1,"lat":2,"z":3}'), ("object", "1")],
)
def test_refuses(format: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"point|number|JSON"):
        geopoint_parser(points(format))(text)


@given(st.decimals(-180, 180), st.decimals(-90, 90))
def test_reads_back_what_it_writes(lon: Decimal, lat: Decimal) -> None:
    point = Geopoint(lon, lat)
    assert geopoint_parser(points())(f"{lon}, {lat}") == point
    assert geopoint_parser(points("array"))(f"[{lon}, {lat}]") == point


def test_json_has_arrays_and_objects() -> None:
    assert GEOPOINT.to_json(GEOPOINT.from_json(points(), [1, 2.5])) == [1, 2.5]
    assert GEOPOINT.to_json(GEOPOINT.from_json(points(), "1, 2")) == [1, 2]
    assert GEOPOINT.to_json(GEOPOINT.from_json(points("object"), {"lat": 9, "lon": 8})) == [8, 9]
    assert GEOPOINT.to_json(None) is None
    for format, value in (("default", {"lat": 9, "lon": 8}), ("object", [1, 2]), ("array", 1)):
        with pytest.raises(ValueError, match="not a point"):
            GEOPOINT.from_json(points(format), value)
