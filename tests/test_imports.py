"""Imports only point down: app > analysis > surveys, in no circle, and at the top of a module."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# From the ground up.
FLOORS = ("surveys", "analysis", "app")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")}
TREES = {name: ast.parse(path.read_text()) for name, path in MODULES.items()}


def _imported(module: str, tree: ast.AST) -> Iterator[str]:
    """Our own modules that `module` names in its imports, wherever they stand in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import in line {node.lineno}"
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in MODULES else node.module for name in submodules]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in FLOORS)


IMPORTS = {name: set(_imported(name, tree)) for name, tree in TREES.items()}


def _height(module: str) -> int:
    return FLOORS.index(module.partition(".")[0])


def _arrows_up(imports: dict[str, set[str]]) -> list[str]:
    return [
        f"{module} imports {other}"
        for module, others in imports.items()
        for other in others
        if _height(other) > _height(module)
    ]


def _circle(imports: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def _hidden(tree: ast.AST) -> list[int]:
    """The lines of imports inside functions."""
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    return [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_imports_point_down():
    assert _arrows_up(IMPORTS) == []


def test_imports_form_no_circle():
    assert _circle(IMPORTS) == []


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_import_hides_in_a_function(module):
    assert _hidden(TREES[module]) == []


def test_all_our_imports_lead_to_modules_that_are_there():
    assert set().union(*IMPORTS.values()) <= set(MODULES)


def test_an_arrow_up_is_seen():
    tree = ast.parse("from app.console import overview")

    found = set(_imported("surveys.clock", tree))

    assert found == {"app.console.overview"}
    assert _arrows_up({"surveys.clock": found}) == ["surveys.clock imports app.console.overview"]


def test_a_circle_is_seen():
    assert set(_circle({"app.a": {"app.b"}, "app.b": {"app.a"}})) == {"app.a", "app.b"}


def test_a_hidden_import_is_seen():
    assert _hidden(ast.parse("def f():\n    import app")) == [2]
