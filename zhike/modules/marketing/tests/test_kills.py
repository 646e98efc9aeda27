"""`kill -9` and long pauses of the sender at any moment: nobody twice, nobody lost, the unknown few and listed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests.cast import ApiClient, make_person
from zhike.modules.marketing.campaign.sending import PER_CONNECTION
from zhike.modules.marketing.tests.people import Kit, make_campaign, make_contacts, statuses
from zhike.platform.mail.tests.servers import FakeServer, Talk, fake_server

PEOPLE = 800
CONNECTIONS = 4
WINDOW = CONNECTIONS * PER_CONNECTION

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]


def slow(_talk: Talk, command: str) -> str | None:
    """Every mail takes a moment, so that a kill has something to hit."""
    if command == "END":
        time.sleep(0.004)
    return ""


@pytest.fixture
def server(settings: Any) -> Iterator[FakeServer]:
    with fake_server(slow) as found:
        settings.ZHIKE_SMTP_URL = f"{found.url}?connections={CONNECTIONS}"
        yield found


@pytest.fixture
def kit(server: FakeServer) -> tuple[ApiClient, Kit]:
    """A campaign to 800 people, told to be sent; nobody has begun."""
    admin = make_person("Ada", "administrator")
    make_contacts(PEOPLE, owner=admin.id)
    kit = make_campaign(admin)
    assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
    return admin, kit


def start_sender(kit: Kit) -> "subprocess.Popen[bytes]":
    place = connection.settings_dict
    url = (
        f"postgresql://{quote(place['USER'])}:{quote(place['PASSWORD'])}@/{place['NAME']}?"
        + urlencode({"host": place["HOST"], "port": place["PORT"]})
    )
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "ZHIKE_HOME": str(django_settings.ZHIKE_HOME),
        "ZHIKE_SMTP_URL": django_settings.ZHIKE_SMTP_URL,
        "DJANGO_SETTINGS_MODULE": "zhike.config.settings",
    }
    command = [sys.executable, "-m", "zhike.modules.marketing.tests.sender", kit.campaign]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begins\n"
    return process


def wait_for_mails(server: FakeServer, count: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while len(server.mails) < count and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def by_status(kit: Kit, status: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT email FROM marketing_recipient WHERE campaign_id = %s AND status = %s",
            [kit.campaign, status],
        )
        return {row[0] for row in cursor.fetchall()}


def test_killed_again_and_again(server: FakeServer, kit: tuple[ApiClient, Kit]) -> None:
    """Eight kills at random moments, then left alone to the end."""
    admin, sent = kit
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    kills = 0
    for _ in range(8):
        process = start_sender(sent)
        wait_for_mails(server, len(server.mails) + chance.randrange(0, 90), process)
        if process.poll() is None:
            time.sleep(chance.random() * 0.02)
            process.kill()
            kills += 1
        process.wait()
    last = start_sender(sent)
    assert last.wait(60) == 0
    ids = server.message_ids
    assert len(ids) == len(set(ids)), "somebody got a mail twice"
    got = {to for to, _ in server.mails}
    handed, unknown = by_status(sent, "handed"), by_status(sent, "unknown")
    assert statuses(sent.campaign).keys() <= {"handed", "unknown"}
    assert len(handed) + len(unknown) == PEOPLE, "somebody was lost"
    assert handed <= got
    assert got <= handed | unknown
    assert len(unknown) <= kills * WINDOW
    print(f"{kills} kills, {len(unknown)} unknown, of whom {len(unknown & got)} had got it")
    row = admin.get(f"records/campaign/{sent.campaign}").json
    assert (row["status"], row["sent_count"]) == ("done", len(handed))
    listed = admin.get(
        f"marketing/campaigns/{sent.campaign}/recipients", query={"status": "unknown", "limit": 200}
    ).json["rows"]
    assert {entry["email"] for entry in listed} == unknown


def test_a_sender_that_wakes_up_after_another_took_over(
    server: FakeServer, kit: tuple[ApiClient, Kit]
) -> None:
    """Stopped for long enough to be thought dead, then continued: its claims are worth nothing any more."""
    _, sent = kit
    first = start_sender(sent)
    wait_for_mails(server, 100, first)
    first.send_signal(signal.SIGSTOP)
    second = start_sender(sent)
    wait_for_mails(server, 300, second)
    first.send_signal(signal.SIGCONT)
    assert first.wait(60) == 0
    assert second.wait(60) == 0
    ids = server.message_ids
    assert len(ids) == len(set(ids)), "somebody got a mail twice"
    found = statuses(sent.campaign)
    assert set(found) <= {"handed", "unknown"}
    assert sum(found.values()) == PEOPLE
    assert by_status(sent, "handed") <= {to for to, _ in server.mails}
    assert found.get("unknown", 0) <= WINDOW
