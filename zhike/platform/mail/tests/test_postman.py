"""Letters of the house over real SMTP: what they look like, what they lead to, and what happens without a server."""

from typing import Any

import pytest

from zhike.platform.identity.ports import Letter, postman
from zhike.platform.mail.errors import MailRefused
from zhike.platform.mail.postman import PRIVATE
from zhike.platform.mail.tests.servers import fake_server, on

LETTER = Letter(
    address="nina@example.com",
    name='Nina <b>"N"</b>',
    language="zh-CN",
    subject="Ada 邀请您加入知客",
    paragraphs=("Nina <b>，您好：", "请加入。", "链接七天内有效。"),
    button="接受邀请",
    link="http://localhost:8000/accept#a-b_c",
)


def test_a_letter_arrives_with_its_link_in_text_and_html(settings: Any) -> None:
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert postman().ready
        postman().deliver(LETTER)
        [(recipient, mail)] = server.mails
    assert recipient == "nina@example.com"
    assert mail["Subject"] == LETTER.subject
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith(PRIVATE)
    text, html = (part.get_payload(decode=True).decode() for part in mail.iter_parts())  # type: ignore[attr-defined]
    assert text.count(LETTER.link) == 1
    assert text.index("请加入。") < text.index(LETTER.link) < text.index("链接七天内有效。")
    assert f'href="{LETTER.link}"' in html
    assert "Nina &lt;b&gt;，您好：" in html
    assert "<img" not in html


@pytest.mark.parametrize(("verb", "reply"), [("RCPT", "451 later"), ("END", "554 no")])
def test_a_letter_that_was_not_taken_is_tried_again(settings: Any, verb: str, reply: str) -> None:
    with fake_server(on(verb, reply)) as server:
        settings.ZHIKE_SMTP_URL = server.url
        with pytest.raises(MailRefused):
            postman().deliver(LETTER)
        assert server.mails == []


def test_without_a_mail_server_nothing_is_sent(settings: Any) -> None:
    settings.ZHIKE_SMTP_URL = ""
    assert not postman().ready
    postman().deliver(LETTER)
