"""Advertising says so at the head of its subject: by itself for Chinese mails, as the campaign says for others."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.modules.marketing.tests.people import make_campaign, make_contacts
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server


@pytest.mark.parametrize(
    ("subject", "language", "advert", "found"),
    [
        ("秋季备件", "zh-CN", "auto", ("added", "广告：")),
        ("【广告】秋季备件", "zh-CN", "auto", ("present", "")),
        ("AD: parts", "zh-CN", "auto", ("present", "")),
        ("ADDED value", "zh-CN", "auto", ("added", "广告：")),
        ("秋季备件", "zh-CN", "off", ("missing", "")),
        ("Parts", "en", "auto", ("missing", "")),
        ("Parts", "en", "on", ("added", "AD: ")),
    ],
)
def test_the_check_says_how_the_subject_stands(
    admin: ApiClient,
    settings: Any,
    subject: str,
    language: str,
    advert: str,
    found: tuple[str, str],
) -> None:
    """And what is sent is what was said."""
    make_contacts(1, owner=admin.id)
    kit = make_campaign(admin, advert=advert)
    path = f"records/template/{kit.template}"
    values = {"subject": subject, "language": language}
    assert admin.patch(path, values, version=admin.get(path).version).status == 200
    checked = admin.post(f"marketing/campaigns/{kit.campaign}/check").json
    assert (checked["advert"], checked["advert_prefix"]) == found
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    assert server.mails[0][1]["Subject"] == found[1] + subject
    other = "off" if advert == "on" else "on"
    version = admin.get(f"records/campaign/{kit.campaign}").version
    changed = admin.patch(f"records/campaign/{kit.campaign}", {"advert": other}, version=version)
    assert changed.problem["code"] == "campaign-fixed"


def test_what_is_no_advertising_is_left_alone(admin: ApiClient) -> None:
    make_contacts(1, owner=admin.id)
    kit = make_campaign(admin, purpose="service")
    path = f"records/template/{kit.template}"
    assert admin.patch(path, {"purpose": "service"}, version=1).status == 200
    checked = admin.post(f"marketing/campaigns/{kit.campaign}/check").json
    assert (checked["advert"], checked["advert_prefix"]) == ("not-needed", "")
