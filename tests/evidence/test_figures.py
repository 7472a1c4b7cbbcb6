from decimal import Decimal

import pytest

from dataset_tools.evidence.figures import find_figures, is_signed


def values(text: str) -> dict[str, Decimal]:
    found = [(figure, value) for value, all_ in find_figures(text).items() for figure in all_]
    return {text[figure.start : figure.end]: value for figure, value in sorted(found)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17", "17"),
        ("1.8", "1.8"),
        ("2,400", "2400"),
        ("1,234,567.89", "1234567.89"),
        ("2\u00a0400", "2400"),
        ("2\u202f400\u202f000", "2400000"),
        ("2’400", "2400"),
        (".5", "0.5"),
        ("007", "7"),
        ("5 million", "5000000"),
        ("5\nmillion", "5000000"),
        ("1.25 billion", "1250000000"),
        ("1.25-billion", "1250000000"),
        ("3 Trillion", "3000000000000"),
        ("10 thousand", "10000"),
        ("10k", "10000"),
        ("2M", "2000000"),
        ("5bn", "5000000000"),
        ("5 bn", "5000000000"),
        ("zero", "0"),
        ("Seven", "7"),
        ("twelve", "12"),
        ("two million", "2000000"),
        ("Two-million", "2000000"),
    ],
)
def test_reads_a_figure(text: str, value: str) -> None:
    assert values(f"about {text} of them") == {text: Decimal(value)}


@pytest.mark.parametrize(
    "text",
    [
        "thousands of",
        "hundreds of billions of dollars",
        "a million",
        "5 millions",
        "5 hundred",
        "two hundred",
        "two dozen",
        "twenty-one",
        "twenty one",
        "one hundred and two",
        "one-third",
        "two thirds",
        "1/2",
        "4½",
        "4 ½",
        "3 and a half",
        "someone",
        "often",
        "thirteen",
        "2,40",
        "12,34,5",
        "1.2.3",
        "1.5,000",
        ".1.5",
        ".1,000",
        "192.168.1.1",
        "5’11",
        "1,5",
        "17万",
        "one point five",
        "4 1/2",
    ],
)
def test_takes_no_part_of_a_figure(text: str) -> None:
    assert values(f"about {text} of them") == {}


def test_shares_no_magnitude_with_the_next() -> None:
    assert values("5 to 10 million") == {"10 million": Decimal(10_000_000)}
    assert values("5–10 million") == {"10 million": Decimal(10_000_000)}


def test_tells_figures_apart() -> None:
    assert values("In 2015, 400 of 2,400 ships; 17.5%.") == {
        "2015": Decimal(2015),
        "400": Decimal(400),
        "2,400": Decimal(2400),
        "17.5": Decimal("17.5"),
    }


def test_a_letter_with_a_space_is_a_magnitude_unless_a_word_goes_on() -> None:
    assert values("10 M&A deals") == {"10": Decimal(10)}
    assert values("$10 M,") == {"10 M": Decimal(10_000_000)}
    assert values("5 kg") == {"5": Decimal(5)}


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("-5", True),
        ("−5", True),
        ("fell -5", True),
        ("(-5)", True),
        ("$-5", True),
        ("10-5", False),
        ("COVID-5", False),
        ("5%-5", False),
        ("up – 5", False),
        ("up 5", False),
        ("–5", False),
    ],
)
def test_a_minus_sign_is_no_hyphen(text: str, *, signed: bool) -> None:
    assert is_signed(text, text.rindex("5")) is signed
