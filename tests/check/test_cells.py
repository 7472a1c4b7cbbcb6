"""Typed values against constraints, whole tables at a time."""

from dataset_tools.package import Package
from tests.conftest import MakePackage


def test_nan_is_a_value_and_not_missing(make_package: MakePackage) -> None:
    field = {"name": "n", "type": "number", "constraints": {"required": True}}
    folder = make_package("n,m\nNaN,1\n,2\nINF,3\n", fields=[field, {"name": "m"}])
    (task,) = Package.open(folder).validate().tasks
    assert [(each.kind.code, each.row_number) for each in task.errors] == [("DT202", 3)]


def test_nan_is_within_no_bound(make_package: MakePackage) -> None:
    field = {"name": "n", "type": "number", "constraints": {"minimum": 0}}
    folder = make_package("n,m\nNaN,1\n1,2\nINF,3\n", fields=[field, {"name": "m"}])
    (task,) = Package.open(folder).validate().tasks
    assert [(each.kind.code, each.row_number) for each in task.errors] == [("DT203", 2)]
