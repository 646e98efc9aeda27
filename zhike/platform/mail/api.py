"""The demo's mailbox: what would have been sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from zhike.platform.identity.requests import ActorRequest, signed_in
from zhike.platform.mail.mailbox import body, newest, opened

router = Router(tags=["mail"], auth=signed_in)


class MailLine(Schema):
    """One kept mail in the list."""

    id: UUID
    received_at: datetime
    sender: str
    recipient: str
    subject: str


class MailList(Schema):
    """Newest first; pass `next` as `before` for older ones."""

    rows: list[MailLine]
    next: UUID | None


class MailHeader(Schema):
    """One header as it was sent."""

    name: str
    value: str


class MailOut(MailLine):
    """One kept mail. `html` is as sent: show it in a sandboxed frame only, for example from `body_url`."""

    message_id: str
    headers: list[MailHeader]
    html: str
    text: str
    body_url: str


@router.get("/demo/mailbox", response=MailList)
def mailbox(request: ActorRequest, q: str = "", limit: int = 50, before: UUID | None = None) -> Any:
    """Mails the demo kept instead of delivering."""
    rows = newest(request.actor, recipient=q, limit=limit, before=before)
    following = rows[-1].id if rows and len(rows) == max(1, min(limit, 100)) else None
    return MailList(rows=[MailLine.from_orm(row) for row in rows], next=following)


@router.get("/demo/mailbox/{uuid:message_id}", response=MailOut)
def mail(request: ActorRequest, message_id: UUID) -> Any:
    """One mail with its headers, HTML and text."""
    row, parsed = opened(request.actor, message_id)
    return MailOut(
        id=row.id,
        received_at=row.received_at,
        sender=row.sender,
        recipient=row.recipient,
        subject=row.subject,
        message_id=row.message_id,
        headers=[MailHeader(name=name, value=str(value)) for name, value in parsed.items()],
        html=body(parsed, ["html"]),
        text=body(parsed, ["plain"]),
        body_url=f"/demo/mailbox/{row.id}/body",
    )
