"""The command line, called in the test's own process."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from dataset_tools.cli.app import run


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run ``dataset-tools`` with arguments."""

    def call(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as stopped:
            run([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Done(int(stopped.value.code or 0), captured.out, captured.err)

    return call
