"""Reading our own source: which files there are and what is written in them."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SKIPPED = {"node_modules", "dist", ".venv", ".cache", ".home", "__pycache__", ".git"}


@cache
def files(folder: str, *endings: str) -> tuple[Path, ...]:
    """Our files under `folder` whose name ends so, sorted; built and installed things are left out."""
    found: list[Path] = []
    for place, inner, names in os.walk(PROJECT / folder):
        # Not to be entered at all: the browser's libraries are tens of thousands of files.
        inner[:] = set(inner) - SKIPPED
        found += [Path(place, name) for name in names if name.endswith(endings)]
    return tuple(sorted(found))


def product() -> tuple[Path, ...]:
    """The product's Python: no tests, no migrations."""
    return tuple(
        path for path in files("zhike", ".py") if not {"tests", "migrations"} & set(path.parts)
    )


def name(path: Path) -> str:
    """The path as the lists of exceptions write it."""
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute chain; calls inside it are written `()`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    if isinstance(node, ast.Name):
        return node.id
    return "?"
