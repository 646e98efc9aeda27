"""Who opened, did not open, clicked or bought is a segment; a campaign is copied with all its settings."""

from typing import Any

import pytest
from django.db import connection

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.modules.marketing.campaign.actions import COPIED
from zhike.modules.marketing.tests.people import Kit, make_campaign, make_contacts
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server


@pytest.fixture
def kit(admin: ApiClient, settings: Any) -> Kit:
    """Sent to five, of whom one was refused: 1 opened, 2 clicked, 3 bought, 4 did nothing."""
    ids = make_contacts(5, owner=admin.id)
    kit = make_campaign(admin)
    with fake_server(lambda talk, command: _refuse_five(talk.recipient, command)) as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_recipient SET opened_at = now(),"
            " clicked_at = CASE WHEN contact_id = %s THEN now() END WHERE contact_id = ANY(%s)",
            [ids[1], ids[:2]],
        )
    for number, (who, status) in enumerate(
        ((ids[2], "paid"), (ids[3], "cancelled"), (ids[4], "paid"))
    ):
        body = {
            "number": f"N{number}",
            "contact": str(who),
            "ordered_at": now().isoformat(),
            "total": 10,
            "status": status,
        }
        assert admin.post("records/order", body).status == 201
    return kit


def _refuse_five(recipient: str, command: str) -> str:
    refused = recipient.startswith("person5") and command.upper().startswith("RCPT")
    return "550 5.1.1 nobody" if refused else ""


def people(client: ApiClient, kit: Kit, part: str) -> Any:
    return client.get(
        "records/contact",
        query={
            "filter": {"campaign": kit.campaign, "people": part},
            "sort": "email",
            "fields": "email",
        },
    )


@pytest.mark.parametrize(
    ("part", "numbers", "sentence"),
    [
        ("opened", "12", ("Opened campaign “Autumn”", "打开了营销活动“Autumn”")),
        (
            "not_opened",
            "34",
            ("Got campaign “Autumn” and did not open it", "收到但未打开营销活动“Autumn”"),
        ),
        ("clicked", "2", ("Clicked in campaign “Autumn”", "点击了营销活动“Autumn”")),
        ("bought", "3", ("Bought after campaign “Autumn”", "收到营销活动“Autumn”后购买")),
    ],
)
def test_a_segment_of_those_who_did(
    admin: ApiClient, kit: Kit, part: str, numbers: str, sentence: tuple[str, str]
) -> None:
    rows = people(admin, kit, part).json["rows"]
    assert [row["email"] for row in rows] == [f"person{n}@example.com" for n in numbers]
    tree = {"all": [{"campaign": kit.campaign, "people": part}]}
    told = admin.post("filters/describe", {"object": "contact", "filter": tree}).json
    assert (told["en"], told["zh"]) == sentence
    segment = admin.post("records/segment", {"name": part, "target": "contact", "filter": tree})
    assert segment.status == 201
    copy = admin.post(
        f"marketing/campaigns/{kit.campaign}/duplicate", {"segment": segment.json["id"]}
    ).json
    checked = admin.post(f"marketing/campaigns/{copy['id']}/check").json
    assert checked["audience"] == len(numbers)


@pytest.mark.parametrize(
    "tree",
    [
        {"campaign": "x", "people": "opened"},
        {"people": "opened"},
        {"segment": "0197f1f0-0000-7000-8000-000000000000", "people": "opened"},
    ],
)
def test_what_names_no_people_is_refused(admin: ApiClient, tree: dict[str, str]) -> None:
    answer = admin.get("records/contact", query={"filter": tree})
    assert answer.problem["code"] == "invalid-filter"


def test_who_may_not_view_the_campaign_learns_nothing(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, kit: Kit
) -> None:
    """Charlie neither by the filter nor by its words; wrong parts are refused for everybody."""
    assert people(charlie, kit, "opened").problem["code"] == "invalid-filter"
    assert people(admin, kit, "everybody").problem["code"] == "invalid-filter"
    tree = {"object": "company", "filter": {"campaign": kit.campaign, "people": "opened"}}
    assert admin.post("filters/describe", tree).problem["code"] == "invalid-filter"
    path = f"records/campaign/{kit.campaign}"
    values = {"owner": str(alice.id)}
    assert admin.patch(path, values, version=admin.get(path).version).status == 200
    assert people(alice, kit, "opened").json["rows"] == []


def test_a_copy_has_the_same_settings(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, reader: ApiClient
) -> None:
    """And is a draft of whoever copied it."""
    kit = make_campaign(
        alice,
        advert="off",
        reply_to="ask@shop.example",
        hold_out_percent=25,
        rate_per_second=7,
        attribution_days=30,
        name="N" * 200,
    )
    path = f"marketing/campaigns/{kit.campaign}/duplicate"
    assert charlie.post(path, {}).status == 404
    assert reader.post(path, {}).status == 403
    answer = alice.post(path, {})
    assert answer.status == 200, answer
    original = alice.get(f"records/campaign/{kit.campaign}").json
    copy = answer.json
    assert copy["id"] != original["id"]
    assert [copy[key] for key in COPIED] == [original[key] for key in COPIED]
    assert [copy[key]["id"] for key in ("segment", "template")] == [kit.segment, kit.template]
    assert (copy["status"], copy["owner"]["id"]) == ("draft", str(alice.id))
    assert copy["name"].startswith("NNN")
    assert len(copy["name"]) <= 200
