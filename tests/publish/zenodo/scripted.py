"""Tests that pass on the strict InvenioRDM and on the real one; so the one stands for the other.

They use the fixtures ``server``, ``name`` (of a package that nobody published), ``publish``.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset_tools import Package
from tests.conftest import Call, Done
from tests.publish.conftest import Publish, Small
from tests.publish.zenodo.server import Server, package

Run = Callable[..., Any]
FIRST = ["create", "reserve", "upload", "upload", "upload", "upload", "publish"]
NEXT = ["create", "metadata", "reserve", "upload", "upload", "upload", "upload", "publish"]
LAW = {"metadata": {"title": "x"}}


@pytest.fixture
def call(call: Call, server: Server, tmp_path: Path) -> Call:
    """Run the command line, and find the token in nothing that it prints or leaves behind."""

    def call_and_search(*arguments: object) -> Done:
        done = call(*arguments)
        left = [each.read_bytes().decode() for each in tmp_path.rglob("*") if each.is_file()]
        assert [text for text in (done.out, done.err, *left) if server.token in text] == []
        return done

    return call_and_search


def test_the_search_for_the_token_finds_one(call: Call, server: Server, tmp_path: Path) -> None:
    (tmp_path / "planted").write_text(f"Bearer {server.token}\n")
    with pytest.raises(AssertionError):
        call("--version")


def steps(result: Any) -> list[str]:
    return [step["do"] for step in result["steps"]]


def codes(report: Any) -> list[str]:
    found = report["errors"] + [error for task in report["tasks"] for error in task["errors"]]
    return sorted(error["code"] for error in found)


# ---------------------------------------------------------------------- what the server answers


def new_draft(server: Server, **metadata: object) -> str:
    value = {"metadata": metadata, "files": {"enabled": True}}
    return str(server.ask("POST", "/records", value)[1]["id"])


def test_contract_of_drafts(server: Server) -> None:
    status, made = server.ask("POST", "/records", {"metadata": {"title": "x"}})
    assert (status, made["is_published"], made["revision_id"] > 0) == (201, False, True)
    assert {each["field"] for each in made["errors"]} >= {"metadata.title", "metadata.creators"}
    path = f"/records/{made['id']}/draft"
    wrong = {"metadata": {"rights": [{"id": "nope"}]}}
    assert server.ask("POST", "/records", wrong) == (
        400,
        {"status": 400, "message": "Invalid value nope."},
    )
    stale = {"If-Match": str(made["revision_id"] - 1)}
    assert server.ask("PUT", path, LAW, headers=stale)[0] == 412
    fresh = {"If-Match": str(made["revision_id"])}
    assert server.ask("PUT", path, LAW, headers=fresh)[0] == 200
    status, draft = server.ask("POST", f"{path}/pids/doi")
    assert (status, draft["pids"]["doi"]["identifier"][:3]) == (201, "10.")
    status, refused = server.ask("POST", f"{path}/pids/doi")
    assert (status, refused["errors"][0]["field"]) == (400, "pids.doi")
    status, draft = server.ask("PUT", path, LAW)
    assert (status, "doi" in draft["pids"]) == (200, True)
    assert server.ask("POST", f"{path}/actions/publish")[0] == 400
    assert server.ask("DELETE", path)[0] == 204
    assert server.ask("DELETE", path)[0] == 404
    assert server.ask("POST", f"{path}/actions/publish")[0] == 404
    assert server.ask("POST", "/records", data=b"{}", headers={"Content-Type": "a/b"})[0] == 415
    malformed = {"Content-Type": "application/json"}
    assert server.ask("POST", "/records", data=b"{", headers=malformed)[0] == 400


def test_contract_of_files(server: Server) -> None:
    path = f"/records/{new_draft(server, title='Some files')}/draft/files"
    put = f"{path}/a/content"
    assert server.ask("PUT", put, data=b"1")[0] == 404
    assert server.ask("POST", path, [{"key": "a"}])[0] == 201
    status, refused = server.ask("POST", path, [{"key": "a"}])
    assert (status, refused["message"]) == (400, "File with key a already exists.")
    assert server.ask("POST", f"{path}/a/commit")[0] == 500
    assert server.ask("PUT", put, data=b"1", headers={"Content-Type": "text/csv"})[0] == 415
    assert server.ask("PUT", put, data=b"1")[0] == 200
    status, sent = server.ask("PUT", put, data=b"12")
    assert (status, sent["status"], "checksum" in sent) == (200, "pending", False)
    md5 = "md5:c20ad4d76fe97759aa27a0c99bff6710"
    for _ in range(2):
        status, whole = server.ask("POST", f"{path}/a/commit")
        found = (status, whole["status"], whole["size"], whole["checksum"])
        assert found == (200, "completed", 2, md5)
    assert server.ask("PUT", put, data=b"123")[1]["checksum"] == md5
    assert server.ask("GET", path)[1]["entries"] == []  # the trap: it is gone
    assert server.ask("GET", f"{path}/a")[0] == 404
    assert server.ask("DELETE", f"{path}/a")[0] == 404
    assert server.ask("POST", path, [{"key": "a"}])[0] == 201
    assert server.ask("DELETE", f"{path}/a")[0] == 204


def test_contract_of_rights(server: Server) -> None:
    id = new_draft(server, title="Secret")
    for token in ("", server.outsider):
        assert server.ask("GET", f"/records/{id}/draft", token=token)[0] == 403
        assert server.ask("GET", f"/records/{id}", token=token)[0] == 404
    assert server.ask("POST", "/records", LAW, token="nope")[0] == 403  # noqa: S106 (no token)
    assert server.ask("GET", "/records/00000-00000")[0] == 404
    assert server.ask("GET", "/vocabularies/licenses/cc-by-4.0")[0] == 200
    assert server.ask("GET", "/vocabularies/licenses/nope")[0] == 404
    assert server.ask("GET", "/communities/nope")[0] == 404


def test_contract_of_versions(server: Server, small: Small, publish: Run, name: str) -> None:
    record = publish(package(small, name), "--yes")["ids"]["record"]
    assert server.ask("POST", f"/records/{record}/draft/actions/publish")[0] == 404
    status, draft = server.ask("POST", f"/records/{record}/versions")
    assert (status, draft["versions"]["is_latest_draft"]) == (201, True)
    assert "version" not in draft["metadata"]
    again = server.ask("POST", f"/records/{record}/versions")[1]
    assert again["id"] == draft["id"]
    assert server.ask("GET", f"/records/{draft['id']}/draft/files")[1]["entries"] == []
    assert server.ask("DELETE", f"/records/{draft['id']}/draft")[0] == 204


# ---------------------------------------------------------------------- publishing


def test_a_draft_is_left_and_published_with_yes(
    server: Server, small: Small, publish: Run, name: str
) -> None:
    folder = package(small, name)
    before = (folder / "datapackage.json").read_bytes()
    drafted = publish(folder)
    assert steps(drafted) == FIRST[:-1]
    ids = drafted["ids"]
    assert (ids["published"], ids["doi"].endswith(ids["record"])) == (False, True)
    assert drafted["place"] == f"{server.url}/records/{ids['record']}"
    assert server.ask("GET", f"/records/{ids['record']}")[0] == 404
    assert steps(publish(folder)) == []
    published = publish(folder, "--yes")
    assert (steps(published), published["action"]) == (["publish"], "update")
    assert published["ids"] == {
        **ids,
        "published": True,
        "concept_doi": published["ids"]["concept_doi"],
    }
    assert published["ids"]["concept_doi"].startswith("10.")
    for again in (publish(folder, "--yes"), publish(folder)):
        assert (again["action"], again["steps"], again["ids"]) == ("nothing", [], published["ids"])
    assert (folder / "datapackage.json").read_bytes() == before


def test_a_dry_run_plans_the_same_steps(small: Small, publish: Run, name: str) -> None:
    folder = package(small, name)
    dry = publish(folder, "--yes", "--dry-run")
    assert not (folder / "dataset-tools.lock").exists()
    real = publish(folder, "--yes")
    assert (steps(real), real["action"]) == (FIRST, "create")
    assert [{**step, "state": "done"} for step in dry["steps"]] == real["steps"]


def test_the_doi_stands_in_what_is_served_and_in_the_lock(
    server: Server, small: Small, publish: Run, name: str
) -> None:
    folder = package(small, name)
    ids = publish(folder, "--yes")["ids"]
    served = json.loads(server.content(ids["record"], "datapackage.json"))
    assert served["id"] == ids["doi"]
    (entry,) = json.loads((folder / "dataset-tools.lock").read_text("utf-8"))["targets"].values()
    assert (entry["ids"], entry["version"]) == (ids, "1.0.0")
    assert len(entry["files"]) == 4


def test_one_who_downloads_a_record_has_a_valid_package(
    server: Server, small: Small, publish: Run, name: str, tmp_path: Path
) -> None:
    record = publish(package(small, name), "--yes")["ids"]["record"]
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    for entry in server.ask("GET", f"/records/{record}/files", token="")[1]["entries"]:
        (downloads / entry["key"]).write_bytes(server.content(record, entry["key"]))
    assert sorted(each.name for each in downloads.iterdir()) == [
        "a.csv",
        "b.csv",
        "b.json",
        "datapackage.json",
    ]
    report = Package.open(downloads).validate()
    assert (report.valid, [task.stats.rows for task in report.tasks]) == (True, [2, 1])


def test_a_package_with_an_id_keeps_it(
    server: Server, small: Small, publish: Run, name: str
) -> None:
    ids = publish(package(small, name, id="https://example.org/id"), "--yes")["ids"]
    served = json.loads(server.content(ids["record"], "datapackage.json"))
    assert (served["id"], served["dataset-tools:doi"]) == ("https://example.org/id", ids["doi"])


def test_a_new_version_of_the_same_concept(
    server: Server, small: Small, publish: Run, name: str
) -> None:
    first = publish(package(small, name), "--yes")["ids"]
    newer = package(small, name, "1.1.0", rows="id,name\n1,z\n")
    second = publish(newer, "--yes")
    assert (steps(second), second["action"]) == (NEXT, "update")
    assert second["ids"]["concept_doi"] == first["concept_doi"]
    assert second["ids"]["doi"] != first["doi"]
    assert server.content(second["ids"]["record"], "a.csv") == b"id,name\n1,z\n"
    assert server.content(first["record"], "a.csv") == b"id,name\n1,a\n2,b\n"
    assert publish(newer, "--yes")["action"] == "nothing"
    older = publish(package(small, name), "--yes")
    assert (older["action"], older["ids"]) == ("nothing", first)


def test_a_published_version_is_never_rewritten(
    small: Small, publish: Run, run: Publish, name: str
) -> None:
    publish(package(small, name), "--yes")
    folder = package(small, name, rows="id,name\n1,z\n")
    code, result = run("publish", "zenodo", folder, "--yes")
    assert (code, result["error"]["code"], result["steps"]) == (2, "DT808", [])
    code, result = run("publish", "zenodo", package(small, name, "0.9.0"), "--yes")
    assert (code, result["error"]["code"], result["steps"]) == (2, "DT808", [])


def test_a_draft_is_changed_in_place(server: Server, small: Small, publish: Run, name: str) -> None:
    publish(package(small, name))
    changed = publish(package(small, name, title="Other", rows="id,name\n1,z\n"))
    assert [(step["do"], step["what"]) for step in changed["steps"]] == [
        ("metadata", name),
        ("metadata", "the draft's mark"),
        ("upload", "data/a.csv"),
        ("upload", "datapackage.json"),
        ("metadata", "the draft's mark"),
    ]
    assert [each["metadata"]["title"] for each in server.versions(name)] == ["Other"]


def test_a_stale_draft_is_taken_up_and_cleaned(
    server: Server, small: Small, publish: Run, name: str
) -> None:
    record = publish(package(small, name), "--yes")["ids"]["record"]
    stale = server.ask("POST", f"/records/{record}/versions")[1]
    files = f"/records/{stale['id']}/draft/files"
    for key in ("left-over.csv", "a.csv"):
        server.ask("POST", files, [{"key": key}])
        server.ask("PUT", f"{files}/{key}/content", data=b"old")
    server.ask("POST", f"{files}/left-over.csv/commit")
    value = {"metadata": {"title": "By hand", "languages": [{"id": "eng"}]}}
    server.ask("PUT", f"/records/{stale['id']}/draft", value)
    result = publish(package(small, name, "1.1.0"), "--yes")
    files_changed = ["metadata", "delete", *["upload"] * 4, "metadata"]
    assert steps(result) == ["metadata", "reserve", *files_changed, "publish"]
    assert result["steps"][4]["reason"] == "its upload was not completed"
    assert result["ids"]["record"] == stale["id"]
    record = server.ask("GET", f"/records/{stale['id']}")[1]
    assert record["metadata"]["languages"][0]["id"] == "eng"  # what is not ours stays
    assert len(server.ask("GET", f"/records/{stale['id']}/files")[1]["entries"]) == 4


def test_without_its_lock_the_record_is_found(small: Small, publish: Run, name: str) -> None:
    folder = package(small, name)
    first = publish(folder, "--yes")
    lock = folder / "dataset-tools.lock"
    before = lock.read_bytes()
    lock.unlink()
    assert publish(folder, "--yes")["ids"] == first["ids"]
    assert lock.read_bytes() == before


COMMAND = (sys.executable, "-m", "dataset_tools", "publish", "zenodo")
PROGRAM = """
import os, signal, sys
from dataset_tools.cli.app import run
from dataset_tools.publish import protocol
record, times = protocol.record, []
def die(*given):
    times.append(1)
    record(*given)
    if len(times) > {after}:
        os.kill(os.getpid(), signal.SIGKILL)
protocol.record = die
run(sys.argv[1:])
"""


@pytest.mark.parametrize("after", range(len(FIRST)))
def test_killed_after_any_step_and_run_again(
    server: Server, small: Small, publish: Run, name: str, after: int
) -> None:
    folder = package(small, name)
    program = [sys.executable, "-c", PROGRAM.format(after=after)]
    command = [*program, "publish", "zenodo", str(folder), "--yes"]
    done = subprocess.run(command, check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert steps(publish(folder, "--yes")) == FIRST[after + 1 :]
    assert [each["is_published"] for each in server.versions(name)] == [True]
    assert publish(folder, "--yes")["action"] == "nothing"


def test_several_publishers_at_once_make_one_record(
    server: Server, small: Small, publish: Run, name: str
) -> None:
    folder = package(small, name)
    command = [*COMMAND, str(folder), "--yes", "--lock", f"{os.devnull}/none"]
    runs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    ends = [(each.communicate()[1], each.returncode) for each in runs]
    assert all(code in (0, 2) for _, code in ends), ends
    assert all(said.startswith("DT80") for said, code in ends if code), ends
    publish(folder, "--yes")
    published = [each for each in server.versions(name) if each["is_published"]]
    assert len(published) == 1
    assert publish(folder, "--yes")["action"] == "nothing"


def test_publishers_of_different_content_do_not_mix(
    server: Server, small: Small, name: str, tmp_path: Path
) -> None:
    folder, commands = package(small, name), []
    for number in range(4):
        other = tmp_path / f"other-{number}"
        shutil.copytree(folder, other, ignore=shutil.ignore_patterns("other-*"))
        (other / "data" / "a.csv").write_text(f"id,name\n1,{number}\n")
        (other / "data" / "b.csv").write_text(f"id,name\n7,{number}\n")
        commands.append([*COMMAND, str(other), "--yes"])
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    assert {each.wait() for each in runs} <= {0, 2}
    for command in commands:  # one is first by now, and the others are refused
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    (record,) = [each for each in server.versions(name) if each["is_published"]]
    served = json.loads(server.content(record["id"], "datapackage.json"))
    files = [server.content(record["id"], key) for key in ("a.csv", "b.csv")]
    assert [each["hash"] for each in served["resources"]] == [
        f"sha256:{hashlib.sha256(each).hexdigest()}" for each in files
    ]
    assert files[0][-2:] == files[1][-2:]


def test_a_community_is_asked_once(
    server: Server, small: Small, publish: Run, run: Publish, name: str
) -> None:
    value = {
        "slug": f"c-{name}",
        "metadata": {"title": "Community"},
        "access": {"visibility": "public"},
    }
    assert server.ask("POST", "/communities", value, token=server.outsider)[0] == 201
    folder = package(small, name)
    community = ("--community", f"c-{name}")
    assert steps(publish(folder, *community)) == FIRST[:-1]
    result = publish(folder, "--yes", *community)
    assert steps(result) == ["publish", "metadata"]
    again = publish(folder, "--yes", *community)
    assert (again["action"], again["steps"]) == ("nothing", [])
    assert again["warnings"] == [f"community c-{name} is asked, and has not answered yet"]
    code, report = run("verify", "zenodo", folder, *community)
    assert (code, codes(report)) == (1, ["DT823"])


def test_an_unknown_community_is_told_before_anything_is_written(
    server: Server, small: Small, run: Publish, name: str
) -> None:
    code, result = run("publish", "zenodo", package(small, name), "--community", f"no-{name}")
    assert (code, result["error"]["code"], result["steps"]) == (2, "DT804", [])
    assert server.versions(name) == []


def test_hostile_texts_are_no_drift(
    server: Server, small: Small, publish: Run, run: Publish, name: str
) -> None:
    folder = package(
        small,
        name,
        title=" Say \u201chi\u201d <b>\u2018x\u2019</b> & co\u200b ",
        description='a < b & "c"\n<script>alert(1)</script>\n\n\u201cq\u201d &amp; z\u00fcrich',
        keywords=["one", " two  words", "one", "a<b"],
        licenses=[{"name": "Own-1.0", "title": "Open & <free>", "path": "https://example.org/l"}],
        homepage="https://example.org/?a=1&b=2",
        sources=[{"title": "S", "path": "https://example.org/s"}],
        id="urn:example:1",
    )
    assert publish(folder, "--yes")["warnings"] == [
        'the licence "Open & <free>" is not in the server\'s list, and stands in words'
    ]
    assert publish(folder, "--yes")["action"] == "nothing"
    assert run("verify", "zenodo", folder)[0] == 0
    (record,) = server.versions(name)
    assert "<script>" not in record["metadata"]["description"]


# ---------------------------------------------------------------------- verify


def test_verify_of_a_public_record_needs_no_token(
    small: Small, publish: Run, run: Publish, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = package(small, name)
    publish(folder, "--yes")
    monkeypatch.delenv("ZENODO_TOKEN")
    assert run("verify", "zenodo", folder)[0] == 0
    assert run("verify", "zenodo", folder, "--metadata-only")[0] == 0


def test_verify_tells_a_draft_only_where_it_should_be_published(
    small: Small, publish: Run, run: Publish, name: str
) -> None:
    folder = package(small, name)
    publish(folder)
    assert run("verify", "zenodo", folder)[0] == 0
    code, report = run("verify", "zenodo", folder, "--yes")
    assert (code, codes(report)) == (1, ["DT823"])


def test_verify_of_nothing_is_drift(small: Small, run: Publish, name: str) -> None:
    code, report = run("verify", "zenodo", package(small, name))
    assert (code, codes(report)) == (1, [*["DT820"] * 4, "DT823"])


DRIFTS: dict[str, Any] = {
    "title": ({"title": "Other"}, '"title"'),
    "description": ({"description": "<p>Other</p>"}, '"description"'),
    "version": ({"version": "7"}, "no version 1.0.0"),
    "date": ({"publication_date": "2020"}, '"publication_date"'),
    "publisher": ({"publisher": "Other"}, '"publisher"'),
    "subjects": ({"subjects": [{"subject": "new"}]}, '"subjects"'),
    "creators": (
        {"creators": [{"person_or_org": {"type": "organizational", "name": "Other"}}]},
        '"creators"',
    ),
    "links": (
        {
            "related_identifiers": [
                {
                    "scheme": "url",
                    "identifier": "https://example.org/x",
                    "relation_type": {"id": "isderivedfrom"},
                }
            ]
        },
        '"related_identifiers"',
    ),
}


@pytest.mark.parametrize("kind", DRIFTS)
def test_verify_finds_metadata_that_were_changed_by_hand(
    server: Server, small: Small, publish: Run, run: Publish, name: str, kind: str
) -> None:
    folder = package(small, name)
    record = publish(folder, "--yes")["ids"]["record"]
    metadata, words = DRIFTS[kind]
    server.edit(record, **metadata)
    code, report = run("verify", "zenodo", folder)
    assert code == 1
    said = [each["message"] for each in report["errors"]]
    assert any(words in each for each in said), said
    assert any("rights" in each for each in said) == (kind != "version")  # edit() drops them


@pytest.mark.parametrize("only", [(), ("--metadata-only",)])
def test_verify_finds_a_draft_with_other_files(
    server: Server, small: Small, publish: Run, run: Publish, name: str, only: tuple[str, ...]
) -> None:
    folder = package(small, name)
    files = f"/records/{publish(folder)['ids']['record']}/draft/files"
    server.ask("DELETE", f"{files}/a.csv")
    server.ask("DELETE", f"{files}/b.csv")
    for key in ("a.csv", "hand.csv"):
        server.ask("POST", files, [{"key": key}])
        server.ask("PUT", f"{files}/{key}/content", data=b"id,name\n1,a\n2,c\n")
        server.ask("POST", f"{files}/{key}/commit")
    code, report = run("verify", "zenodo", folder, *only)
    assert (code, codes(report)) == (1, ["DT820", "DT821", "DT822"])
    mended = publish(folder)
    assert steps(mended) == ["metadata", "delete", "upload", "upload", "metadata"]
    assert run("verify", "zenodo", folder)[0] == 0


# ---------------------------------------------------------------------- refusals


def test_what_a_record_must_have_is_told_and_nothing_invented(
    server: Server, small: Small, run: Publish, name: str
) -> None:
    code, result = run("publish", "zenodo", small(name=name, title="x"))
    assert (code, result["error"]["code"]) == (2, "DT801")
    for word in ("a title", "a creator", "a publisher", "a date of publication"):
        assert word in result["error"]["message"]
    assert server.versions(name) == []


def test_a_token_that_nobody_has_is_refused(
    small: Small, run: Publish, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", "no-token-of-this-server")
    code, result = run("publish", "zenodo", package(small, name))
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT803", 403)
