"""The table of types by name."""

from collections.abc import Mapping
from types import MappingProxyType

from dataset_tools.field_types.any import ANY
from dataset_tools.field_types.array import ARRAY
from dataset_tools.field_types.boolean import BOOLEAN
from dataset_tools.field_types.date import DATE
from dataset_tools.field_types.datetime import DATETIME
from dataset_tools.field_types.duration import DURATION
from dataset_tools.field_types.field_type import FieldType
from dataset_tools.field_types.geojson import GEOJSON
from dataset_tools.field_types.geopoint import GEOPOINT
from dataset_tools.field_types.integer import INTEGER
from dataset_tools.field_types.list import LIST
from dataset_tools.field_types.number import NUMBER
from dataset_tools.field_types.object import OBJECT
from dataset_tools.field_types.string import STRING
from dataset_tools.field_types.time import TIME
from dataset_tools.field_types.year import YEAR
from dataset_tools.field_types.yearmonth import YEARMONTH

FIELD_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        type.name: type
        for type in (
            STRING,
            NUMBER,
            INTEGER,
            BOOLEAN,
            OBJECT,
            ARRAY,
            LIST,
            DATETIME,
            DATE,
            TIME,
            YEAR,
            YEARMONTH,
            DURATION,
            GEOPOINT,
            GEOJSON,
            ANY,
        )
    }
)
"""Every type of the standard, in its order."""


def field_type(name: str) -> FieldType:
    """Return the type of that name; KeyError if the standard has none."""
    return FIELD_TYPES[name]
