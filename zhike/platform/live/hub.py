"""Fans news out to the browsers of this process over one listening connection.

All work on the database happens in one thread of its own, so the event loop only moves bytes. Every look at the
news and every check of the sessions is a fixed number of statements, however many browsers are connected.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar
from uuid import UUID

import orjson
import psycopg
from django.db import Error as DatabaseError
from django.db import connection

from zhike.platform.access.policy import Policy
from zhike.platform.changes.log import CHANNEL as CHANGES
from zhike.platform.identity.gate import refusal
from zhike.platform.identity.profile import KEEP_SECONDS
from zhike.platform.identity.sessions import passes_of_sessions
from zhike.platform.jobs.listening import connection_parameters
from zhike.platform.jobs.progress import CHANNEL as PROGRESS
from zhike.platform.live import news

log = logging.getLogger(__name__)

CHECK_SESSIONS: Final = 1.5
"""Seconds between checks; below the profile cache's two, so that looking at news finds every profile fresh."""
GATHER: Final = 0.05
QUEUE: Final = 500
PER_USER: Final = 30
RECONNECT: Final = 1.0

T = TypeVar("T")


class Client:
    """One connected browser. `None` in its queue ends it."""

    def __init__(self, user: UUID, key_hash: str, address: str | None = None) -> None:
        self.user = user
        self.key_hash = key_hash
        self.address = address
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE)

    def send(self, event: bytes) -> bool:
        """Queue an event; False when the browser reads too slowly and had better start anew."""
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            return False
        return True

    def end(self) -> None:
        """Have the connection closed after nothing more."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """The clients of one process and the loops that serve them."""

    def __init__(self) -> None:
        self.clients: dict[UUID, set[Client]] = defaultdict(set)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-database")
        self._snapshot: str | None = None
        self._closed = False
        self._changed = asyncio.Event()
        self._progress: dict[UUID, UUID] = {}
        self._policies: dict[UUID, Policy] = {}
        self._metadata = 0
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen; called on the event loop."""
        loops: tuple[Callable[[], Any], ...] = (self._listen, self._tell, self._check_sessions)
        self._tasks = [asyncio.create_task(loop()) for loop in loops]

    def end_all(self) -> None:
        """End every connection and take no more."""
        self._closed = True
        for client in self._all():
            client.end()

    async def stop(self) -> None:
        """End every connection and the loops."""
        self.end_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._thread.submit(connection.close)
        self._thread.shutdown()

    async def in_database(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do `work` in the database's thread. A lost connection is opened anew for the next call."""

        def call() -> T:
            try:
                return work(*arguments)
            except DatabaseError:
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def add(self, client: Client) -> bool:
        """Connect a browser; False when its user has too many already, or the house is closing."""
        mine = self.clients[client.user]
        if self._closed or len(mine) >= PER_USER:
            return False
        mine.add(client)
        return True

    def remove(self, client: Client) -> None:
        """Disconnect a browser."""
        mine = self.clients.get(client.user, set())
        mine.discard(client)
        if not mine:
            self.clients.pop(client.user, None)

    def _all(self) -> list[Client]:
        return [client for mine in self.clients.values() for client in mine]

    def _hand_out(self, events: Mapping[UUID, list[bytes]]) -> None:
        for user, lines in events.items():
            data = b"".join(lines)
            for client in list(self.clients.get(user, ())):
                if not client.send(data):
                    client.end()

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **connection_parameters(), autocommit=True
                ) as listening:
                    await listening.execute(f"LISTEN {CHANGES}")
                    await listening.execute(f"LISTEN {PROGRESS}")
                    self._changed.set()  # what happened while nobody listened
                    async for note in listening.notifies():
                        self._heard(note.channel, note.payload)
            except psycopg.Error as error:
                log.warning("live updates lost their listening connection: %s", error)
                await asyncio.sleep(RECONNECT)

    def _heard(self, channel: str, payload: str) -> None:
        if channel == PROGRESS:
            told = orjson.loads(payload)
            if told["user"] is None or UUID(told["user"]) not in self.clients:
                return
            self._progress[UUID(told["id"])] = UUID(told["user"])
        self._changed.set()

    async def _tell(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(GATHER)  # a burst of commits is one look
            self._changed.clear()
            progress, self._progress = self._progress, {}
            try:
                if progress:
                    self._hand_out(await self.in_database(news.progress_events, progress))
                self._hand_out(await self.in_database(self._look, tuple(self.clients)))
            except DatabaseError as error:
                log.warning("live updates could not be read: %s", error)
                await asyncio.sleep(RECONNECT)
                self._progress = {**progress, **self._progress}
                self._changed.set()

    def _look(self, users: tuple[UUID, ...]) -> Mapping[UUID, list[bytes]]:
        if self._snapshot is None or not users:
            self._snapshot = news.present()
            return {}
        found, snapshot = news.since(self._snapshot)
        events = news.events_for(users, found)
        self._snapshot = snapshot
        return events

    async def _check_sessions(self) -> None:
        while True:
            started = time.monotonic()
            clients = self._all()
            if clients:
                try:
                    valid = await self.in_database(
                        passes_of_sessions, {client.key_hash for client in clients}
                    )
                except DatabaseError as error:
                    # Nobody's right to listen can be shown now, so nobody listens.
                    log.warning("live updates could not check sessions: %s", error)
                    valid = {}
                for client in clients:
                    found = valid.get(client.key_hash)
                    if found is None or refusal(found, client.address) is not None:
                        client.end()
                await self._tell_of_rights()
            await asyncio.sleep(max(0.1, CHECK_SESSIONS - (time.monotonic() - started)))

    async def _tell_of_rights(self) -> None:
        """Say so to whom may do or see something else than at the last check, and to all when objects or fields became
        others: their pages ask for everything anew.

        Told once no other process answers by what it keeps of them.
        """
        before, known = self._policies, self._metadata
        try:
            self._metadata, self._policies = await self.in_database(
                news.state_for, tuple(self.clients)
            )
        except DatabaseError as error:
            log.warning("live updates could not check rights: %s", error)
            return
        changed = [
            user
            for user, policy in self._policies.items()
            if user in before and (policy is not before[user] or self._metadata != known)
        ]
        told = {user: [news.frame("rights", {})] for user in changed}
        asyncio.get_running_loop().call_later(KEEP_SECONDS, self._hand_out, told)
