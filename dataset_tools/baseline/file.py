"""The file of a baseline: JSON, a finding a line, sorted, so that a change of it reads well."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dataset_tools.baseline.finding import BYTES, Finding, Place
from dataset_tools.escapes import json_text
from dataset_tools.exceptions import NotFound, NotPermitted, UsageError
from dataset_tools.files.locate import Located
from dataset_tools.files.write import write_text

_FORM = 1


def name_in(path: Path, located: Located) -> str:
    """Return how a baseline names a package: its descriptor, or archive, relative to the file."""
    if located.folder is None:
        return located.place
    place = located.folder / located.descriptor if located.is_unpacked else located.files.place
    return Path(os.path.relpath(place, path.parent)).as_posix()


def read_baseline(path: Path) -> dict[str, tuple[Finding, ...]]:
    """Read the findings of a baseline by the names of their packages.

    Raises
    ------
    NotFound
        There is no such file.
    NotPermitted
        It may not be read.
    UsageError
        It is no baseline.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"there is no baseline {path}; --write-baseline makes it") from None
    except OSError as error:
        raise NotPermitted(f"the baseline {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no baseline: it is not in UTF-8") from None
    try:
        return _packages(json.loads(text))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path} is no baseline: {error.msg} (line {error.lineno})") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{path} is no baseline that --write-baseline has written") from None


def findings_before(path: Path, located: Located) -> tuple[Finding, ...]:
    """Read the findings that a package had, and those of packages that are no more.

    It may be one of the latter, under a new name; another package's findings hide nothing here.
    """
    name = name_in(path, located)
    return tuple(
        finding
        for package, findings in read_baseline(path).items()
        if package == name or not (path.parent / package).exists()
        for finding in findings
    )


def _packages(value: Any) -> dict[str, tuple[Finding, ...]]:
    if value["baseline"] != _FORM:
        raise ValueError
    return {name: tuple(_findings(each)) for name, each in value["packages"].items()}


def _findings(value: Any) -> Iterator[Finding]:
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    for each in value:
        row = each.get("row", {})
        cells = b"".join(map(bytes.fromhex, row.values()))
        fields = tuple(row)
        place = Place(*(_text(each[key]) for key in ("table", "code", "field", "cell")))
        if len(cells) != len(fields) * BYTES:
            raise ValueError
        yield Finding(_text(each["fingerprint"]), place, names.setdefault(fields, fields), cells)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def write_baseline(path: Path, packages: Mapping[str, Iterable[Finding]]) -> None:
    """Write a baseline of the findings of these packages and no others, whole or not at all.

    Raises
    ------
    UsageError
        There is a file of that name which is no baseline.
    NotPermitted
        It cannot be written.
    """
    if path.exists():
        try:
            read_baseline(path)
        except UsageError as error:
            raise UsageError(f"{error}; it is not written over") from None
    write_text(path, baseline_text(packages))


def baseline_text(packages: Mapping[str, Iterable[Finding]]) -> str:
    """Return the text of a baseline."""
    parts = ",\n".join(
        f"{json_text(name, indent=None)}: [{_lines(findings)}]"
        for name, findings in sorted(packages.items())
    )
    return f'{{"baseline": {_FORM}, "packages": {{\n{parts}\n}}}}\n'


def _lines(findings: Iterable[Finding]) -> str:
    ordered = sorted(findings, key=lambda each: (each.place, each.fingerprint))
    lines = ",\n".join(json_text(_plain(each), indent=None) for each in ordered)
    return f"\n{lines}\n" if lines else ""


def _plain(finding: Finding) -> dict[str, object]:
    place = finding.place
    plain: dict[str, object] = {
        "table": place.table,
        "code": place.code,
        "field": place.field,
        "cell": place.cell,
        "fingerprint": finding.fingerprint,
    }
    if finding.fields:
        cells = {name: finding.cell(at).hex() for at, name in enumerate(finding.fields)}
        plain["row"] = cells
    return plain
