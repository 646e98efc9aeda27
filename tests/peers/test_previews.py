"""Class 7, a preview that reads what its reader may not (CVE-2026-41141, CVE-2024-36490).

That previews tell no value and no existence is proven by `tests/rights` and `test_ids.py`. Here: a mail that is made for somebody is
shown to who asks and goes to their own address; what a template says of a person is what its reader may see, also later.
"""

from typing import Any

import pytest

from tests.cast import ApiClient, set_rights
from tests.rights.tables import unchanged
from tests.rights.world import World
from zhike.platform.mail.tests.servers import FakeServer, fake_server

LEADS_FAR = [
    "contact.owner.password",
    "contact.owner.email",
    "owner.password",
    "contact.company.owner.name",
    "contact.pk",
    "contact.custom",
    "contact.__class__",
    "contact.custom.__class__",
    "settings.SECRET_KEY",
    "request.user",
    "env.DATABASE_URL",
    "self",
    "campaign.owner",
]


@pytest.fixture
def server(settings: Any) -> Any:
    with fake_server() as found:
        settings.ZHIKE_SMTP_URL = found.url
        yield found


@pytest.mark.parametrize("path", LEADS_FAR)
def test_a_merge_field_is_one_of_those_there_are(admin: ApiClient, path: str) -> None:
    who = admin.post("records/contact", {"name": "x"}).json["id"]
    body = f"a {{{{ {path} }}}} b"
    with unchanged():
        for answer in (
            admin.post(
                "marketing/templates/preview", {"subject": "s", "body": body, "contact": who}
            ),
            admin.post(
                "marketing/templates/preview", {"subject": body, "body": "b", "contact": who}
            ),
            admin.post("records/template", {"name": "t", "subject": "s", "body": body}),
            admin.post("records/template", {"name": "t", "subject": body, "body": "b"}),
        ):
            assert answer.status == 422, answer


def test_a_test_mail_goes_to_who_asked_and_to_nobody_else(world: World, server: FakeServer) -> None:
    alice = world.people["alice"]
    for path in (
        f"marketing/templates/{world.ids['template']}/test-send",
        f"marketing/campaigns/{world.ids['campaign']}/test-send",
    ):
        with unchanged():
            for more in ({"to": "x@evil.example"}, {"email": "x@evil.example"}, {"bcc": ["x@y.z"]}):
                refused = alice.post(path, {"contact": world.ids["contact"], **more})
                assert refused.status == 422, refused
    assert server.mails == []
    sent = alice.post(f"marketing/templates/{world.ids['template']}/test-send", {})
    assert sent.json == {"sent_to": alice.email}
    assert [to for to, _ in server.mails] == [alice.email]


def test_a_mail_about_somebody_out_of_sight_is_neither_shown_nor_sent(
    world: World, server: FakeServer
) -> None:
    charlie = world.people["charlie"]
    own = {"name": "t", "subject": "{{ contact.name }}", "body": "{{ contact.email }}"}
    template = charlie.post("records/template", own).json["id"]
    for contact in (world.ids["contact"], "0197f000-0000-7000-8000-000000000001"):
        body = {"template": template, "contact": contact}
        for answer in (
            charlie.post("marketing/templates/preview", body),
            charlie.post(f"marketing/templates/{template}/test-send", {"contact": contact}),
        ):
            assert (answer.status, answer.problem["code"]) == (404, "not-found")
    assert server.mails == []


def test_what_is_no_longer_seen_is_no_longer_merged(
    admin: ApiClient, alice: ApiClient, server: FakeServer
) -> None:
    """A template kept from better days shows its writer nothing more than they see today."""
    contact = {"name": "x", "job_title": "zq-title", "phone": "13917009999"}
    who = alice.post("records/contact", contact).json["id"]
    body = "{{ contact.job_title }} {{ contact.phone }}"
    kept = alice.post("records/template", {"name": "t", "subject": "s", "body": body}).json["id"]
    ask = {"template": kept, "contact": who}
    assert b"zq-title" in alice.post("marketing/templates/preview", ask).text
    limits = {"contact": {"job_title": "hidden", "phone": "masked"}}
    assert set_rights(admin, "member", fields=limits).status == 200
    for answer in (
        alice.post("marketing/templates/preview", ask),
        alice.post(f"marketing/templates/{kept}/test-send", {"contact": who}),
    ):
        assert answer.status == 422, answer
    shown = {"subject": "s", "body": "{{ contact.phone }}", "contact": who}
    part = alice.post("marketing/templates/preview", shown)
    assert part.status == 200
    assert b"13917009999" not in part.text
    assert server.mails == []
