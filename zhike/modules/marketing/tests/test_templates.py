"""Templates: what is refused on saving, what a preview shows and to whom."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.modules.marketing.tests.people import created
from zhike.platform.mail.tests.servers import fake_server

PREVIEW = "marketing/templates/preview"
INJECTIONS = [
    "{{7*7}}",
    "{{''.__class__.__mro__}}",
    "{{x|attr('__glo'+'bals__')}}",
    "{%include '/etc/passwd'%}",
    "{{ range(10**9) }}",
    '{{ "%s".format(contact) }}',
    "{{ settings.SECRET_KEY }}",
    "{{ contact.__class__ }}",
    "{{ contact.owner.password }}",
    "{{ contact.custom }}",
    "{{ contact.name | system: 'id' }}",
    "{{ contact['name'] }}",
    "{{ self }}",
    "{{ contact.description }}",
]
HARMLESS = ["${7*7}", "%DB_PASSWORD%", "#{7*7}", "<%= 7*7 %>"]


@pytest.mark.parametrize("attack", INJECTIONS)
def test_templates_run_nothing(alice: ApiClient, attack: str) -> None:
    """Refused on saving and in the preview, with the place, in subject and body alike."""
    for values in ({"subject": attack, "body": "x"}, {"subject": "x", "body": f"<p>{attack}</p>"}):
        for answer in (
            alice.post("records/template", {"name": "T", **values}),
            alice.post(PREVIEW, values),
        ):
            assert answer.status == 422, (attack, answer)
            assert answer.problem["code"] == "template-refused"
            assert answer.problem["errors"][0]["loc"] in (["subject"], ["body"])


@pytest.mark.parametrize("text", HARMLESS)
def test_other_languages_of_templates_are_plain_text(alice: ApiClient, text: str) -> None:
    """They come out as they went in."""
    assert alice.post(PREVIEW, {"subject": text, "body": "x"}).json["subject"] == text


def test_an_unknown_merge_field_is_answered_with_the_known_ones(alice: ApiClient) -> None:
    """Line, column and the list."""
    answer = alice.post(
        "records/template",
        {"name": "T", "subject": "x", "body": "<p>a</p>\n<p>{{ contact.nmae }}</p>"},
    )
    error = answer.problem["errors"][0]
    assert error["code"] == "unknown-merge-field"
    assert (error["data"]["line"], error["data"]["column"]) == (2, 4)
    assert error["message"].startswith("There is no merge field")
    assert "contact.address" in error["message"]
    keys = [row["key"] for row in alice.get("marketing/merge-fields").json["rows"]]
    assert {"contact.name", "contact.first_name", "company.name", "unsubscribe_url"} <= set(keys)


def test_html_is_made_safe_on_saving(alice: ApiClient) -> None:
    """In the record, its history and a preview of what was not saved."""
    body = '<p onclick="x()">Hi {{ contact.first_name | default: "朋友" }}</p><script>alert(1)</script>'
    template = created(alice, "template", {"name": "T", "subject": "x", "body": body})
    stored = alice.get(f"records/template/{template}").json["body"]
    assert stored == '<p>Hi {{ contact.first_name | default: "朋友" }}</p>'
    assert "script" not in str(alice.get(f"records/template/{template}/history").json)
    assert alice.post(PREVIEW, {"subject": "x", "body": body}).json["html"] == "<p>Hi 朋友</p>"


def test_preview_fills_in_what_the_reader_may_see(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    """Alice and her team; for Charlie the contact is not there, whatever he asks."""
    company = created(alice, "company", {"name": "上海轴承"})
    contact = created(
        alice,
        "contact",
        {
            "name": "欧阳修",
            "email": "ou@example.com",
            "company": company,
            "stage": "customer",
            "birth_date": "1990-02-03",
            "tags": ["a", "b"],
        },
    )
    source = {
        "subject": "{{ contact.last_name }}{{ contact.first_name }}",
        "body": "<p>{{ company.name }} {{ contact.stage }} {{ contact.birth_date }} {{ contact.tags }} {{ contact.spent | money }}"
        ' <a href="{{ unsubscribe_url }}">x</a></p>',
    }
    for reader in (alice, bob):
        found = reader.post(PREVIEW, {**source, "contact": contact}).json
        assert found["subject"] == "欧阳修"
        assert "上海轴承 成交客户 1990年02月03日 a、b " in found["html"]
        assert "上海轴承 成交客户" in found["text"]
    english = alice.post(PREVIEW, {**source, "contact": contact, "language": "en"}).json
    assert "上海轴承 Customer 03 February 1990 a, b" in english["html"]
    for asked in (contact, "01a208b3-8c16-74a6-89fc-fb72b03a03e2"):
        assert charlie.post(PREVIEW, {**source, "contact": asked}).status == 404
    template = created(alice, "template", {"name": "T", **source})
    assert bob.post(PREVIEW, {"template": template}).status == 200
    assert charlie.post(PREVIEW, {"template": template}).status == 404


def test_values_cannot_bring_html_or_headers(alice: ApiClient) -> None:
    """A contact's name full of HTML is text; a link with another scheme is empty."""
    contact = created(alice, "contact", {"name": '<img src=x onerror="alert(1)">'})
    found = alice.post(
        PREVIEW,
        {
            "subject": "{{ contact.name }}",
            "body": '<p title="{{ contact.name }}">{{ contact.name }}</p>',
            "contact": contact,
        },
    ).json
    assert "<img" not in found["html"]
    assert '"alert' not in found["html"]


def test_test_mail_goes_to_oneself_only(
    alice: ApiClient, charlie: ApiClient, settings: Any
) -> None:
    """With a contact's values where one may see the contact."""
    contact = created(alice, "contact", {"name": "张伟", "email": "wei@example.com"})
    template = created(
        alice,
        "template",
        {"name": "T", "subject": "Hi {{ contact.name }}", "body": "<p>x</p>", "language": "en"},
    )
    path = f"marketing/templates/{template}/test-send"
    settings.ZHIKE_SMTP_URL = ""
    assert alice.post(path, {}).problem["code"] == "mail-not-configured"
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert alice.post(path, {"contact": contact}).json == {"sent_to": "alice@example.com"}
        assert charlie.post(path, {"contact": contact}).status == 404
        assert alice.post(path, {"contact": contact, "email": "x@example.com"}).status == 422
    assert [(to, mail["Subject"]) for to, mail in server.mails] == [
        ("alice@example.com", "[Test] Hi 张伟")
    ]
    settings.ZHIKE_SMTP_URL = "smtp://127.0.0.1:9"
    assert alice.post(path, {}).problem["code"] == "mail-refused"
