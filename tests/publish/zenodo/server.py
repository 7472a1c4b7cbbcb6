"""A server that the tests speak with, real or strict, and the package that they publish."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

from tests.publish.conftest import Small

RDM = "application/vnd.inveniordm.v1+json"
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
PROPERTIES = {
    "title": "Small",
    "created": "2024-01-31T10:00:00Z",
    "licenses": [{"name": "CC-BY-4.0"}],
    "contributors": [
        {"title": "Ada", "givenName": "Ada", "familyName": "Lovelace", "roles": ["creator"]},
        {"title": "Acme", "roles": ["publisher"]},
    ],
}


@dataclass(frozen=True)
class Server:
    """Where it is, and who may publish there."""

    url: str
    token: str
    outsider: str

    def ask(
        self,
        method: str,
        path: str,
        value: object = None,
        *,
        token: str | None = None,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Send a request and give status and body."""
        asked = {"Accept": f"{RDM}, application/json;q=0.9", **(headers or {})}
        asked["Authorization"] = f"Bearer {self.token if token is None else token}"
        body = data if value is None else json.dumps(value).encode()
        if body is not None:
            kind = "application/json" if data is None else "application/octet-stream"
            asked.setdefault("Content-Type", kind)
        url = f"{self.url}/api{path}"
        answer = urllib3.request(method, url, body=body, headers=asked, retries=False)
        if not answer.data:
            return answer.status, None
        is_json = b"json" in (answer.headers.get("Content-Type") or "json").encode()
        return answer.status, json.loads(answer.data) if is_json else answer.data

    def content(self, id: str, key: str) -> bytes:
        """Download a file of a public record."""
        url = f"{self.url}/api/records/{id}/files/{key}/content"
        return bytes(urllib3.request("GET", url, retries=False).data)

    def versions(self, name: str) -> list[Any]:
        """Give what is published and what is drafted of a package."""
        query = f'metadata.identifiers.identifier:"dataset-tools:{name}"'
        fields = {"q": query, "allversions": "true", "size": "25", "page": "1"}
        path = "/user/records?" + "&".join(f"{k}={v}" for k, v in fields.items())
        return list(self.ask("GET", path)[1]["hits"]["hits"])

    def edit(self, id: str, **metadata: object) -> None:
        """Change a published record by hand, as its page does."""
        draft = self.ask("POST", f"/records/{id}/draft")[1]
        value = {"metadata": {**draft["metadata"], **metadata}, "access": draft["access"]}
        value["metadata"].pop("rights", None)
        assert self.ask("PUT", f"/records/{id}/draft", value)[0] == 200
        assert self.ask("POST", f"/records/{id}/draft/actions/publish")[0] == 202


def package(small: Small, name: str, version: str = "1.0.0", **more: Any) -> Path:
    """Write the small package with all that a record must have."""
    return small(version, **{"name": name, **PROPERTIES, **more})
