"""``diff``: exit codes, formats, revisions of git, a changelog's entry."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Call, Done
from tests.diff.conftest import write_version

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
SCHEMA = {"fields": FIELDS, "primaryKey": ["id"]}


def write(folder: Path, rows: str, **properties: Any) -> Path:
    table = {"name": "people", "path": "people.csv", "schema": SCHEMA}
    return write_version(folder, {"resources": [table], **properties}, {"people.csv": rows})


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Give two versions: a row added, one changed, a version too low."""
    old = write(tmp_path / "old", "id,name\n1,Ann\n2,Bo\n", name="town")
    new = write(tmp_path / "new", "id,name\n1,Anna\n2,Bo\n3,Cy\n", name="town", version="1.0.1")
    return old, new


def test_the_text_says_what_changed_and_what_it_asks_for(
    call: Call, pair: tuple[Path, Path]
) -> None:
    assert call("diff", *pair) == Done(
        0,
        "MINOR people rows-added: 1 row added: new data in an existing resource is compatible\n"
        "PATCH people rows-changed: 1 row changed: errors in existing data were corrected\n"
        "\n"
        "people: 1 row added, 1 row changed (name 1)\n"
        '  + id="3"\n'
        '  ~ id="1": name "Ann" → "Anna"\n'
        "\n"
        "this is a MINOR step; 1.0.0 → 1.0.1: it must be 1.1.0 or higher\n",
        "",
    )


def test_the_json_has_the_promised_shape(call: Call, pair: tuple[Path, Path]) -> None:
    done = call("diff", *pair, "--check", "--json")
    result = json.loads(done.out)
    assert done.code == 1
    assert {key: result[key] for key in ("step", "old_version", "new_version", "ok")} == {
        "step": "minor",
        "old_version": "1.0.0",
        "new_version": "1.0.1",
        "ok": False,
    }
    assert result["rows"] == {"people": {"added": 1, "removed": 0, "changed": 1}}
    assert [set(each) for each in result["changes"]] == [{"kind", "resource", "step", "why"}] * 2


def test_a_package_does_not_differ_from_itself(call: Call, pair: tuple[Path, Path]) -> None:
    done = call("diff", pair[0], pair[0], "--check")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "nothing that asks for another version; 1.0.0 → 1.0.0: the version may stay\n"
    )


def test_markdown_lets_no_cell_be_markup(call: Call, tmp_path: Path) -> None:
    old = write(tmp_path / "old", "id,name\n1,Ann\n")
    new = write(tmp_path / "new", "id,name\n1,<script>|@all\n")
    out = call("diff", old, new, "--format", "markdown").out
    assert "<script>" not in out
    assert "@all" not in out
    assert "| PATCH | people | 1 row changed&#58;" not in out


def test_a_revision_is_compared_with_the_working_tree(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "data", "id,name\n1,Ann\n")
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "."), (*names, "commit", "-qm", "first")):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)  # noqa: S607
    write(tmp_path / "data", "id,name\n1,Anna\n", version="1.0.1")
    monkeypatch.chdir(tmp_path)
    done = call("diff", "HEAD:data", "data", "--check")
    assert (done.code, done.err) == (0, "")
    assert '~ id="1": name "Ann" → "Anna"' in done.out


def test_an_unknown_revision_is_no_difference(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)  # noqa: S607
    monkeypatch.chdir(tmp_path)
    done = call("diff", "v9:", ".")
    assert (done.code, done.out) == (2, "")
    assert "fetch-depth" in done.err


def test_the_entry_is_put_above_the_others(
    call: Call, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text(
        "# Changelog\n\n## Unreleased\n\n- soon\n\n## [1.0.0] - 2026-01-01\n\n- a\n"
    )
    for _ in range(2):
        assert call("diff", *pair, "--changelog", "--output", changelog) == Done(0, "", "")
    text = changelog.read_text()
    assert text.count("## [1.1.0]") == 1
    assert text.index("Unreleased") < text.index("[1.1.0]") < text.index("[1.0.0]")
    assert "### Added\n- `people`: 1 row added\n" in text


def test_a_descriptor_that_is_none_cannot_be_compared(
    call: Call, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "datapackage.json").write_text("[]")
    done = call("diff", pair[0], tmp_path)
    assert (done.code, done.out) == (2, "")
