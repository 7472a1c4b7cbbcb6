"""Hold a crate against RO-Crate's requirements, without a network; print the issues as JSON.

The JSON-LD contexts that the validator would fetch are given to it from files.
"""

import json
import sys
from pathlib import Path
from typing import Any

from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

_PLACE = "w3id.org/ro/crate/"


class Answer:
    """What a server answers: a context, or that it has nothing."""

    def __init__(self, text: str | None) -> None:
        self.status_code = 200 if text is not None else 404
        self.text = text or ""
        self.content = self.text.encode()
        self.headers = {"Content-Type": "application/ld+json"}

    def json(self) -> Any:
        return json.loads(self.text)

    def raise_for_status(self) -> None:
        if not self.text:
            raise OSError("not there")


def answering(contexts: Path) -> Any:
    def answer(_self: Any, url: str, *_: Any, **__: Any) -> Answer:
        version = url.partition(_PLACE)[2].partition("/")[0]
        path = contexts / f"context-{version}.jsonld"
        return Answer(path.read_text("utf-8") if version and path.exists() else None)

    return answer


def main(crate: Path, contexts: Path) -> None:
    HttpRequester.get = HttpRequester.head = answering(contexts)
    settings = services.ValidationSettings(
        rocrate_uri=str(crate),
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.REQUIRED,
    )
    result = services.validate(settings)
    issues = [f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues()]
    print(json.dumps({"passed": result.passed(), "issues": issues}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
