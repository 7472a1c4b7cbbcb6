"""The file of a baseline: JSON, a finding a line, sorted, so that a change of it reads well."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dataset_tools.baseline.finding import BYTES, Finding, Place
from dataset_tools.escapes import json_text
from dataset_tools.exceptions import NotFound, NotPermitted, UsageError
from dataset_tools.files.write import write_text

_FORM = 1


def read_baseline(path: Path) -> tuple[Finding, ...]:
    """Read the findings of a baseline.

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
        return tuple(_findings(json.loads(text)))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path} is no baseline: {error.msg} (line {error.lineno})") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{path} is no baseline that --write-baseline has written") from None


def _findings(value: Any) -> Iterator[Finding]:
    if value["baseline"] != _FORM:
        raise ValueError
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    for each in value["findings"]:
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


def write_baseline(path: Path, findings: Iterable[Finding]) -> None:
    """Write a baseline of these findings and no others, whole or not at all.

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
    write_text(path, baseline_text(findings))


def baseline_text(findings: Iterable[Finding]) -> str:
    """Return the text of a baseline."""
    unique = {each.fingerprint: each for each in findings}.values()
    ordered = sorted(unique, key=lambda each: (each.place, each.fingerprint))
    lines = ",\n".join(json_text(_plain(each), indent=None) for each in ordered)
    end = "\n" if lines else ""
    return f'{{"baseline": {_FORM}, "findings": [\n{lines}{end}]}}\n'


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
