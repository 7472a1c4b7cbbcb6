"""Hold DataCite JSON against the schema of its version 4.5; print what is wrong as JSON."""

import json
import sys
from pathlib import Path

from datacite import schema45


def main(path: Path) -> None:
    found = json.loads(path.read_text("utf-8"))
    print(json.dumps([error.message for error in schema45.validator.iter_errors(found)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
