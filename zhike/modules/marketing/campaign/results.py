"""What a campaign led to: the funnel, when mails were opened, and the revenue it caused against its hold-out.

The effect compares everybody who was drawn to get the mail with everybody who was drawn not to, whether the mail
arrived or not: people who could not be reached have equals in the hold-out that nobody can name, so leaving them out
would make the groups unlike (analysis by intention to treat).
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from zhike.kit.clock import now
from zhike.kit.sql import Sql, param
from zhike.kit.statistics import Sample, difference_of_means
from zhike.modules.marketing.campaign.model import Campaign
from zhike.modules.marketing.campaign.recipients import visible_campaign
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.page import source_for

HOURS: Final = 48
FORMULA: Final = (
    "Welch (1947): m1 - m2 ± t(0.975, v) · sqrt(s1²/n1 + s2²/n2);"
    " v by Satterthwaite (1946); groups by intention to treat"
)
_FUNNEL: Final = """
SELECT count(*), count(*) FILTER (WHERE variant <> ''), count(*) FILTER (WHERE variant = 'hold_out'),
 count(*) FILTER (WHERE status = 'handed'), count(*) FILTER (WHERE status = 'bounced'), count(*) FILTER (WHERE opened_at IS NOT NULL),
 count(*) FILTER (WHERE clicked_at IS NOT NULL), count(*) FILTER (WHERE unsubscribed_at IS NOT NULL)
FROM marketing_recipient WHERE campaign_id = %s
"""
_STEPS: Final = (
    "audience",
    "lawful",
    "held_out",
    "delivered",
    "bounced",
    "opened",
    "clicked",
    "unsubscribed",
)


def results(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """Everything the campaign page shows. Raises Forbidden, NotFound.

    Funnel, hours and links are facts of the campaign. Orders count only where the reader may view both the person and
    the order; `effect` is None for a reader who may not view orders or not see whole what they come to, and before
    sending has begun.
    """
    campaign = visible_campaign(actor, campaign_id)
    seen = seen_by(policy_of(actor), "campaign")
    with connection.cursor() as cursor:
        cursor.execute(_FUNNEL, [campaign_id])
        funnel = dict(zip(_STEPS, cursor.fetchone(), strict=True))
        cursor.execute(
            "SELECT status, reason, count(*) FROM (SELECT status, CASE WHEN status IN ('skipped', 'unknown')"
            " THEN reason ELSE '' END AS reason FROM marketing_recipient WHERE campaign_id = %s) r"
            " GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100",
            [campaign_id],
        )
        states = cursor.fetchall()
    by_status: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for status, reason, count in states:
        by_status[status] = by_status.get(status, 0) + count
        if status == "skipped" and reason:
            reasons[reason] = reasons.get(reason, 0) + count
    effect = _effect(actor, campaign)
    return {
        "id": campaign.pk,
        "name": campaign.name if seen.has_whole("name") else "",
        "status": campaign.status,
        "problem": campaign.problem if seen.has_whole("problem") else None,
        "started_at": campaign.started_at,
        "finished_at": campaign.finished_at,
        "funnel": {**funnel, "ordered": effect["reached"]["ordered"] if effect else None},
        "statuses": by_status,
        "reasons": reasons,
        "opens_by_hour": _opens(actor, campaign),
        "links": _links(campaign),
        "effect": effect,
    }


def _opens(actor: Actor, campaign: Campaign) -> list[dict[str, Any]]:
    """First openings in each hour since sending began, hours without any included, at most `HOURS`."""
    if campaign.started_at is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT date_trunc('hour', opened_at, %s), count(*) FROM marketing_recipient"
            " WHERE campaign_id = %s AND opened_at IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT %s",
            [actor.time_zone, campaign.pk, HOURS],
        )
        counts = dict(cursor.fetchall())
    if not counts:
        return []
    first = min(counts)
    last = min(max(counts), first + timedelta(hours=HOURS - 1))
    hours = int((last - first).total_seconds() // 3600) + 1
    moments = (first + timedelta(hours=step) for step in range(hours))
    return [{"at": moment, "count": counts.get(moment, 0)} for moment in moments]


def _links(campaign: Campaign) -> list[dict[str, Any]]:
    """The addresses in the mail, with clicks and the people who clicked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.link, count(*), count(DISTINCT e.recipient_id) FROM marketing_mailevent e"
            " JOIN marketing_recipient r ON r.id = e.recipient_id"
            " WHERE r.campaign_id = %s AND e.kind = 'click' AND r.clicked_at IS NOT NULL GROUP BY 1",
            [campaign.pk],
        )
        clicks = {link: (count, people) for link, count, people in cursor.fetchall()}
    return [
        {
            "url": url,
            "clicks": clicks.get(number, (0, 0))[0],
            "people": clicks.get(number, (0, 0))[1],
        }
        for number, url in enumerate(campaign.content.get("links", ()))
    ]


def _effect(actor: Actor, campaign: Campaign) -> dict[str, Any] | None:
    policy = policy_of(actor)
    if (
        campaign.started_at is None
        or "order" not in registry.specs
        or not (policy.may("order", "view") and policy.may("contact", "view"))
        or not seen_by(policy, "order").has_whole("contact", "total", "status", "ordered_at")
    ):
        return None
    start = campaign.started_at
    end = start + timedelta(days=campaign.attribution_days)
    groups = _revenue(actor, campaign, start, end)
    reached, control = groups.get("mail", _Group()), groups.get("hold_out", _Group())
    found = difference_of_means(reached.sample(), control.sample())
    difference = None
    if found is not None:
        base = control.mean
        relative = (lambda value: value / base) if base > 0 else (lambda _value: None)
        difference = {
            "amount": _amount(found.value),
            "low": _amount(found.low),
            "high": _amount(found.high),
            "relative": relative(found.value),
            "relative_low": relative(found.low),
            "relative_high": relative(found.high),
            "real": found.real,
        }
    return {
        "currency": settings.ZHIKE_CURRENCY,
        "window_days": campaign.attribution_days,
        "from": start,
        "to": end,
        "complete": end <= now(),
        "reached": reached.shown(),
        "hold_out": control.shown(),
        "difference": difference,
        "revenue_caused": _amount(found.value * reached.people) if found is not None else None,
        "formula": FORMULA,
    }


class _Group:
    """One side of the comparison."""

    def __init__(
        self,
        people: int = 0,
        ordered: int = 0,
        revenue: Decimal | None = None,
        variance: Decimal | None = None,
    ) -> None:
        self.people, self.ordered = people, ordered
        self.revenue = float(revenue or 0)
        self.variance = float(variance or 0)

    @property
    def mean(self) -> float:
        return self.revenue / self.people if self.people else 0.0

    def sample(self) -> Sample:
        return Sample(self.people, self.mean, self.variance)

    def shown(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "ordered": self.ordered,
            "revenue": _amount(self.revenue),
            "mean": _amount(self.mean),
        }


def _amount(value: float) -> str:
    return f"{value:.2f}"


def _revenue(actor: Actor, campaign: Campaign, start: datetime, end: datetime) -> dict[str, _Group]:
    """Revenue per person in the window, by draw; who ordered nothing counts with zero."""
    people = source_for(actor, "contact")
    orders = people.related(registry.get("order"))
    lookup = orders.type.field("contact")
    contact = lookup.kind.expression(Sql(orders.alias), str(lookup.column))
    total = orders.type.field("total").kind.expression(Sql(orders.alias), "total")
    bought = (
        Sql("SELECT ")
        + contact
        + Sql(" AS contact_id, sum(")
        + total
        + Sql(") AS spent")
        + orders.from_clause()
        + Sql(" WHERE ")
        + orders.visible()
        + Sql(f" AND {orders.alias}.ordered_at >= ")
        + param(start)
        + Sql(f" AND {orders.alias}.ordered_at < ")
        + param(end)
        + Sql(f" AND {orders.alias}.status IS DISTINCT FROM 'cancelled'")
        + Sql(" GROUP BY 1")
    )
    statement = (
        Sql(
            "SELECT m.variant, count(*), count(*) FILTER (WHERE b.spent IS NOT NULL), sum(coalesce(b.spent, 0)),"
            " var_samp(coalesce(b.spent, 0))"
            f" FROM marketing_recipient m JOIN customer_contact {people.alias} ON {people.alias}.id = m.contact_id"
            " LEFT JOIN ("
        )
        + bought
        + Sql(
            ") b ON b.contact_id = m.contact_id WHERE m.campaign_id = %s AND m.variant <> '' AND ",
            (campaign.pk,),
        )
        + people.visible()
        + Sql(" GROUP BY 1")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return {variant: _Group(*rest) for variant, *rest in cursor.fetchall()}
