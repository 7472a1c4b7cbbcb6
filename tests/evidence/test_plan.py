from collections.abc import Callable

import pytest

from dataset_tools.evidence.plan import EvidencePlan, plan_evidence
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Field, Matcher, Schema

PlanTable = Callable[..., EvidencePlan]


@pytest.mark.parametrize(
    ("match", "type_", "options", "words"),
    [
        (None, "string", {}, "names no matcher"),
        ("clock", "string", {}, 'no matcher "clock"; there are: category, date,'),
        ("number", "string", {}, 'its type is "string"'),
        ("date", "integer", {}, "needs year or yearmonth or date"),
        ("date", "datetime", {}, 'its type is "datetime"'),
        ("category", "string", {}, 'lacks the option "words"'),
        ("category", "integer", {"words": {"x": ["y"]}}, "is no number"),
        ("category", "boolean", {"words": {"maybe": ["y"]}}, "neither true nor false"),
        ("reference", "string", {}, 'lacks the option "field"'),
        ("reference", "string", {"field": "name"}, "no foreign key of one field"),
        ("inferred", "string", {}, 'lacks the option "reason"'),
        ("inferred", "string", {"reason": "nothing"}, 'names "nothing"'),
        ("inferred", "string", {"reason": "fact"}, 'names "fact"'),
        ("name", "string", {"aliases": "nothing"}, 'names "nothing"'),
        ("number", "number", {"unit": ""}, '"unit" is not a text'),
        ("number", "number", {"unit": 5}, '"unit" is not a text'),
        ("number", "number", {"negative": "down"}, '"negative" is not a list of words'),
        ("number", "number", {"negative": []}, '"negative" is not a list of words'),
        ("quote", "string", {"part": "yes"}, '"part" is not true or false'),
        ("fragments", "string", {}, "one field of fragments"),
    ],
)
def test_a_field_that_cannot_be_proved_is_told(
    make_field: Callable[..., Field],
    match: str | None,
    type_: str,
    options: dict[str, object],
    words: str,
) -> None:
    evidence = Field(name="evidence", evidence=Matcher(match="fragments"))
    field = make_field("fact", match, type_, **options)
    schema = Schema(
        fields=(evidence, make_field("id", "none"), field),
        place="datapackage.json",
        pointer="/resources/0/schema",
    )
    table = Resource(name="table", schema=schema)
    plan = plan_evidence(table, DataPackage(resources=(table,)))
    assert plan is not None
    (error,) = plan.errors
    assert (error.kind.code, error.kind.type) == ("DT606", "schema-error")
    assert (error.field_name, error.place) == ("fact", "datapackage.json")
    pointer = "/resources/0/schema/fields/2"
    assert error.pointer == (pointer if match is None else f"{pointer}/dataset-tools:evidence")
    assert words in error.message


@pytest.mark.parametrize("match", [5, None, ["name"], True])
def test_a_matcher_is_a_word(plan_table: PlanTable, match: object) -> None:
    field = Field(name="fact", evidence=Matcher(match=match))
    assert [error.kind.code for error in plan_table([field]).errors] == ["DT606"]


@pytest.mark.parametrize("type_", ["integer", "number", "year", "list"])
def test_options_that_a_matcher_does_not_know_are_read_over(
    plan_table: PlanTable, make_field: Callable[..., Field], type_: str
) -> None:
    item = {"item_type": "integer"} if type_ == "list" else {}
    evidence = Matcher(match="number", options={"tolerance": 5})
    assert not plan_table([Field(name="n", type=type_, evidence=evidence, **item)]).errors  # type: ignore[arg-type]
    assert plan_table([make_field("n", "number", "list")]).errors


def test_the_reason_of_the_column_is_a_field(
    plan_table: PlanTable, make_field: Callable[..., Field]
) -> None:
    evidence = make_field("evidence", "fragments", reason="nothing")
    (error,) = plan_table([make_field("fact", "name")], evidence=evidence).errors
    assert (error.kind.code, error.field_name) == ("DT606", "evidence")


def test_a_table_without_fragments_has_no_evidence(make_field: Callable[..., Field]) -> None:
    table = Resource(name="table", schema=Schema(fields=(make_field("name", "name"),)))
    assert plan_evidence(table, DataPackage(resources=(table,))) is None
    bare = Resource(name="bare")
    assert plan_evidence(bare, DataPackage(resources=(bare,))) is None
