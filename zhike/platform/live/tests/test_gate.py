"""Live updates end when the workspace demands more than the session has, as every page does."""

import asyncio

import pytest

from tests.cast import ApiClient
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.security_actions import change_security
from zhike.platform.live.asgi import LiveApplication
from zhike.platform.live.tests.listening import Browser, connected, do, play

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_the_connection_ends_when_the_workspace_demands_more(alice: ApiClient) -> None:
    async def scene(application: LiveApplication) -> None:
        (open_now,) = await connected(application, alice)
        demands = {"two_factor_roles": ["member"]}
        await do(lambda: change_security(SYSTEM, demands, address=None))
        await asyncio.wait_for(open_now.ended.wait(), 5)
        refused = Browser(application, alice)
        await asyncio.wait_for(refused.ended.wait(), 5)
        assert refused.status == 403

    play(scene)


def test_only_allowed_networks_may_listen(alice: ApiClient) -> None:
    async def scene(application: LiveApplication) -> None:
        inside, outside = Browser(application, alice), Browser(application, alice)
        inside.scope["client"] = ("203.0.113.9", 1)
        outside.scope["client"] = ("198.51.100.4", 1)
        for browser in (inside, outside):
            await asyncio.wait_for(browser.started.wait(), 5)
        demands = {"networks": ["203.0.113.0/24"]}
        await do(lambda: change_security(SYSTEM, demands, address="203.0.113.1"))
        await asyncio.wait_for(outside.ended.wait(), 5)
        assert not inside.ended.is_set()
        spoofed = Browser(application, alice, **{"x-forwarded-for": "203.0.113.9"})
        spoofed.scope["client"] = ("198.51.100.4", 1)
        await asyncio.wait_for(spoofed.ended.wait(), 5)
        assert spoofed.status == 403

    play(scene)
