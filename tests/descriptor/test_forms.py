from collections.abc import Callable

import pytest

from dataset_tools.descriptor import forms

Form = Callable[[str], str | None]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (forms.url, "https://example.org/"),
        (forms.url, "mailto:a@example.org"),
        (forms.url_or_path, "https://example.org/../x"),
        (forms.url_or_path, "FTPS://example.org"),
        (forms.url_or_path, "data/a..b.csv"),
        (forms.email, "ann@example"),
        (forms.mediatype, "text/csv"),
        (forms.license_name, "CC-BY-4.0"),
        (forms.hash_text, "0123456789abcdefABCDEF0123456789"),
        (forms.hash_text, "sha256:AB"),
        (forms.hash_text, ""),
        (forms.date_time, "1985-04-12T23:20:50.52Z"),
        (forms.date_time, "1996-12-19t16:39:57-08:00"),
        (forms.date_time, "1990-12-31T23:59:60Z"),
        (forms.separator, "\t"),
        (forms.separator, "::"),
    ],
)
def test_has_the_form(form: Form, text: str) -> None:
    assert form(text) is None


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (forms.url, "example.org"),
        (forms.url, "http: //x"),
        (forms.url_or_path, ""),
        (forms.url_or_path, "/etc/passwd"),
        (forms.url_or_path, "../x"),
        (forms.url_or_path, "a/../x"),
        (forms.url_or_path, "a/.."),
        (forms.url_or_path, ".hidden"),
        (forms.url_or_path, "~/x"),
        (forms.url_or_path, "a\\b"),
        (forms.url_or_path, "gopher://x"),
        (forms.url_or_path, "file:x"),
        (forms.email, "ann"),
        (forms.email, "ann @example"),
        (forms.mediatype, "csv"),
        (forms.license_name, "CC BY"),
        (forms.hash_text, "abc"),
        (forms.hash_text, "sha256:xyz"),
        (forms.date_time, "2024-01-31"),
        (forms.date_time, "2024-01-31T00:00:00"),
        (forms.date_time, "2024-13-01T00:00:00Z"),
        (forms.date_time, "2024-01-01T24:00:00Z"),
        (forms.date_time, "2024-01-01T00:00:61Z"),
        (forms.separator, ""),
        (forms.separator, "\r\n"),
    ],
)
def test_has_it_not(form: Form, text: str) -> None:
    assert form(text)
