"""A strict Hub, a package that is published there, and how results are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset_tools.publish import tries
from dataset_tools.publish.huggingface.library import library
from tests.publish.conftest import Publish, Small
from tests.publish.huggingface.fake import TOKEN, FakeHub, fake_hub
from tests.publish.huggingface.results import SAID


@pytest.fixture
def hub(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FakeHub]:
    """Serve a Hub to this process, whose user is logged in nowhere else."""
    library()  # before anything else loads it
    monkeypatch.setattr(tries, "pause", lambda _seconds: None)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(home / "token"))
    monkeypatch.setattr("huggingface_hub.constants.HF_STORED_TOKENS_PATH", str(home / "stored"))
    for name in ("HUGGING_FACE_HUB_TOKEN", "HF_OIDC_RESOURCE"):
        monkeypatch.delenv(name, raising=False)
    with fake_hub() as fake:
        monkeypatch.setenv("HF_ENDPOINT", fake.url)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        yield fake
    assert fake.wrong == []


@pytest.fixture
def published(hub: FakeHub, small: Small, run: Publish) -> Path:
    """Publish version 1.0.0, and forget the calls."""
    package = small(**SAID)
    assert run("publish", "huggingface", "ada/x", package)[0] == 0
    hub.calls.clear()
    hub.sent.clear()
    return package
