"""What happened since the last look, and who may hear of it.

"Since" is a snapshot of the database, not a moment: a row is new when the snapshot before could not see it. So an edit
arrives as soon as it commits, and none is missed or repeated, in whatever order transactions end.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson
from django.db import connection

from zhike.platform.access.policy import Policy, RowScope, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.tray import progress_json
from zhike.platform.metadata.errors import UnknownObject
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.together import (
    owners_of,
    seen_around_by_each,
    surroundings_of,
    viewed_by_each,
)

SINGLE_AT_MOST: Final = 200
"""Changes of one object told one by one; more in one look are told as one event without an id."""

LOST: Final = "lost"
"""The verb for somebody who could view a record before the change and cannot any more."""

_NEW: Final = """
SELECT object, record, verb, before ? 'owner', (before->>'owner')::uuid, (before->'share'->>'id')::uuid FROM (
SELECT object, record, verb, before, row_number() OVER (PARTITION BY object ORDER BY xact, id) AS place
FROM changes_change WHERE xact >= pg_snapshot_xmin(%s::pg_snapshot) AND NOT pg_visible_in_snapshot(xact, %s::pg_snapshot)
AND xact < pg_snapshot_xmax(%s::pg_snapshot) AND pg_visible_in_snapshot(xact, %s::pg_snapshot)
AND object = ANY(%s)) AS news
WHERE place <= %s ORDER BY object, place
"""


@dataclass(frozen=True, slots=True)
class News:
    """One change of one record: whether it changed hands and from whom, and with whom it had been shared."""

    object: str
    record: UUID
    verb: str
    changed_hands: bool = False
    owner_before: UUID | None = None
    shared_before: UUID | None = None


def present() -> str:
    """The snapshot of now: what is seen from here on is news."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def since(before: str) -> tuple[list[News], str]:
    """The changes of records committed after the snapshot `before`, and the snapshot to continue from."""
    after = present()
    with connection.cursor() as cursor:
        objects = list(registry.specs)
        cursor.execute(_NEW, [before, before, after, after, objects, SINGLE_AT_MOST + 1])
        return [News(*row) for row in cursor.fetchall()], after


def events_for(users: Collection[UUID], news: Iterable[News]) -> dict[UUID, list[bytes]]:
    """The change events each user may hear: of rows they may view now, by the same policy that lists them.

    A fixed number of statements per object, however many users listen.
    """
    by_object: dict[str, list[News]] = defaultdict(list)
    for one in news:
        by_object[one.object].append(one)
    events: dict[UUID, list[bytes]] = defaultdict(list)
    for object_key, changes in by_object.items():
        policies = policies_of(users)
        if len(changes) > SINGLE_AT_MOST:
            event = frame("change", {"object": object_key, "id": None, "verb": "many"})
            for user, policy in policies.items():
                if policy.may(object_key, "view"):
                    events[user].append(event)
            continue
        # An object that administrators made may be gone since the changes were read.
        with suppress(UnknownObject):
            _tell_singly(events, object_key, changes, policies)
    return events


def _tell_singly(
    events: dict[UUID, list[bytes]],
    object_key: str,
    changes: Sequence[News],
    policies: dict[UUID, Policy],
) -> None:
    type_ = registry.get(object_key)
    records = list(dict.fromkeys(one.record for one in changes))
    owners = owners_of(type_, records)
    viewed = viewed_by_each(type_, owners, policies)
    around = seen_around_by_each(surroundings_of(type_, records), policies)
    for user, policy in policies.items():
        scope = policy.rows(object_key, "view")
        for one in changes:
            gone = one.record not in owners
            if not gone and one.record not in around[user]:
                continue
            # Of a row that is gone nobody knows the owner: only those who see all rows hear of it.
            heard = scope.owners is None if gone else one.record in viewed[user]
            if heard:
                verb = one.verb
            elif not gone and _lost(policy, scope, one):
                verb = LOST
            else:
                continue
            data: dict[str, object] = {"object": object_key, "id": str(one.record), "verb": verb}
            events[user].append(frame("change", data))


def _lost(policy: Policy, scope: RowScope, one: News) -> bool:
    """Whether the reader, who cannot view the record now, could before this change."""
    if one.shared_before is not None:
        return one.shared_before in {policy.me, *policy.teams, *policy.departments}
    return one.changed_hands and scope.covers(one.owner_before)


def policies_of(users: Collection[UUID]) -> dict[UUID, Policy]:
    """The policy of each user; the same object as before while nothing of it changed."""
    return {user: policy_of(Actor(user, "web")) for user in users}


def state_for(users: Collection[UUID]) -> tuple[int, dict[UUID, Policy]]:
    """The number of the metadata in use, and what each user may do."""
    return registry.version, policies_of(users)


def progress_events(wanted: dict[UUID, UUID]) -> dict[UUID, list[bytes]]:
    """Progress events by user, of `{progress id: its owner}`."""
    events: dict[UUID, list[bytes]] = defaultdict(list)
    for progress, text in progress_json(list(wanted)).items():
        events[wanted[progress]].append(b"event: progress\ndata: " + text.encode() + b"\n\n")
    return events


def frame(event: str, data: dict[str, object]) -> bytes:
    """One server-sent event."""
    return b"event: " + event.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
