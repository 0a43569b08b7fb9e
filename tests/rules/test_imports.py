"""Imports point one way, and the dangerous libraries have one door each."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "casework"
# Each may import what stands in an earlier row.
ROWS = [
    {"standards"},
    {"sealing"},
    {"access"},
    {"records"},
    {"victims"},
    {"assistance", "referrals", "reintegration"},
    {"research", "exchange"},
]
RANK = {name: rank for rank, row in enumerate(ROWS) for name in row}
MODULES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    here = part(path)
    if here == "__init__":
        return
    for module in imports(path):
        names = module.split(".")
        if names[0] == "casework" and len(names) > 1 and names[1] in RANK and names[1] != here:
            assert RANK[names[1]] < RANK[here], f"{here} imports {names[1]}"


@pytest.mark.parametrize(
    ("library", "door"),
    [("cryptography", "sealing/"), ("guardian", "access/grants.py"), ("rapidfuzz", "sealing/names")],
)
def test_a_library_has_one_door(library, door):
    for path in MODULES:
        where = str(path.relative_to(ROOT))
        uses = any(module.split(".")[0] == library for module in imports(path))
        # The grants themselves are guardian's base model, declared beside the case.
        if uses and (library, where) != ("guardian", "victims/models/case.py"):
            assert where.startswith(door), f"{where} imports {library}"


def test_nobody_asks_has_perm():
    for path in MODULES:
        assert ".has_perm(" not in path.read_text(), path
