"""One finished campaign: really sent, to the demo's own mailbox, really opened and clicked, then moved into the past.

No figure is invented: people are drawn, judged, written to and noted by the same code as in any campaign.
"""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from zhike.config.demo.maker import Line, Order
from zhike.config.demo.past_actions import move_campaign
from zhike.config.demo.stories import CAMPAIGN
from zhike.config.demo.trade import PRODUCTS
from zhike.kit.clock import now
from zhike.modules.marketing.campaign.actions import send_campaign
from zhike.modules.marketing.campaign.model import Recipient
from zhike.modules.marketing.campaign.sender_job import send_mails
from zhike.modules.marketing.tracking.events import note_event, received, unsubscribe
from zhike.platform.identity.actor import Actor
from zhike.platform.mail.sink import make_sink
from zhike.platform.records.actions import create_record

AGO: Final = timedelta(days=9, hours=3)
OPENED, CLICKED, LEFT, BOUGHT = 0.46, 0.28, 0.02, 0.12
"""Shares: of those written to who open, of openers who click, of openers who unsubscribe, of openers who order more."""


def run_campaign(actor: Actor, segment: UUID, template: UUID) -> list[tuple[str, Order]]:
    """Send the campaign and have people react; returns what some of them bought because of it, by address."""
    values: dict[str, Any] = {**CAMPAIGN, "segment": str(segment), "template": str(template)}
    campaign = create_record(actor, "campaign", values)
    with _mailbox():
        progress = send_campaign(actor, campaign)
        send_mails(campaign=str(campaign), progress=str(progress))
    reached = list(
        Recipient.objects.filter(campaign_id=campaign, status="handed")
        .order_by("id")
        .values_list("id", "email")
    )
    buyers = _react(reached)
    move_campaign(campaign, AGO)
    return buyers


@contextmanager
def _mailbox() -> Iterator[None]:
    """The demo's mailbox in this process. Whatever server is set, invented people get no mail through it."""
    given = settings.ZHIKE_SMTP_URL
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings.ZHIKE_SMTP_URL = f"smtp://127.0.0.1:{port}"
    sink = make_sink("127.0.0.1", port)
    sink.start()
    try:
        yield
    finally:
        sink.stop()
        settings.ZHIKE_SMTP_URL = given


def _react(reached: Sequence[tuple[int, str]]) -> list[tuple[str, Order]]:
    random = Random(20261123)  # noqa: S311 - invented reactions, no secret
    bought: list[tuple[str, Order]] = []
    start = now() - AGO
    for recipient, email in reached:
        if random.random() > OPENED:
            continue
        note_event(recipient, "open")
        if random.random() < CLICKED:
            for link in random.sample(range(4), random.choice((1, 1, 2))):
                note_event(recipient, "click", link)
        if random.random() < LEFT and (mail := received(recipient)):
            unsubscribe(mail)
        elif random.random() < BOUGHT:
            at = start + timedelta(hours=random.uniform(4, 150))
            kit = next(product for product in PRODUCTS if product.sku == "RH-TZ")
            lines = (
                Line(kit, random.randint(1, 5)),
                Line(random.choice(PRODUCTS[:14]), random.randint(2, 10)),
            )
            number = f"DD{at:%Y%m%d}9{len(bought):06d}"
            bought.append((email, Order(number, at, "shipped", "web", lines)))
    return bought
