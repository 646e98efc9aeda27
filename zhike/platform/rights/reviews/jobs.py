"""The letters of a review: when it starts, three days before it is due, and on the day."""

from datetime import date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.language import Language, Text, filled, say
from zhike.platform.identity.models import User
from zhike.platform.identity.ports import Letter, postman
from zhike.platform.jobs.queue import defer, job, periodic
from zhike.platform.rights.models import AccessReview, ReviewItem

Stage = Literal["", "soon", "due"]
SOON: Final = timedelta(days=3)
FROM_HOUR: Final = 8
"""Reminders wait for this hour of the day where the review was started."""

_HELLO: Final = Text("Hello {name},", "{name}，您好：")
_SUBJECTS: Final = {
    "start": Text("Please review roles: {review}", "请复核权限：{review}"),
    "soon": Text("Roles still to review by {due}: {review}", "权限复核将于 {due} 截止：{review}"),
    "due": Text("Due today: review of roles, {review}", "权限复核今天截止：{review}"),
}
_ASKED: Final = Text(
    "You are asked whether people still need their roles. Still to decide: {count}. Please answer by {due}.",
    "请确认相关人员是否仍需要其角色，尚待决定 {count} 项，请于 {due} 前完成。",
)
_END: Final = Text(
    "Confirm what people need for their work and withdraw the rest; a withdrawn role is gone at once.",
    "工作需要的请确认，不再需要的请收回；收回的角色立即失效。",
)
_BUTTON: Final = Text("Review the roles", "开始复核")


def stage_of(due_on: date, day: date) -> Stage:
    """Which reminder the day calls for."""
    if day >= due_on:
        return "due"
    return "soon" if day >= due_on - SOON else ""


@job(queue="letters", retry=5, name="rights.review_letter")
def review_letter(review: str, reviewer: str, stage: str) -> None:
    """Write to one reviewer who has something left to decide; run twice, they are told twice."""
    waiting = ReviewItem.objects.filter(
        review_id=UUID(review), review__closed_at=None, reviewer_id=UUID(reviewer), decision=""
    )
    count = waiting.count()
    person = User.objects.filter(id=UUID(reviewer), is_active=True).first()
    if not count or person is None:
        return
    asked = AccessReview.objects.get(id=UUID(review))
    language: Language = "en" if person.language == "en" else "zh-CN"
    facts = {
        "name": str(person),
        "review": asked.name,
        "due": asked.due_on.isoformat(),
        "count": count,
    }
    postman().deliver(
        Letter(
            address=person.email,
            name=person.name,
            language=language,
            subject=say(filled(_SUBJECTS[stage], facts), language),
            paragraphs=tuple(say(filled(text, facts), language) for text in (_HELLO, _ASKED, _END)),
            button=say(_BUTTON, language),
            link=f"{settings.ZHIKE_BASE_URL}/reviews",
        )
    )


@periodic("29 * * * *")
def remind_reviewers() -> None:
    """Write to whoever has not answered, once three days before a review is due and once on the day."""
    for review_id in AccessReview.objects.filter(closed_at=None).values_list("id", flat=True):
        remind(review_id, now())


def remind(review_id: UUID, at: datetime) -> None:
    """Ask for the reminders of one review that are due at this moment."""
    with transaction.atomic():
        open_ones = AccessReview.objects.select_for_update(of=("self",)).select_related(
            "started_by"
        )
        review = open_ones.filter(id=review_id, closed_at=None).first()
        if review is None:
            return
        here = at.astimezone(ZoneInfo(review.started_by.time_zone))
        stage = stage_of(review.due_on, here.date())
        if stage in {"", review.reminded} or here.hour < FROM_HOUR:
            return
        AccessReview.objects.filter(id=review_id).update(reminded=stage)
        waiting = ReviewItem.objects.filter(
            review_id=review_id, decision="", reviewer__isnull=False
        )
        for reviewer in waiting.values_list("reviewer_id", flat=True).distinct():
            defer(review_letter, review=review_id, reviewer=reviewer, stage=stage)
