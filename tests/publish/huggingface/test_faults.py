"""What servers and networks do: lost answers, limits, refusals, kills; and where the token goes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dataset_tools.publish import tries
from dataset_tools.publish.huggingface.files import made_of
from dataset_tools.publish.huggingface.state import HubState
from dataset_tools.publish.protocol import publish
from tests.conftest import Call
from tests.publish.conftest import Publish, Small, publication
from tests.publish.huggingface.fake import TOKEN, FakeHub, Fault, fake_hub
from tests.publish.huggingface.results import SAID, steps, target

PLACE = ("huggingface", "ada/x")
WRITES = ["create", "put", "verify", "commit", "tag"]
CALLS = ["info", "refs", "tree", "resolve", "xet", "card", "preupload", "batch", *WRITES]
"""The calls of a first run."""
CARD_FAULT = '{"errors": [{"message": "\\"license\\" must be one of a list"}], "warnings": []}'


@pytest.mark.parametrize("name", CALLS)
def test_a_lost_answer_doubles_nothing(hub: FakeHub, small: Small, name: str) -> None:
    hub.faults[name] = Fault(lost=True)
    assert publish(target(), publication(small(**SAID))).error is None
    assert len(hub.sent) == 1
    assert hub.writes.count("create") == 1
    assert publish(target(), publication(small(**SAID))).plan.action == "nothing"


@pytest.mark.parametrize("status", [429, 500, 504])
@pytest.mark.parametrize("name", WRITES)
def test_a_write_that_was_done_in_spite_of_what_was_answered_is_found(
    hub: FakeHub, small: Small, name: str, status: int
) -> None:
    hub.faults[name] = Fault(status, "<html>busy</html>", lost=True)
    assert publish(target(), publication(small(**SAID))).error is None
    assert len(hub.sent) == 1
    assert publish(target(), publication(small(**SAID))).plan.action == "nothing"


@pytest.mark.parametrize("status", [425, 503])
@pytest.mark.parametrize("name", CALLS)
def test_what_may_pass_is_tried_again(hub: FakeHub, small: Small, name: str, status: int) -> None:
    hub.faults[name] = Fault(status, "<html>busy</html>", times=3)
    assert publish(target(), publication(small(**SAID))).error is None
    assert len(hub.sent) == 1


@pytest.mark.parametrize(
    ("headers", "body", "waits"),
    [
        ({"Retry-After": "17"}, "{}", [17.0, 17.0]),
        ({"RateLimit": '"api";r=0;t=55'}, "{}", [55.0, 55.0]),
        ({"RateLimit": '"api";r=12;t=55'}, "{}", [60.0, 120.0]),
        ({}, '{"error": "You can retry this action in 3 minutes."}', [180.0, 180.0]),
        ({}, '{"error": "You can retry this action in about 5 seconds"}', [5.0, 5.0]),
        ({}, "slow down", [60.0, 120.0]),
    ],
)
@pytest.mark.parametrize("name", ["info", "put", "commit"])
def test_limits_are_waited_for(
    hub: FakeHub,
    small: Small,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    headers: dict[str, str],
    body: str,
    waits: list[float],
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(tries, "pause", waited.append)
    hub.faults[name] = Fault(429, body, headers, times=2)
    assert publish(target(), publication(small(**SAID))).error is None
    assert waited == (waits[:1] if name == "put" else waits)  # two files are sent side by side
    assert len(hub.sent) == 1


@pytest.mark.parametrize(
    ("headers", "body", "minutes"),
    [
        ({"RateLimit": '"api";r=0;t=1800'}, "{}", 30),
        ({"Retry-After": "900"}, "{}", 15),
        ({}, '{"error": "You have exceeded our hourly quotas for action: commit."}', 60),
        ({}, '{"error": "rate limit for repository commits (128 per hour)"}', 60),
        ({}, '{"error": "you can retry this action in about an hour"}', 60),
        ({}, '{"error": "You can retry this action in 31 minutes."}', 31),
    ],
)
def test_a_long_limit_ends_the_run_and_is_told(
    hub: FakeHub,
    small: Small,
    run: Publish,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    body: str,
    minutes: int,
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(tries, "pause", waited.append)
    hub.faults["commit"] = Fault(429, body, headers, times=99)
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT807", 429)
    assert f"asks to wait {minutes} minutes" in result["error"]["message"]
    assert (waited, hub.sent) == ([], [])
    hub.faults.clear()
    assert steps(run("publish", *PLACE, small(**SAID))[1])[-2:] == [
        ("publish", "main"),
        ("pointer", "v1.0.0"),
    ]


def test_a_creation_beside_another_one_is_tried_again(hub: FakeHub, small: Small) -> None:
    words = '{"error": "Cannot create repo: another conflicting operation is in progress"}'
    hub.faults["create"] = Fault(409, words, times=2)
    assert publish(target(), publication(small(**SAID))).error is None


@pytest.mark.parametrize("name", ["commit", "create"])
@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, '{"error": "Invalid path"}', "DT805"),
        (401, '{"error": "Invalid credentials in Authorization header"}', "DT803"),
        (402, '{"error": "Payment required"}', "DT805"),
        (403, '{"error": "You don\'t have the rights"}', "DT803"),
        (404, '{"error": "Repository not found"}', "DT804"),
        (413, "<html>413</html>", "DT806"),
        (500, "<html>", "DT807"),
        (200, "<html>a proxy's page</html>", "DT807"),
    ],
)
def test_a_refusal_is_one_line_with_its_code(
    hub: FakeHub, small: Small, call: Call, name: str, status: int, body: str, code: str
) -> None:
    hub.faults[name] = Fault(status, body, times=99)
    done = call("publish", *PLACE, small(**SAID), "--json")
    result = json.loads(done.out)
    assert (done.code, result["error"]["code"]) == (2, code)
    assert "failed" in [step["state"] for step in result["steps"]]
    assert done.err.startswith(f"{code} ")
    assert done.err.count("\n") == 1
    assert "traceback" not in done.err.lower()


def test_a_413_of_an_upload_is_told(hub: FakeHub, small: Small, run: Publish) -> None:
    hub.faults["put"] = Fault(413, "<html>413</html>", times=99)
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.sent) == (2, "DT806", [])


def test_a_card_that_the_hub_does_not_take_is_told_before_anything_is_seen(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    hub.faults["card"] = Fault(400, CARD_FAULT)
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.sent) == (2, "DT805", [])
    assert '"license" must be one of a list' in result["error"]["message"]


def test_errors_of_the_large_storage_are_told(hub: FakeHub, small: Small, run: Publish) -> None:
    error = {"code": 422, "message": "over the quota"}
    objects = [{"oid": "0" * 64, "size": 1, "error": error}]
    hub.faults["batch"] = Fault(200, json.dumps({"objects": objects}), times=99)
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.sent) == (2, "DT805", [])
    assert "over the quota" in result["error"]["message"]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("body", ["{}", "null", '[{"id": 5, "files": 5}]'])
def test_an_answer_that_makes_no_sense_is_no_fault_of_this_program(
    hub: FakeHub, small: Small, call: Call, name: str, body: str
) -> None:
    hub.faults[name] = Fault(status=200, body=body, times=99)
    package = small(**SAID)
    for command in ("publish", "verify"):
        done = call(command, *PLACE, package)
        assert done.code in (0, 1, 2)
        assert "DT099" not in done.err
        assert "Traceback" not in done.err


def test_a_dataset_that_is_moved_is_told(hub: FakeHub, small: Small, run: Publish) -> None:
    hub.make()
    hub.moved_to = "bob/y"
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.writes) == (2, "DT804", [])
    assert "bob/y" in result["error"]["message"]


def test_a_refused_token_and_one_that_may_not_write(
    hub: FakeHub, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.may_create = False
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT803", 403)
    hub.make()
    hub.may_write = False
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.sent) == (2, "DT803", [])
    assert "write" in result["error"]["fix"]
    monkeypatch.setenv("HF_TOKEN", "hf_another")
    hub.calls.clear()
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.calls) == (2, "DT803", ["info"])


def test_without_a_token_only_a_public_dataset_is_verified(
    hub: FakeHub, published: Path, run: Publish, monkeypatch: pytest.MonkeyPatch, call: Call
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    assert run("verify", *PLACE, published)[0] == 0
    hub.private = True
    done = call("verify", *PLACE, published, "--json")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("DT802 ")


def test_the_token_goes_to_no_host_that_an_answer_names(
    hub: FakeHub, small: Small, run: Publish
) -> None:
    hub.verify_at = hub.elsewhere
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.sent) == (2, "DT805", [])
    assert "the token is not sent there" in result["error"]["message"]
    assert not any("/lfs/verify" in path for path, _ in hub.seen)


def test_the_token_is_in_the_header_and_nowhere_else(
    hub: FakeHub, small: Small, call: Call
) -> None:
    package = small(**SAID)
    words = json.dumps({"error": f"no {TOKEN}"})
    everything: list[str] = []
    for name in ("info", "create", "preupload", "batch", "put", "commit", "tag"):
        hub.faults[name] = Fault(403, words, {"X-Error-Message": f"no {TOKEN}"}, times=1)
        for more in ((), ("--json",), ("--dry-run",)):
            done = call("publish", *PLACE, package, *more)
            everything += [done.out, done.err]
    hub.faults["refs"] = Fault(403, words, times=1)
    for command in ("verify", "publish", "verify"):
        done = call(command, *PLACE, package, "--json")
        everything += [done.out, done.err]
    everything.append(str(hub.end_state()))
    everything += [data.decode() for data in hub.sent]
    everything += [path.read_text("utf-8") for path in package.rglob("*") if path.is_file()]
    assert TOKEN in str(hub.seen)  # the search finds what is there
    assert any("no ***" in each for each in everything)
    assert not any(TOKEN in each for each in everything)
    assert all(TOKEN not in path for path, _ in hub.seen)
    away = [headers for path, headers in hub.seen if path.startswith("/large/")]
    assert away
    assert all("Authorization" not in headers for headers in away)


HOSTILE = {
    "HF_DEBUG": "1",
    "HF_HUB_VERBOSITY": "loud",
    "HF_HUB_DISABLE_PROGRESS_BARS": "0",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "HF_HUB_ENABLE_HF_TRANSFER": "1",
    "HF_HUB_USER_AGENT_ORIGIN": "secret-origin",
    "AI_AGENT": "some-agent",
}


def command_line(hub: FakeHub, home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which the command line speaks to this Hub."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}
    said = {"HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": str(home / "hub")}
    return {**kept, **said, **more}


def test_the_library_prints_nothing_and_tells_nothing_of_this_machine(
    hub: FakeHub, small: Small, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    loud = ["-W", "always::UserWarning", "-W", "always::FutureWarning"]
    command = [sys.executable, *loud, "-m", "dataset_tools", "publish", *PLACE, "."]
    done = subprocess.run(
        command,
        env=command_line(hub, home, **HOSTILE),
        cwd=small(**SAID),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "published: 10 steps done and read back"
    agents = {headers["User-Agent"] for path, headers in hub.seen if not path.startswith("/large")}
    assert not any(re.search("agent/|origin|torch", each) for each in agents)
    assert list(home.rglob("*")) == []


@pytest.mark.parametrize("lost", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", ["create", "preupload", "put", "verify", "commit", "tag"])
def test_a_killed_run_is_taken_up(
    hub: FakeHub,
    small: Small,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    lost: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    folder = small(**SAID)
    home = tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "dataset_tools", "publish", *PLACE, str(folder)]
    with subprocess.Popen(
        command, env=command_line(hub, home), stdout=subprocess.DEVNULL
    ) as process:
        hub.faults[name] = Fault(kill=process.pid, lost=lost)
        process.wait(60)
    assert process.returncode < 0
    hub.faults.clear()
    package = publication(folder)
    assert publish(target(), package).error is None
    assert len(hub.sent) == 1
    with fake_hub() as other:
        monkeypatch.setenv("HF_ENDPOINT", other.url)
        publish(target(), package)
        assert hub.end_state() == other.end_state()


def test_large_files_go_by_xet_where_the_server_has_it(
    hub: FakeHub, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import _commit_api

    taken: list[str] = []

    def by_xet(*, additions: list[object], **_: object) -> None:
        for each in additions:
            taken.append(each.path_in_repo)  # type: ignore[attr-defined]
            data = Path(each.path_or_fileobj).read_bytes()  # type: ignore[attr-defined]
            hub.large[each.upload_info.sha256.hex()] = data  # type: ignore[attr-defined]

    monkeypatch.setattr(_commit_api, "_upload_xet_files", by_xet)
    hub.xet = True
    assert run("publish", *PLACE, small(**SAID))[0] == 0
    assert sorted(taken) == ["data/a.parquet", "data/b.parquet"]
    assert "batch" not in hub.calls

    def broken(**_: object) -> None:
        raise RuntimeError("CAS service error")

    monkeypatch.setattr(_commit_api, "_upload_xet_files", broken)
    code, result = run("publish", *PLACE, small("1.1.0", **SAID))
    assert (code, result["error"]["code"]) == (2, "DT807")
    assert "HF_HUB_DISABLE_XET" in result["error"]["fix"]
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
    hub.calls.clear()
    assert run("publish", *PLACE, small("1.1.0", **SAID))[0] == 0
    assert "xet" not in hub.calls


def test_a_missing_library_is_named(
    small: Small, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    done = call("publish", *PLACE, small())
    assert done.code == 2
    assert done.err == (
        "DT001 publishing to huggingface needs huggingface_hub: "
        "install datapackage-tools[publish]\n"
    )


def test_settings_that_the_library_cannot_read_are_told(
    hub: FakeHub, small: Small, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-m", "dataset_tools", "publish", *PLACE, str(small(**SAID))],
        env=command_line(hub, home, HF_HUB_ETAG_TIMEOUT="soon"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("DT001 huggingface_hub cannot be loaded")
    assert done.stderr.count("\n") == 1


def test_a_token_that_cannot_be_read_is_told(
    hub: FakeHub, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path))  # a folder
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.calls) == (2, "DT802", [])
    monkeypatch.setenv("HF_TOKEN", "a\u00e9b")
    code, result = run("publish", *PLACE, small(**SAID))
    assert (code, result["error"]["code"], hub.calls) == (2, "DT802", [])


@pytest.mark.usefixtures("hub")
def test_a_token_over_plain_http_is_told(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    package = publication(small(**SAID))
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.example.org")
    plan = target().plan(package, HubState(made=made_of(package)))
    assert plan.warnings == ("the token goes over plain http",)


@pytest.mark.usefixtures("hub")
def test_offline_is_told(small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    code, result = run("publish", *PLACE, small())
    assert (code, result["error"]["code"]) == (2, "DT001")


@pytest.mark.parametrize(
    "dataset",
    ["x", "a/b/c", "a/..", "https://x/a/b", "a/b?x", "-/b", "a/b--c", "a/b.git", "a/b-", "a/.b"],
)
def test_a_dataset_of_another_form_is_refused(small: Small, call: Call, dataset: str) -> None:
    done = call("publish", "huggingface", "--", dataset, small())
    assert (done.code, done.out) == (2, "")
    assert "OWNER/NAME" in done.err


@pytest.mark.usefixtures("hub")
def test_an_endpoint_that_is_none_is_refused(
    small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for endpoint in ("ftp://x", "http://user:pass@x", "http://x?y=1"):
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        code, result = run("publish", *PLACE, small())
        assert (code, result["error"]["code"]) == (2, "DT001")
