"""The house: its floors, its sizes, no circles, a light start."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "dataset_tools"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = (
    "pandas",
    "polars",
    "pandera",
    "pyarrow",
    "frictionless",
    "numpy",
    "jsonschema",
    "duckdb",
    "pyspark",
    "huggingface_hub",
    "httpx2",
    "boto3",
)


def imports_of(path: Path) -> set[str]:
    """Return the modules of the house that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.split(".")[0] == "dataset_tools"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_module_imports_itself_through_others() -> None:
    names = {module_name(path): path for path in MODULES}
    graph = {name: imports_of(path) & set(names) - {name} for name, path in names.items()}
    del graph["dataset_tools"]  # its imports are names given out on demand, and for type checkers
    waiting = dict(graph)
    while free := [name for name, needs in waiting.items() if not needs & set(waiting)]:
        for name in free:
            del waiting[name]
    assert sorted(waiting) == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_file_and_its_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert lines <= 40, node.name


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["validate", "--help"],
        ["init", "--help"],
        ["export", "--help"],
        ["publish", "huggingface", "--help"],
        ["verify", "huggingface", "--help"],
        ["explain", "DT201"],
    ],
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys; from dataset_tools.cli.app import run\n"
        "try: run(sys.argv[1:])\n"
        "except SystemExit as stop: assert not stop.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"


def test_importing_the_package_is_light() -> None:
    program = f"import sys, dataset_tools; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_spark_is_imported_by_its_engine_alone_and_only_when_it_is_called() -> None:
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        named = {id(node) for node in ast.walk(tree) if _names_spark(node)}
        assert not named & set(map(id, tree.body)), path
        assert not named or path.parent.name == "spark", path


def _names_spark(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(name.split(".")[0] in {"pyspark", "py4j"} for name in names)
