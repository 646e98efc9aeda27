"""The world of the tests about rights."""

from typing import Any

import pytest

from tests.rights.world import World, make_world


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    """The world, with caches that last, however slow the machine is."""
    for name in (
        "identity.profile.KEEP",
        "identity.sessions.KEEP",
        "metadata.registry.VERSION_CHECK",
    ):
        monkeypatch.setattr(f"zhike.platform.{name}_SECONDS", 600.0)
    settings.ZHIKE_DEMO = True
    return make_world()
