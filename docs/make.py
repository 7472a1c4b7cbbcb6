"""Write what is made from the code: errors.md, types.md and the JSON Schemas."""

from pathlib import Path

from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.field_types.types import FIELD_TYPES
from dataset_tools.render.pages import errors_page, types_page
from dataset_tools.render.schemas import SCHEMAS, schema_text

HERE = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """Return the text of each page by its file's name."""
    return {
        "errors.md": errors_page(CATALOGUE.values()),
        "types.md": types_page(FIELD_TYPES.values()),
        **{f"schemas/{name}.json": schema_text(name) for name in SCHEMAS},
    }


if __name__ == "__main__":
    (HERE / "schemas").mkdir(exist_ok=True)
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
