"""The examples of the catalogue's DT6xx: the bad package has just that error, the mended none."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping

import pytest

from dataset_tools.errors.evidence import KINDS
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.evidence.plan import plan_evidence
from dataset_tools.evidence.proof import prove_table
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import listed_sources, open_documents
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, Matcher, Schema


def rows(text: str, schema: Schema) -> Iterator[EvidenceRow]:
    for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        values = [_value(field, cell) for field, cell in zip(schema.fields, cells, strict=True)]
        if number > 1:
            yield EvidenceRow(
                row_number=number,
                line_number=number,
                place="table.csv",
                cells=tuple(cells),
                values=tuple(values),
            )


def _value(field: Field, cell: str) -> int | str | None:
    whole = field.type in ("integer", "year") and cell.isdigit()
    return None if cell == "" else int(cell) if whole else cell


def _schema(shape: Mapping[str, list[dict[str, str]]]) -> Schema:
    return Schema(
        fields=tuple(
            Field(
                name=field["name"],
                type=field["type"],
                evidence=Matcher(match=field["dataset-tools:evidence"])
                if "dataset-tools:evidence" in field
                else None,
            )
            for field in shape["fields"]
        ),
    )


def codes(files: Mapping[str, str]) -> list[str]:
    descriptor = json.loads(files["datapackage.json"])
    resources = tuple(
        Resource(name=found["name"], paths=(found["path"],), schema=_schema(found["schema"]))
        for found in descriptor["resources"]
    )
    package = DataPackage(resources=resources, sources_table=descriptor["dataset-tools:sources"])
    listed, table = resources
    assert listed.schema is not None
    assert table.schema is not None
    sources = listed_sources(listed.schema, rows(files[listed.paths[0]], listed.schema))
    contents = [text.encode() for path, text in files.items() if path.startswith("sources/")]
    documents = open_documents(sources, {hashlib.sha256(c).hexdigest(): c for c in contents})
    plan = plan_evidence(table, package)
    assert plan is not None
    proof = prove_table(plan, rows(files[table.paths[0]], table.schema), documents)
    return [error.kind.code for error in (*documents.errors, *proof.errors)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_example_has_just_that_error(kind: ErrorKind) -> None:
    assert kind.example is not None
    assert codes(kind.example.bad) == [kind.code]
    assert codes(kind.example.mended) == []


def test_the_codes_are_those_of_the_contract() -> None:
    assert [(kind.code, kind.type) for kind in KINDS] == [
        ("DT601", "cell-error"),
        ("DT602", "cell-error"),
        ("DT603", "cell-error"),
        ("DT604", "cell-error"),
        ("DT605", "row-error"),
        ("DT606", "schema-error"),
        ("DT607", "source-error"),
        ("DT608", "source-error"),
        ("DT609", "source-error"),
    ]
