"""Keys that may have been meant."""

import json

import pytest

from dataset_tools.check.near_keys import NearKeys, _form
from tests.conftest import Call, MakePackage

KEYS = ["paris", "rome", "new-york", "são-paulo", "b1", "b2"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Paris", "paris"),
        ("pariss", "paris"),
        ("aris", "paris"),
        ("New York", "new-york"),
        ("new_yrok", "new-york"),
        ("SÃO PAULO", "são-paulo"),
        ("atlantis", None),
        ("b3", None),
        ("", None),
        ("—", None),
    ],
)
def test_the_most_alike(text: str, key: str | None) -> None:
    assert NearKeys(KEYS).nearest(text) == key


def test_a_broken_reference_says_what_may_have_been_meant(
    make_package: MakePackage, call: Call
) -> None:
    key = {"fields": ["town"], "reference": {"resource": "towns", "fields": ["id"]}}
    town = {"fields": [{"name": "id", "type": "string"}]}
    people = {"fields": [{"name": "town", "type": "string"}], "foreignKeys": [key]}
    folder = make_package(
        resources=[
            {"name": "towns", "path": "towns.csv", "schema": town},
            {"name": "people", "path": "people.csv", "schema": people},
        ],
        files={"towns.csv": "id\nparis\nrome\n", "people.csv": "town\nPari\natlantis\n"},
    )
    report = json.loads(call("validate", folder, "--json").out)
    first, second = report["tasks"][1]["errors"]
    assert first["fix"] == (
        'Did you mean "paris"? Mend the reference, or add the row that it refers to.'
    )
    assert second["fix"] == "Mend the reference, or add the row that it refers to."
    before = (folder / "people.csv").read_bytes()
    call("fix", folder)
    assert (folder / "people.csv").read_bytes() == before


def test_forms_are_letters_and_digits_of_any_script() -> None:
    texts = [chr(number) for number in range(0x3000)]
    assert [_form(text) for text in texts] == [
        "".join(char for char in text.casefold() if char.isalnum()) for text in texts
    ]
