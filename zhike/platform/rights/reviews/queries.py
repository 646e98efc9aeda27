"""Reading reviews: an administrator sees all, a reviewer their own questions of reviews that are open."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zhike.kit.clock import today
from zhike.kit.errors import Forbidden, NotFound
from zhike.platform.access.book import current_book
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import Role
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import User
from zhike.platform.rights.models import AccessReview, ReviewItem
from zhike.platform.rights.reviews.errors import ReviewStillOpen
from zhike.platform.rights.reviews.facts import facts_of

_TOTALS = {
    "total": Count("items"),
    "confirmed": Count("items", filter=Q(items__decision="confirm")),
    "withdrawn": Count("items", filter=Q(items__decision="withdraw")),
}


def reviews(actor: Actor) -> list[dict[str, Any]]:
    """All reviews, open ones first, then the newest. Raises Forbidden."""
    policy_of(actor).require("access_review", "admin")
    rows = _counted(AccessReview.objects.all()).order_by("-closed_at", "-started_at")
    found = [_review(actor, row) for row in rows]
    return sorted(found, key=lambda review: review["closed_at"] is not None)


def to_review(actor: Actor) -> list[dict[str, Any]]:
    """The open reviews that ask the actor, each with the actor's items; what is due first stands first."""
    items = ReviewItem.objects.filter(reviewer_id=actor.user_id, review__closed_at=None)
    rows = list(_items(items))
    asked = _counted(AccessReview.objects.filter(id__in={row.review_id for row in rows}))
    told = _told(rows)
    return [
        {
            **_review(actor, review),
            "items": [told[row.id] for row in rows if row.review_id == review.id],
        }
        for review in asked.order_by("due_on", "started_at")
    ]


def waiting(actor: Actor) -> int:
    """How many questions wait for the actor's answer."""
    return ReviewItem.objects.filter(
        reviewer_id=actor.user_id, review__closed_at=None, decision=""
    ).count()


def review_with_items(actor: Actor, review_id: UUID) -> dict[str, Any]:
    """One review with all its items. Raises NotFound for whoever may not see all reviews."""
    review = _found(actor, review_id)
    rows = list(_items(ReviewItem.objects.filter(review_id=review_id)))
    told = _told(rows)
    return {**_review(actor, review), "items": [told[row.id] for row in rows]}


def result_of(actor: Actor, review_id: UUID) -> AccessReview:
    """The closed review, whose `result` is the signed document. Raises NotFound, ReviewStillOpen."""
    review = _found(actor, review_id)
    if review.closed_at is None:
        raise ReviewStillOpen
    return review


def _found(actor: Actor, review_id: UUID) -> AccessReview:
    try:
        policy_of(actor).require("access_review", "admin")
    except Forbidden:
        raise NotFound from None
    review = _counted(AccessReview.objects.filter(id=review_id)).first()
    if review is None:
        raise NotFound
    return review


def _counted(rows: "QuerySet[AccessReview]") -> "QuerySet[AccessReview]":
    return rows.annotate(**_TOTALS).select_related("started_by", "closed_by")


def _items(rows: "QuerySet[ReviewItem]") -> "QuerySet[ReviewItem]":
    named = rows.select_related("user", "reviewer", "decided_by")
    return named.order_by("user__name", "user_id", "role", "id")


def _review(actor: Actor, row: Any) -> dict[str, Any]:
    """`row` carries the counts."""
    return {
        "id": row.id,
        "name": row.name,
        "due_on": row.due_on,
        "roles": row.roles,
        "started_by": _person(row.started_by),
        "started_at": row.started_at,
        "closed_by": _person(row.closed_by),
        "closed_at": row.closed_at,
        "overdue": row.closed_at is None and row.due_on < today(actor.time_zone),
        "total": row.total,
        "confirmed": row.confirmed,
        "withdrawn": row.withdrawn,
        "digest": row.digest,
    }


def _told(rows: Sequence[ReviewItem]) -> dict[UUID, dict[str, Any]]:
    facts = facts_of({row.user_id for row in rows})
    roles = current_book().roles
    return {
        row.id: {
            "id": row.id,
            "person": facts[row.user_id],
            "role": row.role,
            "role_label": _label(row.role, roles.values()),
            "held": row.role in facts[row.user_id]["roles"],
            "reviewer": _person(row.reviewer),
            "decision": row.decision or None,
            "note": row.note,
            "decided_by": _person(row.decided_by),
            "decided_at": row.decided_at,
        }
        for row in rows
    }


def _label(key: str, roles: Iterable[Role]) -> dict[str, str]:
    """The role's name; its key when the role is gone by now."""
    found = next((role.label for role in roles if role.key == key), None)
    return {"en": key, "zh": key} if found is None else {"en": found.en, "zh": found.zh}


def _person(user: User | None) -> dict[str, Any] | None:
    return None if user is None else {"id": user.id, "title": user.name or user.email}
