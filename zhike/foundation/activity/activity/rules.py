"""What an activity must say, and what follows from what it says."""

from django.db import models

from zhike.foundation.activity.activity.model import Activity
from zhike.kit.clock import now
from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.identity.actor import Actor

SUBJECT_LIMIT = 200
EMPTY = Text("Write what it is about.", "请填写内容。")


def settle(_: Actor, record: models.Model, changed: frozenset[str]) -> None:
    """A new activity gets its subject from its text, and what is not planned is done. Raises ValidationFailed."""
    assert isinstance(record, Activity)
    if not record.subject and not record.body:
        raise ValidationFailed(problems=[Problem(("subject",), "required", EMPTY)])
    new = record._state.adding
    if not record.subject and (new or "subject" in changed):
        record.subject = record.body.strip().splitlines()[0][:SUBJECT_LIMIT]
    if new and record.done_at is None and record.type != "task" and record.due_at is None:
        record.done_at = now()
