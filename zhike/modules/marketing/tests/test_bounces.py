"""A server that knows no such address: the recipient bounced, and the address gets no more mail."""

from typing import Any

import pytest
from django.db import connection

from tests.cast import ApiClient
from zhike.modules.marketing.tests.people import make_campaign, make_contacts, statuses
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.connection import _no_such_address
from zhike.platform.mail.tests.servers import Talk, fake_server, on


@pytest.mark.parametrize(
    ("said", "bounced"),
    [
        ("550 no such user", True),
        ("550 5.1.1 unknown user", True),
        ("550-5.1.1 The account does not exist", True),
        ("551 user not local", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 5.7.1 message blocked by policy", False),
        ("554 5.7.1 relay access denied", False),
        ("552 5.2.2 mailbox full", False),
        ("552 mailbox full", False),
        ("554 transaction failed", False),
    ],
)
def test_policy_and_full_mailboxes_are_no_bounces(said: str, bounced: bool) -> None:
    assert _no_such_address(int(said[:3]), said) is bounced


def suppressed() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, purpose, reason FROM consent_suppression ORDER BY email")
        return list(cursor.fetchall())


def test_a_hard_bounce_is_shown_and_suppressed(admin: ApiClient, settings: Any) -> None:
    """A policy refusal and a refusal of the mail itself are failures of this mail and end nothing."""
    make_contacts(4, owner=admin.id)
    kit = make_campaign(admin)
    refusals = {
        "person1@example.com": "550 5.1.1 no such user",
        "person2@example.com": "550 5.7.1 blocked",
    }

    def script(talk: Talk, command: str) -> str | None:
        if command.upper().startswith("RCPT"):
            return refusals.get(talk.recipient, "")
        return "554 spam" if command == "END" and talk.recipient.startswith("person3") else ""

    with fake_server(script) as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    assert statuses(kit.campaign) == {"handed": 1, "failed": 2, "bounced": 1}
    found = admin.get(f"marketing/campaigns/{kit.campaign}/results").json
    assert (found["funnel"]["delivered"], found["funnel"]["bounced"]) == (1, 1)
    assert suppressed() == [("person1@example.com", "all", "bounced")]
    checked = admin.post(f"marketing/campaigns/{make_campaign(admin).campaign}/check").json
    assert (checked["lawful"], checked["reasons"]) == (3, {"suppressed": 1})


def test_a_server_that_refuses_everybody_says_nothing_about_addresses(
    admin: ApiClient, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The campaign is paused before it is over, and no address is suppressed."""
    monkeypatch.setattr("zhike.modules.marketing.campaign.sending.REFUSED_IN_A_ROW", 5)
    make_contacts(30, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server(on("RCPT", "550 go away")) as server:
        settings.ZHIKE_SMTP_URL = f"{server.url}?connections=1"
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    row = admin.get(f"records/campaign/{kit.campaign}").json
    assert (row["status"], row["problem"]) == ("paused", {"en": "550 go away", "zh": "550 go away"})
    assert suppressed() == []
