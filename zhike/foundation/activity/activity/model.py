"""An activity: a note, a task, a call, a meeting, a visit or a message, about any record."""

from typing import ClassVar, Final

from django.db import models

from zhike.platform.metadata.columns import Choice, Lookup
from zhike.platform.metadata.kinds.choice import options
from zhike.platform.records.models import ALIVE, Record

TYPES: Final = options(
    ("note", "Note", "备注", "warn"),
    ("task", "Task", "任务", "accent"),
    ("call", "Call", "电话", "good"),
    ("meeting", "Meeting", "会议", "violet"),
    ("visit", "Visit", "拜访", "good"),
    ("message", "Message", "消息", "accent"),
)
PRIORITIES: Final = options(
    ("low", "Low", "低"), ("normal", "Normal", "普通"), ("high", "High", "高", "danger")
)
OUTCOMES: Final = options(
    ("reached", "Reached", "已联系上", "good"),
    ("no_answer", "No answer", "无人接听", "warn"),
    ("interested", "Interested", "有意向", "good"),
    ("refused", "Not interested", "无意向", "danger"),
    ("follow_up", "To follow up", "待跟进", "accent"),
)


class Activity(Record):
    """`done_at` is empty while something is still to be done; notes are done when they are written."""

    object_key = "activity"

    type = Choice(TYPES, default="note")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    about = Lookup("records.Entry", optional=True, related_name="activities")
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = Choice(OUTCOMES)
    priority = Choice(PRIORITIES, default="normal")

    class Meta(Record.Meta):
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(
                fields=["about", "-created_at"], name="activity_activity_about", condition=ALIVE
            ),
            models.Index(
                fields=["owner", "due_at"],
                name="activity_activity_open",
                condition=ALIVE & models.Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
