"""Locks pin by hash and name no host, so they work against any index."""

import json
import re

from tests.architecture.source import PROJECT

LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))


def test_every_python_requirement_is_pinned_and_hashed() -> None:
    assert [path.stem for path in LOCKS] == ["base", "dev", "installer", "web"]
    for path in LOCKS:
        text = path.read_text()
        for entry in re.split(r"\n(?=\S)", text.strip()):
            assert re.match(r"^[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry[:80]
            assert "--hash=sha256:" in entry, entry[:80]


def test_no_lock_carries_an_address() -> None:
    for path in LOCKS:
        assert "://" not in path.read_text(), path.name
    packages = json.loads((PROJECT / "web" / "package-lock.json").read_text())["packages"]
    assert [key for key, found in packages.items() if "resolved" in found] == []
    unhashed = [key for key, found in packages.items() if key and "integrity" not in found]
    assert [key for key in unhashed if not {"optional", "os"} <= packages[key].keys()] == []


def test_no_lock_of_another_tool_slips_in() -> None:
    names = ("uv.lock", "poetry.lock", "Pipfile.lock", "yarn.lock", "pnpm-lock.yaml")
    assert [
        one for one in names if (PROJECT / one).exists() or (PROJECT / "web" / one).exists()
    ] == []
