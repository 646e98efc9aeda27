"""Starting a review, answering its questions, and closing it. Each writes its change rows."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zhike.kit.clock import now, today
from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.platform.access.actions import replace_roles, require_known
from zhike.platform.access.models import RoleAssignment
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import User
from zhike.platform.jobs.queue import defer
from zhike.platform.rights.models import AccessReview, ReviewItem
from zhike.platform.rights.reviews.errors import (
    AlreadyDecided,
    NotDecided,
    NothingToReview,
    ReviewClosed,
    RolesChangedSince,
)
from zhike.platform.rights.reviews.jobs import review_letter, stage_of
from zhike.platform.rights.reviews.result import signed_result
from zhike.platform.rights.reviews.reviewers import Reviewers

OBJECT: Final = "access_review"
NO_NAME: Final = Text("Enter a name.", "请输入名称。")
PAST: Final = Text("Choose today or a later day.", "请选择今天或之后的日期。")
THEMSELVES: Final = Text("Nobody reviews themselves.", "不能由本人复核自己的角色。")
NOBODY: Final = Text("This person cannot sign in.", "此人无法登录。")


def start_review(actor: Actor, *, name: str, due_on: date, roles: Collection[str] = ()) -> UUID:
    """Ask about every person who has one of the roles (about all roles when none is named), and write to the reviewers.

    Raises Forbidden, UnknownRole, ValidationFailed, NothingToReview.
    """
    policy_of(actor).require(OBJECT, "admin")
    if actor.user_id is None:
        raise ValueError("a review is started by a person")
    wanted, name = sorted(set(roles)), name.strip()
    require_known(wanted)
    here = today(actor.time_zone)
    problems = []
    if not name:
        problems.append(Problem(("name",), "required", NO_NAME))
    if due_on < here:
        problems.append(Problem(("due_on",), "past", PAST))
    if problems:
        raise ValidationFailed(problems=problems)
    with transaction.atomic():
        given = RoleAssignment.objects.order_by("user__name", "user_id", "role")
        pairs = list(
            (given.filter(role__in=wanted) if wanted else given).values_list("user_id", "role")
        )
        if not pairs:
            raise NothingToReview
        review = AccessReview.objects.create(
            id=new_id(),
            name=name,
            due_on=due_on,
            roles=wanted,
            started_by_id=actor.user_id,
            started_at=now(),
            reminded=stage_of(due_on, here),
        )
        reviewers = Reviewers({person for person, _ in pairs}, actor.user_id)
        items = [
            ReviewItem(
                id=new_id(),
                review=review,
                user_id=person,
                role=role,
                reviewer_id=reviewers.of(person),
            )
            for person, role in pairs
        ]
        ReviewItem.objects.bulk_create(items)
        facts = {"name": name, "due_on": due_on.isoformat(), "roles": wanted, "items": len(items)}
        write_changes(actor, [ChangeRow(OBJECT, review.id, "create", {}, facts)])
        for reviewer in {item.reviewer_id for item in items} - {None}:
            defer(review_letter, review=review.id, reviewer=reviewer, stage="start")
    return review.id


def confirm(actor: Actor, review_id: UUID, item_ids: Collection[UUID], *, note: str = "") -> None:
    """Let people keep these roles; all or nothing. Raises NotFound, ReviewClosed, AlreadyDecided."""
    with transaction.atomic():
        items = _mine(actor, review_id, item_ids)
        if any(item.decision for item in items):
            raise AlreadyDecided
        for item in items:
            item.decision, item.note = "confirm", note.strip()
            item.decided_by_id, item.decided_at = actor.user_id, now()
        ReviewItem.objects.bulk_update(items, ["decision", "note", "decided_by", "decided_at"])
        write_changes(actor, [_told(item, "confirm-role") for item in items])


def withdraw(actor: Actor, review_id: UUID, item_id: UUID, *, note: str = "") -> None:
    """Take a role away at once. Raises NotFound, ReviewClosed, AlreadyDecided, LastAdministrator."""
    with transaction.atomic():
        (item,) = _mine(actor, review_id, [item_id])
        if item.decision:
            raise AlreadyDecided
        held = _held(item)
        item.took = item.role in held
        if item.took:
            replace_roles(actor, item.user_id, [role for role in held if role != item.role])
        item.decision, item.note = "withdraw", note.strip()
        item.decided_by_id, item.decided_at = actor.user_id, now()
        item.save()
        write_changes(actor, [_told(item, "withdraw-role")])


def undo(actor: Actor, review_id: UUID, item_id: UUID) -> None:
    """Take a decision back, and give the role back that it took.

    Raises NotFound, ReviewClosed, NotDecided, RolesChangedSince, UnknownRole.
    """
    with transaction.atomic():
        (item,) = _mine(actor, review_id, [item_id])
        if not item.decision:
            raise NotDecided
        before = _decision(item)
        if item.took:
            held = _held(item)
            if item.role in held or _changed_since(item):
                raise RolesChangedSince(name=str(item.user))
            replace_roles(actor, item.user_id, [*held, item.role])
        item.decision, item.note, item.took = "", "", False
        item.decided_by_id = item.decided_at = None
        item.save()
        write_changes(
            actor, [ChangeRow(OBJECT, review_id, "undo-decision", before, _decision(item))]
        )


def assign(actor: Actor, review_id: UUID, item_ids: Collection[UUID], reviewer: UUID) -> None:
    """Have somebody else answer these questions, and write to them.

    Raises Forbidden, NotFound, ReviewClosed, AlreadyDecided, ValidationFailed.
    """
    policy_of(actor).require(OBJECT, "admin")
    with transaction.atomic():
        items = _locked(review_id, item_ids)
        if any(item.decision for item in items):
            raise AlreadyDecided
        objection = None
        if not User.objects.filter(id=reviewer, is_active=True).exists():
            objection = NOBODY
        elif any(item.user_id == reviewer for item in items):
            objection = THEMSELVES
        if objection is not None:
            raise ValidationFailed(problems=[Problem(("reviewer",), "bad-reviewer", objection)])
        moved = [item for item in items if item.reviewer_id != reviewer]
        rows = []
        for item in moved:
            before = {"reviewer": None if item.reviewer_id is None else str(item.reviewer_id)}
            item.reviewer_id = reviewer
            after = {"reviewer": str(reviewer)}
            rows.append(
                ChangeRow(
                    OBJECT,
                    review_id,
                    "assign-reviewer",
                    {**_about(item), **before},
                    {**_about(item), **after},
                )
            )
        ReviewItem.objects.bulk_update(moved, ["reviewer"])
        write_changes(actor, rows)
        if moved:
            defer(review_letter, review=review_id, reviewer=reviewer, stage="start")


def close_review(actor: Actor, review_id: UUID) -> None:
    """End a review, decided or not, and sign what came of it; the digest stands in the log from now on.

    Raises Forbidden, NotFound, ReviewClosed.
    """
    policy_of(actor).require(OBJECT, "admin")
    with transaction.atomic():
        review = _open(review_id)
        review.closed_by_id, review.closed_at = actor.user_id, now()
        review.result, review.digest = signed_result(review)
        review.save()
        facts = {"name": review.name, "digest": review.digest}
        write_changes(actor, [ChangeRow(OBJECT, review_id, "close", {}, facts)])


def _open(review_id: UUID) -> AccessReview:
    """The review, locked: decisions and the closing wait for each other."""
    review = AccessReview.objects.select_for_update().filter(id=review_id).first()
    if review is None:
        raise NotFound
    if review.closed_at is not None:
        raise ReviewClosed
    return review


def _locked(review_id: UUID, item_ids: Collection[UUID], **which: Any) -> Sequence[ReviewItem]:
    _open(review_id)
    wanted = set(item_ids)
    rows = ReviewItem.objects.select_related("user", "review").filter(
        review_id=review_id, id__in=wanted, **which
    )
    found = list(rows.order_by("id"))
    if not found or len(found) != len(wanted):
        raise NotFound
    return found


def _mine(actor: Actor, review_id: UUID, item_ids: Collection[UUID]) -> Sequence[ReviewItem]:
    """Items one was asked about oneself; nobody learns of other reviews, not even whether they are open."""
    asked = Q(review_id=review_id, reviewer_id=actor.user_id)
    if actor.user_id is None or not ReviewItem.objects.filter(asked).exists():
        raise NotFound
    return _locked(review_id, item_ids, reviewer_id=actor.user_id)


def _held(item: ReviewItem) -> list[str]:
    """The person's roles, locked against whoever else changes them."""
    locked_user(item.user_id)
    held = RoleAssignment.objects.filter(user_id=item.user_id).order_by("role")
    return list(held.values_list("role", flat=True))


def _changed_since(item: ReviewItem) -> bool:
    """Whether the role was given or taken by anybody after the decision."""
    later = Change.objects.filter(
        object="user", record=item.user_id, verb="set-roles", at__gt=item.decided_at
    )
    return any(
        (item.role in change.before.get("roles", []))
        != (item.role in change.after.get("roles", []))
        for change in later
    )


def _about(item: ReviewItem) -> dict[str, Any]:
    return {
        "name": item.review.name,
        "item": str(item.id),
        "user": str(item.user_id),
        "role": item.role,
    }


def _decision(item: ReviewItem) -> dict[str, Any]:
    return {**_about(item), "decision": item.decision, "note": item.note}


def _told(item: ReviewItem, verb: str) -> ChangeRow:
    return ChangeRow(
        OBJECT, item.review_id, verb, {**_about(item), "decision": ""}, _decision(item)
    )
