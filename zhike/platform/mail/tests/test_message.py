"""Mails are well-formed, and no value breaks out of its header."""

import email
import email.policy
from datetime import UTC, datetime
from typing import Any

import pytest

from zhike.platform.mail.errors import BadMailServer
from zhike.platform.mail.message import Letter, Mailbox
from zhike.platform.mail.server import parse_server


def letter(**changes: Any) -> Letter:
    values: dict[str, Any] = {
        "sender": Mailbox("news@shop.example", "知客商城"),
        "recipient": Mailbox("zhang@acme.example", "张伟"),
        "subject": "秋季备件",
        "text": "你好",
        "html": "<p>你好</p>",
        "message_id": "<1.2@shop.example>",
        "date": datetime(2026, 11, 23, tzinfo=UTC),
        **changes,
    }
    return Letter(**values)


def read(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_text_and_html_side_by_side() -> None:
    """Everything reads back."""
    mail = read(
        letter(unsubscribe_url="https://z.example/u/abc", reply_to="r@shop.example").to_bytes()
    )
    assert mail["Subject"] == "秋季备件"
    assert str(mail["From"]) == "知客商城 <news@shop.example>"
    assert str(mail["To"]) == "张伟 <zhang@acme.example>"
    assert mail["Message-ID"] == "<1.2@shop.example>"
    assert mail["Reply-To"] == "r@shop.example"
    assert mail["List-Unsubscribe"] == "<https://z.example/u/abc>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().strip() == "你好"
    assert mail.get_body(("html",)).get_content().strip() == "<p>你好</p>"


def test_no_line_is_too_long_and_all_end_alike() -> None:
    """RFC 5321: at most 998 bytes and CRLF, whatever is in the mail."""
    raw = letter(
        html="<p>" + "长" * 50_000 + "</p>", text="x" * 50_000, subject="很长" * 300
    ).to_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "bad", ["x\r\nBcc: e@evil.example", "x\nBcc: e@evil.example", "x\u2028Bcc: e", "x\x00y\rBcc: e"]
)
def test_headers_cannot_be_broken_out_of(bad: str) -> None:
    """Line breaks in names and subjects become spaces; in addresses and ids they are refused."""
    harmless: tuple[dict[str, Any], ...] = (
        {"subject": bad},
        {"sender": Mailbox("a@x.example", bad)},
        {"recipient": Mailbox("a@x.example", bad)},
    )
    for changes in harmless:
        mail = read(letter(**changes).to_bytes())
        assert mail["Bcc"] is None
        assert "e@evil.example" not in str(
            mail.get_all("To", []) if "recipient" not in changes else ""
        )
    refused: tuple[dict[str, Any], ...] = (
        {"message_id": bad},
        {"unsubscribe_url": bad},
        {"reply_to": bad},
        {"headers": {"X-A": bad}},
        {"headers": {bad: "x"}},
        {"recipient": Mailbox(bad)},
        {"sender": Mailbox(f"a@{bad}")},
    )
    for changes in refused:
        with pytest.raises(ValueError, match="not a"):
            letter(**changes).to_bytes()


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "a@b c", "a@b>,<c@d", "a b@c.d", "张@例子.中国", "a@b\r\nc", 'a@b"', "a@b@c"],
)
def test_addresses_that_are_none(address: str) -> None:
    """Nothing a server could read as two."""
    with pytest.raises(ValueError, match="not an address"):
        str(Mailbox(address))


def test_server_from_url() -> None:
    """Passwords travel encrypted unless the server is this machine."""
    server = parse_server("smtp://me%40x.com:p%3Aw@mail.example")
    assert (server.host, server.port, server.user, server.password, server.tls) == (
        "mail.example",
        587,
        "me@x.com",
        "p:w",
        "starttls",
    )
    assert parse_server("smtps://mail.example").port == 465
    assert parse_server("smtp://127.0.0.1:1025").tls == "none"
    assert "p:w" not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "http://x",
        "smtp://",
        "smtp://h:99999",
        "smtp://h?tls=maybe",
        "smtp://h?what=1",
        "smtp://u:p@h?tls=none",
        "smtp://h?connections=0",
        "smtp://h?timeout=x",
    ],
)
def test_bad_server_urls(url: str) -> None:
    """Each is one clear error."""
    with pytest.raises(BadMailServer):
        parse_server(url)
