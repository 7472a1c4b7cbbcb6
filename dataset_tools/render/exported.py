"""What an export wrote, and what its format does not hold, for people and for programs."""

from dataset_tools.escapes import disarmed, json_text
from dataset_tools.export.exporter import Exported, Note
from dataset_tools.render.visible import visible

_NOTE = 400


def exported_json(exported: Exported) -> str:
    """Return the outcome as JSON."""
    result = {
        "format": exported.format,
        "files": [
            {
                "path": each.path.as_posix(),
                "table": each.table,
                "bytes": each.bytes,
                "sha256": each.sha256,
            }
            for each in exported.files
        ],
        "notes": [
            {"table": note.table, "field": note.field, "message": note.message}
            for note in exported.notes
        ],
    }
    return json_text(result) + "\n"


def exported_text(exported: Exported) -> str:
    """Return a line for each file."""
    lines = [
        f"wrote {visible(each.path.as_posix(), _NOTE)} "
        f"({each.bytes:,} bytes, sha256:{each.sha256})\n"
        for each in exported.files
    ]
    return disarmed("".join(lines))


def notes_text(exported: Exported) -> str:
    """Return a line for each note."""
    return disarmed("".join(f"note: {visible(_line(note), _NOTE)}\n" for note in exported.notes))


def _line(note: Note) -> str:
    place = ".".join(part for part in (note.table, note.field) if part)
    return f"{place}: {note.message}" if place else note.message
