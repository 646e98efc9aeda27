"""The rows a reader's numbers are made of: contacts and orders with the reader's rights, each as one SQL piece."""

from dataclasses import dataclass
from uuid import UUID

from zhike.foundation.purchase.order.model import NOT_A_PURCHASE
from zhike.kit.sql import Sql, param
from zhike.platform.access.policy import RowScope, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.reach import visible_rows


@dataclass(frozen=True, slots=True)
class Population:
    """`contacts` and `orders` are `FROM … WHERE …` over the aliases `c` and `o`, without cancelled orders.

    `contact` and `order` are the objects as the reader sees them: what rests on a field they do not see whole is left
    out. `scope` says which rows and fields the reader's rights reach: readers of one scope see the same numbers.
    """

    contacts: Sql
    orders: Sql
    time_zone: str
    contact: ObjectType
    order: ObjectType
    scope: tuple[RowScope, RowScope, str, UUID | None, tuple[str, ...]]

    @property
    def buyers_known(self) -> bool:
        """Whether the reader sees who bought, how often, when last and for how much."""
        return self.contact.has_whole("spent", "order_count", "last_order_at")

    @property
    def sales_known(self) -> bool:
        """Whether the reader sees which orders count, and when they were placed."""
        return self.order.has_whole("ordered_at", "status")


def population_of(actor: Actor) -> Population:
    """What the reader's numbers count. Raises Forbidden for who may not view contacts or orders."""
    policy = policy_of(actor)
    for key in ("contact", "order"):
        policy.require(key, "view")
    contact, order = seen_by(policy, "contact"), seen_by(policy, "order")
    contacts = visible_rows(contact, policy, "c", "view")
    orders = visible_rows(order, policy, "o", "view")
    whole = tuple(
        f"{type_.key}.{path}"
        for type_ in (contact, order)
        for path in type_.fields
        if policy.limits_fields and type_.has_whole(path)
    )
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
        contact=contact,
        order=order,
        scope=(*scopes, actor.time_zone, policy.me if own else None, whole),
    )
