"""Drafts of files made in a test's own folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dataset_tools.infer.draft import draft_package
from dataset_tools.infer.proposal import Draft, FieldDraft, TableDraft

DraftFiles = Callable[..., Draft]
DraftColumn = Callable[..., FieldDraft]
DraftTable = Callable[[str | bytes], TableDraft]


@pytest.fixture
def draft_files(tmp_path: Path) -> DraftFiles:
    """Write files, and draft a package of them."""

    def draft(**files: str | bytes) -> Draft:
        paths = []
        for name, content in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        return draft_package(paths, folder=tmp_path)

    return draft


@pytest.fixture
def draft_table(draft_files: DraftFiles) -> DraftTable:
    """Draft one table of a text."""

    def draft(content: str | bytes) -> TableDraft:
        (table,) = draft_files(table=content).tables
        return table

    return draft


@pytest.fixture
def draft_column(draft_table: DraftTable) -> DraftColumn:
    """Draft one field of cells, beside a column of text."""

    def draft(*cells: str, name: str = "x") -> FieldDraft:
        quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
        rows = "".join(f"{cell},t{number}\n" for number, cell in enumerate(quoted))
        return draft_table(f"{name},text\n{rows}").fields[0]

    return draft
