"""The rate that was set is kept; a campaign whose job was lost is taken up."""

from typing import Any

import pytest
from django.db import connection

from tests.cast import ApiClient
from zhike.modules.marketing.campaign import pace
from zhike.modules.marketing.campaign.sender_job import take_up_campaigns
from zhike.modules.marketing.tests.people import make_campaign, make_contacts, statuses
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server


@pytest.mark.parametrize("rate", [1, 7, 100, 1000])
def test_no_more_than_the_rate_in_any_second(rate: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked as often as one likes, for as many as one likes."""
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    limit = pace.Pace(rate)
    let_through: list[float] = []
    for _ in range(20_000):
        let_through += [clock[0]] * limit.take(50)
        clock[0] += 0.0005
    assert len(let_through) == pytest.approx(rate * 10, abs=max(2, rate / 4))
    for start in range(0, len(let_through) - 1, 97):
        second = [at for at in let_through if let_through[start] <= at < let_through[start] + 1]
        assert len(second) <= rate + max(1, rate / 4) + 1
    clock[0] += limit.pause()
    assert limit.take(1) == 1


def test_a_lost_job_is_made_up_for(admin: ApiClient, settings: Any) -> None:
    """No sign of life for minutes: the sender is queued again, once."""
    make_contacts(3, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        take_up_campaigns(timestamp=0)
        assert run_queued_jobs() == 0
        with connection.cursor() as cursor:
            cursor.execute("UPDATE marketing_campaign SET beat_at = now() - interval '5 minutes'")
        take_up_campaigns(timestamp=0)
        take_up_campaigns(timestamp=0)
        assert run_queued_jobs() == 1
    assert statuses(kit.campaign) == {"handed": 3}
    assert len(server.mails) == 3


def test_resuming_does_not_wait_for_an_old_pause(admin: ApiClient, settings: Any) -> None:
    """The server was down, the job comes back later; whoever resumes by hand starts now, and sees the progress."""
    make_contacts(2, owner=admin.id)
    kit = make_campaign(admin)
    path = f"marketing/campaigns/{kit.campaign}"
    settings.ZHIKE_SMTP_URL = "smtp://127.0.0.1:9"
    assert admin.post(f"{path}/send").status == 200
    run_queued_jobs()
    assert admin.post(f"{path}/pause").status == 200
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"{path}/resume").status == 200
        run_queued_jobs()
    assert statuses(kit.campaign) == {"handed": 2}
    newest = admin.get("jobs").json["rows"][0]
    assert (newest["kind"], newest["state"], newest["done"]) == ("campaign", "done", 2)


def test_a_campaign_in_the_trash_is_not_sent(admin: ApiClient, settings: Any) -> None:
    """Deleted between send and job: nobody is written to, nothing fails."""
    make_contacts(2, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        version = admin.get(f"records/campaign/{kit.campaign}").version
        assert admin.delete(f"records/campaign/{kit.campaign}", version=version).status == 204
        run_queued_jobs()
    assert server.mails == []
