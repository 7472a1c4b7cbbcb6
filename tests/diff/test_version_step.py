"""Versions: which is high enough after which, for which step."""

import pytest

from dataset_tools.diff.change import Step
from dataset_tools.diff.version_step import judge_version

CASES: list[tuple[str, str, Step, bool]] = [
    ("1.2.3", "1.2.3", "none", True),
    ("1.2.3", "1.2.2", "none", False),
    ("1.2.3", "1.2.3", "patch", False),
    ("1.2.3", "1.2.4", "patch", True),
    ("1.2.3", "1.2.4", "minor", False),
    ("1.2.3", "1.3.0", "minor", True),
    ("1.2.3", "1.3.0", "major", False),
    ("1.2.3", "2.0.0", "major", True),
    ("1.2.3", "9.0.0", "patch", True),
    ("0.3.1", "0.4.0", "major", False),
    ("0.3.1", "1.0.0", "major", True),
    ("1.2.3", "2.0.0-rc.1", "major", True),
    ("2.0.0-rc.1", "2.0.0", "major", True),
    ("1.0.1-rc.1", "1.0.1", "major", False),
    ("2.0.0-rc.2", "2.0.0-rc.10", "minor", True),
    ("1.2", "1.2.1", "patch", True),
    ("v1.2.0", "v1.3.0", "minor", True),
    ("1.0.0", "", "patch", False),
    ("1.0.0", "", "none", False),
    ("", "", "none", False),
    ("", "0.1.0", "major", True),
    ("2024-01", "2024-02", "patch", False),
    ("2024-01", "2024-01", "none", True),
    ("spring", "1.0.0", "major", True),
]


@pytest.mark.parametrize(("old", "new", "step", "ok"), CASES)
def test_a_version_is_high_enough_or_not(old: str, new: str, step: Step, *, ok: bool) -> None:
    verdict = judge_version(old, new, step)
    assert verdict.ok is ok
    assert verdict.note
