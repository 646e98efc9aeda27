"""What became of a mail is told exactly, whatever a server does."""

import socket

import pytest

from zhike.platform.mail.connection import SmtpConnection
from zhike.platform.mail.pool import Outgoing, SenderPool
from zhike.platform.mail.server import parse_server
from zhike.platform.mail.tests.servers import PIPELINING, Answer, both, fake_server, on

MAIL = b"Subject: x\r\nMessage-ID: <1@x>\r\n\r\n.dot at the start\r\nend"


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (None, "handed"),
        (on("RCPT", "550 no such user"), "bounced"),
        (on("RCPT", "451 try later"), "later"),
        (on("MAIL", "553 sender refused"), "server"),
        (on("DATA", "451 not now"), "later"),
        (on("DATA", "554 no"), "refused"),
        (on("END", "554 spam"), "refused"),
        (on("END", "452 full"), "later"),
        (on("DATA", None), "later"),
        (on("RCPT", None), "later"),
        (on("END", None), "unknown"),
        (on("END", "250 ok", after=2), "unknown"),
        (on("MAIL", "250 ok", after=2), "later"),
        (on("EHLO", None), "offline"),
    ],
)
def test_outcomes(script: Answer | None, kind: str) -> None:
    """Lost before the end of the mail is safe to repeat; lost after it is unknown."""
    with fake_server(script) as server:
        connection = SmtpConnection(parse_server(f"{server.url}?timeout=0.5"))
        assert connection.send("a@x.com", "b@y.com", MAIL).kind == kind
        connection.close()


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (on("END", "250 ok", times=0), "handed"),
        (on("RCPT", "550 no such user", times=1), "bounced"),
        (on("RCPT", "451 try later", times=1), "later"),
        (on("MAIL", "553 sender refused", times=1), "server"),
        (on("DATA", "451 not now", times=1), "later"),
        (both(on("RCPT", "550 no", times=1), on("DATA", "503 nobody", times=1)), "bounced"),
        (on("RCPT", None, times=1), "later"),
        (on("END", None, times=1), "unknown"),
    ],
)
def test_all_in_one_go_means_the_same(script: Answer, kind: str) -> None:
    """A server that takes three commands at once: same outcomes, nobody refused gets a mail, the next one arrives."""
    with fake_server(both(on("EHLO", PIPELINING), script)) as server:
        connection = SmtpConnection(parse_server(f"{server.url}?timeout=0.5"))
        found = connection.send("a@x.com", "first@y.com", MAIL).kind
        # A connection that was cut before its first mail is not tried again by itself.
        assert found == kind
        assert connection.send("a@x.com", "second@y.com", MAIL).kind == "handed"
        connection.close()
    got = [to for to, _ in server.mails]
    assert got == [*(["first@y.com"] if kind in {"handed", "unknown"} else []), "second@y.com"]


def test_the_mail_arrives_as_it_was_given() -> None:
    """Leading dots are not lost."""
    with fake_server() as server:
        connection = SmtpConnection(parse_server(server.url))
        connection.send("a@x.com", "b@y.com", MAIL)
        connection.close()
    assert server.mails[0][1].get_payload() == ".dot at the start\r\nend\r\n"


def test_a_refused_mail_does_not_cost_the_connection() -> None:
    """The next mail goes over the same one."""
    with fake_server(on("RCPT", "550 no", times=1)) as server:
        connection = SmtpConnection(parse_server(server.url))
        kinds = [connection.send("a@x.com", "b@y.com", MAIL).kind for _ in range(3)]
        connection.close()
    assert kinds == ["bounced", "handed", "handed"]
    assert server.connections == 1


def test_an_idle_connection_that_the_server_ended_is_renewed() -> None:
    """The first command on it fails; the mail is sent over a new one, once."""
    with fake_server(on("QUIT", None)) as server:
        connection = SmtpConnection(parse_server(server.url))
        assert connection.send("a@x.com", "b@y.com", MAIL).kind == "handed"
        assert connection._smtp is not None
        assert connection._smtp.sock is not None
        connection._smtp.sock.shutdown(socket.SHUT_RDWR)
        assert connection.send("a@x.com", "b@y.com", MAIL).kind == "handed"
        connection.close()
    assert server.connections == 2
    assert len(server.mails) == 2


def test_nobody_listens() -> None:
    """A server that is down says nothing about the mail."""
    with fake_server() as server:
        pass
    assert (
        SmtpConnection(parse_server(server.url)).send("a@x.com", "b@y.com", MAIL).kind == "offline"
    )


def test_a_pool_sends_all_over_a_few_connections() -> None:
    """Every mail once; at most as many connections as asked for."""
    with fake_server() as server:
        outcomes: list[tuple[int, str]] = []
        with SenderPool(parse_server(f"{server.url}?connections=3")) as pool:
            pool.give(Outgoing(key, "a@x.com", f"b{key}@y.com", MAIL) for key in range(100))
            while pool.inside:
                outcomes += [(key, outcome.kind) for key, outcome in pool.take(5)]
    assert sorted(outcomes) == [(key, "handed") for key in range(100)]
    assert sorted(to for to, _ in server.mails) == sorted(f"b{key}@y.com" for key in range(100))
    assert server.connections <= 3
