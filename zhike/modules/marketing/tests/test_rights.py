"""Who may do what with campaigns: Alice owns, Bob is of her team, Charlie is not; only who may send sends."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.modules.marketing.tests.people import (
    make_campaign,
    make_contacts,
    statuses,
)
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import FakeServer, fake_server

VERBS = ("send", "pause", "resume", "cancel")


@pytest.fixture
def server(settings: Any) -> Any:
    with fake_server() as found:
        settings.ZHIKE_SMTP_URL = found.url
        yield found


def test_members_may_prepare_and_not_send(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, reader: ApiClient, server: FakeServer
) -> None:
    """403 for who sees it, 404 for who does not, and nothing begins."""
    kit = make_campaign(alice)
    path = f"marketing/campaigns/{kit.campaign}"
    for verb in VERBS:
        for person, expected in ((alice, 403), (bob, 403), (reader, 403), (charlie, 404)):
            assert person.post(f"{path}/{verb}").status == expected, (verb, person.email)
    assert alice.post(f"{path}/schedule", {"at": "2027-01-01T00:00:00Z"}).status == 403
    for part in ("check", "results", "recipients"):
        ask = charlie.post if part == "check" else charlie.get
        assert ask(f"{path}/{part}").status == 404
    assert alice.post(f"{path}/check").status == 200
    run_queued_jobs()
    assert alice.get(f"records/campaign/{kit.campaign}").json["status"] == "draft"
    assert statuses(kit.campaign) == {}
    assert server.mails == []


def test_the_manager_of_the_team_sends_with_the_owners_rights(
    alice: ApiClient, charlie: ApiClient, manager: ApiClient, server: FakeServer
) -> None:
    """The audience is what Alice may see, though Morgan, who sends, may see everybody."""
    make_contacts(3, owner=alice.id)
    make_contacts(2, owner=charlie.id, prefix="west")
    kit = make_campaign(alice)
    checked = manager.post(f"marketing/campaigns/{kit.campaign}/check").json
    assert checked["audience"] == 3
    assert manager.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
    run_queued_jobs()
    assert {to for to, _ in server.mails} == {f"person{n}@example.com" for n in (1, 2, 3)}


def test_a_manager_of_another_team_may_look_and_not_send(
    charlie: ApiClient, manager: ApiClient, server: FakeServer
) -> None:
    """Morgan manages East; the campaign is West's."""
    kit = make_campaign(charlie)
    assert manager.get(f"marketing/campaigns/{kit.campaign}/results").status == 200
    assert manager.post(f"marketing/campaigns/{kit.campaign}/send").status == 403
    assert server.mails == []


def test_recipients_out_of_sight_are_counted_and_not_named(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, server: FakeServer
) -> None:
    """Alice sees the campaign that was handed to her, and of its people those she may see."""
    make_contacts(1, owner=alice.id, prefix="mine")
    make_contacts(1, owner=charlie.id, prefix="west")
    kit = make_campaign(admin)
    assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
    run_queued_jobs()
    version = admin.get(f"records/campaign/{kit.campaign}").version
    answer = admin.patch(
        f"records/campaign/{kit.campaign}", {"owner": str(alice.id)}, version=version
    )
    assert answer.status == 200
    page = alice.get(f"marketing/campaigns/{kit.campaign}/recipients")
    assert b"west" not in page.text
    rows = page.json["rows"]
    assert [row["email"] for row in rows] == ["mine1@example.com", None]
    assert [row["contact"] and row["contact"]["object"] for row in rows] == ["contact", None]
    assert b"west" in admin.get(f"marketing/campaigns/{kit.campaign}/recipients").text
    assert (
        alice.get(f"marketing/campaigns/{kit.campaign}/recipients", query={"status": "x"}).status
        == 400
    )


def test_an_owner_who_left_answers_for_nothing(
    admin: ApiClient, alice: ApiClient, server: FakeServer
) -> None:
    """Disabled between queue and job: the campaign stops, nobody is written to."""
    from zhike.platform.identity.models import User
    from zhike.platform.identity.profile import forget

    make_contacts(2, owner=alice.id)
    kit = make_campaign(alice)
    assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
    User.objects.filter(id=alice.id).update(is_active=False)
    assert alice.id is not None
    forget(alice.id)
    run_queued_jobs()
    assert server.mails == []
    assert admin.get(f"records/campaign/{kit.campaign}").json["status"] == "paused"


def test_the_check_counts_nobody_out_of_the_readers_sight(
    alice: ApiClient, admin: ApiClient, charlie: ApiClient, server: FakeServer
) -> None:
    """A campaign owned by somebody who sees more is no window on the people of other teams."""
    from zhike.platform.identity.models import Membership, Team

    make_contacts(1, owner=alice.id, prefix="mine")
    make_contacts(4, owner=charlie.id, prefix="west")
    Membership.objects.create(user_id=admin.id, team=Team.objects.get(name="East"))
    kit = make_campaign(alice, owner=str(admin.id))
    path = f"marketing/campaigns/{kit.campaign}/check"
    assert alice.post(path).json["audience"] == 1
    assert admin.post(path).json["audience"] == 5


def test_the_check_tells_nothing_of_companies_out_of_the_readers_sight(
    alice: ApiClient, admin: ApiClient, charlie: ApiClient, server: FakeServer
) -> None:
    """Alice sees the person and not the company; the owner of her campaign sees both."""
    from zhike.platform.identity.models import Membership, Team
    from zhike.platform.identity.profile import forget

    hidden = charlie.post("records/company", {"name": "West Holding"}).json["id"]
    who = alice.post("records/contact", {"name": "Mine", "email": "mine@example.com"}).json["id"]
    admin.patch(f"records/contact/{who}", {"company": hidden}, version=1)
    at_west = {"field": "company.name", "op": "eq", "value": "West Holding"}
    segment = alice.post("records/segment", {"name": "?", "filter": at_west}).json["id"]
    kit = make_campaign(alice)
    values = {"segment": segment, "owner": str(admin.id)}
    path = f"records/campaign/{kit.campaign}"
    assert admin.patch(path, values, version=admin.get(path).version).status == 200
    Membership.objects.create(user_id=admin.id, team=Team.objects.get(name="East"))
    forget(alice.id)
    path = f"marketing/campaigns/{kit.campaign}/check"
    assert alice.post(path).json["audience"] == 0
    assert admin.post(path).json["audience"] == 1
