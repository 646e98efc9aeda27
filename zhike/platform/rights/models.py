"""Access reviews (权限复核): what was asked about whose roles, of whom, and what they answered."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhike.kit.ids import new_id
from zhike.platform.identity.models import User


class AccessReview(models.Model):
    """One round of questions. Open until `closed_at`; `reminded` is the last stage of reminders that was sent.

    `roles` empty means every role. `result` is the signed document as it is downloaded, `digest` the SHA-256 (hex) of what
    was signed.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=100)
    due_on = models.DateField()
    roles = ArrayField(models.CharField(max_length=40), default=list)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    reminded = models.CharField(max_length=4, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rights_accessreview_reminded", condition=Q(reminded__in=["", "soon", "due"])
            ),
        ]


class ReviewItem(models.Model):
    """One question: may this person keep this role? Without a reviewer until an administrator names one."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="items")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=10, blank=True)
    took = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "user", "role"], name="rights_reviewitem_once"
            ),
            models.CheckConstraint(
                name="rights_reviewitem_decision",
                condition=Q(decision__in=["", "confirm", "withdraw"]),
            ),
            models.CheckConstraint(
                name="rights_reviewitem_nobody_reviews_themselves",
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=models.F("user")),
            ),
        ]
