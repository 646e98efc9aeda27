"""What lists, pages, search and rights know of activities."""

from zhike.foundation.activity.activity.last_contact_actions import keep_last_contact
from zhike.foundation.activity.activity.model import Activity
from zhike.foundation.activity.activity.rules import settle
from zhike.platform.metadata.spec import ObjectSpec, Section

ACTIVITY = ObjectSpec(
    model=Activity,
    key="activity",
    label=("Activity", "跟进记录"),
    plural=("Activities", "跟进记录"),
    icon="calendar-check",
    color="good",
    title="subject",
    labels={
        "type": ("Type", "类型"),
        "subject": ("Subject", "主题"),
        "body": ("Text", "内容"),
        "about": ("About", "相关记录"),
        "due_at": ("Due", "截止时间"),
        "done_at": ("Done", "完成时间"),
        "outcome": ("Outcome", "结果"),
        "priority": ("Priority", "优先级"),
    },
    columns=["subject", "type", "about", "due_at", "done_at", "outcome", "priority", "owner"],
    quick=["type", "subject", "body", "about", "due_at", "owner"],
    highlights=["type", "about", "due_at", "done_at", "owner"],
    subtitle=["type", "about"],
    layout=[
        Section(("What", "内容"), ["type", "body", "about", "outcome"]),
        Section(("When", "时间"), ["due_at", "done_at", "priority"]),
        Section(("More", "更多"), ["owner", "created_at", "updated_at"]),
    ],
    search={"subject": "A", "body": "C"},
    within=["about"],
    checks=[settle],
    effects=[keep_last_contact],
)
