"""A campaign through HTTP, the job and a real SMTP server, when all goes well and when it does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import ApiClient
from zhike.foundation.consent.actions import withdraw_consent
from zhike.foundation.consent.suppression_actions import suppress_email
from zhike.modules.marketing.campaign.claims import begin_run, mark_handing
from zhike.modules.marketing.tests.people import (
    Kit,
    created,
    make_campaign,
    make_contacts,
    reasons,
    statuses,
)
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import Answer, FakeServer, Talk, fake_server, on

VERBS = "marketing/campaigns"
SENDING = "zhike.modules.marketing.campaign.sending"


def use(settings: Any, server: FakeServer, options: str = "") -> None:
    settings.ZHIKE_SMTP_URL = f"{server.url}?timeout=1{options}"


def send(client: ApiClient, kit: Kit) -> None:
    answer = client.post(f"{VERBS}/{kit.campaign}/send")
    assert answer.status == 200, answer
    assert answer.json["status"] == "sending"


def status(client: ApiClient, kit: Kit) -> str:
    return str(client.get(f"records/campaign/{kit.campaign}").json["status"])


def test_everybody_lawful_gets_one_mail(admin: ApiClient, settings: Any) -> None:
    """Filled in for each, with the headers of one-click unsubscribing; who may not be written to is counted by reason."""
    ids = make_contacts(12, owner=admin.id)
    make_contacts(3, owner=admin.id, consent=False, prefix="silent")
    twin = created(admin, "contact", {"name": "Twin", "email": "person1@example.com"})
    admin.post(f"contacts/{twin}/consents", {"purpose": "marketing", "status": "granted"})
    created(admin, "contact", {"name": "No address"})
    suppress_email(SYSTEM, "person2@example.com", reason="manual")
    kit = make_campaign(admin)
    with fake_server() as server:
        use(settings, server)
        checked = admin.post(f"{VERBS}/{kit.campaign}/check").json
        assert checked == {
            "audience": 17,
            "lawful": 11,
            "to_send": 11,
            "held_out": 0,
            "reasons": {"no-consent": 3, "suppressed": 1, "no-address": 1, "duplicate": 1},
            "advert": "added",
            "advert_prefix": "广告：",
        }
        send(admin, kit)
        run_queued_jobs()
    assert statuses(kit.campaign) == {"handed": 11, "skipped": 6}
    assert reasons(kit.campaign) == checked["reasons"]
    row = admin.get(f"records/campaign/{kit.campaign}").json
    assert (row["status"], row["sent_count"], row["audience_count"]) == ("done", 11, 17)
    assert (
        len(server.mails)
        == len({to for to, _ in server.mails})
        == len(set(server.message_ids))
        == 11
    )
    mail: Any = next(mail for to, mail in server.mails if to == "person3@example.com")
    assert mail["Subject"] == "广告：张3 秋季备件"
    assert mail["From"] == "知客商城 <news@shop.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http")
    html = mail.get_body(("html",)).get_content()
    assert "您好 张3，来自 贵公司" in html
    assert "https://shop.example/autumn" not in html
    assert "/t/c/" in html
    assert "/t/o/" in html
    assert "退订此类邮件" in html
    text = mail.get_body(("plain",)).get_content()
    assert "您好 张3" in text
    assert "/t/c/" in text
    assert ids


def test_consent_withdrawn_after_queueing_stops_the_mail(
    admin: ApiClient, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Withdrawn, suppressed, deleted or out of the owner's sight between queue and claim: no mail, and the reason."""
    ids = make_contacts(6, owner=admin.id)
    kit = make_campaign(admin)
    asked: list[int] = []

    def meanwhile(campaign_id: Any) -> int | None:
        asked.append(1)
        withdraw_consent(SYSTEM, ids[0], purpose="marketing", channel="email")
        suppress_email(SYSTEM, "person2@example.com", reason="manual")
        version = admin.get(f"records/contact/{ids[2]}").version
        assert admin.delete(f"records/contact/{ids[2]}", version=version).status == 204
        return begin_run(campaign_id)

    monkeypatch.setattr(f"{SENDING}.begin_run", meanwhile)
    with fake_server() as server:
        use(settings, server)
        send(admin, kit)
        run_queued_jobs()
    assert asked
    assert statuses(kit.campaign) == {"handed": 3, "skipped": 3}
    assert reasons(kit.campaign) == {"no-consent": 1, "suppressed": 1, "gone": 1}
    assert {to for to, _ in server.mails} == {f"person{n}@example.com" for n in (4, 5, 6)}


@pytest.mark.parametrize(("lawful", "percent", "held"), [(40, 10, 4), (32, 10, 3), (35, 10, 4)])
def test_the_hold_out_is_an_exact_share(
    admin: ApiClient, settings: Any, lawful: int, percent: int, held: int
) -> None:
    """To the person, the same in the check and in the sending, and never written to."""
    make_contacts(lawful, owner=admin.id)
    kit = make_campaign(admin, hold_out_percent=percent)
    with fake_server() as server:
        use(settings, server)
        checked = admin.post(f"{VERBS}/{kit.campaign}/check").json
        assert checked["held_out"] == held
        send(admin, kit)
        run_queued_jobs()
    assert statuses(kit.campaign) == {
        "handed": checked["to_send"],
        "held_out": checked["held_out"],
    }
    assert len(server.mails) == checked["to_send"]


def answering(replies: dict[str, list[str | None]]) -> Answer:
    """A server that has a row of answers ready for single people, at RCPT or END (`END:address`)."""

    def script(talk: Talk, command: str) -> str | None:
        key = f"END:{talk.recipient}" if command == "END" else talk.recipient
        if (command == "END" or command.upper().startswith("RCPT")) and replies.get(key):
            return replies[key].pop(0)
        return ""

    return script


def test_each_answer_of_a_server_has_its_consequence(
    admin: ApiClient, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5xx bounces or fails, 4xx is tried again later, a cut after the mail is unknown and stays so, a cut before it is repeated."""
    make_contacts(6, owner=admin.id)
    kit = make_campaign(admin)
    replies: dict[str, list[str | None]] = {
        "person1@example.com": ["550 no such user"],
        "person2@example.com": ["451 later", "451 later"],
        "END:person3@example.com": [None],
        "person4@example.com": [None],
        "END:person5@example.com": ["452 full"],
    }
    monkeypatch.setattr(f"{SENDING}.FIRST_PAUSE", timedelta(0))
    with fake_server(answering(replies)) as server:
        use(settings, server, "&connections=2")
        send(admin, kit)
        run_queued_jobs()
    assert statuses(kit.campaign) == {"handed": 4, "bounced": 1, "unknown": 1}
    assert len(server.message_ids) == len(set(server.message_ids)) == 5
    rows = admin.get(f"{VERBS}/{kit.campaign}/recipients", query={"status": "bounced"}).json["rows"]
    assert [(row["email"], row["reason"]) for row in rows] == [
        ("person1@example.com", "550 no such user")
    ]
    unknown = admin.get(f"{VERBS}/{kit.campaign}/recipients", query={"status": "unknown"}).json
    assert [row["email"] for row in unknown["rows"]] == ["person3@example.com"]
    assert status(admin, kit) == "done"


def test_who_is_always_put_off_fails_in_the_end(
    admin: ApiClient, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six times later is never."""
    make_contacts(2, owner=admin.id)
    kit = make_campaign(admin)
    monkeypatch.setattr(f"{SENDING}.FIRST_PAUSE", timedelta(0))
    with fake_server(answering({"person1@example.com": ["451 later"] * 50})) as server:
        use(settings, server)
        send(admin, kit)
        run_queued_jobs()
    assert statuses(kit.campaign) == {"handed": 1, "failed": 1}


def test_a_slow_server_makes_mails_unknown_and_none_twice(admin: ApiClient, settings: Any) -> None:
    """The answer comes too late: nobody knows, so nobody is written to again."""
    make_contacts(3, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server(on("END", "250 ok", times=1, after=1.5)) as server:
        use(settings, server, "&connections=1")
        send(admin, kit)
        run_queued_jobs()
        assert statuses(kit.campaign) == {"handed": 2, "unknown": 1}
        server.wait_for(3)
    assert len(set(server.message_ids)) == len(server.message_ids) == 3


def test_a_server_that_is_down_costs_nobody_a_try(admin: ApiClient, settings: Any) -> None:
    """The job comes back later; the campaign says why it waits."""
    make_contacts(3, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server() as server:
        pass
    use(settings, server)
    send(admin, kit)
    run_queued_jobs()
    assert statuses(kit.campaign) == {"queued": 3}
    row = admin.get(f"records/campaign/{kit.campaign}").json
    assert row["status"] == "sending"
    assert "refused" in row["problem"]["en"]
    with fake_server() as server:
        use(settings, server)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
        run_queued_jobs()
    assert statuses(kit.campaign) == {"handed": 3}
    row = admin.get(f"records/campaign/{kit.campaign}").json
    assert (row["status"], row["problem"]) == ("done", None)


def test_a_server_that_does_not_know_us_pauses_the_campaign(
    admin: ApiClient, settings: Any
) -> None:
    """No person is at fault, nobody fails; after mending it goes on."""
    make_contacts(3, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server(on("MAIL", "553 sender not allowed")) as server:
        use(settings, server)
        send(admin, kit)
        run_queued_jobs()
    row = admin.get(f"records/campaign/{kit.campaign}").json
    said = "553 sender not allowed"
    assert (row["status"], row["problem"]) == ("paused", {"en": said, "zh": said})
    assert statuses(kit.campaign) == {"queued": 3}
    with fake_server() as server:
        use(settings, server)
        assert admin.post(f"{VERBS}/{kit.campaign}/resume").status == 200
        run_queued_jobs()
    assert statuses(kit.campaign) == {"handed": 3}


def test_pause_resume_cancel(admin: ApiClient, settings: Any) -> None:
    """Paused mid-way the rest waits; cancelled, it never comes."""
    make_contacts(40, owner=admin.id)
    kit = make_campaign(admin)
    paused: list[int] = []

    def pausing(_talk: Talk, command: str) -> str | None:
        if command == "END":
            paused.append(1)
        return ""

    with fake_server(pausing) as server:
        use(settings, server, "&connections=1")
        send(admin, kit)

        def mark_and_pause(*arguments: Any) -> set[int]:
            if len(paused) >= 5 and status(admin, kit) == "sending":
                assert admin.post(f"{VERBS}/{kit.campaign}/pause").status == 200
            return mark_handing(*arguments)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(f"{SENDING}.mark_handing", mark_and_pause)
            run_queued_jobs()
        assert status(admin, kit) == "paused"
        found = statuses(kit.campaign)
        assert set(found) == {"handed", "queued"}
        assert 5 <= found["handed"] <= 15
        assert admin.post(f"{VERBS}/{kit.campaign}/pause").problem["code"] == "wrong-stage"
        assert admin.post(f"{VERBS}/{kit.campaign}/cancel").status == 200
        run_queued_jobs()
        assert statuses(kit.campaign) == {"handed": found["handed"], "skipped": found["queued"]}
        assert admin.post(f"{VERBS}/{kit.campaign}/resume").problem["code"] == "wrong-stage"
    assert len(server.mails) == found["handed"]


def test_what_is_being_sent_stays_as_it_was(admin: ApiClient, settings: Any) -> None:
    """Editing the template later changes no mail, and the campaign's own settings are fixed."""
    make_contacts(2, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server() as server:
        use(settings, server)
        send(admin, kit)
        version = admin.get(f"records/template/{kit.template}").version
        answer = admin.patch(
            f"records/template/{kit.template}", {"subject": "Other"}, version=version
        )
        assert answer.status == 200
        version = admin.get(f"records/campaign/{kit.campaign}").version
        fixed = admin.patch(
            f"records/campaign/{kit.campaign}", {"hold_out_percent": 5}, version=version
        )
        assert fixed.problem["code"] == "campaign-fixed"
        forged = admin.patch(
            f"records/campaign/{kit.campaign}", {"status": "draft"}, version=version
        )
        assert forged.problem["errors"][0]["code"] == "read-only"
        run_queued_jobs()
    assert {mail["Subject"] for _, mail in server.mails} == {
        "广告：张1 秋季备件",
        "广告：张2 秋季备件",
    }


def test_scheduled_sending(admin: ApiClient, settings: Any) -> None:
    """It begins at its time, unless it was moved or cancelled since."""
    make_contacts(2, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server() as server:
        use(settings, server)
        path = f"{VERBS}/{kit.campaign}/schedule"
        assert (
            admin.post(path, {"at": "2020-01-01T00:00:00Z"}).problem["code"] == "campaign-not-ready"
        )
        assert admin.post(path, {"at": "2027-01-01T00:00:00Z"}).json["status"] == "scheduled"
        assert admin.post(path, {"at": "2027-01-02T00:00:00Z"}).status == 200
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE args->>'scheduled_at' LIKE '2027-01-01%%'"
            )
        run_queued_jobs()
        assert status(admin, kit) == "scheduled"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
        run_queued_jobs()
    assert status(admin, kit) == "done"
    assert len(server.mails) == 2


def test_what_is_missing_is_said(admin: ApiClient, settings: Any) -> None:
    """No server, no template, another purpose, another object's segment: each a clear error."""
    kit = make_campaign(admin)
    settings.ZHIKE_SMTP_URL = ""
    assert admin.post(f"{VERBS}/{kit.campaign}/send").problem["code"] == "mail-not-configured"
    settings.ZHIKE_SMTP_URL = "smtp://127.0.0.1:9"
    empty = created(admin, "campaign", {"name": "Empty"})
    problem = admin.post(f"{VERBS}/{empty}/send").problem
    assert [error["loc"] for error in problem["errors"]] == [["segment"], ["template"]]
    other = created(
        admin,
        "campaign",
        {"name": "Other", "segment": kit.segment, "template": kit.template, "purpose": "research"},
    )
    assert admin.post(f"{VERBS}/{other}/send").problem["errors"][0]["loc"] == ["purpose"]
    companies = created(admin, "segment", {"name": "C", "target": "company", "filter": {"all": []}})
    wrong = created(
        admin, "campaign", {"name": "W", "segment": companies, "template": kit.template}
    )
    assert admin.post(f"{VERBS}/{wrong}/send").problem["code"] == "invalid-filter"
    bad = admin.post(
        "records/campaign", {"name": "B", "hold_out_percent": 90, "rate_per_second": 0}
    )
    assert [error["loc"] for error in bad.problem["errors"]] == [
        ["hold_out_percent"],
        ["rate_per_second"],
    ]
