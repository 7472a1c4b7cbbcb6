"""A dataset of a CKAN portal: made, patched, taken up, and never a write too many."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.publish import tries
from dataset_tools.publish.ckan.plan import Wishes
from dataset_tools.publish.ckan.target import CkanTarget
from dataset_tools.publish.http import Client
from dataset_tools.publish.plan import Step
from dataset_tools.publish.protocol import publish
from dataset_tools.publish.secret import Secret
from tests.conftest import Call
from tests.publish.ckan.fake import TOKEN, FakeCkan, Fault, fake_ckan
from tests.publish.conftest import Publish, Small, publication

STEPS = [
    ("create", "small"),
    ("upload", "data/a.csv"),
    ("datastore", "data/a.csv"),
    ("upload", "data/b.csv"),
    ("datastore", "data/b.csv"),
    ("upload", "datapackage.json"),
    ("publish", "small"),
]
WRITES = [
    "package_create",
    "resource_create",
    "datastore_create",
    "datastore_upsert",
    "resource_patch",
    "package_patch",
]


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCkan]:
    monkeypatch.setattr(tries, "pause", lambda _seconds: None)
    with fake_ckan() as fake:
        monkeypatch.setenv("CKAN_URL", fake.url)
        monkeypatch.setenv("CKAN_API_TOKEN", TOKEN)
        yield fake


def target(portal: FakeCkan) -> CkanTarget:
    client = Client(portal.url, Secret(TOKEN))
    return CkanTarget(client=client, wishes=Wishes(owner_org="org"))


def steps(result: Any) -> list[tuple[str, str]]:
    return [(step["do"], step["what"]) for step in result["steps"]]


def codes(report: Any) -> list[str]:
    found = report["errors"] + [error for task in report["tasks"] for error in task["errors"]]
    return sorted(error["code"] for error in found)


@pytest.fixture
def published(portal: FakeCkan, small: Small, run: Publish) -> Path:
    package = small(title="Small")
    assert run("publish", "ckan", package, "--owner-org", "org")[0] == 0
    portal.calls.clear()
    return package


def test_a_new_dataset_is_a_draft_until_it_is_whole(
    portal: FakeCkan, small: Small, run: Publish
) -> None:
    code, result = run("publish", "ckan", small(), "--owner-org", "org")
    assert (code, result["error"], result["action"]) == (0, None, "create")
    assert steps(result) == STEPS
    assert result["place"] == f"{portal.url}/dataset/small"
    assert set(result["ids"]["resources"]) == {"a", "b", "datapackage.json"}
    assert portal.datasets["small"]["state"] == "active"


def test_a_dry_run_plans_the_same_steps_and_only_reads(
    portal: FakeCkan, small: Small, run: Publish
) -> None:
    _, dry = run("publish", "ckan", small(), "--owner-org", "org", "--dry-run")
    assert portal.writes == []
    _, real = run("publish", "ckan", small(), "--owner-org", "org")
    assert [{**step, "state": "done"} for step in dry["steps"]] == real["steps"]


def test_again_is_nothing_and_no_write(portal: FakeCkan, published: Path, run: Publish) -> None:
    lock = (published / "dataset-tools.lock").read_bytes()
    code, result = run("publish", "ckan", published, "--owner-org", "org")
    assert (code, result["action"], result["steps"], portal.writes) == (0, "nothing", [], [])
    (published / "dataset-tools.lock").unlink()
    assert run("publish", "ckan", published)[1]["action"] == "nothing"
    assert (published / "dataset-tools.lock").read_bytes() == lock


def test_one_changed_file_is_that_file_and_the_descriptor(
    portal: FakeCkan, published: Path, small: Small, run: Publish
) -> None:
    before = dict(portal.files)
    small(title="Small", rows="id,name\n1,z\n")
    _, result = run("publish", "ckan", published)
    assert steps(result) == [
        ("upload", "data/a.csv"),
        ("datastore", "data/a.csv"),
        ("upload", "datapackage.json"),
    ]
    assert sum(portal.files[id] != data for id, data in before.items()) == 2
    assert set(portal.files) == set(before)


def test_a_changed_title_is_patched(
    portal: FakeCkan, published: Path, small: Small, run: Publish
) -> None:
    small(title="Other", keywords=["a b", "x", "c/d"])
    _, result = run("publish", "ckan", published)
    assert steps(result) == [("metadata", "small"), ("upload", "datapackage.json")]
    assert result["steps"][0]["reason"] == "title, tags differ"
    assert portal.datasets["small"]["tags"] == [{"name": "a b"}, {"name": "c-d"}]
    assert result["warnings"] == [
        'keyword "x" is no tag: CKAN takes 2 to 100 letters',
        'keyword "c/d" became the tag "c-d"',
    ]


def test_a_changed_schema_takes_the_datastore_with_it(
    portal: FakeCkan, published: Path, run: Publish
) -> None:
    path = published / "schemas" / "b.json"
    path.write_text(path.read_text("utf-8").replace("integer", "string"), "utf-8")
    _, result = run("publish", "ckan", published)
    assert steps(result) == [
        ("metadata", "data/b.csv"),
        ("datastore", "data/b.csv"),
        ("upload", "datapackage.json"),
    ]
    id = result["ids"]["resources"]["b"]
    assert [field["type"] for field in portal.tables[id]["fields"]] == ["text", "text"]


def test_a_dropped_resource_is_deleted_and_what_is_not_ours_is_left(
    portal: FakeCkan, published: Path, run: Publish
) -> None:
    portal.datasets["small"]["resources"].append({"id": "hand", "name": "by hand"})
    path = published / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    del descriptor["resources"][1]
    path.write_text(json.dumps(descriptor), "utf-8")
    _, result = run("publish", "ckan", published)
    assert [step["do"] for step in result["steps"]] == ["delete", "upload"]
    names = [each["name"] for each in portal.datasets["small"]["resources"]]
    assert names == ["a", "datapackage.json", "by hand"]
    assert result["warnings"] == [
        'resource "by hand" of the dataset is none of the package\'s, and is left'
    ]


def test_the_served_descriptor_names_the_downloads_and_holds_the_schemas(
    portal: FakeCkan, published: Path, run: Publish
) -> None:
    ids = run("publish", "ckan", published)[1]["ids"]["resources"]
    served = json.loads(portal.files[ids["datapackage.json"]])
    urls = {each["name"]: each["url"] for each in portal.datasets["small"]["resources"]}
    assert [each["path"] for each in served["resources"]] == [urls["a"], urls["b"]]
    assert served["resources"][1]["schema"]["fields"][0]["type"] == "integer"


@pytest.mark.parametrize("killed_before", range(len(STEPS)))
def test_a_killed_run_is_taken_up(portal: FakeCkan, small: Small, killed_before: int) -> None:
    package, seen = publication(small()), list[Step]()

    def die(step: Step) -> None:
        if len(seen) == killed_before:
            raise KeyboardInterrupt
        seen.append(step)

    assert publish(target(portal), package, on_step=die).exit_code == 2
    rest = publish(target(portal), package)
    assert [(step.do, step.what) for step in rest.plan.steps] == STEPS[killed_before:]
    with fake_ckan() as other:
        publish(target(other), package)
        assert portal.end_state() == other.end_state()


def test_two_publishers_do_not_mix(portal: FakeCkan, small: Small) -> None:
    mine = publication(small(title="Mine"))
    theirs = publication(small(title="Theirs", rows="id,name\n9,z\n"))
    seen = list[Step]()

    def another(step: Step) -> None:
        if len(seen) == 3:
            publish(target(portal), theirs)
        seen.append(step)

    small(title="Mine")
    stopped = publish(target(portal), mine, on_step=another)
    assert stopped.error is not None
    assert (stopped.error.code, len(seen)) == ("DT809", 4)
    assert portal.datasets["small"]["title"] == "Theirs"


def test_the_md5_of_a_loader_is_no_change(portal: FakeCkan, published: Path, run: Publish) -> None:
    for resource in portal.datasets["small"]["resources"]:
        resource["hash"] = "d41d8cd98f00b204e9800998ecf8427e"
    assert run("publish", "ckan", published)[1]["action"] == "nothing"
    assert run("verify", "ckan", published)[0] == 0
    assert run("verify", "ckan", published, "--metadata-only")[0] == 0


def test_an_upload_that_is_served_otherwise_is_told(
    portal: FakeCkan, small: Small, run: Publish
) -> None:
    portal.faults["download"] = Fault(status=200, body="other")
    code, result = run("publish", "ckan", small(), "--owner-org", "org")
    assert (code, result["error"]["code"]) == (2, "DT809")
    assert [step["state"] for step in result["steps"]][:2] == ["done", "failed"]


@pytest.mark.parametrize("action", WRITES)
def test_a_lost_answer_doubles_nothing(portal: FakeCkan, small: Small, action: str) -> None:
    portal.faults[action] = Fault(lost=True)
    result = publish(target(portal), publication(small()))
    assert result.error is None
    assert [each["name"] for each in portal.datasets["small"]["resources"]] == [
        "a",
        "b",
        "datapackage.json",
    ]
    assert sorted(len(table["rows"]) for table in portal.tables.values()) == [1, 2]
    assert publish(target(portal), publication(small())).plan.action == "nothing"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(portal: FakeCkan, small: Small, status: int) -> None:
    portal.faults["resource_create"] = Fault(status=status, body="<html>busy</html>", times=4)
    assert publish(target(portal), publication(small())).error is None


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, '"bad JSON"', "DT805"),
        (401, "<html>", "DT803"),
        (403, '{"error": {"message": "Access denied"}}', "DT803"),
        (404, "<html>none</html>", "DT804"),
        (409, '{"error": {"name": ["no"]}}', "DT805"),
        (413, "<html>413</html>", "DT806"),
        (409, '{"error": {"upload": ["File upload too large"]}}', "DT806"),
        (500, "<html>", "DT807"),
        (200, "<html>a proxy's page</html>", "DT807"),
        (302, "", "DT804"),
    ],
)
def test_a_refusal_is_one_line_with_its_code(
    portal: FakeCkan, small: Small, call: Call, status: int, body: str, code: str
) -> None:
    headers = {"Location": "https://elsewhere.example.org/"} if status == 302 else {}
    portal.faults["resource_create"] = Fault(status, body, headers, times=99)
    done = call("publish", "ckan", small(), "--owner-org", "org", "--json")
    result = json.loads(done.out)
    assert (done.code, result["error"]["code"], result["error"]["status"]) == (2, code, status)
    assert [step["state"] for step in result["steps"]][:3] == ["done", "failed", "skipped"]
    assert done.err.startswith(f"{code} ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("action", [*WRITES, "package_show", "license_list", "datastore_info"])
@pytest.mark.parametrize(
    "result", ["5", "[]", '"x"', "{}", '{"resources": 5}', '{"resources": [{"name": "a"}]}']
)
def test_an_answer_that_makes_no_sense_is_no_fault_of_this_program(
    portal: FakeCkan, small: Small, call: Call, action: str, result: str
) -> None:
    answer = f'{{"success": true, "result": {result}}}'
    portal.faults[action] = Fault(status=200, body=answer, times=99)
    package = small(licenses=[{"name": "CC-BY-4.0"}])
    for done in (
        call("publish", "ckan", package, "--owner-org", "org"),
        call("verify", "ckan", package),
    ):
        assert done.code in (0, 1, 2)
        assert "DT099" not in done.err


def test_retry_after_is_honoured(
    portal: FakeCkan, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(tries, "pause", waits.append)
    portal.faults["package_create"] = Fault(429, "{}", {"Retry-After": "17"}, times=2)
    assert publish(target(portal), publication(small())).error is None
    assert waits == [17.0, 17.0]


@pytest.mark.usefixtures("portal")
def test_without_an_organisation_the_option_is_named(small: Small, run: Publish) -> None:
    code, result = run("publish", "ckan", small())
    assert (code, result["error"]["status"]) == (2, 409)
    assert "--owner-org" in result["error"]["fix"]


def test_without_a_token_the_variable_is_named_and_nothing_is_asked(
    portal: FakeCkan, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CKAN_API_TOKEN")
    code, result = run("publish", "ckan", small(), "--owner-org", "org")
    assert (code, result["error"]["code"]) == (2, "DT802")
    assert "CKAN_API_TOKEN" in result["error"]["message"]
    assert portal.calls == []


def test_an_invalid_package_makes_no_request(portal: FakeCkan, small: Small, run: Publish) -> None:
    code, report = run("publish", "ckan", small(rows="id,name\nx,a\n"))
    assert (code, report["valid"], portal.calls) == (1, False, [])


@pytest.mark.parametrize(
    "url", ["ftp://x", "https://ada:secret@example.org", "https://example.org/?key=1", "nope"]
)
def test_a_url_that_is_none_or_holds_a_secret_is_refused(
    small: Small, call: Call, url: str
) -> None:
    done = call("publish", "ckan", small(), "--url", url)
    assert (done.code, done.out) == (2, "")
    assert "secret@" not in done.err


def test_the_token_is_in_the_header_and_nowhere_else(
    portal: FakeCkan, small: Small, call: Call
) -> None:
    package = small()
    portal.faults["resource_patch"] = Fault(409, f'{{"error": "no {TOKEN}"}}', times=99)
    done = call("publish", "ckan", package, "--owner-org", "org", "--json")
    assert json.loads(done.out)["error"]["message"].endswith("no ***")
    text = call("publish", "ckan", package, "--owner-org", "org", "--dry-run")
    everything = [done.out, done.err, text.out, text.err]
    everything += [p.read_text("utf-8") for p in package.rglob("*") if p.is_file()]
    assert TOKEN in str(portal.headers)  # the search finds what is there
    assert not any(TOKEN in each for each in everything)
    assert all(TOKEN not in call for call in portal.calls)


@pytest.mark.usefixtures("portal")
def test_a_missing_library_is_named(
    small: Small, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "urllib3", None)
    done = call("publish", "ckan", small(), "--owner-org", "org")
    assert done.code == 2
    assert done.err == "DT001 publishing needs urllib3: install datapackage-tools[publish]\n"


def test_verify_finds_nothing_in_what_was_published(
    portal: FakeCkan, published: Path, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CKAN_API_TOKEN")
    code, report = run("verify", "ckan", published)
    assert (code, codes(report), portal.writes) == (0, [], [])


def drifts(portal: FakeCkan) -> dict[str, Any]:
    dataset = portal.datasets["small"]
    a, b = dataset["resources"][0], dataset["resources"][1]
    return {
        "bytes": lambda: portal.files.update({a["id"]: b"id,name\n"}),
        "gone": lambda: dataset["resources"].remove(b),
        "no file": lambda: portal.files.pop(a["id"]),
        "surplus": lambda: dataset["resources"].append({"id": "x", "name": "x", "url": "u"}),
        "title": lambda: dataset.update(title="Other"),
        "tags": lambda: dataset.update(tags=[{"name": "new"}]),
        "extras": lambda: dataset.update(extras=[]),
        "schema": lambda: a.update(schema="{}"),
        "description": lambda: b.update(description="Other"),
        "type": lambda: portal.tables[a["id"]]["fields"][0].update(type="text"),
        "rows": portal.tables[a["id"]]["rows"].pop,
        "value": lambda: portal.tables[a["id"]]["rows"][1].update(name="c"),
        "table": lambda: portal.tables.pop(b["id"]),
        "dictionary": lambda: portal.tables[a["id"]]["fields"][1].update(info={}),
        "descriptor": lambda: portal.files.update({dataset["resources"][2]["id"]: b"{}"}),
        "draft": lambda: dataset.update(state="draft"),
    }


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("bytes", ["DT821"]),
        ("gone", ["DT820"]),
        ("no file", ["DT820"]),
        ("surplus", ["DT822"]),
        ("title", ["DT823"]),
        ("tags", ["DT823"]),
        ("extras", ["DT823"]),
        ("schema", ["DT824"]),
        ("description", ["DT824"]),
        ("type", ["DT825"]),
        ("rows", ["DT825"]),
        ("value", ["DT825"]),
        ("table", ["DT825"]),
        ("dictionary", ["DT825"]),
        ("descriptor", ["DT821", *["DT823"] * 6]),
        ("draft", ["DT823"]),
    ],
)
def test_verify_finds_drift(
    portal: FakeCkan, published: Path, run: Publish, name: str, found: list[str]
) -> None:
    drifts(portal)[name]()
    code, report = run("verify", "ckan", published)
    assert code == 1
    assert codes(report) == found


def test_verify_of_nothing_is_drift(portal: FakeCkan, small: Small, run: Publish) -> None:
    code, report = run("verify", "ckan", small())
    assert (code, codes(report)) == (1, ["DT820", "DT820", "DT820", "DT823"])
    assert portal.writes == []
