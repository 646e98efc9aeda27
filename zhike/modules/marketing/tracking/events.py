"""Noting what recipients do. Each first time is noted once on the recipient and counted once on the campaign.

Mail programs and scanners ask again and again, so events of one kind and person are kept up to a limit.
"""

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from django.db import connection, transaction

from zhike.foundation.consent.actions import ConsentLine, set_consents
from zhike.foundation.consent.purposes import Purpose
from zhike.foundation.consent.queries import is_suppressed
from zhike.foundation.consent.suppression_actions import ALL, suppress_emails
from zhike.modules.marketing.campaign.links import leads_to
from zhike.modules.marketing.tokens import Signed
from zhike.platform.identity.actor import SYSTEM

Kind = Literal["open", "click", "unsubscribe"]
MOST_EVENTS: Final = 50
_COLUMNS: Final[dict[Kind, tuple[str, str]]] = {
    "open": ("opened_at", "opened_count"),
    "click": ("clicked_at", "clicked_count"),
    "unsubscribe": ("unsubscribed_at", "unsubscribed_count"),
}


@dataclass(frozen=True, slots=True)
class Received:
    """The mail a link belongs to, as the public pages need it."""

    recipient_id: int
    contact_id: UUID
    email: str
    campaign_id: UUID
    purpose: Purpose
    from_name: str
    language: str
    unsubscribed: bool

    @property
    def ended(self) -> bool:
        """Whether the address gets no mail of any kind any more."""
        return is_suppressed(self.email, ALL)


def received(recipient_id: int) -> Received | None:
    """The mail of a recipient who was written to; None for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.contact_id, r.email, r.campaign_id, k.purpose,"
            " coalesce(k.content->>'from_name', ''),"
            " coalesce(k.content->>'language', 'zh-CN'), r.unsubscribed_at IS NOT NULL"
            " FROM marketing_recipient r JOIN marketing_campaign k ON k.id = r.campaign_id"
            " WHERE r.id = %s AND r.handing_at IS NOT NULL",
            [recipient_id],
        )
        row = cursor.fetchone()
    return None if row is None else Received(*row)


def link_address(signed: Signed) -> str | None:
    """Where a click in somebody's mail leads: to a stored address, or to their own under a stored host."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.content->'links'->>%s FROM marketing_recipient r"
            " JOIN marketing_campaign k ON k.id = r.campaign_id"
            " WHERE r.id = %s AND r.handing_at IS NOT NULL",
            [signed.link, signed.recipient_id],
        )
        row = cursor.fetchone()
    return leads_to(row[0], signed.address) if row and row[0] else None


def note_event(recipient_id: int, kind: Kind, link: int | None = None) -> None:
    """Note one event. A click is an opening too, and either proves that a mail of unknown fate has arrived."""
    with transaction.atomic():
        if kind == "click":
            _first_time(recipient_id, "open")
        _first_time(recipient_id, kind)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO marketing_mailevent (recipient_id, kind, at, link) SELECT %s, %s, now(), %s"
                " WHERE (SELECT count(*) FROM marketing_mailevent WHERE recipient_id = %s AND kind = %s) < %s",
                [recipient_id, kind, link, recipient_id, kind, MOST_EVENTS],
            )


def _first_time(recipient_id: int, kind: Kind) -> None:
    column, counter = _COLUMNS[kind]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH first AS (UPDATE marketing_recipient SET {column} = now(),"
            " handed_at = CASE WHEN status = 'unknown' THEN handing_at ELSE handed_at END,"
            " status = CASE WHEN status = 'unknown' THEN 'handed' ELSE status END"
            f" WHERE id = %s AND {column} IS NULL AND handing_at IS NOT NULL RETURNING campaign_id)"
            f" UPDATE marketing_campaign k SET {counter} = {counter} + 1 FROM first WHERE k.id = first.campaign_id",
            [recipient_id],
        )


def unsubscribe(mail: Received, *, everything: bool = False) -> None:
    """Take the person's word at once: consent to this kind of mail, or to every kind, is withdrawn for everybody with
    this address, and none is sent to it whatever is imported later. Again it changes nothing.
    """
    evidence = {"campaign": str(mail.campaign_id), "recipient": mail.recipient_id}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.contact_id, s.purpose FROM consent_consentstate s JOIN (SELECT %s AS id"
                " UNION SELECT c.id FROM customer_contact c WHERE c.email = %s AND c.deleted_at IS NULL) p"
                " ON p.id = s.contact_id"
                " WHERE s.channel = 'email' AND s.status = 'granted' AND (%s OR s.purpose = %s)",
                [mail.contact_id, mail.email, everything, mail.purpose],
            )
            given = cursor.fetchall()
        lines = [
            ConsentLine(
                contact_id=contact_id,
                status="withdrawn",
                purpose=purpose,
                source="unsubscribe link",
                evidence=evidence,
            )
            for contact_id, purpose in given
        ]
        set_consents(SYSTEM, lines)
        suppress_emails(
            SYSTEM,
            [mail.email.lower()],
            reason="unsubscribed",
            purpose=ALL if everything else mail.purpose,
        )
        if not mail.unsubscribed:
            note_event(mail.recipient_id, "unsubscribe")
