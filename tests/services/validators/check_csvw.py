"""Validate CSVW metadata and the tables that it describes; print what is wrong as JSON."""

import json
import sys

from csvw import CSVW


def main(path: str) -> None:
    try:
        found = CSVW(path, validate=True)
        valid = found.is_valid
        warnings = [str(warning.message) for warning in found.warnings]
    except ValueError as error:
        valid, warnings = False, [str(error)]
    print(json.dumps({"valid": valid, "warnings": warnings}))


if __name__ == "__main__":
    main(sys.argv[1])
