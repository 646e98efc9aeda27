"""The map and the tour speak of files and names there are: a rename that leaves them behind fails here.

Decisions are left as they were written, whatever became of the names in them.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import PROJECT, files, product, tree

PAPERS = ("ARCHITECTURE.md", "docs/tour.md")
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PLACE = re.compile(r"[\w./-]+(?:\.(?:py|tsx?|md)|/)\Z")
NAME = re.compile(r"(?:[a-z]\w*_\w+|[A-Z]+[a-z]\w*[A-Z]\w*|[\w.]+\(\)|[A-Z]\w+\.\w+)\Z")
"""What can only be a name of ours: a_name, AName, name(), Name.name."""


def quoted(paper: str) -> list[str]:
    text = (PROJECT / paper).read_text(encoding="utf-8")
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return sorted(set(QUOTED.findall(text)))


@cache
def places() -> list[str]:
    """Every file and folder of ours, as paths with a slash before and, for folders, behind."""
    found = {
        path
        for folder in ("zhike", "web/src", "tests", "bench", "docs", "requirements")
        for path in files(folder, ".py", ".ts", ".tsx", ".md", ".txt")
    }
    folders = {
        f"/{above.relative_to(PROJECT)}/"
        for path in found
        for above in path.parents
        if above != PROJECT and above.is_relative_to(PROJECT)
    }
    return sorted({f"/{path.relative_to(PROJECT)}" for path in found} | folders)


def standing_at(place: str) -> list[str]:
    return [one for one in places() if one.endswith("/" + place.lstrip("/"))]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Every name a file defines: functions, classes, what is assigned, and fields of classes."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return frozenset(found)


@pytest.mark.parametrize("paper", PAPERS)
def test_files_and_folders_are_there(paper: str) -> None:
    spoken = [one for one in quoted(paper) if PLACE.match(one)]
    assert len(spoken) > 5
    assert [one for one in spoken if not standing_at(one)] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_names_are_defined_where_they_are_said_to_be(paper: str) -> None:
    lost = []
    for one in quoted(paper):
        place, _, name = one.partition("::")
        if name and name not in {
            known for at in standing_at(place) for known in names_in(PROJECT / at[1:])
        }:
            lost.append(one)
    assert lost == []


@pytest.mark.parametrize("paper", PAPERS)
def test_names_are_defined_at_all(paper: str) -> None:
    known = frozenset[str]().union(*map(names_in, product()))
    web = {
        word
        for path in files("web/src", ".ts", ".tsx")
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }
    lost = [
        one
        for one in quoted(paper)
        if NAME.match(one) and not {part for part in re.split(r"\W+", one) if part} <= known | web
    ]
    assert lost == []
