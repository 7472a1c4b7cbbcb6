"""The strict server, and runs against it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dataset_tools.publish import tries
from tests.publish.conftest import Publish
from tests.publish.zenodo.fake import OUTSIDER, TOKEN, FakeInvenio
from tests.publish.zenodo.fake_server import fake_invenio
from tests.publish.zenodo.server import Server


@pytest.fixture
def invenio(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeInvenio]:
    monkeypatch.setattr(tries, "pause", lambda _seconds: None)
    with fake_invenio() as fake:
        monkeypatch.setenv("ZENODO_URL", fake.url)
        monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
        yield fake


@pytest.fixture
def server(invenio: FakeInvenio) -> Server:
    return Server(url=invenio.url, token=TOKEN, outsider=OUTSIDER)


@pytest.fixture
def name(invenio: FakeInvenio) -> str:
    assert not invenio.records
    return "small"


@pytest.fixture
def publish(run: Publish) -> Callable[..., Any]:
    """Publish and give the result, which is no failure."""

    def publish(*arguments: object) -> Any:
        code, result = run("publish", "zenodo", *arguments)
        assert (code, result["error"]) == (0, None)
        return result

    return publish
