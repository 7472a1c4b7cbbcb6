import pytest

from dataset_tools.descriptor.prune import pruned


@pytest.mark.parametrize(
    ("pointers", "left"),
    [
        ([], {"a": {"b": 1, "c": 2}, "x/y": [1, 2]}),
        (["/a"], {"x/y": [1, 2]}),
        (["/a/b"], {"a": {"c": 2}, "x/y": [1, 2]}),
        (["/a/b", "/a"], {"x/y": [1, 2]}),
        (["/a", "/a/b"], {"x/y": [1, 2]}),
        (["/x~1y/0"], {"a": {"b": 1, "c": 2}, "x/y": [None, 2]}),
        (["/nowhere/at/all", "/a/b/c"], {"a": {"b": 1, "c": 2}, "x/y": [1, 2]}),
    ],
)
def test_values_go(pointers: list[str], left: object) -> None:
    assert pruned({"a": {"b": 1, "c": 2}, "x/y": [1, 2]}, pointers) == left


@pytest.mark.parametrize(
    ("schema", "pointer", "left"),
    [
        ({"primaryKey": ["a", "b"]}, "/primaryKey/1", {}),
        ({"uniqueKeys": [["a"], ["b"]]}, "/uniqueKeys/0/0", {"uniqueKeys": [None, ["b"]]}),
        ({"foreignKeys": [{"fields": ["a"]}]}, "/foreignKeys/0/fields/0", {"foreignKeys": [None]}),
        ({"constraints": {"enum": [1, 2]}}, "/constraints/enum/0", {"constraints": {}}),
    ],
)
def test_what_holds_together_goes_as_a_whole(schema: object, pointer: str, left: object) -> None:
    assert pruned(schema, [pointer]) == left
