"""Handing over what a leaver owns (离职交接): how much there is, and the job that gives it to others."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.language import Text, filled
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor, for_job
from zhike.platform.identity.models import User
from zhike.platform.jobs.progress import Watched, start_progress
from zhike.platform.jobs.queue import Interrupted, defer, job
from zhike.platform.jobs.worker import stopping
from zhike.platform.metadata.describe import both
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions.bulk import bulk_update
from zhike.platform.records.query.filters import All, Condition, Ids
from zhike.platform.records.query.page import count_rows, matching_ids

STEP: Final = 1_000
TITLE: Final = Text("Hand over what {name} owns", "交接 {name} 负责的数据")
SAME: Final = Text("Choose somebody else.", "请选择其他人。")
NOBODY: Final = Text("This person cannot sign in.", "此人无法登录。")


def owned_by(actor: Actor, person: UUID) -> list[dict[str, Any]]:
    """`{"object", "label", "count"}` of every object of which the person owns any record. Raises Forbidden, NotFound."""
    policy_of(actor).require("user", "admin")
    _person(person)
    found = []
    for type_ in registry:
        count = count_rows(actor, type_.key, _theirs(person), "exact")["value"]
        if count:
            found.append({"object": type_.key, "label": both(type_.spec.plural), "count": count})
    return found


def hand_over(
    actor: Actor, person: UUID, *, to: UUID, by_object: Mapping[str, UUID] | None = None
) -> UUID:
    """Queue the hand-over and return the id of its progress; objects in `by_object` go to somebody else than `to`.

    The changes carry the id of the present request, so that it can be undone by it.
    Raises Forbidden, NotFound, ValidationFailed.
    """
    policy_of(actor).require("user", "admin")
    leaver = _person(person)
    receivers = {"*": to, **(by_object or {})}
    problems = [
        Problem(("by_object", key) if key != "*" else ("to",), "bad-receiver", text)
        for key, receiver in receivers.items()
        if (text := _objection(person, receiver)) is not None
    ]
    if problems:
        raise ValidationFailed(problems=problems)
    total = sum(int(row["count"]) for row in owned_by(actor, person))
    with transaction.atomic():
        title = filled(TITLE, {"name": leaver.name})
        watched = start_progress(actor, "hand-over", title, total=total)
        defer(
            run_hand_over,
            actor=actor.packed(),
            person=str(person),
            receivers={key: str(receiver) for key, receiver in receivers.items()},
            progress=str(watched.id),
        )
    return watched.id


@job(name="rights.hand_over")
def run_hand_over(
    actor: Mapping[str, Any], person: str, receivers: Mapping[str, str], progress: str
) -> None:
    """Give the records away in steps, each a transaction; what is done stays done when the worker must end."""
    doer, leaver = for_job(actor), UUID(person)
    with Watched(UUID(progress)).running() as watched:
        policy_of(doer).require("user", "admin")
        moved: dict[str, int] = {}
        for type_ in registry:
            receiver = receivers.get(type_.key, receivers["*"])
            while ids := matching_ids(doer, type_.key, _theirs(leaver), action="edit", limit=STEP):
                changed = bulk_update(doer, type_.key, Ids(tuple(ids)), {"owner": receiver})
                moved[type_.key] = moved.get(type_.key, 0) + changed
                watched.advance(sum(moved.values()))
                if stopping():
                    raise Interrupted
                if not changed:
                    break
        watched.finish({"moved": moved, "request": actor["request_id"]})


def _theirs(person: UUID) -> All:
    return All((Condition("owner", "eq", str(person), ("owner",)),))


def _person(person: UUID) -> User:
    found = User.objects.filter(id=person).first()
    if found is None:
        raise NotFound
    return found


def _objection(leaver: UUID, receiver: UUID) -> Text | None:
    if receiver == leaver:
        return SAME
    return None if User.objects.filter(id=receiver, is_active=True).exists() else NOBODY
