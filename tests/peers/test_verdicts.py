"""Class 4, a verdict asked for and thrown away (CVE-2026-81335: a guest read all).

Rights are asked for by `require`, which raises. Whoever asks for a yes or no must use the answer: no call of a function that
returns a bool stands alone in a line, where that function decides who may. That each `require` matters is what `make mutation`
tries, one by one.
"""

import ast
from pathlib import Path

from tests.architecture.source import name, product, tree

DECIDE = ("access", "identity", "metadata", "records", "rights", "live/origins.py")
"""Where in `zhike/platform` it is decided who may."""


def verdicts(path: Path) -> set[str]:
    """The functions of a file that say yes or no."""
    return {
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(node.returns, ast.Name)
        and node.returns.id == "bool"
    }


def deciding() -> list[Path]:
    places = tuple(f"zhike/platform/{place}" for place in DECIDE)
    return [path for path in product() if name(path).startswith(places)]


def test_no_verdict_is_thrown_away() -> None:
    public = {word for path in deciding() for word in verdicts(path) if not word.startswith("_")}
    assert {"may", "covers", "csrf_token_is_right", "password_is_right", "may_listen"} <= public
    thrown = []
    for path in product():
        known = public | verdicts(path) if path in deciding() else public
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
                continue
            called = node.value.func
            word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if word in known:
                thrown.append(f"{name(path)}:{node.lineno} {word}")
    assert thrown == []
