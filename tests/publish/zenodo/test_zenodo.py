"""A record by the strict InvenioRDM: faults, races, limits, and where the secret goes."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.publish import tries
from dataset_tools.publish.http import Client
from dataset_tools.publish.plan import Step
from dataset_tools.publish.protocol import publish as carry_out
from dataset_tools.publish.publication import Content
from dataset_tools.publish.result import Result
from dataset_tools.publish.secret import Secret
from dataset_tools.publish.zenodo import plan as plans
from dataset_tools.publish.zenodo.plan import Wishes, zenodo_plan
from dataset_tools.publish.zenodo.state import ZenodoState
from dataset_tools.publish.zenodo.target import ZenodoTarget
from dataset_tools.publish.zenodo.writing import MARK_PAUSE
from tests.conftest import Call
from tests.publish.conftest import Publish, Small, publication
from tests.publish.zenodo.fake import READS, TOKEN, FakeInvenio, Fault
from tests.publish.zenodo.fake_server import fake_invenio
from tests.publish.zenodo.server import Server, package

WRITES = ["create", "reserve", "declare", "send", "commit", "publish"]
LATER_WRITES = ["version", "metadata", "reserve", "delete", "publish"]
STEPS = 7


def target(invenio: FakeInvenio, *, yes: bool = True) -> ZenodoTarget:
    client = Client(f"{invenio.url}/api", Secret(TOKEN), scheme="Bearer ")
    return ZenodoTarget(client=client, wishes=Wishes(yes=yes))


def run_with(invenio: FakeInvenio, folder: Path, on_step: Any = lambda _step: None) -> Result:
    return carry_out(target(invenio), publication(folder), on_step=on_step)


# ---------------------------------------------------------------------- reads and writes


def test_again_is_nothing_and_no_write(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any]
) -> None:
    folder = package(small, "small")
    publish(folder, "--yes")
    lock = (folder / "dataset-tools.lock").read_bytes()
    invenio.calls.clear()
    assert publish(folder, "--yes")["steps"] == []
    assert invenio.writes == []
    assert (folder / "dataset-tools.lock").read_bytes() == lock


def test_a_dry_run_and_verify_only_read(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any], run: Publish
) -> None:
    folder = package(small, "small")
    publish(folder, "--yes", "--dry-run")
    run("verify", "zenodo", folder)
    assert invenio.writes == []
    assert set(invenio.calls) <= READS


def test_only_the_records_api_is_used_and_its_own_form_asked_for(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any]
) -> None:
    publish(package(small, "small"), "--yes")
    assert "unknown" not in invenio.calls
    assert not any("deposit" in each or "access_token" in each for each in invenio.targets)


@pytest.mark.parametrize("url", ["{}/api", "{}/api/", "{}/"])
def test_the_url_is_taken_with_or_without_api(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any], url: str
) -> None:
    result = publish(package(small, "small"), "--url", url.format(invenio.url))
    assert result["place"].startswith(f"{invenio.url}/records/")


def test_files_of_one_name_get_their_folders_names(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any]
) -> None:
    folder = package(small, "small")
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"][1]["path"] = ["other/A.csv"]
    path.write_text(json.dumps(descriptor), "utf-8")
    (folder / "other").mkdir()
    (folder / "other" / "A.csv").write_text("id,name\n7,x\n")
    publish(folder)
    (files,) = invenio.contents.values()
    assert list(files) == ["data__a.csv", "other__A.csv", "b.json", "datapackage.json"]
    served = json.loads(files["datapackage.json"]["data"])
    assert [each["path"] for each in served["resources"]] == ["data__a.csv", ["other__A.csv"]]
    assert served["resources"][1]["schema"] == "b.json"


def test_an_id_that_is_the_doi_is_left_as_it_is(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any]
) -> None:
    doi = publish(package(small, "small"))["ids"]["doi"]
    folder = package(small, "small", id=f"https://doi.org/{doi}")
    publish(folder, "--yes")
    (files,) = invenio.contents.values()
    served = json.loads(files["datapackage.json"]["data"])
    assert (served["id"], "dataset-tools:doi" in served) == (f"https://doi.org/{doi}", False)
    (record,) = invenio.records.values()
    assert len(record["metadata"]["identifiers"]) == 1
    assert publish(folder, "--yes")["action"] == "nothing"


def test_the_metadata_of_the_record(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any]
) -> None:
    people = [
        {
            "title": "Ada",
            "givenName": "Ada",
            "familyName": "Lovelace",
            "organization": "Uni",
            "path": "https://orcid.org/0000-0002-1825-0097",
            "roles": ["creator", "dataCurator"],
        },
        {
            "title": "Bob",
            "email": "bob@example.org",
            "path": "https://orcid.org/0000-0002-1825-0098",
        },
        {"title": "Acme", "path": "https://ror.org/03yrm5c26", "roles": ["author", "publisher"]},
    ]
    folder = package(
        small,
        "small",
        contributors=people,
        keywords=["one", "one", "two"],
        description="A & B",
        homepage="https://example.org/",
        sources=[{"title": "S", "path": "https://example.org/s"}],
        id="10.1234/abc",
    )
    publish(folder)
    (draft,) = invenio.drafts.values()
    ada = {
        "type": "personal",
        "name": "Lovelace, Ada",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "identifiers": [{"scheme": "orcid", "identifier": "0000-0002-1825-0097"}],
    }
    acme = {
        "type": "organizational",
        "name": "Acme",
        "identifiers": [{"scheme": "ror", "identifier": "03yrm5c26"}],
    }
    bob = {"type": "personal", "name": "Bob", "family_name": "Bob"}
    curator = {"id": "datacurator", "title": {"en": "datacurator"}}
    other = {"id": "other", "title": {"en": "other"}}
    uni = [{"name": "Uni"}]
    assert draft["metadata"] == {
        "resource_type": {"id": "dataset", "title": {"en": "Dataset"}},
        "title": "Small",
        "description": "<p>A &amp; B</p>",
        "publication_date": "2024-01-31",
        "publisher": "Acme",
        "version": "1.0.0",
        "creators": [{"person_or_org": ada, "affiliations": uni}, {"person_or_org": acme}],
        "contributors": [
            {"person_or_org": ada, "affiliations": uni, "role": curator},
            {"person_or_org": bob, "role": other},
        ],
        "rights": [
            {"id": "cc-by-4.0", "title": {"en": "Creative Commons Attribution 4.0 International"}}
        ],
        "subjects": [{"subject": "one"}, {"subject": "two"}],
        "identifiers": [
            {"scheme": "other", "identifier": "dataset-tools:small"},
            {"scheme": "doi", "identifier": "10.1234/abc"},
        ],
        "related_identifiers": [
            {
                "scheme": "url",
                "identifier": "https://example.org/",
                "relation_type": {"id": "isdescribedby"},
            },
            {
                "scheme": "url",
                "identifier": "https://example.org/s",
                "relation_type": {"id": "isderivedfrom"},
            },
        ],
    }


# ---------------------------------------------------------------------- faults


@pytest.mark.parametrize("write", WRITES)
def test_a_lost_answer_doubles_nothing(invenio: FakeInvenio, small: Small, write: str) -> None:
    folder = package(small, "small")
    invenio.faults[write] = Fault(lost=True)
    result = run_with(invenio, folder)
    assert result.error is None
    assert (len(invenio.records), len(invenio.drafts)) == (1, 0)
    assert run_with(invenio, folder).plan.action == "nothing"
    with fake_invenio() as other:
        run_with(other, folder)
        assert invenio.end_state() == other.end_state()


@pytest.mark.parametrize("write", LATER_WRITES)
def test_a_lost_answer_of_a_new_version_doubles_nothing(
    invenio: FakeInvenio, small: Small, write: str
) -> None:
    run_with(invenio, package(small, "small"))
    folder = package(small, "small", "1.1.0")
    invenio.faults[write] = Fault(lost=True)
    assert run_with(invenio, folder).error is None
    assert (len(invenio.records), len(invenio.drafts)) == (2, 0)
    assert run_with(invenio, folder).plan.action == "nothing"


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_publication_that_happened_in_spite_of_its_answer_is_found(
    invenio: FakeInvenio, small: Small, status: int
) -> None:
    invenio.faults["publish"] = Fault(status=status, body="<html>", happened=True)
    assert run_with(invenio, package(small, "small")).error is None
    assert invenio.calls.count("publish") == 1


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(
    invenio: FakeInvenio, small: Small, write: str, status: int
) -> None:
    invenio.faults[write] = Fault(status=status, body="<html>busy</html>", times=4)
    assert run_with(invenio, package(small, "small")).error is None


@pytest.mark.parametrize(("asked", "waited"), [("17", 17.0), ("0", 1.0), ("600", 600.0)])
def test_retry_after_is_honoured(
    invenio: FakeInvenio, small: Small, monkeypatch: pytest.MonkeyPatch, asked: str, waited: float
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(tries, "pause", waits.append)
    body = '{"message": "5 per 1 minute", "status": 429}'
    invenio.faults["declare"] = Fault(429, body, {"Retry-After": asked}, times=2)
    assert run_with(invenio, package(small, "small")).error is None
    assert waits == [waited, waited]


def test_a_pause_of_hours_ends_the_run_and_is_told(invenio: FakeInvenio, small: Small) -> None:
    body = '{"message": "5000 per 1 hour", "status": 429}'
    invenio.faults["declare"] = Fault(429, body, {"Retry-After": "9999"}, times=2)
    error = run_with(invenio, package(small, "small")).error
    assert error is not None
    assert "to wait 167 minutes" in error.message
    invenio.faults.clear()
    assert run_with(invenio, package(small, "small")).error is None


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, '{"message": "Invalid value nope."}', "DT805"),
        (400, '{"message": "Bucket quota exceeded."}', "DT806"),
        (401, "<html>", "DT803"),
        (403, '{"message": "Permission denied."}', "DT803"),
        (404, "<html>none</html>", "DT804"),
        (409, "{}", "DT805"),
        (412, '{"message": "Revision"}', "DT809"),
        (413, '{"status": 413, "message": "The data value"}', "DT806"),
        (415, '{"message": "Invalid"}', "DT805"),
        (422, "[]", "DT805"),
        (500, "<html>", "DT807"),
        (200, "<html>a proxy's page</html>", "DT807"),
        (302, "", "DT804"),
    ],
)
def test_a_refusal_is_one_line_with_its_code(
    invenio: FakeInvenio, small: Small, call: Call, status: int, body: str, code: str
) -> None:
    headers = {"Location": "https://elsewhere.example.org/"} if status == 302 else {}
    invenio.faults["reserve"] = Fault(status, body, headers, times=99)
    done = call("publish", "zenodo", package(small, "small"), "--json")
    result = json.loads(done.out)
    assert (done.code, result["error"]["code"], result["error"]["status"]) == (2, code, status)
    assert [step["state"] for step in result["steps"]][:3] == ["done", "failed", "skipped"]
    assert done.err.startswith(f"{code} ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("route", [*WRITES, "version", "search_own", "draft", "files", "licence"])
@pytest.mark.parametrize(
    "answer", ["5", "[]", '"x"', "{}", '{"hits": 5}', '{"id": "a"}', '{"id": 5, "entries": [1]}']
)
def test_an_answer_that_makes_no_sense_is_no_fault_of_this_program(
    invenio: FakeInvenio, small: Small, call: Call, route: str, answer: str
) -> None:
    call("publish", "zenodo", package(small, "small"), "--yes")
    invenio.faults[route] = Fault(status=200, body=answer, times=99)
    for folder in (package(small, "small"), package(small, "small", "1.1.0")):
        for done in (call("publish", "zenodo", folder, "--yes"), call("verify", "zenodo", folder)):
            assert done.code in (0, 1, 2)
            assert "DT099" not in done.err


# ---------------------------------------------------------------------- races and lagging indices


def test_an_index_that_lags_makes_no_second_record(invenio: FakeInvenio, small: Small) -> None:
    folder = package(small, "small")
    invenio.is_lagging = True
    assert run_with(invenio, folder).error is None  # the run itself knows what it made
    invenio.refresh()
    assert run_with(invenio, folder).plan.action == "nothing"
    assert len(invenio.records) == 1


def test_an_index_that_shows_a_draft_as_it_was_is_not_believed(
    invenio: FakeInvenio, small: Small
) -> None:
    folder = package(small, "small")
    carry_out(replace(target(invenio), wishes=Wishes()), publication(folder))
    invenio.is_lagging = True
    assert run_with(invenio, folder).error is None
    assert run_with(invenio, folder).plan.action == "nothing"


def test_of_two_first_publishers_the_later_one_ends(invenio: FakeInvenio, small: Small) -> None:
    mine, seen = publication(package(small, "small", title="Mine")), list[Step]()
    theirs = publication(package(small, "small", title="Theirs", rows="id,name\n9,z\n"))

    def another(step: Step) -> None:
        if step.do == "create":  # the state was read, and nothing was there
            seen.append(step)
            assert carry_out(target(invenio), theirs).error is None

    stopped = carry_out(target(invenio), mine, on_step=another)
    assert stopped.error is not None
    assert (stopped.error.code, len(seen)) == ("DT809", 1)
    assert len(invenio.drafts) == 0  # its own draft is given up
    assert [each["metadata"]["title"] for each in invenio.records.values()] == ["Theirs"]


@pytest.mark.parametrize("moment", range(1, STEPS))
def test_two_publishers_of_one_draft_do_not_mix(
    invenio: FakeInvenio, small: Small, moment: int
) -> None:
    theirs = publication(package(small, "small", title="Theirs", rows="id,name\n9,z\n"))
    folder = package(small, "small", title="Mine")
    mine, seen = publication(folder), list[Step]()

    def another(step: Step) -> None:
        if len(seen) == moment:
            package(small, "small", title="Theirs", rows="id,name\n9,z\n")
            assert carry_out(target(invenio), theirs).error is None
            package(small, "small", title="Mine")
        seen.append(step)

    stopped = carry_out(target(invenio), mine, on_step=another)
    assert stopped.error is not None
    assert stopped.error.code in ("DT808", "DT809", "DT804")
    (record,) = invenio.records.values()
    files = invenio.contents[record["id"], False]
    assert (record["metadata"]["title"], files["a.csv"]["data"]) == ("Theirs", b"id,name\n9,z\n")


@pytest.mark.parametrize("is_racing", [False, True])
@pytest.mark.parametrize("theirs_first", ["create", "metadata", "reserve", "publish"])
def test_two_publishers_of_a_new_version_make_one(
    invenio: FakeInvenio, small: Small, theirs_first: str, *, is_racing: bool
) -> None:
    run_with(invenio, package(small, "small"))
    folder = package(small, "small", "1.1.0")
    invenio.is_racing, seen = is_racing, list[Result]()

    def another(step: Step) -> None:
        if step.do == theirs_first and not seen:
            seen.append(carry_out(target(invenio), publication(folder)))

    ends = [run_with(invenio, folder, another), *seen]
    assert {each.error.code for each in ends if each.error} <= {"DT804", "DT808", "DT809"}
    assert run_with(invenio, folder).error is None
    versions = sorted(each["metadata"]["version"] for each in invenio.records.values())
    assert versions == ["1.0.0", "1.1.0"]


def test_a_draft_that_is_published_while_another_waits_has_the_files_of_one(
    invenio: FakeInvenio, server: Server, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One had looked at its draft, and asks to publish it, when another began to change it."""
    theirs = carry_out(target(invenio, yes=False), publication(package(small, "small")))
    path = f"/records/{theirs.ids['record']}/draft/actions/publish"

    def publish_meanwhile(seconds: float) -> None:
        if seconds == MARK_PAUSE:
            server.ask("POST", path)

    monkeypatch.setattr(tries, "pause", publish_meanwhile)
    mine = publication(package(small, "small", rows="id,name\n9,z\n"))
    stopped = carry_out(target(invenio), mine)

    assert stopped.error is not None
    assert (stopped.error.code, stopped.plan.steps[0].state) == ("DT809", "failed")
    (record,) = invenio.records.values()
    assert invenio.contents[record["id"], False]["a.csv"]["data"] == b"id,name\n1,a\n2,b\n"


def test_a_draft_that_another_changes_is_not_published(
    invenio: FakeInvenio, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = publication(package(small, "small"))

    def ended(_seconds: float) -> None:
        raise KeyboardInterrupt

    def another(step: Step) -> None:
        if step.do == "publish":
            theirs = publication(package(small, "small", rows="id,name\n9,z\n"))
            monkeypatch.setattr(tries, "pause", ended)
            assert carry_out(target(invenio), theirs).error is not None
            package(small, "small")

    stopped = carry_out(target(invenio), mine, on_step=another)
    assert (stopped.error and stopped.error.code, invenio.records) == ("DT809", {})


def test_metadata_that_were_changed_since_they_were_read_are_not_replaced(
    invenio: FakeInvenio, server: Server, small: Small, publish: Callable[..., Any]
) -> None:
    id = publish(package(small, "small"))["ids"]["record"]

    def another(step: Step) -> None:
        if step.do == "metadata":
            server.ask("PUT", f"/records/{id}/draft", {"metadata": {"title": "By hand"}})

    stopped = run_with(invenio, package(small, "small", title="Mine"), another)
    assert stopped.error is not None
    assert (stopped.error.code, stopped.error.status) == ("DT809", 412)
    assert invenio.drafts[id]["metadata"]["title"] == "By hand"


def test_a_draft_of_another_race_is_told_and_left(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any]
) -> None:
    first = publish(package(small, "small"), "--yes")["ids"]["record"]
    parent = invenio.parents[invenio.records[first]["parent"]]
    value = {"metadata": invenio.records[first]["metadata"]}
    orphan = invenio._new_draft(parent, value, 2)["id"]
    chosen = invenio._new_draft(parent, value, 2)["id"]
    result = publish(package(small, "small", "1.1.0"), "--yes")
    assert result["ids"]["record"] == chosen
    assert result["warnings"] == [
        f"draft {orphan} carries the identifier of small, too, and is left"
    ]


def test_a_record_of_somebody_else_is_told_and_left(
    invenio: FakeInvenio,
    small: Small,
    publish: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = package(small, "small")
    theirs = publish(folder, "--yes")["ids"]
    monkeypatch.setenv("ZENODO_TOKEN", "canary-99e2-outsider")
    result = publish(folder, "--yes")
    assert result["action"] == "create"
    left = f"record {theirs['concept']} of someone else"
    assert result["warnings"] == [f"{left} carries the identifier of small, too, and is left"]
    assert len(invenio.records) == 2


def test_an_upload_that_the_server_keeps_otherwise_is_told(
    invenio: FakeInvenio, small: Small
) -> None:
    body = '{"key": "a.csv", "status": "completed", "checksum": "md5:00", "size": 16}'
    invenio.faults["commit"] = Fault(200, body)
    result = run_with(invenio, package(small, "small"))
    assert result.error is not None
    assert (result.error.code, len(invenio.records)) == ("DT809", 0)
    assert [step.state for step in result.plan.steps][:4] == ["done", "done", "failed", "skipped"]
    assert run_with(invenio, package(small, "small")).error is None


@pytest.mark.usefixtures("invenio")
def test_a_text_that_the_server_writes_otherwise_is_told(
    small: Small, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.publish.zenodo.fake_shapes.QUOTES", {ord("S"): "$"})
    done = call("publish", "zenodo", package(small, "small"))
    assert done.code == 2
    assert "writes title of the record otherwise than it was sent" in done.err


# ---------------------------------------------------------------------- limits


def test_a_file_that_the_server_does_not_take_is_told(
    invenio: FakeInvenio, small: Small, run: Publish
) -> None:
    invenio.most_bytes = 10
    code, result = run("publish", "zenodo", package(small, "small"))
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT806", 413)


def many(number: int, size: int = 1) -> dict[str, Content]:
    return {
        f"f{each}.csv": Content(path=f"f{each}.csv", bytes=size, sha256="0" * 64)
        for each in range(number)
    }


@pytest.mark.parametrize(
    ("number", "size", "words"),
    [(98, 1, ""), (99, 1, "101 files"), (2, plans.MOST_BYTES, "bytes in all")],
)
def test_the_limits_are_known_before_anything_is_sent(
    small: Small, number: int, size: int, words: str
) -> None:
    whole = publication(package(small, "small"))
    whole = replace(
        whole, package=replace(whole.package, resources=()), contents=many(number, size)
    )
    whole = replace(whole, contents={**whole.contents, **many(number + 1, size)})
    state = ZenodoState(site="https://zenodo.org", licences=frozenset({"cc-by-4.0"}))
    if not words:
        plan = zenodo_plan(whole, state, Wishes(yes=True))
        assert plan.warnings == ("100 files take 300 requests, and the server may make them wait",)
        return
    with pytest.raises(Exception, match=words) as refused:
        zenodo_plan(whole, state, Wishes())
    assert refused.type.__name__ == "TooLarge"


# ---------------------------------------------------------------------- secrets


def test_without_a_token_the_variable_is_named_and_nothing_is_asked(
    invenio: FakeInvenio, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZENODO_TOKEN")
    code, result = run("publish", "zenodo", package(small, "small"), "--yes")
    assert (code, result["error"]["code"], invenio.calls) == (2, "DT802", [])
    assert "ZENODO_TOKEN" in result["error"]["message"]


def test_an_invalid_package_makes_no_request(
    invenio: FakeInvenio, small: Small, run: Publish
) -> None:
    folder = package(small, "small", rows="id,name\nx,a\n")
    code, report = run("publish", "zenodo", folder, "--yes")
    assert (code, report["valid"], invenio.calls) == (1, False, [])


@pytest.fixture
def outputs(invenio: FakeInvenio, small: Small, call: Call) -> list[str]:
    """Everything that runs of every kind print and leave behind, also where the server tells it."""
    folder, found = package(small, "small"), list[str]()

    def keep(*arguments: object) -> None:
        done = call(*arguments)
        found.extend((done.out, done.err))

    keep("publish", "zenodo", folder, "--dry-run")
    for route in (*WRITES, "search_own", "draft", "licence"):
        for status in (400, 403, 500, 200):
            echoed = '{"message": "no ' + TOKEN + '", "errors": [{"field": "' + TOKEN + '"}]}'
            invenio.faults = {route: Fault(status, echoed, times=99)}
            keep("publish", "zenodo", folder, "--yes", "--json")
            keep("verify", "zenodo", folder, "--format", "sarif")
        invenio.faults = {}
    invenio.faults["search_own"] = Fault(302, "", {"Location": f"https://x/?t={TOKEN}"}, times=9)
    keep("--debug", "publish", "zenodo", folder)
    invenio.faults = {}
    for more in ((), ("--json",), ("--quiet",)):
        keep("publish", "zenodo", folder, "--yes", *more)
        keep("verify", "zenodo", folder, *more)
    found += [each.read_text("utf-8") for each in folder.rglob("*") if each.is_file()]
    return found


def test_the_token_is_in_the_header_and_nowhere_else(
    invenio: FakeInvenio, outputs: list[str]
) -> None:
    assert TOKEN in str(invenio.headers)  # the search finds what is there
    assert all(f"Bearer {TOKEN}" == each["Authorization"] for each in invenio.headers)
    assert any("***" in each for each in outputs)  # the server told it, and it was taken out
    assert [each for each in outputs if TOKEN in each] == []
    assert not any(TOKEN in each for each in invenio.targets)


def test_the_token_does_not_follow_to_another_origin(
    invenio: FakeInvenio, small: Small, publish: Callable[..., Any], run: Publish
) -> None:
    folder = package(small, "small")
    publish(folder, "--yes")
    with fake_invenio() as elsewhere:
        headers = {"Location": f"{elsewhere.url}/api/records/x/files/a.csv/content"}
        invenio.faults["content"] = Fault(302, "", headers, times=99)
        assert run("verify", "zenodo", folder)[0] == 1
        assert elsewhere.headers
        assert not any("Authorization" in each for each in elsewhere.headers)
