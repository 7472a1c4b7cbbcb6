"""One file whose cells have types of their own: JSON, a workbook, Parquet."""

from collections.abc import Callable

from dataset_tools.descriptor.build_model import build_dialect
from dataset_tools.descriptor.format import compression_of, format_of
from dataset_tools.exceptions import UsageError
from dataset_tools.files.opened import Files
from dataset_tools.infer.header import names_fields, names_for
from dataset_tools.infer.proposal import TableDraft
from dataset_tools.infer.table import TableStudy, draft_fields, study_table
from dataset_tools.model.package import Resource

OnRows = Callable[[int], None]


def draft_native(
    path: str, name: str, files: Files, on_rows: OnRows
) -> tuple[TableDraft, TableStudy]:
    """Draft the table that such a file is: its labels are given, its types nearly so."""
    format = format_of({"path": path})
    resource = Resource(
        name=name,
        paths=(path,),
        format=format,
        compression=compression_of({"path": path}),
        dialect=build_dialect({}, format),
    )
    study = study_table(resource, files, on_rows)
    if study.faults:
        raise UsageError(study.faults[0])
    labels, width = study.labels or (), len(study.columns)
    named = names_fields(labels) and len(labels) == width
    notes = () if named else ("its labels are empty or equal: validation will tell them",)
    draft = TableDraft(
        name=name,
        path=path,
        format=format,
        rows=study.rows,
        fields=draft_fields(labels if named else names_for(labels, width), study),
        notes=notes,
    )
    return draft, study
