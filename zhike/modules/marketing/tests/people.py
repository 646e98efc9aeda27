"""Campaigns and audiences for tests: many contacts with consent, in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.kit.ids import new_id

BODY = (
    '<p>您好 {{ contact.first_name | default: "朋友" }}，来自 {{ company.name | default: "贵公司" }}</p>'
    '<p><a href="https://shop.example/autumn?x=1&amp;y=2">看看</a> <a href="https://shop.example/other">other</a></p>'
)


def make_contacts(
    count: int, *, owner: UUID | None, consent: bool = True, prefix: str = "person"
) -> list[UUID]:
    """Contacts named and addressed by number, with consent to marketing by mail."""
    ids = [new_id() for _ in range(count)]
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_entry (id, object, title, sort_key) SELECT i, 'contact', 'x', 'x' FROM unnest(%s::uuid[]) i",
            [ids],
        )
        cursor.execute(
            "INSERT INTO customer_contact (id, version, owner_id, created_at, updated_at, custom, name, email, phone,"
            " other_emails, other_phones, job_title, stage, tags, interests, description, order_count)"
            " SELECT i, 1, %s, %s, %s, '{}', '张' || n, %s || n || '@example.com', NULL, '{}', '{}', '', 'contact', '{}', '{}', '', 0"
            " FROM unnest(%s::uuid[]) WITH ORDINALITY AS p(i, n)",
            [owner, moment, moment, prefix, ids],
        )
    if consent:
        agree(ids)
    return ids


def agree(ids: Sequence[UUID]) -> None:
    """Consent to marketing by mail, as the consent room stores it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH lines AS (INSERT INTO consent_consent (id, contact_id, purpose, channel, status, source, notice_version,"
            " evidence, at, written_at) SELECT gen_random_uuid(), i, 'marketing', 'email', 'granted', 'test', '', '{}', now(), now()"
            " FROM unnest(%s::uuid[]) i RETURNING id, contact_id, at)"
            " INSERT INTO consent_consentstate (contact_id, purpose, channel, status, at, line_id)"
            " SELECT contact_id, 'marketing', 'email', 'granted', at, id FROM lines",
            [list(ids)],
        )


@dataclass
class Kit:
    """A campaign ready to be sent."""

    campaign: str
    template: str
    segment: str


def created(client: ApiClient, object_key: str, values: dict[str, Any]) -> str:
    """The id of a new record."""
    answer = client.post(f"records/{object_key}", values)
    assert answer.status == 201, answer
    return str(answer.json["id"])


def make_campaign(client: ApiClient, *, body: str = BODY, filter: Any = None, **values: Any) -> Kit:
    """Template, segment of all contacts, and campaign, made through the API."""
    template = created(
        client, "template", {"name": "T", "subject": "{{ contact.name }} 秋季备件", "body": body}
    )
    segment = created(
        client, "segment", {"name": "S", "target": "contact", "filter": filter or {"all": []}}
    )
    campaign = created(
        client,
        "campaign",
        {
            "name": "Autumn",
            "segment": segment,
            "template": template,
            "from_name": "知客商城",
            "from_email": "news@shop.example",
            "rate_per_second": 1000,
            "hold_out_percent": 0,
            **values,
        },
    )
    return Kit(campaign, template, segment)


def statuses(campaign: str) -> dict[str, int]:
    """People by status."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status, count(*) FROM marketing_recipient WHERE campaign_id = %s GROUP BY 1",
            [campaign],
        )
        return dict(cursor.fetchall())


def reasons(campaign: str) -> dict[str, int]:
    """Skipped people by reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason, count(*) FROM marketing_recipient WHERE campaign_id = %s AND status = 'skipped' GROUP BY 1",
            [campaign],
        )
        return dict(cursor.fetchall())
