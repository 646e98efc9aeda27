"""Class 20, told over the open connection (CVE-2022-40816, CVE-2024-12887).

Origins, strangers, expiry and lost roles: `zhike/platform/live/tests`. Here: other ways to knock, names of channels guessed, and rights
lost while listening by every way in which a right can be lost.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.platform.identity.models import Membership
from zhike.platform.identity.profile import KEEP_SECONDS
from zhike.platform.live.asgi import CAREFUL, LiveApplication
from zhike.platform.live.tests.listening import Browser, connected, do, play
from zhike.platform.live.tests.test_live import ports

__all__ = ["ports"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_there_is_one_door(alice: ApiClient) -> None:
    changes: tuple[tuple[str, str, int], ...] = (
        ("path", "/live/", 404),
        ("path", "/live/contact", 404),
        ("path", "//live", 404),
        ("path", "/", 404),
        ("path", "/api/v1/meta", 404),
        ("path", "/LIVE", 404),
        ("method", "POST", 405),
        ("method", "HEAD", 405),
        ("method", "OPTIONS", 405),
    )

    async def scene(application: LiveApplication) -> None:
        for key, value, status in changes:
            browser = Browser(application, alice)
            browser.scope[key] = value
            await asyncio.wait_for(browser.ended.wait(), 10)
            assert browser.status == status, value
            assert browser.events.empty()

    play(scene)


STRANGE: tuple[dict[str, str], ...] = (
    {"authorization": "Bearer {token}"},
    {"cookie": "zhike={token}"},
    {"cookie": "zhike={key}x"},
    {"cookie": "zhike_csrf={key}"},
    {"cookie": "__Host-zhike={key}"},
    {"cookie": 'zhike="'},
    {"cookie": "=" * 5_000},
    {"x-session": "{key}"},
    {"host": "evil.example"},
    {"host": "testserver:8001", "origin": "http://testserver.evil.example:8000"},
    {"host": "testserver:8001", "origin": "http://eviltestserver:8000"},
    {"host": "testserver:8001", "origin": "http://testserver:8000@evil.example"},
    {"host": "testserver:8001", "origin": "http://[::1"},
    {"host": ""},
)


def test_no_other_proof_and_no_other_place_opens_it(alice: ApiClient) -> None:
    token = alice.post("auth/tokens", {"name": "t"}).json["token"]
    key = alice.http.cookies["zhike"].value

    async def scene(application: LiveApplication) -> None:
        for headers in STRANGE:
            given = {name: text.format(token=token, key=key) for name, text in headers.items()}
            if "host" in headers:
                given["cookie"] = f"zhike={key}"
            browser = Browser(application, None, **given)
            await asyncio.wait_for(browser.ended.wait(), 10)
            assert browser.status == (403 if "host" in headers else 401), headers
            if browser.status == 403:
                assert "access-control-allow-origin" not in browser.headers

    play(scene)


def test_every_answer_is_as_careful_as_those_of_the_web(alice: ApiClient) -> None:
    careful = {name.decode(): value.decode() for name, value in CAREFUL}
    web = alice.get("meta").headers
    assert {name: web[name] for name in careful} == careful

    async def scene(application: LiveApplication) -> None:
        (listening,) = await connected(application, alice)
        stranger, lost = Browser(application, None), Browser(application, alice)
        lost.scope["path"] = "/nothing"
        for browser in (stranger, lost):
            await asyncio.wait_for(browser.ended.wait(), 10)
        assert [browser.status for browser in (listening, stranger, lost)] == [200, 401, 404]
        for browser in (listening, stranger, lost):
            assert careful.items() <= browser.headers.items()

    play(scene)


def test_a_channel_asked_for_by_name_is_ones_own(
    alice: ApiClient, charlie: ApiClient, bob: ApiClient
) -> None:
    """There are no channels to ask for: what stands in the query changes nothing of what is heard."""
    made = alice.post("records/contact", {"name": "x"}).json["id"]

    async def scene(application: LiveApplication) -> None:
        browser = Browser(application, charlie)
        browser.scope["query_string"] = f"channel=contact&id={made}&user={alice.id}&*".encode()
        await asyncio.wait_for(browser.started.wait(), 10)
        assert browser.status == 200
        (team,) = await connected(application, bob)
        await do(lambda: alice.patch(f"records/contact/{made}", {"name": "y"}, version=1))
        await team.hear()
        own = await do(lambda: charlie.post("records/contact", {"name": "z"}))
        assert (await browser.hear())[1]["id"] == own.json["id"]
        assert browser.events.empty()

    play(scene)


def test_who_listens_is_told_to_nobody(alice: ApiClient, bob: ApiClient) -> None:
    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, alice)
        (other,) = await connected(application, bob)
        await other.leave()
        await asyncio.sleep(0.3)
        assert browser.events.empty()

    play(scene)


@pytest.mark.parametrize("way", ["team", "share", "owner", "rule"])
def test_a_right_that_is_lost_silences_within_seconds(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient, way: str
) -> None:
    """Whoever listens hears of the record, loses what let them, and two seconds later hears of it no more."""
    made = alice.post("records/contact", {"name": "x"}).json["id"]
    path = f"records/contact/{made}"
    listener = bob if way in {"team", "owner"} else charlie
    gain, lose = _ways(admin, alice, charlie, listener, path)[way]
    gain()

    async def scene(application: LiveApplication) -> None:
        heard, whole = await connected(application, listener, admin)
        await do(lambda: _rename(admin, path, "heard"))
        assert (await heard.hear())[1]["id"] == made
        await do(lose)
        await asyncio.sleep(KEEP_SECONDS + 0.5)
        while not heard.events.empty():
            heard.events.get_nowait()
        await do(lambda: _rename(admin, path, "silent"))
        while (await whole.hear())[1]["verb"] != "update":
            pass
        await asyncio.sleep(0.5)
        assert heard.events.empty()

    play(scene)


def _rename(client: ApiClient, path: str, name: str) -> None:
    assert client.patch(path, {"name": name}, version=client.get(path).version).status == 200


def _ways(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, listener: ApiClient, path: str
) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """How a right is had, and how it is lost, through the product where the product does it."""
    tree = {"field": "name", "op": "is_not_empty"}
    rule = {"object": "contact", "name": "r", "filter": tree, "access": "view"}
    made: list[str] = []

    def share() -> None:
        answer = alice.post(f"{path}/shares", {"user": str(listener.id)})
        made.append(answer.json["rows"][0]["id"])

    def open_by_rule() -> None:
        made.append(admin.post("rights/rules", rule).json["id"])

    def leave_team() -> None:
        team = Membership.objects.get(user_id=listener.id).team_id
        assert admin.delete(f"teams/{team}/members/{listener.id}").status == 204

    def give_away() -> None:
        values = {"owner": str(charlie.id)}
        assert admin.patch(path, values, version=admin.get(path).version).status == 200

    return {
        "team": (lambda: None, leave_team),
        "owner": (lambda: None, give_away),
        "share": (share, lambda: alice.delete(f"{path}/shares/{made[0]}")),
        "rule": (open_by_rule, lambda: admin.delete(f"rights/rules/{made[0]}")),
    }
