"""Validate a Croissant file and load every record of it; print the numbers of records as JSON."""

import json
import logging
import sys
from pathlib import Path

import mlcroissant as mlc


def main(path: Path) -> None:
    warnings: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    dataset = mlc.Dataset(jsonld=str(path))
    records = {}
    for record_set in dataset.metadata.record_sets:
        rows = list(dataset.records(record_set.uuid))
        first = {key: str(value) for key, value in rows[0].items()} if rows else {}
        records[record_set.uuid] = {"count": len(rows), "first": first}
    print(json.dumps({"warnings": warnings, "records": records}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
