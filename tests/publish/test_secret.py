"""A secret is shown nowhere."""

import pytest

from dataset_tools.exceptions import NoCredentials
from dataset_tools.publish.secret import Secret

CANARY = "canary-7d1f"


def test_no_text_of_it_holds_its_value() -> None:
    secret = Secret.of({"TOKEN": f" {CANARY}\n"}, "OTHER", "TOKEN")
    assert secret.reveal() == CANARY
    for text in (repr(secret), str(secret), f"{secret}", repr([secret]), secret.hidden_in(CANARY)):
        assert CANARY not in text


def test_a_value_that_no_header_can_hold_is_refused_without_being_shown() -> None:
    with pytest.raises(NoCredentials) as refused:
        Secret.of({"TOKEN": f"{CANARY}\nX-Other: 1"}, "TOKEN")
    assert CANARY not in str(refused.value)


def test_an_empty_one_is_none() -> None:
    assert not Secret.of({"TOKEN": " "}, "TOKEN")
