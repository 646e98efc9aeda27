"""The rows a reader's numbers are made of: contacts and orders with the reader's rights, each as one SQL piece."""

from dataclasses import dataclass
from uuid import UUID

from zhike.foundation.purchase.order.model import NOT_A_PURCHASE
from zhike.kit.sql import Sql, param
from zhike.platform.access.policy import RowScope, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.reach import visible_rows


@dataclass(frozen=True, slots=True)
class Population:
    """`contacts` and `orders` are `FROM … WHERE …` over the aliases `c` and `o`, without cancelled orders.

    `scope` says which rows the reader's rights reach: readers of one scope see the same numbers.
    """

    contacts: Sql
    orders: Sql
    time_zone: str
    scope: tuple[RowScope, RowScope, str, UUID | None]


def population_of(actor: Actor) -> Population:
    """What the reader's numbers count. Raises Forbidden for who may not view contacts or orders."""
    policy = policy_of(actor)
    for key in ("contact", "order"):
        policy.require(key, "view")
    contacts = visible_rows(registry.get("contact"), policy, "c", "view")
    orders = visible_rows(registry.get("order"), policy, "o", "view")
    scopes = policy.rows("contact", "view"), policy.rows("order", "view")
    # Rules may name their reader, and shares are a person's own.
    own = policy.limits_fields or any(scope.widened for scope in scopes)
    return Population(
        contacts=Sql(" FROM customer_contact c WHERE ") + contacts,
        orders=Sql(" FROM purchase_order o WHERE ")
        + orders
        + Sql(" AND o.status <> ALL(")
        + param(list(NOT_A_PURCHASE))
        + Sql(")"),
        time_zone=actor.time_zone,
        scope=(*scopes, actor.time_zone, policy.me if own else None),
    )
