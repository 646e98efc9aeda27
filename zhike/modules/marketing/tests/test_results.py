"""What a campaign led to: the numbers of the page, and whose orders they count."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.modules.marketing.tests.people import created, make_campaign, make_contacts
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server


@pytest.fixture
def campaign(admin: ApiClient, settings: Any) -> str:
    """Two hundred people, half of them held out."""
    make_contacts(200, owner=admin.id)
    kit = make_campaign(admin, hold_out_percent=50)
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    return kit.campaign


def people(campaign: str, variant: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id::text FROM marketing_recipient WHERE campaign_id = %s AND variant = %s ORDER BY id",
            [campaign, variant],
        )
        return [row[0] for row in cursor.fetchall()]


def order(client: ApiClient, contact: str, total: int, *, days: float = 0.01, **values: Any) -> str:
    at = (now() + timedelta(days=days)).isoformat()
    return created(
        client,
        "order",
        {
            "number": f"{contact[-6:]}{days}",
            "contact": contact,
            "ordered_at": at,
            "total": total,
            "status": "paid",
            **values,
        },
    )


def test_revenue_of_the_reached_against_the_hold_out(admin: ApiClient, campaign: str) -> None:
    """Per person, who bought nothing included; orders outside the days or cancelled do not count."""
    reached, held = people(campaign, "mail"), people(campaign, "hold_out")
    for contact in reached[:30]:
        order(admin, contact, 100)
    for contact in held[:5]:
        order(admin, contact, 60)
    order(admin, reached[31], 5000, days=-1)
    order(admin, reached[32], 5000, days=8)
    order(admin, reached[33], 5000, status="cancelled")
    effect = admin.get(f"marketing/campaigns/{campaign}/results").json["effect"]
    assert effect["reached"] == {
        "people": len(reached), "ordered": 30, "revenue": "3000.00", "mean": f"{3000 / len(reached):.2f}",
    }  # fmt: skip
    assert effect["hold_out"] == {
        "people": len(held), "ordered": 5, "revenue": "300.00", "mean": f"{300 / len(held):.2f}",
    }  # fmt: skip
    difference = effect["difference"]
    value = 3000 / len(reached) - 300 / len(held)
    assert float(difference["amount"]) == pytest.approx(value, abs=0.01)
    assert float(difference["low"]) < value < float(difference["high"])
    assert difference["real"] is True
    assert difference["relative"] == pytest.approx(value / (300 / len(held)))
    assert float(effect["revenue_caused"]) == pytest.approx(value * len(reached), abs=0.01)
    assert (effect["window_days"], effect["complete"], effect["currency"]) == (7, False, "CNY")
    assert "Welch" in effect["formula"]
    assert effect["from"] < effect["to"]


def test_the_funnel_and_the_hours(admin: ApiClient, campaign: str) -> None:
    """Each step counts people; hours without openings are there, too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH picked AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM marketing_recipient"
            " WHERE campaign_id = %s AND variant = 'mail')"
            " UPDATE marketing_recipient r SET opened_at = date_trunc('hour', now()) + (n %% 2) * interval '3 hours',"
            " clicked_at = CASE WHEN n <= 2 THEN now() END FROM picked s WHERE s.id = r.id AND n <= 10",
            [campaign],
        )
    found = admin.get(f"marketing/campaigns/{campaign}/results").json
    reached, held = len(people(campaign, "mail")), len(people(campaign, "hold_out"))
    assert found["funnel"] == {
        "audience": 200, "lawful": 200, "held_out": held, "delivered": reached, "opened": 10, "clicked": 2, "bounced": 0,
        "unsubscribed": 0, "ordered": 0,
    }  # fmt: skip
    assert [hour["count"] for hour in found["opens_by_hour"]] == [5, 0, 0, 5]
    assert found["statuses"] == {"handed": reached, "held_out": held}
    rows = admin.get(
        f"marketing/campaigns/{campaign}/recipients", query={"status": "opened", "limit": 4}
    ).json
    assert len(rows["rows"]) == 4
    rest = admin.get(
        f"marketing/campaigns/{campaign}/recipients",
        query={"status": "opened", "limit": 100, "after": rows["next"]},
    ).json
    assert (len(rest["rows"]), rest["next"]) == (6, None)


def test_orders_out_of_sight_do_not_count(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, campaign: str
) -> None:
    """The same page of two worlds that differ in an order Alice may not see is the same page."""
    version = admin.get(f"records/campaign/{campaign}").version
    values = {"owner": str(alice.id)}
    assert admin.patch(f"records/campaign/{campaign}", values, version=version).status == 200
    path = f"marketing/campaigns/{campaign}/results"
    before = alice.get(path).json
    order(admin, people(campaign, "mail")[0], 700, owner=str(charlie.id))
    assert alice.get(path).json == before
    assert admin.get(path).json["effect"]["reached"]["revenue"] == "700.00"


def test_before_sending_there_is_no_effect(admin: ApiClient) -> None:
    """Zeros and nothing to compare."""
    kit = make_campaign(admin)
    found = admin.get(f"marketing/campaigns/{kit.campaign}/results").json
    assert found["effect"] is None
    assert found["opens_by_hour"] == []
    assert found["funnel"]["audience"] == 0
