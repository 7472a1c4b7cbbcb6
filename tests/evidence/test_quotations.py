import pytest

from dataset_tools.evidence.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("He said, “It leaks.”", ["It leaks."]),
        ("“One,” he said. “Two.”", ["One,", "Two."]),
        ("“The crew’s boat isn’t ours,” she said.", ["The crew’s boat isn’t ours,"]),
        ("“He called it ‘a sieve’ twice,” she said.", ["a sieve", "He called it ‘a sieve’ twice,"]),
        ("‘The captain said “never” twice’", ["never", "The captain said “never” twice"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ('A 5" pipe and "a leak" there', ["a leak"]),
        ('("In brackets")', ["In brackets"]),
        ("« Bonjour », dit-il", [" Bonjour "]),
        ("«Да», сказал он", ["Да"]),
        ("„Es tropft“, sagte sie, „immer“.", ["Es tropft", "immer"]),
        ("「漏れる」と彼女は言った。", ["漏れる"]),
        ("彼女は「漏れる」と言った。", ["漏れる"]),
        ("他说“漏水了”。", ["漏水了"]),
        ("the crew’s and the captain’s", []),
        ("the crews’ boats and ships’ bells", []),
        ("Hawai‘i and O‘ahu’s coast", []),
        ("»Ja« und »Nein«", []),
        ("“Never closed", []),
        ("closed only”", []),
        ("“a ‘stray mark” and “b”", ["a ‘stray mark", "b"]),
        ("“First\n“Second,” he said", ["Second,"]),
        ('"First\n"Second," he said', ["Second,"]),
        ("", []),
    ],
)
def test_marks_belong_together(text: str, quotations: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == quotations
