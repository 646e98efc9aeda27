"""A campaign, the people it is for, and what they did with it."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q

from zhike.foundation.consent.purposes import PURPOSES
from zhike.platform.metadata.columns import Choice, Email, Json, Lookup
from zhike.platform.metadata.kinds.choice import options
from zhike.platform.records.models import Record

NAME_LIMIT: Final = 200
STATUSES: Final = options(
    ("draft", "Draft", "草稿", "neutral"),
    ("scheduled", "Scheduled", "已排期", "accent"),
    ("sending", "Sending", "发送中", "accent"),
    ("paused", "Paused", "已暂停", "warn"),
    ("done", "Done", "已完成", "good"),
    ("cancelled", "Cancelled", "已取消", "neutral"),
)
STATUS_NAMES: Final = {status.key: status.label for status in STATUSES}
ADVERTS: Final = options(
    ("auto", "When the mail is Chinese", "中文邮件自动添加"),
    ("on", "Always", "总是添加"),
    ("off", "Never", "不添加"),
)
RECIPIENT_STATUSES: Final = (
    "queued",
    "claimed",
    "handed",
    "failed",
    "bounced",
    "unknown",
    "skipped",
    "held_out",
)


class Campaign(Record):
    """`content` is the mail as it was when sending began, with the addresses of its links; nothing else is ever sent.

    `problem` says what keeps it, in both languages: `{"en", "zh"}`. `run` counts the runs of the sender: a run that finds
    a higher number stops. `setbacks` counts how often in a row the mail server could not be reached.
    """

    object_key = "campaign"

    name = models.CharField(max_length=NAME_LIMIT)
    status = Choice(STATUSES, default="draft")
    segment = Lookup("segment.Segment", related_name="campaigns", optional=True)
    template = Lookup("marketing.Template", related_name="campaigns", optional=True)
    purpose = Choice(PURPOSES, default="marketing")
    advert = Choice(ADVERTS, default="auto")
    from_name = models.CharField(max_length=200, blank=True)
    from_email = Email()
    reply_to = Email()
    hold_out_percent = models.PositiveSmallIntegerField(default=10)
    rate_per_second = models.PositiveIntegerField(default=100)
    attribution_days = models.PositiveSmallIntegerField(default=7)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    audience_count = models.PositiveIntegerField(default=0)
    sent_count = models.PositiveIntegerField(default=0)
    opened_count = models.PositiveIntegerField(default=0)
    clicked_count = models.PositiveIntegerField(default=0)
    unsubscribed_count = models.PositiveIntegerField(default=0)
    problem = Json(null=True, blank=True)

    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    audience_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    run = models.PositiveIntegerField(default=0)
    setbacks = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """One person of the audience.

    queued -> claimed (`attempt` and `message_id` fixed) -> `handing_at` set, and only then given to SMTP -> handed,
    failed, bounced, unknown, or queued again. bounced: the receiving server knows no such address. skipped and held_out people never get the mail; `reason` says why not.
    `variant` is the draw: "mail" or "hold_out", empty for who could not be written to. `tries` counts the times the
    server said "later". See docs/decisions on mail that is sent at most once.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        "customer.Contact", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    email = models.CharField(max_length=254, blank=True)
    status = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    variant = models.CharField(max_length=10, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200, blank=True)
    retry_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    handing_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    unsubscribed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "contact"], name="marketing_recipient_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RECIPIENT_STATUSES), name="marketing_recipient_status"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["campaign", "id"],
                name="marketing_recipient_open",
                condition=Q(status__in=("queued", "claimed")),
            ),
            models.Index(fields=["campaign", "status", "id"], name="marketing_recipient_listed"),
            models.Index(fields=["campaign", "email"], name="marketing_recipient_email"),
            models.Index(fields=["contact", "-id"], name="marketing_recipient_person"),
        ]


class MailEvent(models.Model):
    """Something a recipient did: open, click, unsubscribe. `link` is the number of the link in the mail."""

    recipient = models.ForeignKey(
        Recipient, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    link = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["recipient", "kind"], name="marketing_mailevent_of")
        ]
