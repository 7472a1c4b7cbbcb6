"""Hold a DCAT file against SHACL shapes; print whether it conforms, and the report, as JSON."""

import json
import sys
from pathlib import Path

from pyshacl import validate
from rdflib import Graph
from rdflib.compare import to_canonical_graph


def main(data: Path, shapes: list[Path]) -> None:
    graph, rules = Graph(), Graph()
    graph.parse(data)
    for shape in shapes:
        rules.parse(shape, format="turtle")
    conforms, _, text = validate(graph, shacl_graph=rules, advanced=True, inference="none")
    lines = sorted(to_canonical_graph(graph).serialize(format="nt").splitlines())
    found = {"conforms": conforms, "report": text, "triples": len(graph), "graph": lines}
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
