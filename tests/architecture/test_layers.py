"""Who may import whom, from `pyproject.toml`."""

import ast

from importlinter.cli import lint_imports

from tests.architecture.source import PROJECT, calls, dotted, name, product, tree


def test_the_layers_are_kept() -> None:
    assert lint_imports(config_filename=str(PROJECT / "pyproject.toml")) == 0


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
