"""What lists, pages, search and rights know of campaigns."""

from zhike.modules.marketing.campaign.checks import check_campaign
from zhike.modules.marketing.campaign.model import Campaign
from zhike.platform.metadata.spec import ObjectSpec, Section, Verb

CAMPAIGN = ObjectSpec(
    model=Campaign,
    key="campaign",
    label=("Campaign", "营销活动"),
    plural=("Campaigns", "营销活动"),
    icon="mail",
    color="accent",
    title="name",
    labels={
        "name": ("Name", "名称"),
        "status": ("Status", "状态"),
        "segment": ("Segment", "客户分群"),
        "template": ("Template", "邮件模板"),
        "purpose": ("Purpose", "目的"),
        "advert": ("Advertising mark", "广告标识"),
        "from_name": ("Sender name", "发件人名称"),
        "from_email": ("Sender address", "发件地址"),
        "reply_to": ("Replies to", "回复地址"),
        "hold_out_percent": ("Hold-out (%)", "对照组比例（%）"),
        "rate_per_second": ("Mails per second", "每秒发送数"),
        "attribution_days": ("Days of effect counted", "效果统计天数"),
        "scheduled_at": ("Scheduled for", "计划发送时间"),
        "started_at": ("Started", "开始时间"),
        "finished_at": ("Finished", "完成时间"),
        "audience_count": ("Audience", "目标人数"),
        "sent_count": ("Sent", "已发送"),
        "opened_count": ("Opened", "已打开"),
        "clicked_count": ("Clicked", "已点击"),
        "unsubscribed_count": ("Unsubscribed", "已退订"),
        "problem": ("Problem", "问题"),
    },
    columns=[
        *("name", "status", "segment", "sent_count", "opened_count", "clicked_count"),
        *("started_at", "owner"),
    ],
    quick=["name", "segment", "template", "purpose", "from_name"],
    highlights=["sent_count", "opened_count", "clicked_count", "unsubscribed_count", "started_at"],
    subtitle=["status"],
    layout=[
        Section(
            ("Campaign", "活动"), ["segment", "template", "purpose", "advert", "hold_out_percent"]
        ),
        Section(("Sender", "发件"), ["from_name", "from_email", "reply_to", "rate_per_second"]),
        Section(
            ("Course", "进度"),
            ["status", "scheduled_at", "started_at", "finished_at", "audience_count", "problem"],
        ),
        Section(("More", "更多"), ["attribution_days", "owner", "created_at", "updated_at"]),
    ],
    search={"name": "A"},
    stages="status",
    totals=frozenset({"sent_count", "opened_count", "clicked_count", "unsubscribed_count"}),
    readonly=frozenset(
        {
            *("status", "scheduled_at", "started_at", "finished_at", "audience_count", "problem"),
            *("sent_count", "opened_count", "clicked_count", "unsubscribed_count"),
        }
    ),
    verbs=[
        Verb("send", ("Send", "发送")),
        Verb("schedule", ("Schedule", "排期")),
        Verb("pause", ("Pause", "暂停")),
        Verb("resume", ("Resume", "继续")),
        Verb("cancel", ("Cancel", "取消")),
    ],
    # Whoever may stop a campaign may as well be the one who may start it: every verb needs the right to send.
    grants={
        "manager": {"schedule": "team", "pause": "team", "resume": "team", "cancel": "team"},
        "member": {
            "schedule": "none",
            "pause": "none",
            "resume": "none",
            "cancel": "none",
        },
    },
    checks=[check_campaign],
)
