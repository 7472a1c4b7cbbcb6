"""A release: a draft until it is whole, taken up where it was left, and never changed after."""

import hashlib
import io
import json
import re
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.publish import tries
from dataset_tools.publish.github.api import Api, github_client, is_upload_origin, page_url
from dataset_tools.publish.github.plan import Wishes
from dataset_tools.publish.github.target import GithubTarget
from dataset_tools.publish.plan import Step
from dataset_tools.publish.protocol import publish
from dataset_tools.publish.secret import Secret
from tests.conftest import Call
from tests.publish.conftest import Publish, Small, publication
from tests.publish.github.fake import TOKEN, FakeGithub, Fault, fake_github

ZIP = "small-1.0.0.zip"
STEPS = [
    ("create", "v1.0.0"),
    ("upload", ZIP),
    ("upload", "datapackage.json"),
    ("upload", "SHA256SUMS"),
    ("publish", "v1.0.0"),
]
NAMES = ["create", "upload", "patch"]
"""The calls of the API that write in a run over nothing."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGithub]:
    monkeypatch.setattr(tries, "pause", lambda _seconds: None)
    with fake_github() as fake:
        monkeypatch.setenv("GITHUB_API_URL", fake.url)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        yield fake


@pytest.fixture
def released(hub: FakeGithub, small: Small, run: Publish) -> Path:
    package = small(title="Small")
    assert run("publish", "github", "ada/x", package)[0] == 0
    hub.calls.clear()
    return package


def target(hub: FakeGithub, *, draft: bool = False) -> GithubTarget:
    api = Api(github_client(hub.url, Secret(TOKEN)), "ada/x")
    return GithubTarget(api=api, wishes=Wishes(draft=draft))


def steps(result: Any) -> list[tuple[str, str]]:
    return [(step["do"], step["what"]) for step in result["steps"]]


def codes(report: Any) -> list[str]:
    found = report["errors"] + [error for task in report["tasks"] for error in task["errors"]]
    return sorted(error["code"] for error in found)


def only(hub: FakeGithub) -> dict[str, Any]:
    (release,) = hub.releases.values()
    return release


def test_a_release_is_a_draft_until_it_is_whole(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    code, result = run("publish", "github", "ada/x", small(title="Small"))
    assert (code, result["error"], result["action"]) == (0, None, "create")
    assert steps(result) == STEPS
    assert hub.writes == ["POST create", *["POST upload"] * 3, "PATCH patch"]
    release = only(hub)
    assert (release["draft"], release["name"], release["tag_name"]) == (
        False,
        "Small 1.0.0",
        "v1.0.0",
    )
    assert result["ids"] == {"release": release["id"], "tag": "v1.0.0"}
    assert result["place"] == f"{hub.url}/ada/x/releases/tag/v1.0.0"
    assert "| a | 2 | 2 |" in release["body"]


def test_the_archive_is_the_one_of_build_and_the_sums_hold(
    hub: FakeGithub, released: Path, run: Publish, tmp_path: Path
) -> None:
    run("build", released, "-o", tmp_path / "dist")
    data = {asset["name"]: hub.data[asset["id"]] for asset in only(hub)["assets"]}
    assert data[ZIP] == (tmp_path / "dist" / ZIP).read_bytes()
    sums = dict(line.split("  ")[::-1] for line in data["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(data[name]).hexdigest() for name in (ZIP, "datapackage.json")
    }
    with zipfile.ZipFile(io.BytesIO(data[ZIP])) as archive:
        assert archive.read("datapackage.json") == data["datapackage.json"]


def test_a_dry_run_plans_the_same_steps_and_only_reads(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    _, dry = run("publish", "github", "ada/x", small(), "--dry-run")
    assert hub.writes == []
    _, real = run("publish", "github", "ada/x", small())
    assert [{**step, "state": "done"} for step in dry["steps"]] == real["steps"]


def test_again_is_nothing_and_no_write(hub: FakeGithub, released: Path, run: Publish) -> None:
    lock = (released / "dataset-tools.lock").read_bytes()
    code, result = run("publish", "github", "ada/x", released)
    assert (code, result["action"], result["steps"], hub.writes) == (0, "nothing", [], [])
    (released / "dataset-tools.lock").unlink()
    assert run("publish", "github", "ada/x", released)[1]["action"] == "nothing"
    assert (released / "dataset-tools.lock").read_bytes() == lock


@pytest.mark.usefixtures("released")
def test_other_content_under_a_released_tag_is_refused(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    before = hub.end_state()
    code, result = run("publish", "github", "ada/x", small(title="Small", rows="id,name\n1,z\n"))
    assert (code, result["error"]["code"], hub.writes) == (2, "DT808", [])
    assert "version" in result["error"]["fix"]
    assert hub.end_state() == before
    code, result = run("publish", "github", "ada/x", small("1.0.1", title="Small"))
    assert (code, len(hub.releases), result["ids"]["tag"]) == (0, 2, "v1.0.1")


def test_a_released_tag_without_an_asset_is_refused(
    hub: FakeGithub, released: Path, run: Publish
) -> None:
    only(hub)["assets"].pop()
    code, result = run("publish", "github", "ada/x", released)
    assert (code, result["error"]["code"], hub.writes) == (2, "DT808", [])
    assert "SHA256SUMS" in result["error"]["message"]


def test_a_draft_stays_one_and_is_released_later(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    package = small()
    assert steps(run("publish", "github", "ada/x", package, "--draft")[1]) == STEPS[:-1]
    assert run("publish", "github", "ada/x", package, "--draft")[1]["action"] == "nothing"
    assert only(hub)["draft"] is True
    assert run("verify", "github", "ada/x", package, "--draft")[0] == 0
    assert codes(run("verify", "github", "ada/x", package)[1]) == ["DT823"]
    _, result = run("publish", "github", "ada/x", package)
    assert (result["action"], steps(result)) == ("update", [STEPS[-1]])
    _, result = run("publish", "github", "ada/x", package, "--draft")
    assert result["warnings"] == ["v1.0.0 is released already, and stays so"]


def test_what_people_wrote_into_a_draft_stays(hub: FakeGithub, small: Small, run: Publish) -> None:
    run("publish", "github", "ada/x", small(title="One"), "--draft")
    only(hub)["body"] = f"By hand.\n\n{only(hub)['body']}"
    _, result = run("publish", "github", "ada/x", small(title="One", description="New words"))
    assert steps(result)[0] == ("metadata", "v1.0.0")
    assert only(hub)["body"].startswith("By hand.\n\n<!--")
    assert "New words" in only(hub)["body"]


def test_a_changed_package_replaces_what_the_draft_has(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    run("publish", "github", "ada/x", small(), "--draft")
    _, result = run("publish", "github", "ada/x", small(rows="id,name\n1,z\n"))
    assert [step["do"] for step in result["steps"]] == [
        "metadata",
        *["delete", "upload"] * 3,
        "publish",
    ]
    assert (len(only(hub)["assets"]), only(hub)["draft"]) == (3, False)


def test_of_two_drafts_the_older_is_taken_and_the_other_told(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    older, other = hub.draft("v1.0.0"), hub.draft("v1.0.0")
    for number in range(120):  # so that they are not on the first page
        hub.draft(f"v0.{number}.0")
    code, result = run("publish", "github", "ada/x", small())
    assert (code, result["ids"]["release"], older["draft"]) == (0, older["id"], False)
    assert result["warnings"] == [
        f"a second draft of v1.0.0 (id {other['id']}) is there, and is left"
    ]
    assert len(hub.releases) == 122
    assert run("publish", "github", "ada/x", small())[1]["action"] == "nothing"


def test_an_upload_left_in_part_is_deleted_and_sent_again(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    draft = hub.draft("v1.0.0")
    hub.asset(draft, ZIP, b"x", "starter")
    _, result = run("publish", "github", "ada/x", small())
    assert steps(result)[1:3] == [("delete", ZIP), ("upload", ZIP)]
    assert [asset["state"] for asset in only(hub)["assets"]] == ["uploaded"] * 3


@pytest.mark.parametrize("killed_before", range(len(STEPS)))
def test_a_killed_run_is_taken_up(hub: FakeGithub, small: Small, killed_before: int) -> None:
    package, seen = publication(small()), list[Step]()

    def die(step: Step) -> None:
        if len(seen) == killed_before:
            raise KeyboardInterrupt
        seen.append(step)

    assert publish(target(hub), package, on_step=die).exit_code == 2
    rest = publish(target(hub), package)
    assert [(step.do, step.what) for step in rest.plan.steps] == STEPS[killed_before:]
    with fake_github() as other:
        publish(target(other), package)
        assert hub.end_state() == other.end_state()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("starter", [False, True])
def test_a_lost_answer_doubles_nothing(
    hub: FakeGithub,
    small: Small,
    name: str,
    starter: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    is_upload = starter and name == "upload"
    hub.faults[name] = Fault(status=502, starter=True) if is_upload else Fault(lost=True)
    result = publish(target(hub), publication(small()))
    assert result.error is None
    assert [each["state"] for each in only(hub)["assets"]] == ["uploaded"] * 3
    assert hub.writes.count("POST create") == 1
    assert publish(target(hub), publication(small())).plan.action == "nothing"


def test_a_400_of_an_upload_passes(hub: FakeGithub, small: Small) -> None:
    hub.faults["upload"] = Fault(400, '{"message": "Bad Content-Length"}', times=2)
    assert publish(target(hub), publication(small())).error is None
    hub.faults["upload"] = Fault(400, '{"message": "Bad Content-Length"}', times=99)
    result = publish(target(hub), publication(small("1.1.0")))
    assert result.error is not None
    assert (result.error.code, result.error.status) == ("DT805", 400)


@pytest.mark.parametrize(
    ("status", "headers", "body", "waits"),
    [
        (403, {"Retry-After": "17"}, "{}", [17.0, 17.0]),
        (429, {"Retry-After": "17"}, "{}", [17.0, 17.0]),
        (429, {}, "{}", [60.0, 120.0]),
        (403, {}, '{"message": "You have exceeded a secondary rate limit."}', [60.0, 120.0]),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "+30"}, "{}", [30.0, 30.0]),
    ],
)
@pytest.mark.parametrize("name", ["repository", "by_tag", *NAMES])
def test_limits_are_waited_for(
    hub: FakeGithub,
    small: Small,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    status: int,
    headers: dict[str, str],
    body: str,
    waits: list[float],
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(tries, "pause", waited.append)
    now = int(time.time())
    given = {key: str(now + 30) if value == "+30" else value for key, value in headers.items()}
    hub.faults[name] = Fault(status, body, given, times=2)
    assert publish(target(hub), publication(small())).error is None
    assert [round(each, -1) if each < 60 else each for each in waited] == [
        round(each, -1) if each < 60 else each for each in waits
    ]
    assert hub.writes.count("POST create") == (3 if name == "create" else 1)


def test_a_limit_of_an_hour_ends_the_run_and_is_told(
    hub: FakeGithub, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(tries, "pause", waited.append)
    reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 3000)}
    hub.faults["upload"] = Fault(403, '{"message": "API rate limit exceeded"}', reset, times=99)
    code, result = run("publish", "github", "ada/x", small())
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT807", 403)
    assert re.search("to wait (49|50) minutes", result["error"]["message"])
    assert waited == []
    hub.faults.clear()
    assert steps(run("publish", "github", "ada/x", small())[1]) == STEPS[1:]


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504])
@pytest.mark.parametrize("name", NAMES)
def test_what_may_pass_is_tried_again(
    hub: FakeGithub, small: Small, name: str, status: int
) -> None:
    hub.faults[name] = Fault(status, "<html>busy</html>", times=4)
    assert publish(target(hub), publication(small())).error is None


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, '{"message": "Bad credentials"}', "DT803"),
        (403, '{"message": "Resource not accessible by integration"}', "DT803"),
        (404, '{"message": "Not Found"}', "DT804"),
        (413, "<html>413</html>", "DT806"),
        (422, '{"message": "Repository is empty."}', "DT804"),
        (422, '{"message": "Validation Failed", "errors": [{"code": "custom"}]}', "DT805"),
        (500, "<html>", "DT807"),
        (301, "", "DT804"),
        (200, "<html>a proxy's page</html>", "DT807"),
    ],
)
def test_a_refusal_is_one_line_with_its_code(
    hub: FakeGithub, small: Small, call: Call, status: int, body: str, code: str
) -> None:
    headers = {"Location": "https://elsewhere.example.org/"} if status == 301 else {}
    hub.faults["create"] = Fault(status, body, headers, times=99)
    done = call("publish", "github", "ada/x", small(), "--json")
    result = json.loads(done.out)
    assert (done.code, result["error"]["code"]) == (2, code)
    assert [step["state"] for step in result["steps"]][:2] == ["failed", "skipped"]
    assert done.err.startswith(f"{code} ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("name", ["repository", "by_tag", "releases", "release", *NAMES])
@pytest.mark.parametrize(
    "body", ["5", "[]", "[5]", '"x"', "{}", '{"id": 5}', '{"id": 1, "tag_name": "v", "assets": 5}']
)
def test_an_answer_that_makes_no_sense_is_no_fault_of_this_program(
    hub: FakeGithub, small: Small, call: Call, name: str, body: str
) -> None:
    hub.faults[name] = Fault(status=200, body=body, times=99)
    package = small()
    for command in ("publish", "verify"):
        done = call(command, "github", "ada/x", package)
        assert done.code in (0, 1, 2)
        assert "DT099" not in done.err


def test_a_repository_that_is_not_there_is_told(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    code, result = run("publish", "github", "ada/none", small())
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT804", 404)
    assert hub.writes == []


def test_a_token_that_may_not_write_is_told_by_the_plan(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    hub.may_write = False
    for more in ((), ("--dry-run",)):
        code, result = run("publish", "github", "ada/x", small(), *more)
        assert (code, result["error"]["code"]) == (2, "DT803")
    hub.may_write, hub.archived = True, True
    assert run("publish", "github", "ada/x", small(), "--dry-run")[1]["error"]["code"] == "DT805"
    assert hub.writes == []


def test_an_empty_repository_is_told(hub: FakeGithub, small: Small, run: Publish) -> None:
    hub.empty = True
    code, result = run("publish", "github", "ada/x", small())
    assert (code, result["error"]["code"]) == (2, "DT804")
    assert "first commit" in result["error"]["fix"]


def test_without_a_token_nothing_is_asked_but_a_release_is_verified(
    hub: FakeGithub, released: Path, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    code, result = run("publish", "github", "ada/x", released)
    assert (code, result["error"]["code"], hub.calls) == (2, "DT802", [])
    assert run("verify", "github", "ada/x", released)[0] == 0
    monkeypatch.setenv("GH_TOKEN", TOKEN)
    assert run("publish", "github", "ada/x", released)[0] == 0


def test_an_invalid_package_makes_no_request(hub: FakeGithub, small: Small, run: Publish) -> None:
    code, report = run("publish", "github", "ada/x", small(rows="id,name\nx,a\n"))
    assert (code, report["valid"], hub.seen) == (1, False, [])


@pytest.mark.parametrize(
    ("version", "options", "word"),
    [
        ("1.0.0+a", (), "letters"),
        ("", (), "no version"),
        ("1.0.0", ("--tag", "a b"), "--tag"),
        ("1.0.0", ("--tag", "-x"), "tag"),
    ],
)
def test_names_that_would_be_changed_are_refused_by_the_plan(
    hub: FakeGithub, small: Small, run: Publish, version: str, options: tuple[str, ...], word: str
) -> None:
    code, result = run("publish", "github", "ada/x", small(version), "--dry-run", *options)
    assert (code, result["error"]["code"], hub.writes) == (2, "DT801", [])
    assert word in result["error"]["message"] + result["error"]["fix"]


@pytest.mark.parametrize("repository", ["x", "a/b/c", "a/..", "https://x/a/b", "a/b?x", "-/b"])
def test_a_repository_of_another_form_is_refused(small: Small, call: Call, repository: str) -> None:
    done = call("publish", "github", small(), "--", repository)
    assert (done.code, done.out) == (2, "")


def test_a_tag_of_one_s_own_and_a_prerelease(hub: FakeGithub, small: Small, run: Publish) -> None:
    package = small("2.0.0-rc.1")
    assert run("publish", "github", "ada/x", package, "--tag", "data/2")[0] == 0
    assert (only(hub)["tag_name"], only(hub)["prerelease"]) == ("data/2", True)
    assert run("publish", "github", "ada/x", package, "--tag", "data/2")[1]["steps"] == []
    assert run("verify", "github", "ada/x", package, "--tag", "data/2")[0] == 0


def test_assets_without_a_digest_are_downloaded(
    hub: FakeGithub, small: Small, run: Publish
) -> None:
    hub.digests = False
    assert run("publish", "github", "ada/x", small())[0] == 0
    assert run("publish", "github", "ada/x", small())[1]["action"] == "nothing"
    only(hub)["assets"][0]["size"] += 1
    assert run("publish", "github", "ada/x", small())[1]["error"]["code"] == "DT808"


def test_two_publishers_of_the_same_leave_one_release(hub: FakeGithub, small: Small) -> None:
    package, results = publication(small()), []

    def work() -> None:
        results.append(publish(target(hub), package))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert any(result.error is None for result in results)
    assert {result.error.code for result in results if result.error} <= {"DT809", "DT805", "DT804"}
    assert publish(target(hub), package).plan.action == "nothing"
    with fake_github() as other:
        publish(target(other), package)
        assert hub.end_state() == other.end_state()


def test_two_publishers_of_other_content_do_not_mix(hub: FakeGithub, small: Small) -> None:
    mine = publication(small(title="Small"))
    theirs = publication(small(title="Small", rows="id,name\n9,z\n"))
    small(title="Small")
    seen = list[Step]()

    def another(step: Step) -> None:
        if len(seen) == 3:
            small(title="Small", rows="id,name\n9,z\n")
            publish(target(hub, draft=True), theirs)
            small(title="Small")
        seen.append(step)

    stopped = publish(target(hub), mine, on_step=another)
    assert stopped.error is not None
    assert (stopped.error.code, only(hub)["draft"]) == ("DT809", True)


@pytest.mark.parametrize("host", ["elsewhere", "https://uploads.example.org"])
def test_the_token_goes_to_no_host_that_an_answer_names(
    hub: FakeGithub, small: Small, run: Publish, host: str
) -> None:
    hub.uploads = hub.elsewhere if host == "elsewhere" else host
    code, result = run("publish", "github", "ada/x", small())
    assert (code, result["error"]["code"]) == (2, "DT805")
    assert "the token is not sent there" in result["error"]["message"]
    assert [path for path, _ in hub.seen if "assets" in path] == []


def test_uploads_go_to_the_uploads_host_of_the_api_asked() -> None:
    base = "https://api.git.example.org"
    assert is_upload_origin(base, "https://uploads.git.example.org/repos/a")
    for url in (
        "http://uploads.git.example.org/repos/a",
        "https://uploads.git.example.org.evil.example/a",
        "https://uploads.git.example.org:8443/a",
        "https://git.example.org/a",
        "https://uploads.git.example.org@evil.example/a",
        "https://[",
        "",
    ):
        assert not is_upload_origin(base, url)
    assert is_upload_origin("https://git.example.org/api/v3", "https://git.example.org/api/uploads")
    assert page_url(base, "a/b", "v 1") == "https://git.example.org/a/b/releases/tag/v%201"


def test_the_token_is_in_the_header_and_nowhere_else(
    hub: FakeGithub, small: Small, call: Call
) -> None:
    package = small()
    words = f'{{"message": "no {TOKEN}"}}'
    everything: list[str] = []
    for name in ("repository", "create", "upload", "patch"):
        hub.faults[name] = Fault(403, words, times=1)
        for more in ((), ("--json",), ("--dry-run",)):
            done = call("publish", "github", "ada/x", package, *more)
            everything += [done.out, done.err]
    done = call("publish", "github", "ada/x", package)
    everything += [done.out, done.err]
    done = call("verify", "github", "ada/x", package, "--json")
    everything += [done.out, done.err, str(hub.end_state())]
    everything += [path.read_text("utf-8") for path in package.rglob("*") if path.is_file()]
    assert TOKEN in str(hub.seen)  # the search finds what is there
    assert any("no ***" in each for each in everything)
    assert not any(TOKEN in each for each in everything)
    assert all(TOKEN not in path for path, _ in hub.seen)
    away = [headers for path, headers in hub.seen if path.strip("/").isdigit()]
    assert away
    assert all("Authorization" not in headers for headers in away)


@pytest.mark.usefixtures("hub")
def test_a_missing_library_is_named(
    small: Small, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "urllib3", None)
    done = call("publish", "github", "ada/x", small())
    assert done.code == 2
    assert done.err == "DT001 publishing needs urllib3: install datapackage-tools[publish]\n"


def test_verify_finds_nothing_in_what_was_released(
    hub: FakeGithub, released: Path, run: Publish
) -> None:
    for more in ((), ("--metadata-only",)):
        code, report = run("verify", "github", "ada/x", released, *more)
        assert (code, codes(report), hub.writes) == (0, [], [])
        assert [task["stats"]["rows"] for task in report["tasks"]] == [2, 1]


def replaced(hub: FakeGithub, name: str, data: bytes) -> None:
    asset = next(each for each in only(hub)["assets"] if each["name"] == name)
    hub.data[asset["id"]] = data
    asset |= {"size": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def repacked(hub: FakeGithub, path: str, data: bytes | None) -> None:
    """Put another archive there, in which one file is another one, or is none."""
    asset = next(each for each in only(hub)["assets"] if each["name"] == ZIP)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(hub.data[asset["id"]])) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for name in old.namelist():
            if name != path:
                new.writestr(name, old.read(name))
        if data is not None:
            new.writestr(path, data)
    replaced(hub, ZIP, made.getvalue())


def drifts(hub: FakeGithub) -> dict[str, Any]:
    release = only(hub)
    return {
        "archive": lambda: repacked(hub, "x", b""),
        "cell": lambda: repacked(hub, "data/a.csv", b"id,name\n1,z\n2,b\n"),
        "long": lambda: repacked(hub, "data/a.csv", bytes(1 << 20)),
        "file": lambda: repacked(hub, "data/b.csv", None),
        "no archive": lambda: replaced(hub, ZIP, b"PK broken"),
        "gone": lambda: release["assets"].pop(0),
        "part": lambda: release["assets"][0].update(state="starter"),
        "sums": lambda: replaced(hub, "SHA256SUMS", b"x"),
        "descriptor": lambda: replaced(hub, "datapackage.json", b'{"name": "small"}'),
        "surplus": lambda: hub.asset(release, "more.txt", b"x", "uploaded"),
        "name": lambda: release.update(name="Other"),
        "body": lambda: release.update(body=release["body"].replace("| a |", "| z |")),
        "prerelease": lambda: release.update(prerelease=True),
        "draft": lambda: release.update(draft=True),
        "release": hub.releases.clear,
        "tag": lambda: release.update(tag_name="v2"),
    }


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("archive", ["DT821"]),
        ("cell", ["DT821", "DT821"]),
        ("long", ["DT821", "DT821"]),
        ("file", ["DT820", "DT821"]),
        ("no archive", ["DT820", "DT820", "DT820", "DT821"]),
        ("gone", ["DT820"] * 4),
        ("part", ["DT820"] * 4 + ["DT823"]),
        ("sums", ["DT821"]),
        ("descriptor", ["DT821", *["DT823"] * 5]),
        ("surplus", ["DT822"]),
        ("name", ["DT823"]),
        ("body", ["DT823"]),
        ("prerelease", ["DT823"]),
        ("draft", ["DT823"]),
        ("release", ["DT820"] * 6 + ["DT823"]),
        ("tag", ["DT820"] * 6 + ["DT823"]),
    ],
)
def test_verify_finds_drift(
    hub: FakeGithub, released: Path, run: Publish, name: str, found: list[str]
) -> None:
    drifts(hub)[name]()
    code, report = run("verify", "github", "ada/x", released)
    assert (code, codes(report)) == (1, found)


def test_without_a_server_the_setting_is_named(
    small: Small, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_API_URL", raising=False)
    done = call("publish", "github", "ada/x", small())
    assert (done.code, done.out) == (2, "")
    assert "Set GITHUB_API_URL" in done.err
