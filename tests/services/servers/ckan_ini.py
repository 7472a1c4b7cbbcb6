"""Set "key = value" lines of standard input, and of a file, in a section of CKAN's settings."""

import configparser
import sys
from pathlib import Path

SECTION = "app:main"


class _Settings(configparser.RawConfigParser):
    """Settings whose keys keep their letters."""

    def optionxform(self, optionstr: str) -> str:
        """Return the key as it is."""
        return optionstr


def main(ini: Path, extra: str) -> None:
    """Write the settings; CKAN's own comments are not kept."""
    lines = sys.stdin.read().splitlines()
    lines += Path(extra).read_text("utf-8").splitlines() if extra else []
    settings = _Settings(delimiters=("=",))
    settings.read(ini, "utf-8")
    for line in lines:
        key, _, value = line.partition("=")
        if key.strip() and not key.startswith("#"):
            settings.set(SECTION, key.strip(), value.strip())
    with ini.open("w", encoding="utf-8") as file:
        settings.write(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
