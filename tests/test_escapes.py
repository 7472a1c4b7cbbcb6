"""What no terminal obeys, no runner obeys, and no eye overlooks."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.escapes import disarmed, escaped, json_text
from tests.render.conftest import obeyed

MARKS = st.sampled_from(
    ["::", "##[", "##vso[", "##VSO[", "##teamcity[", "#", "[", ":", "\r", "\n", "\x1b", "\u202e"],
)
TEXTS = st.lists(st.one_of(MARKS, st.text(max_size=3)), max_size=12).map("".join)
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, 100 % – naïve 漢字 🙂", "plain, 100 % – naïve 漢字 🙂"),
        ("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c"),
        ("soft\xadhyphen", "soft\\u00adhyphen"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("\ufffe\ud800", "\\ufffe\\ud800"),
        ("###[x ##teamcity[ ##Vso[", "##\\u0023[x #\\u0023teamcity[ #\\u0023Vso["),
        ("## heading, #[1]", "## heading, #[1]"),
    ],
)
def test_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(TEXTS)
def test_an_escaped_text_hides_nothing(text: str) -> None:
    assert not HIDDEN.search(escaped(text))
    assert obeyed(f"x{escaped(text)}") == []


@given(TEXTS)
def test_disarmed_lines_are_no_commands(text: str) -> None:
    assert obeyed(disarmed(text.replace("\r", ""))) == []


@given(TEXTS)
def test_json_reads_back_whole(text: str) -> None:
    for indent in (None, 2):
        written = json_text({"cell": [text]}, indent=indent)
        assert json.loads(written) == {"cell": [text]}
        assert not HIDDEN.search(written.replace("\n", ""))
        assert obeyed(written) == []
