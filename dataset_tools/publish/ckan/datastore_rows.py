"""The rows that the DataStore gives, held against those of the table.

Its JSON rounds what the database holds exactly: numbers to doubles, moments to milliseconds (CKAN
2.11: to seconds). Both sides are compared as far as that goes.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime

from dataset_tools.export.tables.kinds import JSON, WHOLE
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Schema
from dataset_tools.publish.ckan.api import Api
from dataset_tools.publish.ckan.dataset import objects
from dataset_tools.publish.ckan.datastore import BATCH, batches
from dataset_tools.publish.publication import Publication

_MOST_NOTES = 3
_FRACTION_DIGITS = 3


def differing_rows(
    api: Api, publication: Publication, resource: Resource, id: str
) -> Iterator[str]:
    """Yield the first values that are other ones in the DataStore; both have as many rows."""
    types = {field.name: field.type for field in (resource.schema or Schema()).fields}
    number = notes = 0
    for rows in batches(publication, resource):
        served = _served(api, id, number)
        for here, there in zip(rows, served, strict=False):
            number += 1
            for name, value in here.items():
                if _same(types.get(name, "any"), value, there.get(name)):
                    continue
                yield f"{resource.name} has another {name} in row {number} of the DataStore"
                notes += 1
                if notes == _MOST_NOTES:
                    return


def _served(api: Api, id: str, offset: int) -> list[Mapping[str, object]]:
    found = api.find("datastore_search", resource_id=id, limit=BATCH, offset=offset, sort="_id")
    return objects(found or {}, "records")


def _same(type_: str, here: object, there: object) -> bool:
    """Whether two values are the same, as far as the DataStore's JSON tells.

    Examples
    --------
    >>> _same("number", "1.50", 1.5), _same("time", "10:00:00", "10:00:01"), _same("any", None, "")
    (True, False, False)
    >>> _same("datetime", "2024-01-01T01:02:03.123456", "2024-01-01T01:02:03")
    True
    """
    if here is None or there is None or type_ in JSON:
        return here == there
    if type_ == "number" or type_ in WHOLE:
        return _number(here) == _number(there)
    if type_ == "datetime":
        digits = _FRACTION_DIGITS if "." in str(there) else 0
        return _moment(here, digits) == _moment(there, digits)
    return here == there


def _number(value: object) -> object:
    try:
        number = float(str(value))
    except ValueError:
        return value
    return number if math.isfinite(number) else "not finite"


def _moment(value: object, digits: int) -> object:
    """Cut a moment to so many digits of a second."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return value
    unit = 10 ** (6 - digits)
    return moment.replace(microsecond=moment.microsecond // unit * unit)
