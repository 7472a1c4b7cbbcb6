"""JUnit: a suite a table, a case a check, and the checks that found nothing pass."""

from pathlib import Path
from typing import Any

from lxml import etree

from dataset_tools.package import Package
from dataset_tools.render.junit import report_junit
from tests.conftest import MakePackage

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "size", "type": "integer", "constraints": {"required": True, "minimum": 1}},
]


def suite_of(folder: Path, **options: Any) -> Any:
    report = Package.open(folder).validate(**options)
    return etree.fromstring(report_junit(report).encode())[1]


def test_each_check_is_a_case(make_package: MakePackage) -> None:
    folder = make_package(
        "id,size\n1,1\n1,0\n,\n",
        fields=FIELDS,
        schema={
            "primaryKey": ["id"],
            "dataset-tools:rules": [{"name": "small", "formula": "size < 9"}],
        },
    )
    suite = suite_of(folder)
    cases = {case.get("name"): case.find("failure") for case in suite.iter("testcase")}
    assert {name: failure is None for name, failure in cases.items()} == {
        "DT501 File is missing": True,
        "DT307 Row is empty": False,
        "DT308 Row has a cell too many": True,
        "DT309 Row has a cell too few": True,
        "DT201 id: Cell is not of its field's type": True,
        "DT201 size: Cell is not of its field's type": True,
        "DT202 size: Required cell is missing": True,
        "DT203 size: Value is below the minimum": False,
        "DT405 small: Row breaks a rule": True,
        "DT401 Primary key stands twice": False,
        "DT402 Primary key is missing": True,
    }
    assert (suite.get("tests"), suite.get("failures")) == ("11", "3")


def test_a_check_that_could_not_be_made_does_not_pass(make_package: MakePackage) -> None:
    folder = make_package("id;size\n1;2\n", fields=FIELDS)
    names = [case.get("name") for case in suite_of(folder).iter("testcase")]
    assert not [name for name in names if name.startswith("DT201")]


def test_a_failure_says_the_true_number_though_few_are_listed(make_package: MakePackage) -> None:
    folder = make_package("id,size\n" + "x,0\n" * 3_000, fields=FIELDS)
    failures = list(suite_of(folder, max_errors=10).iter("failure"))
    assert [each.get("message").split(":")[0] for each in failures] == ["3,000 errors"] * 2
    assert all("and 2,99" in each.text for each in failures)


def test_a_warning_does_not_fail(make_package: MakePackage) -> None:
    rule = {"name": "small", "formula": "size < 9", "severity": "warning"}
    schema = {"dataset-tools:rules": [rule]}
    suite = suite_of(make_package("id,size\n1,10\n", fields=FIELDS, schema=schema))
    assert suite.get("failures") == "0"
    assert "1 warning" in suite.findtext(".//system-out")
