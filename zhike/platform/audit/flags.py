"""What is worth a second look: unusual sign-ins, large exports, many records read in a short time.

Sign-ins and exports are looked up in the log every minute; reads are counted in memory by `reads`. A flag is a row of the
log itself, about the person, and goes to the administrators by mail.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from zhike.platform.changes.models import Change
from zhike.platform.identity.models import User

REMEMBERED: Final = timedelta(days=90)
ONCE_IN: Final = timedelta(days=1)
"""A person gets no second flag of one kind sooner, except for sign-ins, each of which has its own."""
NIGHT: Final = range(6)
"""Hours of the person's own clock in which signing in is unusual unless they did before."""
EXPORTED_A_DAY: Final = 5_000
WATCHED: Final = ("sign-in", "export")
_EARLIER: Final = 1_000
_NETWORK: Final = {4: 24, 6: 48}


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag to raise about a person; `cause` is the change that raised it, if one did."""

    person: UUID
    kind: str
    facts: Mapping[str, Any]
    cause: UUID | None = None


def flags_of(row: Change) -> Iterator[Flag]:
    """What a sign-in or an export raises. A few statements."""
    if row.actor_id is None:
        return
    if row.verb == "sign-in":
        yield from _of_sign_in(row, row.actor_id)
    elif row.verb == "export":
        yield from _of_export(row, row.actor_id)


def network_of(address: str | None) -> str | None:
    """The surroundings of an address: its /24, or /48 of IPv6."""
    if not address:
        return None
    length = _NETWORK[ip_address(address).version]
    return str(ip_network(f"{address}/{length}", strict=False))


def _of_sign_in(row: Change, person: UUID) -> Iterator[Flag]:
    earlier = list(
        Change.objects.filter(
            record=person, verb="sign-in", at__gt=row.at - REMEMBERED, at__lt=row.at
        )
        .order_by("-at")
        .values_list("at", "after__ip")[:_EARLIER]
    )
    if not earlier:
        return  # nothing to compare with
    zone = ZoneInfo(User.objects.values_list("time_zone", flat=True).get(id=person))
    network = network_of(row.after.get("ip"))
    if network is not None and network not in {network_of(ip) for _, ip in earlier}:
        yield Flag(person, "new-place", {"network": network}, row.id)
    if _hour(row.at, zone) in NIGHT and not any(_hour(at, zone) in NIGHT for at, _ in earlier):
        yield Flag(person, "odd-hour", {"hour": f"{row.at.astimezone(zone):%H:%M}"}, row.id)


def _of_export(row: Change, person: UUID) -> Iterator[Flag]:
    day = Change.objects.filter(
        actor_id=person, verb="export", at__gt=row.at - ONCE_IN, at__lte=row.at
    )
    rows = sum(
        after.get("export", {}).get("rows", 0) for after in day.values_list("after", flat=True)
    )
    if rows >= EXPORTED_A_DAY:
        yield Flag(person, "mass-export", {"rows": rows}, row.id)


def _hour(at: datetime, zone: ZoneInfo) -> int:
    return at.astimezone(zone).hour
