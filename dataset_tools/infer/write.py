"""A draft written as files: the schemas first, the descriptor when all of them stand."""

from pathlib import Path

from dataset_tools.descriptor.write import descriptor_text
from dataset_tools.exceptions import UsageError
from dataset_tools.files.locate import DESCRIPTOR_NAMES
from dataset_tools.files.write import write_text
from dataset_tools.infer.proposal import Draft


def refuse_existing(folder: Path) -> None:
    """Raise UsageError if the folder has a descriptor already."""
    for name in DESCRIPTOR_NAMES:
        if (folder / name).exists():
            raise UsageError(f"{folder / name} is there already; --force overwrites it")


def write_draft(draft: Draft, *, force: bool = False) -> tuple[Path, ...]:
    """Write the descriptor and the schemas of a draft; return their paths.

    Raises
    ------
    UsageError
        One of the files is there already, and ``force`` is False.
    NotPermitted
        The folder cannot be written to.
    """
    texts = {path: descriptor_text(schema) for path, schema in draft.schemas.items()}
    texts["datapackage.json"] = descriptor_text(draft.descriptor)
    paths = tuple(draft.folder / path for path in texts)
    if not force:
        refuse_existing(draft.folder)
        for path in paths:
            if path.exists():
                raise UsageError(f"{path} is there already; --force overwrites it")
    for path, text in zip(paths, texts.values(), strict=True):
        write_text(path, text)
    return paths
