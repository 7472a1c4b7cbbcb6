"""The fuzz targets under hypothesis: seeds with pieces cut out, swapped and put in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.known import TARGETS
from tests.fuzz.target import Target


@st.composite
def inputs(draw: st.DrawFn, target: Target) -> bytes:
    """Give a seed with a few changes: bytes or words put in, stretches taken out or copied."""
    data = draw(st.sampled_from(target.seeds) | st.binary(max_size=60))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 8)))
        words = st.sampled_from(target.words).map(str.encode) if target.words else st.just(b"")
        new = draw(words | st.binary(max_size=8) | st.just(data[at:end] * 2))
        data = data[:at] + new + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_taken(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].check(seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_nothing_but_catalogue_errors_comes_out(name: str, data: st.DataObject) -> None:
    TARGETS[name].check(data.draw(inputs(TARGETS[name])))
