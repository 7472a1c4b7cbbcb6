"""Validate a Croissant file and load every record of it; print the records as JSON."""

import json
import logging
import math
import sys
from pathlib import Path
from typing import Any

import mlcroissant as mlc


def main(path: Path) -> None:
    warnings: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    dataset = mlc.Dataset(jsonld=str(path))
    records = {
        record_set.uuid: [
            {key: plain(value) for key, value in record.items()}
            for record in dataset.records(record_set.uuid)
        ]
        for record_set in dataset.metadata.record_sets
    }
    print(json.dumps({"warnings": warnings, "records": records}))


def plain(value: Any) -> str | None:
    """Return a value as text; a missing one of numbers is NaN to the reader."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    is_missing = value is None or (isinstance(value, float) and math.isnan(value))
    return None if is_missing else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
