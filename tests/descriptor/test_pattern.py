import pytest

from dataset_tools.descriptor.pattern import pattern_fault


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "abc", "a|b", "^[a-z]*$", "[a-z]{3}", r"\d+", "(ab)+", "(?:ab)+", r"\p{Lu}\P{Nd}+"),
        *(
            "[a-z-[aeiou]]+",
            r"\i\c*",
            r"a\+\+",
            r"[(?=\[]",
            "[+]+",
            "(?i)a",
            "(?P<x>a)",
            r"a\{,2\}",
            r"\\1",
            r"\(?=x",
            "a{1,999}",
        ),
        "(a+)+$",
    ],
)
def test_is_a_pattern(pattern: str) -> None:
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "no regular expression"),
        ("[a", "no regular expression"),
        ("*", "no regular expression"),
        ("a{2,1}", "no regular expression"),
        ("a(?=b)", "looks ahead"),
        ("(?<!a)b", "looks ahead or behind"),
        (r"(a)\1", "refers back"),
        ("a++", "quantifier"),
        ("(?>a)", "group"),
        ("(?P<x>a)(?P=x)", "group"),
        ("a{10000}", "too often"),
        ("a{,3}", "must be escaped"),
        ("{", "must be escaped"),
        ("[[]", "must be escaped"),
        (r"a\Z", "no escape"),
        ("(?a)x", "group"),
        ("a" * 20_000, "longer"),
    ],
)
def test_is_none(pattern: str, reason: str) -> None:
    assert reason in (pattern_fault(pattern) or "")
