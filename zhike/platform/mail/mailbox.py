"""Reading the demo's mailbox."""

import email
import email.policy
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from zhike.kit.errors import Forbidden, NotFound
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.mail.models import SinkMessage
from zhike.platform.mail.postman import PRIVATE
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by

MOST: Final = 100
_about: Final[set[str]] = set()


def mail_is_about(*objects: str) -> None:
    """Let a room say what its mails tell of: readers of the mailbox must be able to view all records of these objects,
    and all their fields whole.
    """
    _about.update(objects)


def require_mailbox(actor: Actor) -> None:
    """Raises NotFound outside a demo, Forbidden for who may not view all that mails are about, every field included."""
    if not settings.ZHIKE_DEMO:
        raise NotFound
    policy = policy_of(actor)
    for key in sorted(_about):
        seen = seen_by(policy, key)
        if policy.scope(key, "view") != "all" or not seen.has_whole(*registry.get(key).fields):
            raise Forbidden(object=key, action="view")


def _open_to(actor: Actor) -> QuerySet[SinkMessage]:
    """Who could sign in as somebody else with a letter to them sees it only where they may manage people anyway."""
    rows = SinkMessage.objects.all()
    if policy_of(actor).may("user", "admin"):
        return rows
    return rows.exclude(message_id__startswith=PRIVATE)


def newest(
    actor: Actor, *, recipient: str = "", limit: int = 50, before: UUID | None = None
) -> list[SinkMessage]:
    """Mails, newest first, without their contents. Raises NotFound outside a demo, or for a `before` that is not there,
    Forbidden.
    """
    require_mailbox(actor)
    rows = _open_to(actor).defer("raw")
    if recipient:
        rows = rows.filter(Q(recipient__icontains=recipient) | Q(subject__icontains=recipient))
    if before is not None:
        last = _open_to(actor).filter(id=before).values_list("received_at", flat=True).first()
        if last is None:
            raise NotFound
        rows = rows.filter(Q(received_at__lt=last) | Q(received_at=last, id__lt=before))
    return list(rows.order_by("-received_at", "-id")[: max(1, min(limit, MOST))])


def opened(actor: Actor, message_id: UUID) -> tuple[SinkMessage, EmailMessage]:
    """One mail, parsed. Raises NotFound, Forbidden."""
    require_mailbox(actor)
    row = _open_to(actor).filter(id=message_id).first()
    if row is None:
        raise NotFound
    parsed = email.message_from_bytes(bytes(row.raw), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return row, parsed


def body(mail: EmailMessage, kinds: Sequence[str]) -> str:
    """The text of the first part of one of the kinds (`html`, `plain`); empty when there is none or it is broken."""
    part: Any = mail.get_body(tuple(kinds))
    try:
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError):
        return ""
