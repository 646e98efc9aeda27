"""Raising flags, and noting who has seen them."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.ids import first_id_of, new_id, time_of
from zhike.platform.access.models import RoleAssignment
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ADMINISTRATOR
from zhike.platform.audit.flags import ONCE_IN, WATCHED, Flag, flags_of
from zhike.platform.audit.letters import notify
from zhike.platform.audit.models import SeenFlags, Watch
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.jobs.queue import defer

LATE: Final = timedelta(minutes=10)
"""A change may be written this long before it is committed and can be seen."""
AT_ONCE: Final = 2_000
SHOWN_FOR: Final = timedelta(days=30)


def raise_flag(flag: Flag) -> bool:
    """Write a flag and have the administrators told; False when the person has one like it already."""
    with transaction.atomic():
        if _is_raised(flag):
            return False
        facts: dict[str, Any] = {"kind": flag.kind, **flag.facts}
        if flag.cause is not None:
            facts["cause"] = str(flag.cause)
        write_changes(SYSTEM, [ChangeRow("user", flag.person, "flag", {}, {"flag": facts})])
        admins = RoleAssignment.objects.filter(role=ADMINISTRATOR, user__is_active=True)
        for admin in admins.order_by("user_id").values_list("user_id", flat=True):
            defer(notify, admin=admin, person=flag.person, kind=flag.kind)
    return True


def _is_raised(flag: Flag) -> bool:
    raised = Change.objects.filter(
        record=flag.person, verb="flag", at__gt=now() - ONCE_IN, after__flag__kind=flag.kind
    )
    if flag.kind in {"new-place", "odd-hour"}:
        raised = raised.filter(after__flag__cause=str(flag.cause))
    return raised.exists()


def look_for_flags() -> int:
    """Look through the sign-ins and exports since the last time; returns how many flags were raised.

    What was looked at before is looked at again for `LATE`, and raises nothing twice. Nothing before the first run counts.
    """
    with transaction.atomic():
        watch = Watch.objects.select_for_update().first()
        if watch is None:
            Watch.objects.create(last=new_id())
            return 0
        since = (time_of(watch.last) or now()) - LATE
        rows = list(
            Change.objects.filter(
                verb__in=WATCHED, at__gt=since, id__gt=first_id_of(since)
            ).order_by("id")[:AT_ONCE]
        )
        raised = sum(raise_flag(flag) for row in rows for flag in flags_of(row))
        if rows:
            Watch.objects.filter(id=1).update(last=max(watch.last, rows[-1].id))
    return raised


def unseen_flags(actor: Actor) -> int:
    """How many flags of the last month the actor has not seen. Raises Forbidden."""
    policy_of(actor).require("audit", "admin")
    since = now() - SHOWN_FOR
    flags = Change.objects.filter(verb="flag", at__gt=since)
    seen = SeenFlags.objects.filter(user_id=actor.user_id or UUID(int=0)).first()
    if seen is not None:
        flags = flags.filter(id__gt=seen.last)
    return flags.count()


def see_flags(actor: Actor) -> None:
    """Note that the actor has seen all flags there are now. Raises Forbidden."""
    policy_of(actor).require("audit", "admin")
    if actor.user_id is not None:
        SeenFlags.objects.update_or_create(user_id=actor.user_id, defaults={"last": new_id()})
