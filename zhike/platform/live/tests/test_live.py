"""Live updates over the ASGI door: who may listen, what they hear, when they stop hearing it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.cast import ApiClient
from zhike.kit.ids import new_id
from zhike.platform.access.models import RoleAssignment
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actions import disable_user
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.identity.models import Session, User
from zhike.platform.jobs.progress import start_progress
from zhike.platform.live import news
from zhike.platform.live.asgi import LiveApplication
from zhike.platform.live.tests.listening import OURS, Browser, connected, do, play
from zhike.platform.metadata.tests.contracts import make, make_contract

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def contact(alice: ApiClient) -> str:
    """A contact of Alice's."""
    answer = alice.post("records/contact", {"name": "张伟"})
    assert answer.status == 201
    return str(answer.json["id"])


def rename(client: ApiClient, contact: str, name: str) -> None:
    version = client.get(f"records/contact/{contact}").version
    assert client.patch(f"records/contact/{contact}", {"name": name}, version=version).status == 200


def test_an_edit_reaches_those_who_may_view_the_record(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, reader: ApiClient, contact: str
) -> None:
    async def scene(application: LiveApplication) -> None:
        a, b, c, r = await connected(application, alice, bob, charlie, reader)
        await do(lambda: rename(alice, contact, "张伟强"))
        expected = ("change", {"object": "contact", "id": contact, "verb": "update"})
        for browser in (a, b, r):
            assert await browser.hear() == expected
        await asyncio.sleep(0.3)
        assert c.events.empty()

    play(scene)


def test_a_note_is_heard_by_who_may_view_what_it_is_about(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, contact: str
) -> None:
    """Notes of nobody are seen by everybody, but for those about somebody out of sight."""

    def note(about: str | None) -> str:
        values = {"type": "note", "subject": "x", "about": about, "owner": None}
        return str(alice.post("records/activity", values).json["id"])

    async def scene(application: LiveApplication) -> None:
        b, c = await connected(application, bob, charlie)
        hidden = await do(lambda: note(contact))
        shown = await do(lambda: note(None))
        assert [(await b.hear())[1]["id"] for _ in range(2)] == [hidden, shown]
        assert (await c.hear())[1]["id"] == shown

    play(scene)


def test_events_carry_no_values(alice: ApiClient, contact: str) -> None:
    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, alice)
        await do(lambda: rename(alice, contact, "geheim"))
        assert "geheim" not in json.dumps(await browser.hear())

    play(scene)


def test_a_late_commit_is_heard_once(alice: ApiClient, contact: str) -> None:
    """The transaction that began first commits last; both are heard, each once."""
    record = UUID(contact)

    def slow(go: "asyncio.Future[None]", loop: asyncio.AbstractEventLoop) -> None:
        with transaction.atomic():
            write_changes(SYSTEM, [ChangeRow("contact", record, "slow")])
            asyncio.run_coroutine_threadsafe(wait_for(go), loop).result(30)

    async def wait_for(go: "asyncio.Future[None]") -> None:
        await go

    def quick() -> None:
        with transaction.atomic():
            write_changes(SYSTEM, [ChangeRow("contact", record, "quick")])

    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, alice)
        loop = asyncio.get_running_loop()
        go: asyncio.Future[None] = loop.create_future()
        first = asyncio.create_task(asyncio.to_thread(slow, go, loop))
        await asyncio.sleep(0.2)
        await do(quick)
        assert (await browser.hear())[1]["verb"] == "quick"
        go.set_result(None)
        await first
        assert (await browser.hear())[1]["verb"] == "slow"
        await do(quick)
        assert (await browser.hear())[1]["verb"] == "quick"
        assert browser.events.empty()

    play(scene)


def test_many_changes_at_once_are_one_event(
    alice: ApiClient, charlie: ApiClient, contact: str
) -> None:
    rows = [ChangeRow("contact", new_id(), "create") for _ in range(news.SINGLE_AT_MOST + 1)]

    def write() -> None:
        with transaction.atomic():
            write_changes(SYSTEM, rows)

    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, alice)
        await do(write)
        assert await browser.hear() == (
            "change",
            {"object": "contact", "id": None, "verb": "many"},
        )
        assert browser.events.empty()

    play(scene)


def test_progress_is_heard_by_its_person_only(alice: ApiClient, bob: ApiClient) -> None:
    def work() -> None:
        with transaction.atomic():
            watched = start_progress(Actor(alice.id, "web"), "import", ("Import", "导入"), total=5)
        watched.advance(5, 5)
        watched.finish({"created": 5})

    async def scene(application: LiveApplication) -> None:
        mine, other = await connected(application, alice, bob)
        await do(work)
        while True:
            event, data = await mine.hear()
            assert event == "progress"
            if data["state"] == "done":
                break
        assert (data["done"], data["result"], data["title"]["zh"]) == (5, {"created": 5}, "导入")
        await asyncio.sleep(0.3)
        assert other.events.empty()

    play(scene)


def test_people_and_their_tokens_are_no_news(alice: ApiClient, admin: ApiClient) -> None:
    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, admin)
        assert (await do(lambda: alice.post("auth/tokens", {"name": "x"}))).status == 201
        await asyncio.sleep(0.4)
        assert browser.events.empty()

    play(scene)


@pytest.mark.parametrize(
    "end",
    [
        lambda user: Session.objects.filter(user_id=user).delete(),
        lambda user: Session.objects.filter(user_id=user).update(expires_at="2020-01-01T00:00Z"),
        lambda user: User.objects.filter(id=user).update(is_active=False),
        lambda user: disable_user(SYSTEM, user),
    ],
    ids=["signed out", "expired", "disabled", "disabled by an administrator"],
)
def test_the_connection_ends_with_the_session(
    alice: ApiClient, bob: ApiClient, end: Callable[[UUID], Any]
) -> None:
    async def scene(application: LiveApplication) -> None:
        mine, other = await connected(application, alice, bob)
        await do(lambda: end(alice.id))
        await asyncio.wait_for(mine.ended.wait(), 30)
        assert not other.ended.is_set()

    play(scene)


def test_a_lost_right_silences_within_seconds(
    alice: ApiClient, bob: ApiClient, contact: str
) -> None:
    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, bob)
        await asyncio.sleep(1.6)  # the first check
        await do(lambda: RoleAssignment.objects.filter(user_id=bob.id).delete())
        assert await browser.hear() == ("rights", {})
        await do(lambda: rename(alice, contact, "未知"))
        await asyncio.sleep(0.5)
        assert browser.events.empty()

    play(scene)


def test_a_new_object_is_told_to_all_and_so_are_changes_of_its_records(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    async def scene(application: LiveApplication) -> None:
        b, c = await connected(application, bob, charlie)
        await asyncio.sleep(1.6)  # the first check
        await do(lambda: make_contract(admin))
        for browser in (b, c):
            assert await browser.hear() == ("rights", {})
        made = await do(lambda: make(alice, "contract", "年度合同"))
        expected = ("change", {"object": "contract", "id": made, "verb": "create"})
        while (heard := await b.hear())[0] == "rights":
            pass
        assert heard == expected
        await asyncio.sleep(0.3)
        while not c.events.empty():
            assert await c.hear() == ("rights", {})

    play(scene)


def test_whose_record_changes_hands_or_is_no_longer_shared_learns_that_it_is_lost(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, admin: ApiClient, contact: str
) -> None:
    path = f"records/contact/{contact}"
    lost = ("change", {"object": "contact", "id": contact, "verb": "lost"})

    def give(owner: ApiClient) -> None:
        admin.patch(path, {"owner": str(owner.id)}, version=admin.get(path).version)

    async def scene(application: LiveApplication) -> None:
        b, c = await connected(application, bob, charlie)
        await do(lambda: give(charlie))
        assert await b.hear() == lost
        assert (await c.hear())[1]["verb"] == "update"
        await do(lambda: give(alice))
        assert (await b.hear())[1]["verb"] == "update"
        assert await c.hear() == lost
        share = await do(lambda: alice.post(f"{path}/shares", {"user": str(charlie.id)}))
        assert share.status == 200
        while (heard := await c.hear())[0] == "rights":
            pass
        assert heard[1]["verb"] == "share"
        answer = await do(lambda: alice.delete(f"{path}/shares/{share.json['rows'][0]['id']}"))
        assert answer.status == 204
        while (heard := await c.hear())[0] == "rights":
            pass
        assert heard == lost

    play(scene)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver:9999"}, 403),
        ({"origin": "", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "ftp://testserver:8000"}, 403),
        ({"cookie": "zhike=wrong"}, 401),
        ({"cookie": ""}, 401),
    ],
)
def test_strangers_and_foreign_pages_hear_nothing(
    db: None, headers: dict[str, str], status: int
) -> None:
    async def scene(application: LiveApplication) -> None:
        browser = Browser(application, None, **headers)
        await asyncio.wait_for(browser.ended.wait(), 5)
        assert browser.status == status
        foreign = status == 403
        assert ("access-control-allow-origin" in browser.headers) is not foreign

    play(scene)


def test_our_page_on_the_web_port_may_listen(alice: ApiClient) -> None:
    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, alice)
        assert browser.headers["access-control-allow-origin"] == OURS
        assert browser.headers["access-control-allow-credentials"] == "true"
        assert browser.headers["content-type"].startswith("text/event-stream")

    play(scene)


def test_a_browser_that_leaves_is_forgotten(alice: ApiClient) -> None:
    async def scene(application: LiveApplication) -> None:
        (browser,) = await connected(application, alice)
        assert len(application.hub().clients) == 1
        await browser.leave()
        assert len(application.hub().clients) == 0

    play(scene)


def test_a_reader_that_hangs_is_cut_off_and_holds_nobody_up(
    alice: ApiClient, bob: ApiClient, contact: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhike.platform.live.hub.QUEUE", 2)

    async def scene(application: LiveApplication) -> None:
        slow, quick = await connected(application, alice, bob)
        slow.reads.clear()
        for number in range(6):
            await do(lambda number=number: rename(alice, contact, f"n{number}"))  # type: ignore[misc]
            await quick.hear()
        slow.reads.set()
        await asyncio.wait_for(slow.ended.wait(), 5)
        assert not quick.ended.is_set()

    play(scene)


@pytest.fixture(autouse=True)
def ports(settings: Any) -> None:
    """The web on 8000 whatever the environment says."""
    settings.PORT = 8000
    settings.CSRF_TRUSTED_ORIGINS = ["http://localhost:8000"]
