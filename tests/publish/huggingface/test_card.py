"""The card: ours in front and in a section, people's lines as they were."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.exceptions import NotPublishable
from dataset_tools.publish.huggingface.card import Card, card_changes, card_of, card_text
from dataset_tools.publish.huggingface.files import Made, made_of
from dataset_tools.publish.publication import Publication
from tests.conftest import ROOT, MakePackage
from tests.publish.conftest import Publish, Small, publication
from tests.publish.huggingface.fake import FakeHub
from tests.publish.huggingface.results import SAID, steps

PLACE = ("huggingface", "ada/x")
NOTHING: dict[str, object] = {}
Write = Callable[..., tuple[Publication, Made]]
BY_HAND = """---
# who asks: Ann
license: mit  # to be checked
task_categories:
# two of them
- tabular-classification
- other
tags: [theirs, "1.0"]
extra_gated_prompt: |
  Read this
  # no comment
configs:
- config_name: extra
  data_files: extra.csv
---
# About this data

By hand.
"""


@pytest.fixture
def write(small: Small) -> Write:
    """Write a package, and make what the card tells of."""

    def write(**properties: Any) -> tuple[Publication, Made]:
        package = publication(small(**properties))
        return package, made_of(package)

    return write


def text_of(there: str, made: tuple[Publication, Made], former: Any = NOTHING) -> str:
    return card_text(card_of(there), *made, former, "ada/x")


def changes_of(there: str, made: tuple[Publication, Made], former: Any = NOTHING) -> list[str]:
    return card_changes(card_of(there), *made, former, "ada/x")


def test_a_new_card(write: Write) -> None:
    made = write(**SAID, contributors=[{"title": "Ann Lee", "roles": ["author"]}])
    card = card_of(text_of("", made))
    assert card.values == {
        "pretty_name": "Small",
        "license": "cc-by-4.0",
        "tags": ["one", "two words"],
        "size_categories": ["n<1K"],
        "configs": [
            {
                "config_name": "a",
                "data_files": [{"split": "train", "path": "data/a.parquet"}],
                "default": True,
            },
            {"config_name": "b", "data_files": [{"split": "train", "path": "data/b.parquet"}]},
        ],
        "dataset_info": [
            {
                "config_name": name,
                "features": [
                    {"name": "id", "dtype": "int64"},
                    {"name": "name", "dtype": "string"},
                ],
            }
            for name in "ab"
        ],
    }
    assert card.body == (
        "\n<!-- dataset-tools: this section is written anew -->\n"
        "# Small\n\n"
        "- Version 1.0.0\n- Licence: CC-BY-4.0 (https&#58;//spdx.org/licenses/CC-BY-4.0)\n"
        "- Ann Lee (author)\n\n"
        "| table | rows | fields | what it is |\n| --- | ---: | ---: | --- |\n"
        "| a | 2 | 2 |  |\n| b | 1 | 2 |  |\n\n"
        "Described by `datapackage.json`, a [Data Package](https://datapackage.org).\n\n"
        "## How to load a table\n\n```python\nimport pandas\n\n"
        'frame = pandas.read_parquet("hf://datasets/ada/x@v1.0.0/data/a.parquet")\n\n'
        "from datasets import load_dataset\n\n"
        'rows = load_dataset("ada/x", "a", revision="v1.0.0", split="train")\n```\n\n'
        "## How to cite it\n\nAnn Lee. Small. Version 1.0.0.\n"
        "<!-- dataset-tools: end -->\n"
    )


def test_people_s_lines_stay_as_they_are(write: Write) -> None:
    text = text_of(BY_HAND, write(**SAID))
    for lines in (
        "# who asks: Ann\n",
        "task_categories:\n# two of them\n- tabular-classification\n- other\n",
        "extra_gated_prompt: |\n  Read this\n  # no comment\n",
        "---\n# About this data\n\nBy hand.\n",
    ):
        assert lines in text, lines
    values = card_of(text).values
    assert values["license"] == "cc-by-4.0"
    assert values["tags"] == ["one", "two words", "theirs", "1.0"]
    assert [each["config_name"] for each in values["configs"]] == ["a", "b", "extra"]
    assert list(values)[:4] == ["license", "task_categories", "tags", "extra_gated_prompt"]


def test_a_card_that_is_ours_changes_no_more(write: Write) -> None:
    made = write(**SAID)
    for there in ("", BY_HAND, "By hand.", "---\n---\n", "---\n# a comment\n---\nText\n"):
        text = text_of(there, made)
        assert changes_of(text, made) == []
        assert text_of(text, made) == text


def test_what_a_person_changes_is_told_by_its_name(write: Write) -> None:
    made = write(**SAID)
    text = text_of("", made)
    assert changes_of(text.replace("cc-by-4.0", "mit", 1), made) == ["license"]
    assert changes_of(text.replace("| a | 2 |", "| a | 7 |"), made) == ["text"]
    assert changes_of(text.replace("- one\n", "- mine\n- one\n"), made) == ["tags"]


def test_a_section_that_a_person_took_out_stays_out(write: Write) -> None:
    made = write(**SAID)
    card = card_of(text_of("", made))
    assert changes_of(f"---\n{card.front}---\nMy own words.\n", made) == []


def test_what_was_a_keyword_or_a_table_before_goes(write: Write) -> None:
    made = write(**SAID)
    former = {"keywords": ["gone"], "resources": [{"name": "old"}]}
    there = (
        "---\ntags: [gone, theirs]\nconfigs:\n- config_name: old\n  data_files: old.csv\n"
        "- config_name: theirs\n  data_files: t.csv\n  default: true\n"
        "dataset_info:\n  config_name: theirs\n  features: []\n---\n"
    )
    values = card_of(text_of(there, made, former)).values
    assert values["tags"] == ["one", "two words", "theirs"]
    assert [each["config_name"] for each in values["configs"]] == ["a", "b", "theirs"]
    assert [each.get("default") for each in values["configs"]] == [None, None, True]
    assert [each["config_name"] for each in values["dataset_info"]] == ["a", "b", "theirs"]


@pytest.mark.parametrize(
    ("licences", "found"),
    [
        ([], {}),
        ([{"name": "ODbL-1.0"}], {"license": "odbl"}),
        ([{"name": "PDDL-1.0"}, {"name": "MIT"}], {"license": ["pddl", "mit"]}),
        (
            [{"name": "GFDL-1.3-or-later"}],
            {
                "license": "other",
                "license_name": "gfdl-1.3-or-later",
                "license_link": "https://spdx.org/licenses/GFDL-1.3-or-later",
            },
        ),
        (
            [{"title": "Our own terms", "path": "https://example.org/terms"}],
            {
                "license": "other",
                "license_name": "our-own-terms",
                "license_link": "https://example.org/terms",
            },
        ),
    ],
)
def test_licences(write: Write, licences: list[Any], found: dict[str, Any]) -> None:
    made = write(title="x", **({"licenses": licences} if licences else {}))
    values = card_of(text_of("", made)).values
    assert {key: value for key, value in values.items() if key.startswith("license")} == found
    assert changes_of(text_of("", made), made) == []


def test_a_licence_that_is_one_of_the_list_by_now_loses_its_link(write: Write) -> None:
    there = "---\nlicense: other\nlicense_name: x\nlicense_link: y\n---\n"
    values = card_of(text_of(there, write(**SAID))).values
    assert (values["license"], "license_name" in values) == ("cc-by-4.0", False)


def test_a_language_is_stated_or_people_s(write: Write) -> None:
    assert "language" not in card_of(text_of("", write(**SAID))).values
    assert card_of(text_of("---\nlanguage: fr\n---\n", write(**SAID))).values["language"] == "fr"
    assert card_of(text_of("", write(**SAID, languages=["en", "fr"]))).values["language"] == [
        "en",
        "fr",
    ]


@pytest.mark.parametrize("front", ["a: [", "- a\n", "a", "a: !!python/object:x {}"])
def test_metadata_that_are_no_yaml_are_told_and_left(front: str) -> None:
    with pytest.raises(NotPublishable, match="cannot be read"):
        card_of(f"---\n{front}\n---\nText\n")


@pytest.mark.parametrize(
    "front", ["{a: 1, license: mit}", '"license": mit\n? b\n: c\n', "x: &x mit\nlicense: *x\n"]
)
def test_odd_forms_of_yaml_keep_their_values(write: Write, front: str) -> None:
    there = f"---\n{front}\n---\nText\n"
    values, before = card_of(text_of(there, write(**SAID))).values, yaml.safe_load(front)
    assert {**values, **{key: before[key] for key in before if key != "license"}} == values
    assert values["license"] == "cc-by-4.0"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, Made]:
    """Give a package that every example of a law is held against."""
    folder = tmp_path_factory.mktemp("package")
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    resources = [{"name": "a", "path": "a.csv", "schema": schema}]
    (folder / "a.csv").write_text("id\n1\n", "utf-8")
    text = json.dumps({"name": "small", "resources": resources, **SAID})
    (folder / "datapackage.json").write_text(text, "utf-8")
    found = publication(folder)
    return found, made_of(found)


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029"),
    max_size=12,
)


@given(
    keys=st.dictionaries(
        WORDS.filter(bool), st.one_of(WORDS, st.lists(WORDS), st.integers()), max_size=4
    ),
    body=WORDS,
    flow=st.booleans(),
)
def test_any_metadata_and_words_survive(
    keys: dict[str, Any],
    body: str,
    flow: bool,  # noqa: FBT001 (drawn)
    package: tuple[Publication, Made],
) -> None:
    front = yaml.safe_dump(keys, allow_unicode=True, default_flow_style=flow) if keys else ""
    text = text_of(f"---\n{front}---\n{body}\n", package)
    card = card_of(text)
    ours = {"license", "pretty_name", "tags", "size_categories", "configs", "dataset_info"}
    kept = {key: value for key, value in keys.items() if key not in ours}
    assert {key: card.values.get(key) for key in kept} == kept
    assert body.strip() in card.body
    assert changes_of(text, package) == []


@given(
    title=st.one_of(WORDS, st.sampled_from(["---", "a: b", "yes", "1e3", "<!-- x -->", "#", "|"])),
    keywords=st.lists(st.one_of(WORDS, st.sampled_from(["no", "~", "1.0", "0x1", "- a"]))),
)
def test_any_words_of_a_package_are_read_back(
    title: str, keywords: list[str], package: tuple[Publication, Made]
) -> None:
    there, made = package
    end = "<!-- dataset-tools: end -->"
    said = {"title": title, "keywords": keywords, "description": f"{title} {end} ```"}
    descriptor = {**there.package.descriptor, **said}
    changed = replace(there, package=replace(there.package, title=title, descriptor=descriptor))
    text = text_of("", (changed, made))
    values = card_of(text).values
    assert values.get("tags", []) == list(dict.fromkeys(keywords))
    assert values["pretty_name"] == (title or "small")
    assert changes_of(text, (changed, made)) == []
    assert text.count(end) == 1


def test_categories_are_class_labels_and_types_are_parquet_s(make_package: MakePackage) -> None:
    fields: list[Any] = [
        {"name": "kind", "type": "string", "categories": ["x", "y"]},
        {"name": "rank", "type": "integer", "categories": [1, 2]},
        {"name": "day", "type": "date"},
        {"name": "at", "type": "datetime"},
        {"name": "price", "type": "number"},
        {"name": "share", "type": "number"},
        {"name": "ok", "type": "boolean"},
        {"name": "hour", "type": "time"},
        {"name": "from", "type": "year"},
    ]
    rows = (
        "kind,rank,day,at,price,share,ok,hour,from\n"
        "x,1,2024-01-31,2024-01-31T10:00:00Z,1.50,1e300,true,10:00:00,2024\n"
    )
    made = made_of(publication(make_package(rows, fields=fields, name="p")))
    (table,) = made.tables
    assert [each.to_object()["dtype"] for each in table.features or ()] == [
        {"class_label": {"names": {"0": "x", "1": "y"}}},
        "int64",
        "date32",
        "timestamp[us, tz=UTC]",
        "decimal128(18, 2)",
        "float64",
        "bool",
        "time64[us]",
        "int64",
    ]
    assert any("share" in note for note in made.notes)


def test_parquet_stands_beside_each_table_and_on_nothing(make_package: MakePackage) -> None:
    schema = {"fields": [{"name": "n", "type": "integer"}]}
    files: dict[str, str | bytes] = {
        "one/a.csv": "n\n1\n",
        "one/b.csv": "n\n2\n",
        "[x]/c.csv": "n\n3\n",
        "inline.PARQUET": "no table",
    }
    resources: list[Any] = [
        {"name": "parts", "path": ["one/a.csv", "one/b.csv"], "schema": schema},
        {"name": "c", "path": "[x]/c.csv", "schema": schema},
        {"name": "d", "path": "one/a.csv", "schema": schema},
        {"name": "inline", "data": [{"n": 4}], "schema": schema},
        {"name": "e", "path": "inline.PARQUET", "format": "bin"},
    ]
    package = publication(make_package(resources=resources, files=files, name="p"))
    made = made_of(package)
    assert {each.name: each.paths for each in made.tables} == {
        "parts": ("one/parts.parquet",),
        "c": ("c.parquet",),
        "d": ("one/d.parquet",),
        "inline": ("inline_.parquet",),
    }
    assert set(made.contents) == {each.paths[0] for each in made.tables}


def test_a_table_of_parquet_is_read_from_its_own_file(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    run("export", "parquet", small(), "-o", tmp_path / "out")
    folder = tmp_path / "p"
    folder.mkdir()
    (tmp_path / "out" / "a.parquet").rename(folder / "a.parquet")
    (folder / "datapackage.json").write_text(
        '{"name": "p", "resources": [{"name": "t", "path": "a.parquet", "schema": {"fields": '
        '[{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}}]}',
        "utf-8",
    )
    made = made_of(publication(folder))
    (table,) = made.tables
    assert (table.paths, table.features, dict(made.contents)) == (("a.parquet",), None, {})


def test_a_card_that_was_there_keeps_its_words_through_runs(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    hub.make()
    hub.edit("README.md", BY_HAND.replace("license: mit", "license: cc0-1.0").encode())
    hub.edit("extra.csv", b"x\n")
    _, result = run("publish", *PLACE, small(**SAID))
    assert result["steps"][-3]["what"] == "README.md"
    assert result["steps"][-3]["reason"].startswith("pretty_name, license, tags")
    first = hub.text("README.md")
    hub.edit("README.md", first.replace("By hand.", "By my hand.").encode())
    assert run("publish", *PLACE, small(**SAID))[1]["action"] == "nothing"
    assert run("publish", *PLACE, small("1.1.0", **SAID))[0] == 0
    assert "By my hand.\n" in hub.text("README.md")
    assert "task_categories:\n# two of them\n" in hub.text("README.md")
    hub.edit("README.md", b"---\na: [\n---\n")
    code, result = run("publish", *PLACE, small("1.2.0", **SAID))
    assert (code, result["error"]["code"], steps(result)) == (2, "DT801", [])


def test_evidence_is_told_where_rows_have_it() -> None:
    ours = publication(ROOT)
    text = text_of("", (ours, made_of(ours)))
    assert "## Evidence\n\nRows cite the spans of the documents that state them." in text
    assert "--sources DIR" in text


def test_an_empty_card_is_none() -> None:
    assert card_of("") == Card()
