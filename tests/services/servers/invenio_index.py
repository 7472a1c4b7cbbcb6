"""A search index for InvenioRDM: ``invenio_index.py PORT FILE``, documents in memory, kept in FILE.

OpenSearch itself is in no registry that a clone can install from. This one knows exact terms,
without ranking and facets: enough to find records by their fields.
"""

import fnmatch
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SHARDS = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}
ABOUT = {
    "name": "index",
    "cluster_name": "index",
    "version": {"number": "2.19.0", "distribution": "opensearch"},
    "tagline": "The OpenSearch Project",
}
SETTINGS = {"_index_template", "_template", "_component_template", "_ingest", "_plugins"}
MAINTENANCE = {"_refresh", "_flush", "_settings", "_mapping", "_mappings", "_close", "_open"}
FIELD = re.compile(r'([\w.]+):"?([^\s"()]+)"?')
WORD = re.compile(r'[\w*"-]+')
Answer = tuple[int, Any]


def values(document: Any, path: str) -> list[Any]:
    """Return what a document has at a dotted path; lists are opened."""
    found = [document]
    for part in path.split("."):
        inner = [each[part] for each in found if isinstance(each, dict) and part in each]
        found = [one for each in inner for one in (each if isinstance(each, list) else [each])]
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two values are one, however each is written."""
    return (
        str(one).lower() == str(other).lower() if isinstance(one, bool) else str(one) == str(other)
    )


def first(clause: dict[str, Any]) -> tuple[str, Any]:
    """Return the field and the value of a clause."""
    return next((key, clause[key]) for key in clause if key != "boost")


def term(clause: Any, document: Any, id: str) -> bool:
    """Whether a field has a value."""
    name, wanted = first(clause)
    if isinstance(wanted, dict):
        wanted = wanted.get("value", wanted.get("query"))
    found = [id] if name == "_id" else values(document, name.removesuffix(".keyword"))
    return any(same(each, wanted) for each in found)


def terms(clause: Any, document: Any, id: str) -> bool:
    """Whether a field has one of several values."""
    name, wanted = first(clause)
    found = [id] if name == "_id" else values(document, name)
    return any(same(each, one) for each in found for one in wanted)


def prefix(clause: Any, document: Any, _id: str) -> bool:
    """Whether a field begins so."""
    name, wanted = first(clause)
    wanted = wanted["value"] if isinstance(wanted, dict) else wanted
    return any(str(each).startswith(wanted) for each in values(document, name))


def within(clause: Any, document: Any, _id: str) -> bool:
    """Whether a field lies between bounds, as text."""
    name, bounds = first(clause)
    tests: dict[str, Callable[[str, str], bool]] = {
        "gte": lambda value, bound: value >= bound,
        "gt": lambda value, bound: value > bound,
        "lte": lambda value, bound: value <= bound,
        "lt": lambda value, bound: value < bound,
    }
    return any(
        all(tests[key](str(each), str(bounds[key])) for key in bounds if key in tests)
        for each in values(document, name)
    )


def several(clause: Any, document: Any, id: str) -> bool:
    """Whether clauses hold together: all of some, none of others, one of the rest."""
    lists = {key: value if isinstance(value, list) else [value] for key, value in clause.items()}
    must = lists.get("must", []) + lists.get("filter", [])
    if not all(matches(each, document, id) for each in must):
        return False
    if any(matches(each, document, id) for each in lists.get("must_not", [])):
        return False
    should = lists.get("should", [])
    needed = clause.get("minimum_should_match", 0 if must else 1)
    is_needed = bool(should) and str(needed) != "0"
    return not is_needed or any(matches(each, document, id) for each in should)


def words(clause: Any, document: Any, _id: str) -> bool:
    """Whether a document has the fields that a person's query names, else its words."""
    query = clause.get("query", "")
    named = FIELD.findall(query)
    if named:
        return all(
            any(same(each, value) for each in values(document, name)) for name, value in named
        )
    text = json.dumps(document, ensure_ascii=False).lower()
    asked = [each for each in WORD.findall(query) if each not in ("AND", "OR")]
    return all(each.strip('"*').lower() in text for each in asked)


CLAUSES: dict[str, Callable[[Any, Any, str], bool]] = {
    "match_none": lambda _clause, _document, _id: False,
    "percolate": lambda _clause, _document, _id: False,
    "ids": lambda clause, _document, key: key in clause.get("values", []),
    "term": term,
    "match": term,
    "match_phrase": term,
    "terms": terms,
    "exists": lambda clause, document, _id: any(
        each is not None for each in values(document, clause["field"])
    ),
    "prefix": prefix,
    "range": within,
    "bool": several,
    "nested": lambda clause, document, key: matches(clause["query"], document, key),
    "constant_score": lambda clause, document, key: matches(clause["filter"], document, key),
    "function_score": lambda clause, document, key: matches(clause.get("query"), document, key),
    "query_string": words,
    "simple_query_string": words,
    "multi_match": words,
}


def matches(query: dict[str, Any] | None, document: Any, id: str) -> bool:
    """Whether a document answers a query; a clause that is not known here lets all pass."""
    if not query:
        return True
    kind, clause = next(iter(query.items()))
    return kind not in CLAUSES or CLAUSES[kind](clause, document, id)


class Store:
    """Documents by index and id, and the names that several indices share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.indices: dict[str, dict[str, dict[str, Any]]] = {}
        self.aliases: dict[str, list[str]] = {}
        self.number = 0
        self.lock = threading.RLock()
        if path.exists():
            kept = json.loads(path.read_text("utf-8"))
            self.indices, self.aliases = kept["indices"], kept["aliases"]
            self.number = kept["number"]

    def save(self) -> None:
        """Keep everything for the next start."""
        kept = {"indices": self.indices, "aliases": self.aliases, "number": self.number}
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(kept), "utf-8")
        new.replace(self.path)

    def resolved(self, names: str) -> list[str]:
        """Return the indices that a pattern, or an alias, stands for."""
        found: list[str] = []
        for name in names.split(","):
            if name in ("_all", "*", ""):
                found += self.indices
            found += [each for each in self.indices if fnmatch.fnmatch(each, name)]
            shared = [self.aliases[each] for each in self.aliases if fnmatch.fnmatch(each, name)]
            found += [each for several in shared for each in several if each in self.indices]
        return list(dict.fromkeys(found))

    def add_alias(self, alias: str, indices: list[str]) -> None:
        """Let an alias stand for more indices."""
        known = self.aliases.setdefault(alias, [])
        known += [each for each in indices if each not in known]

    def put(self, index: str, id: str, document: Any) -> dict[str, Any]:
        """Keep a document."""
        self.number += 1
        if self.aliases.get(index):
            index = max(self.aliases[index])
        there = self.indices.setdefault(index, {})
        is_new, version = id not in there, there.get(id, {}).get("version", 0) + 1
        there[id] = {"source": document, "version": version, "number": self.number}
        return {
            "_index": index,
            "_id": id,
            "_version": version,
            "result": "created" if is_new else "updated",
            "_seq_no": self.number,
            "_primary_term": 1,
            "_shards": SHARDS,
            "status": 201 if is_new else 200,
        }

    def find(self, names: str, query: Any) -> list[dict[str, Any]]:
        """Return the hits of a query."""
        return [
            {
                "_index": index,
                "_id": id,
                "_score": 1.0,
                "_version": kept["version"],
                "_seq_no": kept["number"],
                "_primary_term": 1,
                "_source": kept["source"],
                "sort": [kept["number"]],
            }
            for index in self.resolved(names)
            for id, kept in self.indices[index].items()
            if matches(query, kept["source"], id)
        ]

    def search(self, names: str, body: dict[str, Any], asked: dict[str, str]) -> dict[str, Any]:
        """Return a page of hits, sorted, without a facet."""
        hits = self.find(names, body.get("query"))
        for each in reversed(body.get("sort") or []):
            by, order = next(iter(each.items())) if isinstance(each, dict) else (each, "asc")
            order = order.get("order", "asc") if isinstance(order, dict) else order
            if by not in ("_score", "_doc"):
                hits.sort(
                    key=lambda hit: str((values(hit["_source"], by) or [""])[0]),
                    reverse=order == "desc",
                )
        start = int(body.get("from", asked.get("from", 0)))
        size = int(body.get("size", asked.get("size", 10)))
        facet = {
            "buckets": [],
            "doc_count": 0,
            "sum_other_doc_count": 0,
            "doc_count_error_upper_bound": 0,
        }
        facets = body.get("aggs") or body.get("aggregations") or {}
        return {
            "took": 1,
            "timed_out": False,
            "_shards": SHARDS,
            "hits": {
                "total": {"value": len(hits), "relation": "eq"},
                "max_score": 1.0,
                "hits": hits[start : start + size],
            },
            "aggregations": dict.fromkeys(facets, facet),
            "status": 200,
        }


class Index(BaseHTTPRequestHandler):
    """Answers as OpenSearch does, as far as InvenioRDM asks."""

    protocol_version = "HTTP/1.1"
    server: Any

    def _handle(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        self.parts = [unquote(each) for each in parts.path.split("/") if each]
        self.asked = {key: each[0] for key, each in parse_qs(parts.query).items()}
        self.data = data
        with self.store.lock:
            status, answer = self._answer()
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815

    @property
    def store(self) -> Store:
        """The documents."""
        store: Store = self.server.store
        return store

    @property
    def lines(self) -> list[Any]:
        """The body as lines of JSON."""
        return [json.loads(each) for each in self.data.split(b"\n") if each.strip()]

    @property
    def body(self) -> dict[str, Any]:
        """The body as JSON."""
        return dict(json.loads(self.data)) if self.data.strip() else {}

    def _answer(self) -> Answer:
        if not self.parts:
            return 200, ABOUT
        head, last = self.parts[0], self.parts[-1]
        if last == "_bulk":
            return self._bulk()
        if head in SETTINGS:
            return 404 if self.command == "HEAD" else 200, {"acknowledged": True}
        if head.startswith("_"):
            return self._whole(head)
        return self._index(head) if len(self.parts) == 1 else self._within(head, self.parts[1])

    def _whole(self, what: str) -> Answer:
        """Answer what concerns no single index."""
        store = self.store
        if what == "_search":
            return 200, store.search("_all", self.body, self.asked)
        if what == "_msearch":
            return 200, {"responses": [self._one_of(*each) for each in self._pairs()]}
        if what == "_aliases":
            for action in self.body.get("actions", []):
                kind, given = next(iter(action.items()))
                for alias in given.get("aliases", [given.get("alias")]):
                    if kind == "add":
                        store.add_alias(alias, store.resolved(given["index"]) or [given["index"]])
            return 200, {"acknowledged": True}
        if what == "_alias":
            return self._alias()
        return 200, {"status": "green", "number_of_nodes": 1, "_shards": SHARDS}

    def _pairs(self) -> list[tuple[Any, Any]]:
        return list(zip(self.lines[::2], self.lines[1::2], strict=True))

    def _one_of(self, where: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        names = where.get("index", "_all")
        return self.store.search(",".join(names) if isinstance(names, list) else names, body, {})

    def _alias(self) -> Answer:
        aliases = self.store.aliases
        if len(self.parts) > 1:
            found = aliases.get(self.parts[1], [])
            shown: dict[str, Any] = {index: {"aliases": {self.parts[1]: {}}} for index in found}
            return (200, shown) if found else (404, {"error": "alias missing", "status": 404})
        return 200, {index: self._about(index) for index in self.store.indices}

    def _about(self, index: str) -> dict[str, Any]:
        aliases: dict[str, Any] = {
            name: {} for name, known in self.store.aliases.items() if index in known
        }
        return {"aliases": aliases, "mappings": {}, "settings": {}}

    def _bulk(self) -> Answer:
        items, lines = [], iter(self.lines)
        for line in lines:
            kind, given = next(iter(line.items()))
            index, id = given.get("_index") or self.parts[0], str(given["_id"])
            if kind == "delete":
                for each in self.store.resolved(index):
                    self.store.indices[each].pop(id, None)
                done = {"_index": index, "_id": id, "status": 200, "result": "deleted"}
            else:
                document = next(lines)
                document = document.get("doc", document) if kind == "update" else document
                done = self.store.put(index, id, document)
            items.append({kind: done})
        return 200, {"took": 1, "errors": False, "items": items}

    def _index(self, name: str) -> Answer:
        """Make, drop or describe an index."""
        store = self.store
        if self.command == "HEAD":
            return 200 if store.resolved(name) or name in store.aliases else 404, {}
        if self.command == "PUT":
            if name in store.indices:
                error = {"type": "resource_already_exists_exception", "reason": "exists"}
                return 400, {"error": error, "status": 400}
            store.indices[name] = {}
            for alias in self.body.get("aliases", {}):
                store.add_alias(alias, [name])
            return 200, {"acknowledged": True, "index": name}
        found = store.resolved(name)
        if self.command == "DELETE":
            for each in found:
                del store.indices[each]
            return 200, {"acknowledged": True}
        if not found:
            return 404, {"error": {"type": "index_not_found_exception"}, "status": 404}
        return 200, {each: self._about(each) for each in found}

    def _within(self, name: str, what: str) -> Answer:
        """Answer what concerns the documents of an index."""
        store, body = self.store, self.body
        if what in MAINTENANCE:
            return 200, {"acknowledged": True, "_shards": SHARDS}
        if what in ("_alias", "_aliases"):
            store.add_alias(self.parts[2], store.resolved(name) or [name])
            return 200, {"acknowledged": True}
        if what == "_search":
            return 200, store.search(name, body, self.asked)
        if what in ("_count", "_delete_by_query", "_update_by_query"):
            hits = store.find(name, body.get("query"))
            for hit in hits if what == "_delete_by_query" else ():
                del store.indices[hit["_index"]][hit["_id"]]
            number = len(hits)
            done = {"count": number, "deleted": number, "total": number}
            return 200, {**done, "failures": [], "_shards": SHARDS}
        if what == "_update":
            return 200, store.put(name, self.parts[2], body.get("doc", {}))
        return self._document(name) if what in ("_doc", "_create", "_source") else (200, {})

    def _document(self, name: str) -> Answer:
        store, id = self.store, self.parts[2]
        if self.command in ("PUT", "POST"):
            done = store.put(name, id, self.body)
            return int(done["status"]), done
        for index in store.resolved(name):
            if id in store.indices[index]:
                if self.command == "DELETE":
                    del store.indices[index][id]
                    return 200, {"_index": index, "_id": id, "result": "deleted"}
                hit = next(each for each in store.find(index, {"ids": {"values": [id]}}))
                return 200, {**hit, "found": True}
        return 404, {"_index": name, "_id": id, "found": False, "result": "not_found"}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until a signal ends it; what is there is kept then."""
    store = Store(Path(sys.argv[2]))
    server: Any = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Index)
    server.daemon_threads, server.store = True, store

    def end(*_: object) -> None:
        store.save()
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    server.serve_forever()


if __name__ == "__main__":
    main()
