"""The strict InvenioRDM at a loopback port, with its faults."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.publish.loopback import Handler, serving
from tests.publish.zenodo.fake import ROUTES, USERS, Call, FakeInvenio, Refused

RDM = "application/vnd.inveniordm.v1+json"
_PATTERNS = [
    (name, method, re.compile(path.replace("ID", "([^/]+)").replace("KEY", "([^/]+)")))
    for name, method, path in ROUTES
]


class _Handler(Handler):
    def answer(self) -> None:
        fake: FakeInvenio = self.server.fake
        data = self.rfile.read(int(self.headers["Content-Length"] or 0))
        parts = urlsplit(self.path)
        name, found = self._route(parts.path.removeprefix("/api"))
        with fake.lock:
            fake.calls.append(name)
            fake.targets.append(self.path)
            fake.headers.append(dict(self.headers))
            fault = fake.faults.get(name)
            if fault is not None and fault.times > 0:
                fault.times -= 1
                if not fault.lost and not fault.happened:
                    self.send(fault.status, fault.body.encode(), fault.headers)
                    return
            else:
                fault = None
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            user = USERS.get(str(self.headers["Authorization"]).removeprefix("Bearer "), "")
            call = Call(user, *found, query, self.headers, data)
            status, body = self._run(getattr(fake, name, None), call)
        if fault is not None and fault.lost:
            self.close_connection = True
            self.connection.close()
        elif fault is not None:
            self.send(fault.status, fault.body.encode(), fault.headers)
        else:
            self.send(status, body, {})

    def _route(self, path: str) -> tuple[str, tuple[str, str]]:
        for name, method, pattern in _PATTERNS:
            match = pattern.fullmatch(path)
            if match and method == self.command:
                parts = [unquote(each) for each in match.groups()]
                return name, (*parts, "", "")[:2]  # type: ignore[return-value]
        return "unknown", ("", "")

    def _run(self, act: Callable[[Call], Any] | None, call: Call) -> tuple[int, bytes]:
        try:
            status, value = act(call) if act else _unknown()
        except Refused as refused:
            return refused.status, json.dumps(refused.body).encode()
        if isinstance(value, bytes):
            return status, value
        if "metadata" in value and RDM not in self.headers["Accept"]:
            value = {"id": 1, "conceptrecid": "0", "metadata": {"doi": "", "license": {}}}
        return status, json.dumps(value).encode()


def _unknown() -> Any:
    raise Refused(404, "Not found.")


@contextmanager
def fake_invenio() -> Iterator[FakeInvenio]:
    """Serve InvenioRDM's API on a loopback port."""
    with serving(_Handler) as (server, url):
        server.fake = FakeInvenio(url=url)
        yield server.fake
