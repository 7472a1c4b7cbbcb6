"""A search index for CKAN that takes every document and finds none: CKAN then reads its database.

Solr itself is in no registry that a clone can install from, and publishing searches for nothing.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOUND = {
    "responseHeader": {"status": 0, "QTime": 0},
    "response": {"numFound": 0, "start": 0, "docs": []},
    "facet_counts": {"facet_queries": {}, "facet_fields": {}, "facet_ranges": {}},
}


class Index(BaseHTTPRequestHandler):
    """Answers as a core of Solr does."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        """Answer a query, a ping, or the question for the schema."""
        self._answer()

    def do_POST(self) -> None:
        """Take documents, or a query."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer()

    def _answer(self) -> None:
        last = urlsplit(self.path).path.rstrip("/").rpartition("/")[2]
        if last in ("schema", "file"):
            data, media_type = self.server.schema, "application/xml;charset=utf-8"
        else:
            data, media_type = json.dumps({**FOUND, "status": "OK"}).encode(), "application/json"
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server: Any = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Index)
    server.schema = Path(sys.argv[2]).read_bytes()
    server.serve_forever()
