"""Links with merge fields: each person's own address, tracked, signed, and never somebody else's host."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.kit.signing import sign
from zhike.modules.marketing.campaign.links import Links, is_tracked, leads_to
from zhike.modules.marketing.tests.people import make_campaign, make_contacts
from zhike.modules.marketing.tokens import LONGEST_ADDRESS, link_to, read
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server

OWN = 'https://shop.example/c?who={{ contact.email }}&hi={{ contact.first_name | default: "you" }}'
BASE = "http://localhost:8000"


@pytest.mark.parametrize(
    ("address", "tracked"),
    [
        ("https://shop.example/a", True),
        (OWN, True),
        ("https://shop.example?n={{ contact.name }}", True),
        ("{{ contact.website }}", False),
        ("https://{{ contact.website }}/x", False),
        ("https://shop.example{{ contact.website }}", False),
        ("https://shop.example@{{ contact.website }}", False),
        ("https://shop.example\\{{ contact.website }}", False),
        ("mailto:{{ contact.email }}", False),
        ("javascript:alert(1)//{{ contact.name }}", False),
    ],
)
def test_merge_fields_may_stand_behind_the_host_only(address: str, tracked: bool) -> None:
    assert is_tracked(address) is tracked


def test_a_signed_address_of_another_host_leads_nowhere() -> None:
    assert leads_to(OWN, "https://shop.example/c?who=x") == "https://shop.example/c?who=x"
    for other in (
        "https://evil.example/c?who=x",
        "https://shop.example.evil.example/",
        "https://shop.example@evil.example/",
        "//evil.example/",
        "",
    ):
        assert leads_to(OWN, other) is None
    assert leads_to("https://shop.example/a", "https://evil.example/") == "https://shop.example/a"


def test_values_cannot_break_out_of_the_address() -> None:
    """Spaces, line breaks and Chinese are escaped; what is too long is left untracked."""
    links = Links([OWN])
    values = {"contact.email": "a b\r\nSet-Cookie: x", "contact.first_name": "张"}
    token = links.fill(7, values, "en")["link_0"].rsplit("/", 1)[1]
    signed = read("click", token)
    assert (signed.recipient_id, signed.link) == (7, 0)
    assert signed.address == "https://shop.example/c?who=a%20b%20Set-Cookie:%20x&hi=%E5%BC%A0"
    long = links.fill(7, {"contact.email": "x" * LONGEST_ADDRESS}, "en")["link_0"]
    assert long == f"https://shop.example/c?who={'x' * LONGEST_ADDRESS}&hi=you"
    assert links.fields() == {"contact.email", "contact.first_name"}


def test_a_click_leads_to_ones_own_address_and_is_counted(
    admin: ApiClient, guest: ApiClient, settings: Any
) -> None:
    """HEAD and a browser's fetching ahead lead there too and are no clicks; a token of an earlier mail still works."""
    make_contacts(1, owner=admin.id)
    kit = make_campaign(admin, body=f"<p><a href='{OWN}'>mine</a></p>")
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    mail: Any = server.mails[0][1]
    html = mail.get_body(("html",)).get_content()
    assert "shop.example" not in html
    link = html.split('href="')[1].split('"')[0].removeprefix(BASE)
    wanted = "https://shop.example/c?who=person1@example.com&hi=%E5%BC%A01"
    assert guest.request("head", link).headers["Location"] == wanted
    ahead = guest.get(link, headers={"Sec-Purpose": "prefetch;prerender"})
    assert ahead.headers["Location"] == wanted
    path = f"marketing/campaigns/{kit.campaign}/results"
    assert admin.get(path).json["links"] == [{"url": OWN, "clicks": 0, "people": 0}]
    assert guest.get(link).headers["Location"] == wanted
    assert admin.get(path).json["links"] == [{"url": OWN, "clicks": 1, "people": 1}]
    token = read("click", link.rsplit("/", 1)[1])
    evil = link_to("click", token.recipient_id, 0, "https://evil.example/").removeprefix(BASE)
    bare = link_to("click", token.recipient_id, 0).removeprefix(BASE)
    for bad in (evil, bare, f"/t/c/{sign(b'x', 'mail-click', settings.SECRET_KEY)}"):
        answer = guest.get(bad)
        assert (answer.status, "Location" in answer.headers) == (404, False)
    assert admin.get(path).json["links"][0]["clicks"] == 1
