"""The links of a mail: what they note, what they never do, and the way out."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.kit.signing import sign
from zhike.modules.marketing.tests.people import Kit, created, make_campaign, make_contacts
from zhike.modules.marketing.tokens import link_to
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server

BODY = (
    '<p>Hello <a href="https://shop.example/a?x=1&amp;y=2">a</a> <a href="https://shop.example/b">b</a>'
    ' <a href="https://shop.example/c?who={{ contact.email }}">c</a> <a href="mailto:x@shop.example">m</a>'
    ' <a href="{{ view_url }}">view</a></p>'
)


@dataclass
class Sent:
    """A campaign that went to one person."""

    kit: Kit
    contact: str
    html: str
    headers: Any

    def link(self, path: str, number: int = 0) -> str:
        found: list[str] = re.findall(rf'"http://localhost:8000(/{path}/[^"]+)"', self.html)
        return found[number]


@pytest.fixture
def sent(admin: ApiClient, settings: Any) -> Sent:
    """One contact of the administrator's has got the mail."""
    contact = str(make_contacts(1, owner=admin.id)[0])
    kit = make_campaign(admin, body=BODY)
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    mail: Any = server.mails[0][1]
    return Sent(kit, contact, mail.get_body(("html",)).get_content(), mail)


def counts(admin: ApiClient, sent: Sent) -> tuple[int, int, int]:
    row = admin.get(f"records/campaign/{sent.kit.campaign}").json
    return row["opened_count"], row["clicked_count"], row["unsubscribed_count"]


def test_opening_is_noted_once_and_head_is_nothing(
    admin: ApiClient, guest: ApiClient, sent: Sent
) -> None:
    """A pixel, kept nowhere, without a cookie."""
    pixel = sent.link("t/o")
    assert guest.request("head", pixel).status == 200
    assert counts(admin, sent) == (0, 0, 0)
    for _ in range(3):
        answer = guest.get(pixel)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/gif")
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.response.cookies
    assert counts(admin, sent) == (1, 0, 0)


def test_a_click_leads_to_the_stored_address_and_is_an_opening(
    admin: ApiClient, guest: ApiClient, sent: Sent
) -> None:
    """HEAD leads there too and notes nothing."""
    first, second = sent.link("t/c", 0), sent.link("t/c", 1)
    answer = guest.request("head", first)
    assert (answer.status, answer.headers["Location"]) == (302, "https://shop.example/a?x=1&y=2")
    assert counts(admin, sent) == (0, 0, 0)
    assert guest.get(first).headers["Location"] == "https://shop.example/a?x=1&y=2"
    assert guest.get(second).headers["Location"] == "https://shop.example/b"
    assert counts(admin, sent) == (1, 1, 0)
    links = admin.get(f"marketing/campaigns/{sent.kit.campaign}/results").json["links"]
    assert [(link["url"], link["clicks"], link["people"]) for link in links] == [
        ("https://shop.example/a?x=1&y=2", 1, 1),
        ("https://shop.example/b", 1, 1),
        ("https://shop.example/c?who={{ contact.email }}", 0, 0),
    ]
    assert 'href="mailto:x@shop.example"' in sent.html


def test_no_other_address_can_be_reached(guest: ApiClient, sent: Sent, settings: Any) -> None:
    """Not by a query, a changed token, another link's number or another purpose's token."""
    click = sent.link("t/c")
    token = click.rsplit("/", 1)[1]
    assert (
        guest.get(f"{click}?url=https://evil.example")
        .headers["Location"]
        .startswith("https://shop.example/")
    )
    pixel = sent.link("t/o").rsplit("/", 1)[1].removesuffix(".gif")
    forged = sign(b'{"url": "https://evil.example"}', "mail-click", settings.SECRET_KEY)
    for bad in (
        token[:-1],
        token.upper(),
        "x",
        pixel,
        "https://evil.example",
        "//evil.example",
        forged,
        "a" * 5000,
        "%00",
        "a.b.c",
    ):
        answer = guest.get(f"/t/c/{bad}")
        # With a slash in it the path is the browser application's, which knows no such page.
        assert answer.status == (200 if "/" in bad else 404), (bad, answer)
        assert "Location" not in answer.headers
    far = link_to("click", 999_999_999, 0).removeprefix("http://localhost:8000")
    assert guest.get(far).status == 404
    assert guest.post(click).status == 405


def test_unsubscribing_by_hand(admin: ApiClient, guest: ApiClient, sent: Sent) -> None:
    """The page asks, GET and HEAD change nothing, the button takes effect at once; again is harmless."""
    way_out = sent.link("u")
    for method in ("get", "head"):
        assert guest.request(method, way_out).status == 200
    page = guest.get(way_out).text.decode()
    assert '<form method="post">' in page
    assert "p***@example.com" in page
    assert "person1@example.com" not in page
    assert counts(admin, sent) == (0, 0, 0)
    assert admin.get(f"contacts/{sent.contact}/consents").json["states"][0]["status"] == "granted"
    for _ in range(2):
        answer = guest.post(way_out)
        assert answer.status == 200
        assert "You are unsubscribed" in answer.text.decode()
        assert not answer.response.cookies
    found = admin.get(f"contacts/{sent.contact}/consents").json
    assert found["states"][0]["status"] == "withdrawn"
    assert [(one["purpose"], one["reason"]) for one in found["suppressed"]] == [
        ("marketing", "unsubscribed")
    ]
    assert counts(admin, sent) == (0, 0, 1)
    page = guest.get(way_out).text.decode()
    assert "You are unsubscribed" in page
    assert 'value="kind"' not in page
    assert 'value="everything"' in page


def test_unsubscribing_by_one_click_of_a_mail_program(
    admin: ApiClient, guest: ApiClient, sent: Sent
) -> None:
    """RFC 8058: a POST of a form with one field, from anywhere, without cookie; everybody of the address is meant."""
    twin = created(admin, "contact", {"name": "Twin", "email": "person1@example.com"})
    admin.post(f"contacts/{twin}/consents", {"purpose": "marketing", "status": "granted"})
    url = sent.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    answer = guest.http.post(
        url,
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": "https://mail.example"},
    )
    assert answer.status_code == 200
    for contact in (sent.contact, twin):
        assert admin.get(f"contacts/{contact}/consents").json["states"][0]["status"] == "withdrawn"


def test_the_unsubscribe_page_speaks_the_readers_language(guest: ApiClient, sent: Sent) -> None:
    """By the browser; by the mail where the browser says nothing; a broken link says so."""
    way_out = sent.link("u")
    assert 'lang="zh-CN"' in guest.get(way_out, headers={"Accept-Language": "zh"}).text.decode()
    assert 'lang="en"' in guest.get(way_out, headers={"Accept-Language": "en"}).text.decode()
    broken = guest.get("/u/broken")
    assert broken.status == 404
    assert "Copy the whole address" in broken.text.decode()
    assert guest.post("/u/broken").status == 404


def test_the_mail_as_a_page(guest: ApiClient, sent: Sent) -> None:
    """The same mail, in a sandbox."""
    answer = guest.get(sent.link("t/v"))
    assert answer.status == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert "Hello" in answer.text.decode()


def test_the_contacts_timeline_tells_it(
    admin: ApiClient, guest: ApiClient, charlie: ApiClient, sent: Sent
) -> None:
    """Sent, opened, clicked with the address; nothing to who may not see the campaign."""
    guest.get(sent.link("t/c"))
    guest.post(sent.link("u"))
    items = admin.get(f"records/contact/{sent.contact}/timeline").json["items"]
    found = [(item["data"]["verb"], item["title"]) for item in items if item["kind"] == "mail"]
    assert sorted(found) == [("clicked", "Autumn"), ("sent", "Autumn"), ("unsubscribed", "Autumn")]
    assert charlie.get(f"records/contact/{sent.contact}/timeline").status == 404
