"""The sender: claims people, fills in their mail, gives it to SMTP at the set rate, and notes what became of it.

At any moment it holds a few claims that SMTP has not seen and at most `WINDOW` that it may have. So a `kill -9` costs
nothing but up to `WINDOW` people whose mail may or may not have gone out; they are listed and never written to again.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.modules.marketing.campaign.audience import owner_of, purpose_of
from zhike.modules.marketing.campaign.claims import (
    Claim,
    Verdict,
    beat,
    begin_run,
    claim,
    mark_handing,
    set_back,
    waiting,
    write_verdicts,
)
from zhike.modules.marketing.campaign.content import Mail, compiled_mail
from zhike.modules.marketing.campaign.errors import FIELDS_NOT_SEEN
from zhike.modules.marketing.campaign.model import Campaign
from zhike.modules.marketing.campaign.pace import Pace
from zhike.modules.marketing.template.merge import unseen_fields, values_of_contacts
from zhike.platform.identity.actor import Actor
from zhike.platform.mail.connection import Outcome
from zhike.platform.mail.message import Letter, Mailbox
from zhike.platform.mail.pool import Outgoing, SenderPool
from zhike.platform.mail.server import mail_server

log = logging.getLogger(__name__)

BATCH: Final = 200
PER_CONNECTION: Final = 2
BEAT: Final = 1.0
MOST_TRIES: Final = 6
FIRST_PAUSE: Final = timedelta(seconds=30)
OFFLINE_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=30)
NEAR: Final = timedelta(seconds=2)
REFUSED_IN_A_ROW: Final = 50
_NOTHING: Final = Text("", "")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended.

    done: everybody is settled. again: come back at `at`. stopped: the campaign was paused, cancelled or taken over.
    interrupted: the worker must end. trouble: the server works with nobody; `detail` says why.
    """

    kind: str
    at: datetime | None = None
    detail: Text = _NOTHING


@dataclass(frozen=True, slots=True)
class _Ready:
    claim: Claim
    mail: bytes


def run_campaign(
    actor: Actor,
    campaign: Campaign,
    *,
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[int], None] = lambda _settled: None,
) -> Ending:
    """Send until there is nothing left to send now. Nothing is lost or sent twice wherever this is cut off.

    `told` is called now and then with how many people this run has settled. Raises MailNotConfigured, NotFound.
    """
    server = mail_server()
    run = begin_run(campaign.pk)
    if run is None:
        return Ending("stopped")
    owner = owner_of(actor, campaign)
    with SenderPool(server) as pool:
        return _Run(campaign, owner, run, pool, server.connections, stop, told).go()


def _quoted(said: str) -> Text:
    """What a mail server said is in its own language for everybody."""
    return Text(said, said)


class _Run:
    """One run; everything it knows beyond the database is here and may be lost at any time."""

    def __init__(
        self,
        campaign: Campaign,
        owner: Actor,
        run: int,
        pool: SenderPool,
        connections: int,
        stop: Callable[[], bool],
        told: Callable[[int], None],
    ) -> None:
        self.campaign, self.owner, self.run, self.pool = campaign, owner, run, pool
        self.stop, self.told = stop, told
        self.window = connections * PER_CONNECTION
        self.mail: Mail = compiled_mail(campaign.content)
        self.fields = self.mail.fields()
        self.address = campaign.from_email or settings.ZHIKE_MAIL_FROM
        self.sender = Mailbox(self.address, campaign.content.get("from_name", ""))
        self.domain = self.address.rpartition("@")[2]
        self.pace = Pace(campaign.rate_per_second)
        # Nobody is claimed much more than a second before it is their turn: what they say in between counts.
        self.batch = min(BATCH, max(1, campaign.rate_per_second))
        self.ready: deque[_Ready] = deque()
        self.under_way: dict[int, Claim] = {}
        self.after = 0
        self.handed = self.settled = self.refused_in_a_row = 0
        self.beaten = time.monotonic()
        self.ending: Ending | None = None

    def go(self) -> Ending:
        """Until an ending is found; then what is claimed and unseen goes back, and what is under way is waited for."""
        while self.ending is None:
            self._hand_over(self._outcomes())
            self._fill_up()
            self._beat()
        while self.under_way:
            self._note(self._verdicts(self.pool.take(1.0)))
        self._note([Verdict(one.claim.id, one.claim.attempt, "queued") for one in self.ready])
        beat(self.campaign.pk, self.run, self.handed)
        return self.ending

    def _outcomes(self) -> list[Verdict]:
        """What SMTP has said since; waits a little where there is nothing else to do."""
        full = self.pool.inside >= self.window
        pause = self.pace.pause() if self.ready else 0.0
        if self.pool.inside:
            return self._verdicts(
                self.pool.take(0.2 if full or not self.ready else min(pause, 0.2))
            )
        if pause:
            time.sleep(min(pause, 0.2))
        return []

    def _hand_over(self, verdicts: list[Verdict]) -> None:
        """Note outcomes and the next people's turn in one commit, then give the mails to SMTP: never before."""
        room = min(self.window - self.pool.inside, len(self.ready))
        group = [self.ready.popleft() for _ in range(self.pace.take(room))]
        if not verdicts and not group:
            return
        with transaction.atomic():
            if verdicts:
                write_verdicts(verdicts)
            allowed = (
                mark_handing(self.campaign.pk, self.run, [one.claim for one in group])
                if group
                else set()
            )
        self._count(verdicts)
        if len(allowed) < len(group):
            self.ending = self.ending or Ending("stopped")
            self.ready.extend(one for one in group if one.claim.id not in allowed)
        given = [one for one in group if one.claim.id in allowed]
        self.under_way.update((one.claim.id, one.claim) for one in given)
        self.pool.give(
            Outgoing(one.claim.id, self.address, one.claim.email, one.mail) for one in given
        )

    def _fill_up(self) -> None:
        """Claim more when few are left; find the ending when there is nobody."""
        if self.ending is not None or len(self.ready) > self.batch // 2:
            return
        if self.stop():
            self.ending = Ending("interrupted")
            return
        claims, looked_at = claim(
            self.campaign.pk,
            self.run,
            self.owner,
            purpose_of(self.campaign),
            domain=self.domain,
            count=self.batch,
            after=self.after,
        )
        self.settled += looked_at - len(claims)
        if claims:
            self.after = claims[-1].id
            self._prepare(claims)
        elif looked_at == 0 and self.after:
            self.after = 0  # those who are to be tried again stand before
        elif looked_at == 0 and not self.ready and not self.under_way:
            self._look_for_the_end()

    def _look_for_the_end(self) -> None:
        if not beat(self.campaign.pk, self.run, 0):
            self.ending = Ending("stopped")
            return
        left, first = waiting(self.campaign.pk)
        if left == 0:
            self.ending = Ending("done")
        elif first is not None and first - now() > NEAR:
            self.ending = Ending("again", at=first)
        else:
            time.sleep(0.1)

    def _prepare(self, claims: list[Claim]) -> None:
        """Fill in the mails; what cannot be made into a mail fails by itself and harms no other.

        Rights may change while a campaign is sent: what the owner sees but in part from now on is sent to nobody.
        """
        if unseen := unseen_fields(self.owner, self.fields):
            self._note([Verdict(one.id, one.attempt, "queued") for one in claims])
            fields = ", ".join(unseen)
            detail = Text(*(said.format(fields=fields) for said in FIELDS_NOT_SEEN))
            self._end(Ending("trouble", detail=detail))
            return
        named = not unseen_fields(self.owner, {"contact.name"})
        values = values_of_contacts(
            self.owner, [one.contact_id for one in claims], self.fields, self.mail.language
        )
        broken: list[Verdict] = []
        for one in claims:
            found = values.get(one.contact_id)
            if found is None:
                broken.append(Verdict(one.id, one.attempt, "skipped", "not-visible"))
                continue
            try:
                mail = self.mail.fill(one.id, found)
                letter = Letter(
                    sender=self.sender,
                    recipient=Mailbox(one.email, str(found["contact.name"]) if named else ""),
                    subject=mail.subject,
                    text=mail.text,
                    html=mail.html,
                    message_id=one.message_id,
                    date=now(),
                    reply_to=self.campaign.reply_to or "",
                    unsubscribe_url=self.mail.unsubscribe(one.id),
                )
                self.ready.append(_Ready(one, letter.to_bytes()))
            except Exception as error:
                log.warning("recipient %s cannot be written to: %s", one.id, error)
                broken.append(Verdict(one.id, one.attempt, "failed", f"unsendable: {error}"))
        self._note(broken)

    def _verdicts(self, outcomes: list[tuple[int, Outcome]]) -> list[Verdict]:
        return [self._verdict(self.under_way.pop(key), outcome) for key, outcome in outcomes]

    def _verdict(self, one: Claim, outcome: Outcome) -> Verdict:
        """From what SMTP said to what is stored, and to what the run must do."""
        self.refused_in_a_row = (
            self.refused_in_a_row + 1 if outcome.kind in ("refused", "bounced") else 0
        )
        if self.refused_in_a_row >= REFUSED_IN_A_ROW:
            self._end(Ending("trouble", detail=_quoted(outcome.detail)))
        match outcome.kind:
            case "handed":
                return Verdict(one.id, one.attempt, "handed")
            case "bounced":
                return Verdict(one.id, one.attempt, "bounced", outcome.detail)
            case "refused":
                return Verdict(one.id, one.attempt, "failed", outcome.detail)
            case "unknown":
                return Verdict(one.id, one.attempt, "unknown", outcome.detail)
            case "server":
                self._end(Ending("trouble", detail=_quoted(outcome.detail)))
                return Verdict(one.id, one.attempt, "queued")
            case "offline":
                self._end_offline(_quoted(outcome.detail))
                return Verdict(one.id, one.attempt, "queued")
            case "later":
                if one.tries + 1 >= MOST_TRIES:
                    return Verdict(one.id, one.attempt, "failed", outcome.detail, tried=1)
                pause = min(FIRST_PAUSE * 4**one.tries, LONGEST_PAUSE)
                return Verdict(one.id, one.attempt, "queued", outcome.detail, now() + pause, 1)

    def _end(self, ending: Ending) -> None:
        self.ending = self.ending or ending

    def _end_offline(self, detail: Text) -> None:
        if self.ending is None:
            times = set_back(self.campaign.pk, self.run, detail)
            pause = min(OFFLINE_PAUSE * 2 ** min(times - 1, 10), LONGEST_PAUSE)
            self.ending = Ending("again", at=now() + pause, detail=detail)

    def _note(self, verdicts: list[Verdict]) -> None:
        if verdicts:
            write_verdicts(verdicts)
            self._count(verdicts)

    def _count(self, verdicts: list[Verdict]) -> None:
        self.handed += sum(one.status == "handed" for one in verdicts)
        self.settled += sum(one.status != "queued" for one in verdicts)

    def _beat(self) -> None:
        if time.monotonic() - self.beaten < BEAT:
            return
        self.beaten = time.monotonic()
        handed, self.handed = self.handed, 0
        if not beat(self.campaign.pk, self.run, handed):
            self._end(Ending("stopped"))
        self.told(self.settled)
