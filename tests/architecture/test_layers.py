"""Who may import whom, from `pyproject.toml`."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import PROJECT, calls, dotted, name, product, tree


def test_the_layers_are_kept() -> None:
    # In a process of its own: it changes how the whole process logs.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_django_signals() -> None:
    """Hidden flow: call what should happen, or read the change log."""
    listening = [
        name(path)
        for path in product()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.db.models.signals", "django.dispatch"))
    ]
    connecting = [
        name(path)
        for path in product()
        for call in calls(path)
        if dotted(call.func).endswith(("post_save.connect", "pre_save.connect", "receiver"))
    ]
    assert listening + connecting == []


def test_the_kit_has_no_models_and_knows_no_room() -> None:
    for path in product():
        if "kit" in path.parts:
            text = path.read_text(encoding="utf-8")
            assert "django.db.models" not in text, name(path)
            assert "from zhike.platform" not in text, name(path)
