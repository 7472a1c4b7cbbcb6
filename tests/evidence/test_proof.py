from collections.abc import Callable
from time import perf_counter

import pytest

from dataset_tools.evidence.plan import EvidencePlan
from dataset_tools.evidence.proof import (
    TableProof,
    TableProver,
    Tally,
    missing_warning,
    provable_warning,
)
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import Source, open_documents
from dataset_tools.model.schema import Field

NEWS = "The harbour of Aldmouth opened in 1902. It leaks, said Ida Moor."
ProveRows = Callable[..., TableProof]
MakeField = Callable[..., Field]
MakeDocuments = Callable[..., object]


@pytest.fixture
def fields(make_field: MakeField) -> list[Field]:
    return [
        make_field("id", "none"),
        make_field("place", "name"),
        make_field("kind", "inferred", reason="why"),
        make_field("why", "none"),
    ]


def test_counts_what_became_of_each_cell(
    prove_rows: ProveRows, fields: list[Field], make_documents: MakeDocuments
) -> None:
    rows = [
        ("a", "Aldmouth", "port", "It has ships.", "news#char=0,39"),
        ("b", "Aldmouth", "port", None, "news#char=40,64"),
        ("c", None, None, None, "news#char=40,64"),
        ("d", "Aldmouth", "port", "It has ships.", None),
    ]
    proof = prove_rows(fields, rows, make_documents(news=NEWS))
    assert {field.name: field.tally for field in proof.fields} == {
        "id": Tally(exempt=4),
        "place": Tally(proved=1, failed=2, exempt=1),
        "kind": Tally(inferred=1, failed=2, exempt=1),
        "why": Tally(exempt=4),
    }
    assert [(e.kind.code, e.row_number, e.field_name) for e in proof.errors] == [
        ("DT601", 3, "place"),
        ("DT601", 3, "kind"),
        ("DT605", 5, ""),
    ]
    assert (proof.rows, proof.fragments, proof.error_count) == (4, 3, 3)
    assert proof.tally == Tally(proved=1, inferred=1, failed=4, exempt=10)


def test_an_error_tells_what_was_looked_for_and_where(
    prove_rows: ProveRows, make_field: MakeField, make_documents: MakeDocuments
) -> None:
    news = "It rose 18%. " + "very " * 40 + "slowly"
    rows = [(17, f"news#char=0,12 news#char=13,{len(news)}")]
    field = make_field("change", "number", "integer", unit="%", negative=["fell", "down"])
    (error,) = prove_rows([field], rows, make_documents(news=news)).errors
    cut = ("very " * 16)[:80]
    assert error.note == (
        'number looked for a figure equal to 17 with "%" beside it and none of "fell", "down" in '
        f'the same span in "It rose 18%.", "{cut}…"'
    )
    assert (error.cell, error.field_number, error.line_number) == ("17", 1, 2)
    assert error.cells == ("17", rows[0][1])


@pytest.mark.parametrize(
    ("match", "type_", "value", "options", "words"),
    [
        ("text", "string", "Port", {}, 'text looked for "Port" as whole words in'),
        ("names", "string", "A|B", {}, 'names looked for each of "A", "B" as whole words in'),
        ("quote", "string", "No", {}, 'quote looked for "No" as a whole quotation in'),
        ("quote", "string", "No", {"part": True}, '"No" as part of quotation in'),
        ("number", "integer", -5, {}, "a figure equal to 5 and a minus sign before it in"),
        ("date", "year", 1903, {}, "1903 in ISO form or with the month's English name in"),
        ("category", "string", "x", {"words": {"x": ["y"]}}, 'one of "y" as whole words in'),
    ],
)
def test_each_matcher_says_what_it_looks_for(
    prove_rows: ProveRows,
    make_field: MakeField,
    make_documents: MakeDocuments,
    match: str,
    type_: str,
    value: object,
    options: dict[str, object],
    words: str,
) -> None:
    field = make_field("fact", match, type_, **options)
    (error,) = prove_rows([field], [(value, "news#char=0,39")], make_documents(news=NEWS)).errors
    assert words in error.note


def test_a_bound_name_is_told_to_stand_alone(
    prove_rows: ProveRows, make_field: MakeField, make_documents: MakeDocuments
) -> None:
    row = ("Aldmouth", "place=news#char=0,23")
    (error,) = prove_rows([make_field("place", "name")], [row], make_documents(news=NEWS)).errors
    assert error.note == (
        'name looked for "Aldmouth" as whole words and nothing else in "The harbour of Aldmouth"'
    )


def test_at_most_twenty_spans_are_shown(
    prove_rows: ProveRows, make_field: MakeField, make_documents: MakeDocuments
) -> None:
    row = ("Port", " ".join(["news#char=0,3"] * 10_000))
    (error,) = prove_rows([make_field("place", "name")], [row], make_documents(news=NEWS)).errors
    assert error.note.endswith('"The", "The" and 9,980 more')


def test_every_document_of_a_row_counts(
    prove_rows: ProveRows, make_field: MakeField, make_documents: MakeDocuments
) -> None:
    fields = [make_field("place", "name"), make_field("others", "names")]
    documents = make_documents(news="Aldmouth, or Al", gazette="Mouthy")
    row = ("Aldmouth", "Al|Mouthy", "news#char=0,15 gazette#char=0,6")
    assert not prove_rows(fields, [row], documents).errors


def test_a_missing_document_is_no_error_of_the_cell(
    prove_rows: ProveRows, make_field: MakeField
) -> None:
    news = NEWS.encode()
    sources = [
        Source(id="news", sha256="a", length=len(NEWS)),
        Source(id="lost", sha256="b", length=99),
    ]
    documents = open_documents(sources, {"a": news})
    rows = [
        ("Aldmouth", "news#char=0,39 lost#char=1,5"),
        ("Nowhere", "news#char=0,39 lost#char=1,5"),
        ("Nowhere", "place=lost#char=1,5"),
        ("Nowhere", "news#char=0,39"),
        ("Nowhere", "lost#char=1,100"),
    ]
    proof = prove_rows([make_field("place", "name")], rows, documents)
    assert [(e.kind.code, e.row_number) for e in proof.errors] == [("DT601", 5), ("DT604", 6)]
    assert proof.tally == Tally(proved=1, failed=2, out_of_reach=2)
    assert missing_warning([proof]) == (
        "2 cells are not proved: a document that they cite is missing or cannot be a source"
    )
    assert provable_warning([proof]) is None


def test_one_warning_counts_what_can_be_proved(
    prove_rows: ProveRows, make_field: MakeField
) -> None:
    documents = open_documents([Source(id="news", length=64)])
    proof = prove_rows([make_field("place", "name")], [("A", "news#char=0,39")], documents)
    warning = "1 cell can be proved by a holder of the sources: validate --sources DIR"
    assert provable_warning([proof]) == warning
    assert missing_warning([proof]) is None


def test_the_other_fields_are_judged_all_the_same(
    prove_rows: ProveRows, make_field: MakeField, make_documents: MakeDocuments
) -> None:
    fields = [make_field("place", None), make_field("year", "date", "year")]
    rows = [("Aldmouth", 1902, "news#char=0,39"), ("Aldmouth", 1903, "news#char=0,39")]
    proof = prove_rows(fields, rows, make_documents(news=NEWS))
    assert [(e.kind.code, e.field_name) for e in proof.errors] == [
        ("DT606", "place"),
        ("DT601", "year"),
    ]
    assert proof.fields[0].tally == Tally(failed=2)


def test_the_listed_errors_are_cut_and_all_are_counted(
    plan_table: Callable[..., EvidencePlan],
    make_field: MakeField,
    make_documents: Callable[..., object],
    make_row: Callable[..., EvidenceRow],
) -> None:
    plan = plan_table([make_field("place", "name")])
    prover = TableProver(plan, make_documents(news=NEWS), max_errors=2, keep_cited=False)  # type: ignore[arg-type]
    for number in range(5):
        prover.add(make_row(("Nowhere", "news#char=0,39"), number))
    proof = prover.proof()
    assert (len(proof.errors), proof.error_count, proof.fragments, proof.cited) == (2, 5, 5, ())


def test_what_is_cited_is_told_with_its_row(
    prove_rows: ProveRows, make_field: MakeField, make_documents: MakeDocuments
) -> None:
    proof = prove_rows(
        [make_field("place", "name")], [("Aldmouth", "news#char=0,39")], make_documents(news=NEWS)
    )
    (cited,) = proof.cited
    assert (cited.fragment.start, cited.fragment.end, cited.row_number) == (0, 39, 2)
    assert cited.key == ("Aldmouth",)


def test_hostile_rows_take_linear_time(
    prove_rows: ProveRows, make_field: MakeField, make_documents: MakeDocuments
) -> None:
    news = "(aa" * 330_000
    fields = [make_field("words", "text"), make_field("said", "quote", part=True)]
    fields.append(make_field("names", "names"))
    cell = news[:90_000] + "a"
    cited = " ".join(f"news#char={3 * at},{3 * at + 600_000}" for at in range(10_000))
    began = perf_counter()
    proof = prove_rows(
        fields, [(cell, cell, "|".join(["(aa"] * 9_000), cited)], make_documents(news=news)
    )
    assert proof.tally == Tally(proved=1, failed=2)
    assert perf_counter() - began < 20
