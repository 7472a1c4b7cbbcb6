"""``huggingface_hub``, loaded and used so that it prints nothing, and sends nothing of its own.

What it does over the network goes through a client of ours: each request is made once, since when
to ask again is decided in one place, and the token goes to the origin of the endpoint alone.
"""

import logging
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from dataset_tools.exceptions import NoCredentials, NotPublished, UsageError
from dataset_tools.publish.http import TIMEOUTS, base_url, origin
from dataset_tools.publish.secret import Secret
from dataset_tools.publish.tries import Answer, Broken, reason_of

_QUIET: Mapping[str, str | None] = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_VERBOSITY": "critical",
    "HF_DEBUG": None,
    "HF_HUB_ENABLE_HF_TRANSFER": None,
    "HF_HUB_USER_AGENT_ORIGIN": None,
}
"""What the library reads of the environment, once, as it is loaded; None: not set."""


def library() -> Any:
    """Return the library, which is loaded at its first use.

    Raises
    ------
    UsageError
        It is not installed, cannot be loaded, or is set to be offline.
    """
    try:
        with _environment(), quiet():
            import huggingface_hub
            import huggingface_hub.hf_api
            from huggingface_hub import constants
    except ImportError:
        raise UsageError(
            "publishing to huggingface needs huggingface_hub: install datapackage-tools[publish]"
        ) from None
    except ValueError as error:
        raise UsageError(f"huggingface_hub cannot be loaded: {error}") from None
    if constants.is_offline_mode():
        raise UsageError("HF_HUB_OFFLINE is set, and there is nothing to publish to without a net")
    return huggingface_hub


def endpoint_of(hub: Any) -> str:
    """Return the URL of the Hub: ``HF_ENDPOINT``, else the library's own."""
    given = os.environ.get("HF_ENDPOINT", "").strip()
    return base_url(given or hub.constants.ENDPOINT, what="HF_ENDPOINT")


def token_of(hub: Any) -> Secret:
    """Return the token of ``HF_TOKEN``, else of the library's own login; empty if there is none.

    Raises
    ------
    NoCredentials
        It cannot be read, or cannot stand in a header.
    """
    try:
        with quiet():
            token = hub.get_token()
    except (OSError, ValueError, RuntimeError, hub.errors.OIDCError) as error:
        raise NoCredentials(f"the token cannot be read: {error}") from None
    return Secret.of({"HF_TOKEN": token or ""}, "HF_TOKEN")


@contextmanager
def quiet() -> Iterator[None]:
    """Let no warning and no line of a log out of a call."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


@contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _QUIET}
    _set_environment(_QUIET)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


_LARGE_STORAGE = "LFS batch API returned errors"
"""How the library begins to tell why files are not taken into large storage."""


class Refused(Exception):
    """An answer that refuses, on its way through the library, which would else ask again."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@lru_cache(maxsize=1)
def install_client(hub: Any, base: str) -> None:
    """Make the library ask once, by a client that minds time and the token's way.

    It has one for all its threads, which is not replaced while it may be at work.
    """
    hub.set_client_factory(lambda: _client(base))


def _client(base: str) -> Any:
    import httpx2

    connect, read = TIMEOUTS
    timeout = {"connect": connect, "read": read, "write": read, "pool": connect}

    def on_request(request: Any) -> None:
        request.extensions["timeout"] = timeout  # the library asks some things without any
        if "authorization" in request.headers and origin(str(request.url)) != origin(base):
            raise NotPublished(
                f"{base} names {request.url.copy_with(query=None)}, which is no host of its own; "
                "the token is not sent there"
            )

    class Once(httpx2.Client):
        def send(self, request: Any, **options: Any) -> Any:
            try:
                response = super().send(request, **options)
                if response.is_error:
                    response.read()
            except httpx2.HTTPError as error:
                raise Broken(reason_of(error) or type(error).__name__) from None
            if response.is_error:
                raise Refused(_answer_of(response))
            return response

    return Once(follow_redirects=True, event_hooks={"request": [on_request]})


def _answer_of(response: Any) -> Answer:
    return Answer(
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=_said(response).encode("utf-8", "replace"),
    )


def _said(response: Any) -> str:
    """Return the Hub's own words for a refusal: of a header, of its JSON, else what it sent."""
    answer = Answer(status=response.status_code, headers={}, body=response.content)
    value = answer.value()
    said = response.headers.get("x-error-message", "")
    if isinstance(value, dict):
        errors = value.get("errors")
        listed = [each for each in (errors if isinstance(errors, list) else ()) if each]
        told = [each.get("message", "") if isinstance(each, dict) else each for each in listed]
        said = "; ".join(str(each) for each in (said or value.get("error"), *told) if each)
    return said or answer.words


class Senseless(Exception):
    """An answer that the library can make nothing of."""


def asked(call: Callable[[], Any]) -> Any:
    """Call the library once; give what it returns, or the answer that refuses.

    Raises
    ------
    Broken
        There is no answer.
    Senseless
        There is one that makes no sense.
    NotPublished
        The token was to go to another host.
    """
    import httpx2

    try:
        with quiet():
            return call()
    except Refused as refused:
        return refused.answer
    except (httpx2.InvalidURL, LookupError, TypeError, AttributeError) as error:
        raise Senseless(reason_of(error)) from None
    except ValueError as error:
        is_told = str(error).startswith(_LARGE_STORAGE)
        kind = NotPublished if is_told else Senseless
        return _unwrapped(error, kind(reason_of(error)))
    except (RuntimeError, OSError) as error:  # what comes out of its threads, and of hf_xet
        return _unwrapped(error, Broken(reason_of(error)))


def _unwrapped(error: BaseException, other: Exception) -> Answer:
    """Give the answer that an exception of the library came from, or raise what it came from."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Refused):
            return cause.answer
        if isinstance(cause, (Broken, NotPublished)):
            raise cause from None
        cause = cause.__cause__
    raise other from None
