"""What was mended, for people and for programs."""

from collections.abc import Iterator, Mapping

from dataset_tools.escapes import disarmed, json_text
from dataset_tools.fix.fixed import Fixed
from dataset_tools.render.visible import visible
from dataset_tools.render.words import counted

_NOTE = 400
_WORDS: Mapping[str, str] = {
    "byte-order-mark": "byte order mark",
    "line-ends": "line end",
    "last-line-end": "last line end",
    "labels": "label",
    "booleans": "boolean",
    "missing-values": "missing value",
    "numbers": "number",
    "quotation-marks": "quoted cell",
    "bytes": "number of bytes",
    "hash": "hash",
    "dataset-tools:rows": "number of rows",
}
"""What was mended, by the name of the mend or of the property."""


def fixed_json(fixed: Fixed) -> str:
    """Return the outcome as JSON."""
    result = {
        "changed": fixed.changed,
        "written": fixed.written and fixed.changed,
        "files": [
            {
                "path": each.path,
                "mends": [{"mend": name, "count": count} for name, count in each.mends.items()],
                **({"diff": each.diff} if each.diff else {}),
            }
            for each in fixed.files
        ],
        "left": [{"path": each.path, "note": each.note} for each in fixed.left],
    }
    return json_text(result) + "\n"


def fixed_text(fixed: Fixed) -> str:
    """Return the outcome as lines of text, the diffs first where they were asked for."""
    return disarmed("".join(each.diff for each in fixed.files) + "\n".join(_lines(fixed)) + "\n")


def _lines(fixed: Fixed) -> Iterator[str]:
    for each in fixed.files:
        mends = [counted(count, _WORDS.get(name, name)) for name, count in each.mends.items()]
        yield f"{visible(each.path)}: {', '.join(mends)}"
    for left in fixed.left:
        yield f"left alone: {visible(left.path)}: {visible(left.note, _NOTE)}"
    if not fixed.changed:
        yield "nothing to mend"
    else:
        word = "mended" if fixed.written else "would mend"
        yield f"{word} {counted(len(fixed.files), 'file')}"
