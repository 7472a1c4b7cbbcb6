"""A dataset: one commit for all that changed, then a tag; never mixed, never twice."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.publish.huggingface import writing
from dataset_tools.publish.plan import Step
from dataset_tools.publish.protocol import publish
from tests.publish.conftest import Publish, Small, publication
from tests.publish.huggingface.fake import TOKEN, FakeHub, File, fake_hub
from tests.publish.huggingface.results import FILES, SAID, STEPS, codes, sent_paths, steps, target

PLACE = ("huggingface", "ada/x")


def test_all_is_in_one_commit_and_the_tag_names_it(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"], result["action"]) == (0, None, "create")
    assert steps(result) == STEPS
    puts = ["put", "verify"] * 2
    assert sorted(hub.writes) == sorted(["create", *puts, "commit", "tag"])
    assert len(hub.sent) == 1
    assert result["ids"] == {"commit": hub.branches["main"], "tag": "v1.0.0"}
    assert hub.tags == {"v1.0.0": hub.branches["main"]}
    assert hub.messages[hub.branches["main"]] == "small 1.0.0"
    assert result["place"] == f"{hub.url}/datasets/ada/x"
    assert set(hub.files) == {*FILES, ".gitattributes"}
    assert not hub.private


def test_files_are_the_package_s_byte_for_byte(hub: FakeHub, published: Path) -> None:
    for path in ("data/a.csv", "data/b.csv", "schemas/b.json"):
        assert hub.files[path].data == (published / path).read_bytes()
        assert not hub.files[path].large
    served = json.loads(hub.text("datapackage.json"))
    assert [each["bytes"] for each in served["resources"]] == [16, 12]
    assert hub.files["data/a.parquet"].large


def test_a_dry_run_plans_the_same_steps_and_only_reads(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    _, dry = run("publish", *PLACE, small(**SAID), "--dry-run")
    assert hub.calls == ["info"]
    _, real = run("publish", *PLACE, small(**SAID))
    assert [{**step, "state": "done"} for step in dry["steps"]] == real["steps"]


def test_a_dry_run_as_json(hub: FakeHub, small: Small, run: Publish) -> None:
    sizes = {"data/a.parquet": 1, "data/b.parquet": 1}
    _, result = run("publish", *PLACE, small(**SAID), "--dry-run")
    for step in result["steps"]:
        step["bytes"] = sizes.get(step["what"], step["bytes"])  # they are the writer's
    card = next(step for step in result["steps"] if step["what"] == "README.md")
    descriptor = next(step for step in result["steps"] if step["what"] == "datapackage.json")

    def planned(do: str, what: str, size: int, reason: str) -> dict[str, Any]:
        return {"do": do, "what": what, "bytes": size, "reason": reason, "state": "planned"}

    assert result == {
        "target": "huggingface",
        "place": f"{hub.url}/datasets/ada/x",
        "package": {"name": "small", "version": "1.0.0"},
        "dry_run": True,
        "action": "create",
        "steps": [
            planned("create", "ada/x", 0, "there is none"),
            planned("upload", "data/a.csv", 16, "new"),
            planned("upload", "data/b.csv", 12, "new"),
            planned("upload", "schemas/b.json", 83, "new"),
            planned("upload", "data/a.parquet", 1, "new"),
            planned("upload", "data/b.parquet", 1, "new"),
            planned("upload", "datapackage.json", descriptor["bytes"], "new"),
            planned("upload", "README.md", card["bytes"], "new"),
            planned("publish", "main", 0, "all of it in one commit"),
            planned("pointer", "v1.0.0", 0, "a tag of the commit"),
        ],
        "ids": {},
        "warnings": [],
        "error": None,
    }
    assert descriptor["bytes"] > 500
    assert card["bytes"] > 800


def test_again_is_nothing_and_no_write(hub: FakeHub, published: Path, run: Publish) -> None:
    lock = (published / "dataset-tools.lock").read_bytes()
    code, result = run("publish", *PLACE, published)
    assert (code, result["action"], result["steps"], hub.writes) == (0, "nothing", [], [])
    assert set(hub.calls) == {"info", "refs", "tree", "resolve"}
    (published / "dataset-tools.lock").unlink()
    assert run("publish", *PLACE, published)[1]["action"] == "nothing"
    assert (published / "dataset-tools.lock").read_bytes() == lock
    entry = json.loads(lock)["targets"][f"huggingface {hub.url}/datasets/ada/x"]
    assert entry["ids"] == {"commit": hub.branches["main"], "tag": "v1.0.0"}
    assert set(entry["files"]) == set(FILES) - {"README.md"}


@pytest.mark.usefixtures("published")
def test_one_cell_changes_its_table_the_descriptor_and_the_card(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    package = small("1.0.1", **SAID, rows="id,name\n1,z\n2,b\n")
    _, result = run("publish", *PLACE, package)
    assert result["action"] == "update"
    assert sent_paths(hub) == [
        ("file", "README.md"),
        ("file", "data/a.csv"),
        ("file", "datapackage.json"),
        ("lfsFile", "data/a.parquet"),
        ("lfsFile", "data/b.parquet"),  # its metadata have the package's version
    ]
    assert hub.tags["v1.0.1"] == hub.branches["main"] != hub.tags["v1.0.0"]
    assert hub.commits[hub.tags["v1.0.0"]]["data/a.csv"].data == b"id,name\n1,a\n2,b\n"


def test_without_a_version_one_cell_is_one_table(hub: FakeHub, small: Small, run: Publish) -> None:
    _, result = run("publish", *PLACE, small("", **SAID))
    assert result["warnings"] == ["the package has no version, so nothing is tagged"]
    assert (result["ids"], hub.tags) == ({"commit": hub.branches["main"]}, {})
    run("publish", *PLACE, small("", **SAID, rows="id,name\n1,z\n2,b\n"))
    assert sent_paths(hub) == [
        ("file", "data/a.csv"),
        ("file", "datapackage.json"),
        ("lfsFile", "data/a.parquet"),
    ]


def test_what_left_the_package_is_deleted_and_what_is_others_is_left(
    hub: FakeHub, published: Path, run: Publish
) -> None:
    hub.edit("notes/mine.txt", b"by hand")
    path = published / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"].pop()
    descriptor["resources"].append({"name": "c", "path": "c.csv", "schema": {"fields": []}})
    descriptor["version"] = "2.0.0"
    path.write_text(json.dumps(descriptor), "utf-8")
    (published / "c.csv").write_text("", "utf-8")
    descriptor["resources"][-1]["schema"] = {"fields": [{"name": "n", "type": "year"}]}
    path.write_text(json.dumps(descriptor), "utf-8")
    (published / "c.csv").write_text("n\n2024\n", "utf-8")
    _, result = run("publish", *PLACE, published)
    deleted = [("deletedFile", path) for path in ("data/b.csv", "data/b.parquet", "schemas/b.json")]
    assert [each for each in sent_paths(hub) if each[0] == "deletedFile"] == deleted
    assert ("upload", "c.parquet") in steps(result)
    assert result["warnings"] == ['"notes/mine.txt" of main is no file of the package, and is left']
    assert hub.files["notes/mine.txt"].data == b"by hand"
    assert run("publish", *PLACE, published)[1]["action"] == "nothing"


def test_a_file_that_a_person_named_in_the_card_is_no_file_of_ours(
    hub: FakeHub, published: Path, run: Publish
) -> None:
    text = hub.text("README.md").replace("path: data/b.parquet", "path: data/theirs.parquet")
    hub.edit("README.md", text.encode())
    hub.edit("data/theirs.parquet", b"theirs")
    path = published / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8")) | {"version": "1.1.0"}
    descriptor["resources"].pop()
    path.write_text(json.dumps(descriptor), "utf-8")
    assert run("publish", *PLACE, published)[0] == 0
    assert "data/theirs.parquet" in hub.files
    assert "data/b.csv" not in hub.files


@pytest.mark.usefixtures("published")
def test_other_content_under_a_tag_is_refused(hub: FakeHub, small: Small, run: Publish) -> None:
    before = hub.end_state()
    code, result = run("publish", *PLACE, small(**SAID, rows="id,name\n1,z\n"))
    assert (code, result["error"]["code"], hub.writes) == (2, "DT808", [])
    assert "data/a.csv" in result["error"]["message"]
    assert hub.end_state() == before


def test_a_lower_version_never_replaces_a_higher_one(
    hub: FakeHub, small: Small, run: Publish, published: Path
) -> None:
    assert run("publish", *PLACE, small("1.1.0", **SAID))[0] == 0
    hub.calls.clear()
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["action"], hub.writes) == (0, "nothing", [])
    assert result["warnings"] == ["main stays at version 1.1.0, which is higher"]
    code, result = run("publish", *PLACE, small("1.0.5", **SAID))
    assert (code, result["error"]["code"], hub.writes) == (2, "DT808", [])
    assert "--revision" in result["error"]["fix"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing.Writing, "_commit", _stop)
        assert run("publish", *PLACE, published, "--revision", "old")[0] == 2
    assert run("publish", *PLACE, published, "--revision", "old")[0] == 0
    assert json.loads(hub.text("datapackage.json"))["version"] == "1.1.0"


@pytest.mark.usefixtures("published")
def test_a_package_without_a_version_is_no_lower_one(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    assert run("publish", *PLACE, small("", **SAID))[1]["action"] == "update"
    assert list(hub.tags) == ["v1.0.0"]


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_drift_of_the_branch_is_mended_and_the_tag_stays(
    hub: FakeHub, published: Path, run: Publish
) -> None:
    hub.edit("data/a.csv", b"id,name\n9,z\n")
    hub.edit("data/b.parquet", b"PAR1 broken")
    _, result = run("publish", *PLACE, published)
    assert steps(result) == [
        ("upload", "data/a.csv"),
        ("upload", "data/b.parquet"),
        ("publish", "main"),
    ]
    assert hub.files["data/a.csv"].data == (published / "data/a.csv").read_bytes()
    assert hub.tags["v1.0.0"] != hub.branches["main"]


def test_parquet_of_another_writer_stays_where_the_tag_has_it(
    hub: FakeHub, published: Path, run: Publish
) -> None:
    import io

    import pyarrow.parquet as pq

    old = hub.files["data/a.parquet"]
    made = io.BytesIO()
    pq.write_table(pq.read_table(io.BytesIO(old.data)), made, compression="none")
    hub.edit("data/a.parquet", made.getvalue())
    assert codes(run("verify", *PLACE, published)[1]) == []  # the same rows
    assert codes(run("verify", *PLACE, published, "--metadata-only")[1]) == ["DT821"]
    hub.tags["v1.0.0"] = hub.branches["main"]
    assert run("publish", *PLACE, published)[1]["action"] == "nothing"
    assert codes(run("verify", *PLACE, published, "--metadata-only")[1]) == []


def test_a_branch_of_its_own(hub: FakeHub, small: Small, run: Publish) -> None:
    hub.make()
    hub.edit("README.md", b"Theirs\n")
    code, result = run("publish", *PLACE, small(**SAID), "--revision", "draft")
    assert (code, steps(result)[0]) == (0, ("create", "draft"))
    assert set(hub.files) == {".gitattributes", "README.md"}
    assert set(hub.commits[hub.branches["draft"]]) == {*FILES, ".gitattributes"}
    assert result["place"].endswith("/tree/draft")
    assert run("verify", *PLACE, small(**SAID), "--revision", "draft")[0] == 0
    assert "DT823" in codes(run("verify", *PLACE, small(**SAID), "--revision", "none")[1])


@pytest.mark.parametrize("branch", ["a b", "-x", "refs/pr/1"])
def test_a_branch_that_git_does_not_take(
    hub: FakeHub, small: Small, run: Publish, branch: str
) -> None:
    code, result = run("publish", *PLACE, small(), f"--revision={branch}")
    assert (code, result["error"]["code"], hub.calls) == (2, "DT801", [])


def test_who_may_see_it(hub: FakeHub, small: Small, run: Publish) -> None:
    package = small(**SAID)
    run("publish", *PLACE, package, "--private")
    assert hub.private
    assert run("publish", *PLACE, package)[1]["action"] == "nothing"
    assert codes(run("verify", *PLACE, package, "--public")[1]) == ["DT823"]
    _, result = run("publish", *PLACE, package, "--public")
    assert (steps(result), hub.private) == ([("metadata", "visibility")], False)
    package = small("1.1.0", **SAID)
    _, result = run("publish", *PLACE, package, "--private")
    assert (steps(result)[0], hub.private) == (("metadata", "visibility"), True)
    _, result = run("publish", *PLACE, small("1.2.0", **SAID), "--public")
    assert (steps(result)[-1], hub.private) == (("metadata", "visibility"), False)


def test_a_gitignore_of_theirs_keeps_no_file_out(hub: FakeHub, small: Small, run: Publish) -> None:
    hub.make()
    hub.edit(".gitignore", b"*.csv\n*.parquet\n")
    assert run("publish", *PLACE, small(**SAID))[0] == 0
    assert set(FILES) <= set(hub.files)


def test_large_files_go_by_lfs_and_are_sent_once(hub: FakeHub, small: Small, run: Publish) -> None:
    hub.limit = 200
    rows = "id,name\n" + "".join(f"{number},{'x' * 50}\n" for number in range(100))
    assert run("publish", *PLACE, small(**SAID, rows=rows))[0] == 0
    assert hub.files["data/a.csv"].large
    assert run("publish", *PLACE, small(**SAID, rows=rows))[1]["action"] == "nothing"
    assert run("verify", *PLACE, small(**SAID, rows=rows))[0] == 0
    hub.edit("data/a.csv", None)
    hub.calls.clear()
    assert run("publish", *PLACE, small(**SAID, rows=rows))[0] == 0
    assert "put" not in hub.calls  # the bytes are there still


def test_a_zip_is_published_as_its_folder(
    hub: FakeHub, small: Small, run: Publish, tmp_path: Path
) -> None:
    folder = small(**SAID)
    run("build", folder, "-o", tmp_path / "dist")
    assert run("publish", *PLACE, tmp_path / "dist" / "small-1.0.0.zip")[0] == 0
    assert run("publish", *PLACE, folder)[1]["action"] == "nothing"
    assert hub.files["data/a.csv"].data == (folder / "data/a.csv").read_bytes()


def test_many_files_are_asked_about_in_parts_and_told(
    hub: FakeHub, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 4)
    monkeypatch.setattr("dataset_tools.publish.huggingface.plan.MANY_FILES", 6)
    monkeypatch.setattr("dataset_tools.publish.huggingface.plan.MANY_ENTRIES", 3)
    monkeypatch.setattr("dataset_tools.publish.huggingface.plan.LARGE", 82)
    hub.page = 3
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, hub.calls.count("preupload"), len(hub.sent)) == (0, 2, 1)
    assert [each.partition(" ")[0] for each in result["warnings"]][:2] == ["7", "the"]
    assert any(each.startswith("schemas/b.json has 83 bytes") for each in result["warnings"])
    assert run("publish", *PLACE, small(**SAID))[1]["action"] == "nothing"


@pytest.mark.parametrize("killed_before", range(len(STEPS)))
def test_a_stopped_run_is_taken_up(hub: FakeHub, small: Small, killed_before: int) -> None:
    package, seen = publication(small(**SAID)), list[Step]()

    def die(step: Step) -> None:
        if len(seen) == killed_before:
            raise KeyboardInterrupt
        seen.append(step)

    assert publish(target(), package, on_step=die).exit_code == 2
    rest = publish(target(), package)
    assert rest.error is None
    begun = {0: 0, 9: 9}.get(killed_before, 1)  # until the commit all of it is left
    assert [(step.do, step.what) for step in rest.plan.steps] == STEPS[begun:]
    assert len(hub.sent) == 1


def test_two_publishers_of_the_same_leave_one_dataset(
    hub: FakeHub, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, results = publication(small(**SAID)), []
    assert target().hub.page  # the library's client is that of all threads

    def work() -> None:
        results.append(publish(target(), package))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert any(result.error is None for result in results)
    assert {result.error.code for result in results if result.error} <= {"DT809"}
    assert publish(target(), package).plan.action == "nothing"
    assert len(hub.sent) == 1
    with fake_hub() as other:
        monkeypatch.setenv("HF_ENDPOINT", other.url)
        publish(target(), package)
        assert hub.end_state() == other.end_state()


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_two_publishers_of_other_content_do_not_mix(
    hub: FakeHub, small: Small, tmp_path: Path, number: int
) -> None:
    mine, seen = publication(small(**SAID)), list[Step]()
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    theirs = publication(small(**SAID, rows="id,name\n9,z\n"))
    other = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def write(files: dict[Path, bytes]) -> None:
        for path, data in files.items():
            path.write_bytes(data)

    def another(_step: Step) -> None:
        if len(seen) == number:
            write(other)
            seen.append(_step)
            assert publish(target(), theirs).error is None or number == len(STEPS) - 1
            write(kept)
        seen.append(_step)

    write(kept)
    result = publish(target(), mine, on_step=another)
    rows = {files["data/a.csv"].data for files in hub.commits.values() if "data/a.csv" in files}
    tagged = hub.commits[hub.tags["v1.0.0"]]
    if number < len(STEPS) - 1:
        assert result.error is not None
        assert result.error.code == "DT809"
        assert rows == {b"id,name\n9,z\n"}
    assert b"9,z" in tagged["data/a.csv"].data
    assert json.loads(tagged["datapackage.json"].data)["resources"][0]["bytes"] == 12


def test_someone_who_commits_meanwhile_ends_the_run(hub: FakeHub, small: Small) -> None:
    package = publication(small(**SAID))

    def meanwhile(step: Step) -> None:
        if step.do == "publish":
            hub.edit("data/a.csv", b"theirs")

    result = publish(target(), package, on_step=meanwhile)
    assert result.error is not None
    assert (result.error.code, hub.files["data/a.csv"].data) == ("DT809", b"theirs")
    assert hub.tags == {}
    assert publish(target(), package).error is None


def test_who_finds_the_same_files_there_has_nothing_to_commit(hub: FakeHub, small: Small) -> None:
    package, seen = publication(small(**SAID)), list[Step]()

    def another(step: Step) -> None:
        seen.append(step)
        if len(seen) == 2:
            assert publish(target(), package).error is None

    assert publish(target(), package, on_step=another).error is None
    assert hub.calls.count("revision") == 1  # the library's way of committing nothing
    assert len(hub.sent) == 1


def test_the_same_files_beside_others_are_not_taken_for_ours(hub: FakeHub, small: Small) -> None:
    package, seen = publication(small(**SAID)), list[Step]()

    def another(step: Step) -> None:
        seen.append(step)
        if len(seen) == 2:
            assert publish(target(), package).error is None
            hub.edit("more.csv", b"theirs")
            hub.tags.clear()

    result = publish(target(), package, on_step=another)
    assert result.error is not None
    assert (result.error.code, hub.tags) == ("DT809", {})


def test_a_branch_that_someone_made_meanwhile_ends_the_run(hub: FakeHub, small: Small) -> None:
    hub.make()
    package = publication(small(**SAID))

    def meanwhile(step: Step) -> None:
        if step.do == "create":
            hub.put("draft", {"theirs": File(b"")}, "theirs")

    result = publish(target("draft"), package, on_step=meanwhile)
    assert result.error is not None
    assert (result.error.code, hub.sent) == ("DT809", [])


def test_a_tag_that_someone_set_meanwhile_is_looked_into(hub: FakeHub, small: Small) -> None:
    package = publication(small(**SAID))

    def the_same(step: Step) -> None:
        if step.do == "pointer":
            hub.tags["v1.0.0"] = hub.put("main", {**hub.files, "x": File(b"")}, "theirs")

    assert publish(target(), package, on_step=the_same).error is None

    def another(step: Step) -> None:
        if step.do == "pointer":
            hub.tags["v2.0.0"] = hub.tags["v1.0.0"]

    result = publish(target(), publication(small("2.0.0", **SAID)), on_step=another)
    assert result.error is not None
    assert result.error.code == "DT808"


def test_a_file_that_is_changed_meanwhile_is_not_sent(hub: FakeHub, small: Small) -> None:
    folder = small(**SAID)
    package = publication(folder)

    def meanwhile(step: Step) -> None:
        if step.what == "data/a.csv":
            (folder / "data/a.csv").write_text("id,name\n1,x\n2,b\n", "utf-8")

    result = publish(target(), package, on_step=meanwhile)
    assert result.error is not None
    assert (result.error.code, hub.sent) == ("DT809", [])


def test_an_invalid_package_makes_no_request(hub: FakeHub, small: Small, run: Publish) -> None:
    code, report = run("publish", *PLACE, small(rows="id,name\nx,a\n"))
    assert (code, report["valid"], hub.seen) == (1, False, [])


def test_a_file_of_the_package_where_the_card_stands_is_refused(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    folder = small()
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"].append({"name": "r", "path": "README.md"})
    (folder / "README.md").write_text("x", "utf-8")
    path.write_text(json.dumps(descriptor), "utf-8")
    code, result = run("publish", *PLACE, folder)
    assert (code, result["error"]["code"], hub.writes) == (2, "DT801", [])


def test_a_token_that_the_login_left_is_taken(
    hub: FakeHub, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.calls) == (2, "DT802", [])
    (tmp_path / "token").write_text(TOKEN, "utf-8")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "token"))
    assert run("publish", *PLACE, small(**SAID))[0] == 0
