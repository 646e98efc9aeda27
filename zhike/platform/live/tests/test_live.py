"""Live updates over the ASGI door: who may listen, what they hear, when they stop hearing it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
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
from zhike.platform.identity.keys import session_cookie
from zhike.platform.identity.models import Session, User
from zhike.platform.jobs.progress import start_progress
from zhike.platform.live import news
from zhike.platform.live.asgi import LiveApplication

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OURS = "http://testserver:8000"


class Browser:
    """One EventSource driven over the ASGI interface."""

    def __init__(self, application: LiveApplication, client: ApiClient | None, **headers: str):
        sent = {"host": "testserver:8001", "origin": OURS, **headers}
        if client is not None:
            sent["cookie"] = (
                f"other=1; {session_cookie()}={client.http.cookies[session_cookie()].value}"
            )
        self.scope: dict[str, Any] = {
            "type": "http",
            "method": "GET",
            "path": "/live",
            "headers": [(n.encode(), v.encode()) for n, v in sent.items() if v],
        }
        self.events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.started = asyncio.Event()
        self.ended = asyncio.Event()
        self._leave = asyncio.Event()
        self.reads = asyncio.Event()
        self.reads.set()
        self._task = asyncio.create_task(self._run(application))

    async def _run(self, application: LiveApplication) -> None:
        try:
            await application(self.scope, self._receive, self._send)
        finally:
            self.started.set()
            self.ended.set()

    async def _receive(self) -> dict[str, Any]:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {n.decode(): v.decode() for n, v in message["headers"]}
            return
        for block in message["body"].decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if lines.get("event") == "hello":
                self.started.set()
            elif "event" in lines:
                self.events.put_nowait((lines["event"], json.loads(lines["data"])))

    async def hear(self) -> tuple[str, Any]:
        return await asyncio.wait_for(self.events.get(), 30)

    async def leave(self) -> None:
        self._leave.set()
        await asyncio.wait_for(self.ended.wait(), 30)


Scene = Callable[[LiveApplication], Awaitable[None]]


def play(scene: Scene) -> None:
    """Run a scene on an event loop with a started application, and end everything."""

    async def run() -> None:
        application = LiveApplication()
        await ready(application)
        try:
            await scene(application)
        finally:
            with suppress(asyncio.CancelledError):
                await application.hub().stop()

    asyncio.run(run())


async def ready(application: LiveApplication) -> None:
    """Wait until the hub listens and has taken its first snapshot."""
    hub = application.hub()
    for _ in range(600):
        if hub._snapshot is not None:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the hub does not listen")


def do(work: Callable[[], Any]) -> Awaitable[Any]:
    """Work with Django's connection of a thread, as another process would."""
    return asyncio.to_thread(work)


async def connected(application: LiveApplication, *clients: ApiClient) -> list[Browser]:
    browsers = [Browser(application, client) for client in clients]
    for browser in browsers:
        await asyncio.wait_for(browser.started.wait(), 5)
        assert browser.status == 200
    return browsers


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
        await do(lambda: RoleAssignment.objects.filter(user_id=bob.id).delete())
        await asyncio.sleep(3.6)
        await do(lambda: rename(alice, contact, "未知"))
        await asyncio.sleep(0.5)
        assert browser.events.empty()

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
