"""A template: subject and HTML of a mail, with merge fields."""

from typing import Final

from django.db import models

from zhike.foundation.consent.purposes import PURPOSES
from zhike.platform.metadata.columns import Choice, Html
from zhike.platform.metadata.kinds.choice import options
from zhike.platform.records.models import Record

LANGUAGES: Final = options(("zh-CN", "Chinese", "中文"), ("en", "English", "英文"))


class Template(Record):
    """`language` is how options, dates and the unsubscribe page read for its recipients."""

    object_key = "template"

    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    body = Html()
    purpose = Choice(PURPOSES, default="marketing")
    language = Choice(LANGUAGES, default="zh-CN")
    from_name = models.CharField(max_length=200, blank=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name
