from collections.abc import Callable

import pytest

from dataset_tools.errors import descriptor as kinds
from dataset_tools.errors.error import Error
from dataset_tools.errors.kind import ErrorKind

Told = Callable[..., list[Error]]


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.code)
def test_the_example_of_a_kind_has_just_that_fault(told: Told, kind: ErrorKind) -> None:
    assert kind.example is not None
    bad, mended = (
        {name.replace(".", "__"): text for name, text in files.items()}
        for files in (kind.example.bad, kind.example.mended)
    )
    assert [error.kind for error in told(bad.pop("datapackage__json"), **bad)] == [kind]
    assert told(mended.pop("datapackage__json"), **mended) == []
