"""Whose name stands on the mail, and the test one sends oneself from a campaign."""

from typing import Any

from tests.cast import ApiClient
from zhike.modules.marketing.tests.people import make_campaign, make_contacts
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server

VERBS = "marketing/campaigns"


def test_mail_that_names_no_sender_comes_from_the_organisation(
    admin: ApiClient, settings: Any
) -> None:
    make_contacts(1, owner=admin.id)
    kit = make_campaign(admin, from_name="")
    assert admin.get("marketing/sender").json["name"] == ""
    assert admin.patch("admin/workspace", {"name": " 海川备件 "}).json == {"name": "海川备件"}
    assert admin.get("marketing/sender").json["name"] == "海川备件"
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = f"{server.url}?timeout=1"
        assert admin.post(f"{VERBS}/{kit.campaign}/send").status == 200
        run_queued_jobs()
    ((_, mail),) = server.mails
    assert mail["From"] == "海川备件 <news@shop.example>"


def test_a_test_goes_as_the_campaign_would_and_to_oneself_only(
    admin: ApiClient, bob: ApiClient, reader: ApiClient, settings: Any
) -> None:
    (person,) = make_contacts(1, owner=admin.id)
    kit = make_campaign(admin)
    path = f"{VERBS}/{kit.campaign}/test-send"
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = f"{server.url}?timeout=1"
        assert admin.post(path, {"contact": str(person)}).json == {"sent_to": admin.email}
        assert bob.post(path, {}).status in {403, 404}
        assert reader.get(f"records/campaign/{kit.campaign}").status == 200
        assert reader.post(path, {}).problem["code"] == "forbidden"
        template = admin.get(f"records/campaign/{kit.campaign}").json["template"]["id"]
        own = f"marketing/templates/{template}/test-send"
        assert reader.post(own, {}).problem["code"] == "forbidden"
    ((to, mail),) = server.mails
    assert to == admin.email
    assert mail["From"].startswith("知客商城 ")
    assert "秋季备件" in mail["Subject"]
    assert admin.get(f"records/campaign/{kit.campaign}").json["status"] == "draft"


def test_only_administrators_name_the_organisation(alice: ApiClient, admin: ApiClient) -> None:
    assert alice.get("admin/workspace").status == 403
    assert alice.patch("admin/workspace", {"name": "Mine"}).status == 403
    assert admin.get("admin/workspace").json == {"name": ""}
