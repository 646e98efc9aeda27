"""People of a campaign as a condition of filters: `{"campaign": id, "people": "not_opened"}`.

A segment made of it is live like any other: who opens the mail today leaves it today. Readers need the right to view
the campaign, and for purchases orders; whom they may not view is in none of their answers, as always.
"""

from typing import Final

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.modules.marketing.campaign.model import Campaign
from zhike.modules.marketing.campaign.recipients import DEEDS
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.filters import Among, Named, Node
from zhike.platform.records.query.linked import within_reach
from zhike.platform.records.query.reach import visible_rows

PEOPLE: Final = ("opened", "not_opened", "clicked", "bought")
_WORDS: Final = {
    "opened": Text("opened campaign {title}", "打开了营销活动{title}"),
    "not_opened": Text("got campaign {title} and did not open it", "收到但未打开营销活动{title}"),
    "clicked": Text("clicked in campaign {title}", "点击了营销活动{title}"),
    "bought": Text("bought after campaign {title}", "收到营销活动{title}后购买"),
}
_HIDDEN: Final = Text("you may not see", "（您无权查看）")


def campaign_people(node: Named, object_key: str, policy: Policy) -> Node | None:
    """The contacts of one part of a campaign; None for another object, or who may not view what it tells."""
    if object_key != "contact" or not policy.may("campaign", "view"):
        return None
    campaign = Campaign.objects.filter(pk=node.id, deleted_at__isnull=True).first()
    if campaign is None or not within_reach(
        policy, registry.get("campaign"), node.id, campaign.owner_id, "view"
    ):
        return None
    if node.people != "bought":
        condition = DEEDS[node.people]
    elif policy.may("order", "view") and seen_by(policy, "order").has_whole(
        "contact", "status", "ordered_at"
    ):
        condition = _bought(policy)
    else:
        return None
    return Among(
        Sql(
            "SELECT r.contact_id FROM marketing_recipient r JOIN marketing_campaign k ON k.id = r.campaign_id"
            " WHERE r.campaign_id = %s AND ",
            (node.id,),
        )
        + condition
    )


def _bought(policy: Policy) -> Sql:
    """An order within the days that count, of somebody the mail was delivered to: the orders of the effect."""
    return (
        Sql(
            "r.status = 'handed' AND EXISTS (SELECT 1 FROM purchase_order o WHERE o.contact_id = r.contact_id"
            " AND o.ordered_at >= k.started_at"
            " AND o.ordered_at < k.started_at + make_interval(days => k.attribution_days)"
            " AND o.status IS DISTINCT FROM 'cancelled' AND "
        )
        + visible_rows(registry.get("order"), policy, "o", "view")
        + Sql(")")
    )


def campaign_phrase(title: str | None, people: str) -> Text:
    """The condition in words."""
    words = _WORDS[people]
    if title is None:
        return Text(words.en.format(title=_HIDDEN.en), words.zh.format(title=_HIDDEN.zh))
    return Text(words.en.format(title=f"“{title}”"), words.zh.format(title=f"“{title}”"))
