from collections.abc import Callable
from decimal import Decimal

import pytest

Proves = Callable[..., bool]
FELL = ["plunged", "dropped", "down", "fell sharply"]


@pytest.mark.parametrize(
    ("document", "value", "proved"),
    [
        ("⟦17⟧ ships", "17", True),
        ("17 ships", "17.0", True),
        ("17.0 ships", "17", True),
        ("17.5 ships", "17", False),
        ("17.5 ships", "17.5", True),
        ("⟦17⟧.5 ships", "17", False),
        ("17.5 ships", "5", False),
        ("117 ships", "17", False),
        ("2,400 ships", "2400", True),
        ("2,400 ships", "400", False),
        ("2,⟦400⟧ ships", "400", False),
        ("2,400 ships", "2", False),
        ("1.25 billion", "1250000000", True),
        ("⟦1.25⟧ billion", "1.25", False),
        ("⟦1.25⟧ billion", "1250000000", False),
        ("seven ships", "7", True),
        ("Seven ships", "7", True),
        ("seventeen ships", "7", False),
        ("twenty-seven ships", "7", False),
        ("two million ships", "2000000", True),
        ("two million ships", "2", False),
        ("thousands of ships", "1000", False),
        ("hundreds of billions", "100", False),
        ("the 17th ship", "17", False),
        ("the 1980s", "1980", False),
        ("4K ships", "4", False),
        ("the S&P 500 fell", "500", True),
        ("the S&P 500 fell", "50", False),
        ("at 17, it ended at 17.", "17", True),
        ("(17)", "17", True),
        ("“17”", "17", True),
        ("-17 degrees", "-17", True),
        ("−17 degrees", "-17", True),
        ("-⟦17⟧ degrees", "-17", False),
        ("⟦-17⟧ degrees", "-17", True),
        ("-17 degrees", "17", False),
        ("17 degrees", "-17", False),
        ("10-17 degrees", "-17", False),
        ("10-17 degrees", "17", True),
        ("-0 degrees", "0", True),
        ("0.50", ".5", True),
        ("1e6 ships", "1", False),
        ("NaN", "NaN", False),
        ("17 ships", "Infinity", False),
        ("17万", "17", False),
        ("船は17隻", "17", True),
    ],
)
def test_proves_a_figure(proves: Proves, document: str, value: str, *, proved: bool) -> None:
    assert proves(document, Decimal(value), "number", "number") is proved


@pytest.mark.parametrize(
    ("document", "value", "unit", "proved"),
    [
        ("rose 17%", "17", "%", True),
        ("rose 17 %", "17", "%", True),
        ("rose 17\u00a0%", "17", "%", True),
        ("rose 17  %", "17", "%", False),
        ("rose ⟦17⟧%", "17", "%", False),
        ("rose 17 percent", "17", "%", True),
        ("rose 17-percent", "17", "%", True),
        ("rose 17 per cent", "17", "%", True),
        ("rose 17 Per\nCent", "17", "%", True),
        ("rose 17 percentage points", "17", "%", False),
        ("rose 17 points, 20%", "17", "%", False),
        ("rose 17 points, 20%", "20", "%", True),
        ("the S&P 500 rose 1.8%", "500", "%", False),
        ("the S&P 500 rose 1.8%", "1.8", "%", True),
        ("rose %17", "17", "%", True),
        ("cost $1.25 billion", "1250000000", "$", True),
        ("cost $1.25 billion", "1.25", "$", False),
        ("cost US$5", "5", "$", True),
        ("cost US$5", "5", "US$", True),
        ("cost EUR5", "5", "EUR", True),
        ("cost NEUR5", "5", "EUR", False),
        ("cost 5 dollars", "5", "dollars", True),
        ("cost five dollars", "5", "dollars", True),
        ("cost 5 million dollars", "5000000", "dollars", True),
        ("cost $⟦5⟧", "5", "$", False),
        ("a 10,000-chip cluster", "10000", "chip", True),
        ("a ⟦10,000-chip⟧ cluster", "10000", "chip", True),
        ("a 10,000-chips cluster", "10000", "chip", False),
        ("5km away", "5", "km", True),
        ("5km away", "5", "k", False),
        ("15km away", "5", "km", False),
        ("5 km away", "5", "Km", False),
        ("17 grain ships", "17", "grain ships", True),
        ("17 grain  ships", "17", "grain ships", True),
        ("17 grain shipments", "17", "grain ship", False),
        ("$-5 a day", "-5", "$", True),
        ("-$5 a day", "-5", "$", True),
        ("⟦-$5⟧ a day", "-5", "$", True),
        ("-⟦$5⟧ a day", "-5", "$", False),
        ("-$5 a day", "5", "$", False),
        ("$3-$5 a day", "5", "$", True),
        ("5%-10%", "10", "%", True),
        ("grade A 5", "5", "A", True),
    ],
)
def test_the_unit_stands_beside(
    proves: Proves, document: str, value: str, unit: str, *, proved: bool
) -> None:
    assert proves(document, Decimal(value), "number", "number", unit=unit) is proved


@pytest.mark.parametrize(
    ("document", "value", "proved"),
    [
        ("Shares plunged 17% today", "-17.0", True),
        ("Shares Plunged 17% today", "-17", True),
        ("Shares plunged 17% today", "17", False),
        ("Shares rose 17% today", "17", True),
        ("Shares rose 17% today", "-17", False),
        ("Shares ⟦plunged⟧ ⟦17%⟧ today", "-17", False),
        ("Shares ⟦plunged⟧ ⟦17%⟧ today", "17", True),
        ("Shares ⟦plunged 17%⟧, ⟦rose 3%⟧", "3", True),
        ("Shares ⟦plunged 17%, rose 3%⟧", "3", False),
        ("⟦plunged 17%⟧, ⟦rose 17%⟧", "17", True),
        ("unplunged 17%", "-17", False),
        ("downs 17%", "-17", False),
        ("fell\nsharply, by 17%", "-17", True),
        ("fell, by 17%", "-17", False),
        ("plunged -17%", "-17", True),
        ("rose -17%", "17", False),
        ("plunged 0%", "0", False),
        ("rose 0%", "0", True),
    ],
)
def test_negative_words_decide_the_sign(
    proves: Proves, document: str, value: str, *, proved: bool
) -> None:
    number = Decimal(value)
    assert proves(document, number, "number", "number", unit="%", negative=FELL) is proved


@pytest.mark.parametrize(
    ("value", "type_"),
    [(2015, "integer"), (2015, "year"), ((2015, 17), "list")],
)
def test_takes_whole_numbers_of_every_type(
    proves: Proves, value: object, type_: str, prove_list: Callable[..., bool]
) -> None:
    if type_ == "list":
        assert prove_list("17 ships in 2015", value)
        assert not prove_list("17 ships in 2016", value)
    else:
        assert proves("17 ships in 2015", value, "number", type_)


@pytest.fixture
def prove_list(
    prove_rows: Callable[..., object],
    make_documents: Callable[..., object],
) -> Callable[..., bool]:
    from dataset_tools.model.schema import Field, Matcher

    field = Field(name="n", type="list", item_type="integer", evidence=Matcher(match="number"))

    def prove(document: str, value: tuple[int, ...]) -> bool:
        row = [(tuple(value), f"news#char=0,{len(document)}")]
        return not prove_rows([field], row, make_documents(news=document)).errors  # type: ignore[attr-defined]

    return prove
