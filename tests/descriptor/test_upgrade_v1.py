import pytest

from dataset_tools.descriptor.upgrade_v1 import standard_of, upgraded_package, upgraded_schema


@pytest.mark.parametrize(
    ("package", "standard"),
    [
        ({}, "1.0"),
        ({"profile": "tabular-data-package"}, "1.0"),
        ({"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}, "1.0"),
        ({"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}, "2.0"),
        ({"$schema": "https://datapackage.org/profiles/2.1/datapackage.json"}, "2.1"),
        ({"$schema": "https://example.org/mine.json"}, "2.0"),
    ],
)
def test_the_standard_is_told_by_the_profile(package: dict[str, object], standard: str) -> None:
    assert standard_of(package) == standard


@pytest.mark.parametrize(
    ("package", "type_"),
    [
        ({"resources": [{"profile": "tabular-data-resource"}]}, "table"),
        ({"profile": "tabular-data-package", "resources": [{}]}, "table"),
        ({"profile": "data-package", "resources": [{"profile": "data-resource"}]}, None),
        ({"resources": [{"profile": "tabular-data-resource", "type": "file"}]}, "file"),
    ],
)
def test_a_tabular_profile_is_a_table(package: dict[str, object], type_: str | None) -> None:
    resources = upgraded_package(package)["resources"]
    assert isinstance(resources, list)
    assert resources[0].get("type") == type_


def test_role_becomes_roles_and_url_becomes_path() -> None:
    package = {"contributors": [{"role": "author"}], "resources": [{"url": "a.csv"}]}
    upgraded = upgraded_package(package)
    assert upgraded["contributors"] == [{"role": "author", "roles": ["author"]}]
    assert upgraded["resources"] == [{"url": "a.csv", "path": "a.csv"}]
    assert package == {"contributors": [{"role": "author"}], "resources": [{"url": "a.csv"}]}


def test_keys_become_arrays() -> None:
    upgraded = upgraded_schema(
        {
            "fields": [{"name": "d", "type": "date", "format": "fmt:%d"}],
            "fieldsMatch": ["equal"],
            "primaryKey": "d",
            "foreignKeys": [{"fields": "d", "reference": {"resource": "", "fields": "d"}}],
        },
    )
    assert upgraded == {
        "fields": [{"name": "d", "type": "date", "format": "%d"}],
        "fieldsMatch": "equal",
        "primaryKey": ["d"],
        "foreignKeys": [{"fields": ["d"], "reference": {"fields": ["d"]}}],
    }
