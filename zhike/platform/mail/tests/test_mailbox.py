"""The demo's mailbox takes real mail over SMTP and shows it, in a demo and to people who may view."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cast import ApiClient, make_person
from zhike.platform.mail.message import Letter, Mailbox
from zhike.platform.mail.models import SinkMessage
from zhike.platform.mail.pool import Outgoing, send_now
from zhike.platform.mail.server import parse_server
from zhike.platform.mail.sink import make_sink

HTML = '<p>你好 <a href="https://shop.example">看看</a></p><script>alert(1)</script>'


@pytest.fixture
def demo(settings: Any) -> None:
    settings.ZHIKE_DEMO = True


@pytest.fixture
def port(unused_port: int) -> Iterator[int]:
    sink = make_sink("127.0.0.1", unused_port)
    sink.start()
    try:
        yield unused_port
    finally:
        sink.handler._thread.submit(_close).result()
        sink.stop()


def _close() -> None:
    from django.db import connection

    connection.close()


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.mark.usefixtures("demo", "transactional_db", "django_db_blocker")
def test_mail_is_kept_and_shown(port: int) -> None:
    """Sent by SMTP, read by the API, and its HTML framed without rights."""
    mail = Letter(
        Mailbox("a@x.example"),
        Mailbox("b@y.example"),
        "秋季备件",
        "你好",
        HTML,
        "<1@x>",
        datetime.now(UTC),
    ).to_bytes()
    server = parse_server(f"smtp://127.0.0.1:{port}")
    assert send_now(server, Outgoing(1, "a@x.example", "b@y.example", mail)).kind == "handed"
    reader = make_person("Rita", "read_only")
    rows = reader.get("demo/mailbox").json["rows"]
    assert [(row["subject"], row["recipient"]) for row in rows] == [("秋季备件", "b@y.example")]
    one = reader.get(f"demo/mailbox/{rows[0]['id']}").json
    assert one["text"].strip() == "你好"
    assert "看看" in one["html"]
    page = reader.get(one["body_url"])
    assert page.status == 200
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "allow-scripts" not in page.headers["Content-Security-Policy"]
    assert ApiClient().get(one["body_url"]).status == 401
    assert ApiClient().get("demo/mailbox").status == 401
    assert reader.get("demo/mailbox", query={"q": "nobody"}).json["rows"] == []


@pytest.mark.django_db
def test_outside_a_demo_there_is_no_mailbox(admin: ApiClient) -> None:
    """Real mail is never shown."""
    assert admin.get("demo/mailbox").status == 404


@pytest.mark.usefixtures("demo")
def test_who_sees_only_some_campaigns_reads_no_mail(
    admin: ApiClient, alice: ApiClient, reader: ApiClient
) -> None:
    """Alice sees her team's campaigns and people; the mailbox holds everybody's."""
    kept = SinkMessage.objects.create(
        sender="a@x.example",
        recipient="b@y.example",
        subject="S",
        message_id="<1@x>",
        raw=b"Subject: S\r\n\r\nx",
    )
    for path in ("demo/mailbox", f"demo/mailbox/{kept.id}"):
        assert alice.get(path).problem["code"] == "forbidden"
        assert admin.get(path).status == reader.get(path).status == 200
    assert alice.get(f"/demo/mailbox/{kept.id}/body").status == 403
