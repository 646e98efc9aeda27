"""Unsubscribing ends one kind of mail or every kind, and the gate tells them apart."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.modules.marketing.tests.people import make_campaign, make_contacts, reasons, statuses
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server

ADDRESS = "person1@example.com"


@pytest.fixture
def way_out(admin: ApiClient, settings: Any) -> tuple[str, str]:
    """A contact who agreed to marketing and research, and the link in a marketing mail they got."""
    contact = str(make_contacts(1, owner=admin.id)[0])
    agreed = {"purpose": "research", "status": "granted"}
    assert admin.post(f"contacts/{contact}/consents", agreed).status == 201
    kit = make_campaign(admin)
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    mail: Any = server.mails[0][1]
    return contact, mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")


def standing(admin: ApiClient, contact: str) -> tuple[dict[str, str], list[str]]:
    """Consents by purpose, and what the address gets no more of."""
    found = admin.get(f"contacts/{contact}/consents").json
    states = {one["purpose"]: one["status"] for one in found["states"]}
    return states, [one["purpose"] for one in found["suppressed"]]


def send_research(admin: ApiClient, settings: Any) -> str:
    template = admin.post(
        "records/template",
        {"name": "R", "subject": "Survey", "body": "<p>?</p>", "purpose": "research"},
    ).json["id"]
    kit = make_campaign(admin, purpose="research")
    path = f"records/campaign/{kit.campaign}"
    admin.patch(path, {"template": template}, version=admin.get(path).version)
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    return kit.campaign


def test_one_click_of_a_mail_program_ends_this_kind_only(
    admin: ApiClient, guest: ApiClient, settings: Any, way_out: tuple[str, str]
) -> None:
    contact, link = way_out
    answer = guest.http.post(
        link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert standing(admin, contact) == (
        {"marketing": "withdrawn", "research": "granted"},
        ["marketing"],
    )
    assert statuses(send_research(admin, settings)) == {"handed": 1}
    again = make_campaign(admin).campaign
    checked = admin.post(f"marketing/campaigns/{again}/check").json
    assert (checked["lawful"], checked["reasons"]) == (0, {"suppressed": 1})


def test_everything_ends_every_kind(
    admin: ApiClient, guest: ApiClient, settings: Any, way_out: tuple[str, str]
) -> None:
    """Even what is agreed to later by an import: the word of the person stands until an administrator lifts it."""
    contact, link = way_out
    page = guest.get(link).text.decode()
    assert 'value="kind"' in page
    assert 'value="everything"' in page
    assert "Mails of this kind: Marketing" in page
    answer = guest.http.post(link, {"what": "everything"})
    assert "will get no more mails from us" in answer.content.decode()
    assert "<form" not in answer.content.decode()
    assert standing(admin, contact) == (
        {"marketing": "withdrawn", "research": "withdrawn"},
        ["all"],
    )
    admin.post(f"contacts/{contact}/consents", {"purpose": "research", "status": "granted"})
    campaign = send_research(admin, settings)
    assert (statuses(campaign), reasons(campaign)) == ({"skipped": 1}, {"suppressed": 1})
    assert admin.delete(f"suppressions/{ADDRESS}", query={"purpose": "all"}).status == 204
    assert statuses(send_research(admin, settings)) == {"handed": 1}


def test_this_kind_first_and_everything_afterwards(
    admin: ApiClient, guest: ApiClient, way_out: tuple[str, str]
) -> None:
    contact, link = way_out
    assert 'value="everything"' in guest.http.post(link, {"what": "kind"}).content.decode()
    guest.http.post(link, {"what": "everything"})
    assert standing(admin, contact)[1] == ["all", "marketing"]
