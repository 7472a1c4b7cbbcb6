"""Which paths a descriptor may name."""

import pytest

from dataset_tools.exceptions import FileFault
from dataset_tools.files.paths import safe_path, unsafe_reason


@pytest.mark.parametrize(
    ("path", "plain"),
    [("data.csv", "data.csv"), ("./data/a.csv", "data/a.csv"), ("a b/c:d.csv", "a b/c:d.csv")],
)
def test_a_path_inside_the_package_is_safe(path: str, plain: str) -> None:
    assert safe_path(path) == plain


@pytest.mark.parametrize(
    "path",
    [
        "",
        " ",
        "/etc/passwd",
        "../a.csv",
        "data/../../a.csv",
        "..\\a.csv",
        "C:\\a.csv",
        "c:/a.csv",
        "\\\\host\\a.csv",
        "~/a.csv",
        "file:///a.csv",
        "FILE://a.csv",
        "https://example.org/a.csv",
        "data:text/csv,a",
        "a\0.csv",
        ".hidden/a.csv",
    ],
)
def test_any_other_is_refused(path: str) -> None:
    assert unsafe_reason(path)
    with pytest.raises(FileFault):
        safe_path(path)
