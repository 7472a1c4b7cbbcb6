"""A table into pandas: ``load.py ours|pandas FOLDER TABLE``, validated or as it comes."""

import sys
from pathlib import Path

from tables import pandas_frame, tables_of


def main(reader: str, folder: Path, name: str) -> None:
    """Read one table and print its height."""
    if reader == "ours":
        import dataset_tools

        print(len(dataset_tools.load(name, folder)))
    else:
        table = next(each for each in tables_of(folder) if each.name == name)
        print(len(pandas_frame(table)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
