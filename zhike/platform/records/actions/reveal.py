"""Showing whole what somebody sees in part: for a reason, written down, and not too often."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhike.kit.clock import now
from zhike.kit.errors import Problem, TooManyRequests, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.actions.change import locked_record, refusals_as_errors
from zhike.platform.records.actions.values import read_values

RECORDS_AN_HOUR: Final = 60
NO_REASON = Text("Say why you need it.", "请填写查看原因。")
NOT_MASKED = Text("You do not see this field in part.", "该字段不是部分可见字段。")


def reveal(
    actor: Actor, object_key: str, record_id: UUID, paths: Sequence[str], reason: str
) -> dict[str, Any]:
    """The whole values of masked fields of one record, by path. At most 60 records an hour and person.

    Raises NotFound, Forbidden, ValidationFailed, TooManyRequests.
    """
    policy = policy_of(actor)
    policy.require(object_key, "view")
    type_, seen = registry.get(object_key), seen_by(policy, object_key)
    problems = [] if reason.strip() else [Problem(("reason",), "required", NO_REASON)]
    problems += [
        Problem(("fields", place), "not-masked", NOT_MASKED)
        for place, path in enumerate(paths)
        if path not in seen.fields or not seen.fields[path].masked
    ]
    with refusals_as_errors(type_):
        record = locked_record(actor, type_, record_id, "reveal")
        if problems or not paths:
            raise ValidationFailed(problems=problems)
        _slow_down(actor)
        facts = {"fields": list(paths), "reason": reason.strip()[:500]}
        write_changes(actor, [ChangeRow(object_key, record_id, "reveal", {}, {"reveal": facts})])
        return read_values(type_, record, list(paths))


def _slow_down(actor: Actor) -> None:
    """Raise TooManyRequests when the actor revealed enough for now; requests of one person wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reveal:{actor.user_id}"]
        )
    since = now() - timedelta(hours=1)
    revealed = Change.objects.filter(actor_id=actor.user_id, verb="reveal", at__gt=since)
    times = list(revealed.order_by("-at").values_list("at", flat=True)[:RECORDS_AN_HOUR])
    if len(times) == RECORDS_AN_HOUR:
        wait = times[-1] - since
        raise TooManyRequests(seconds=max(1, int(wait.total_seconds()) + 1))
