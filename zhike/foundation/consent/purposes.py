"""What personal data may be used for, over which channels, and how consent can stand."""

from typing import Final, Literal

from zhike.platform.metadata.kinds.choice import options

Purpose = Literal["marketing", "service", "research"]
Channel = Literal["email", "sms", "phone", "wechat"]
Status = Literal["granted", "withdrawn"]
Reach = Literal["marketing", "service", "research", "all"]
"""What a suppression stops: one purpose, or all mail."""
Reason = Literal["unsubscribed", "bounced", "complained", "manual"]

PURPOSES: Final = options(
    ("marketing", "Marketing", "营销推广"),
    ("service", "Service", "客户服务"),
    ("research", "Research", "调研"),
)
CHANNELS: Final = options(
    ("email", "E-mail", "邮件"),
    ("sms", "Text message", "短信"),
    ("phone", "Phone call", "电话"),
    ("wechat", "WeChat", "微信"),
)
STATUSES: Final = options(
    ("granted", "Granted", "已同意", "good"), ("withdrawn", "Withdrawn", "已撤回", "warn")
)
REASONS: Final = options(
    ("unsubscribed", "Unsubscribed", "已退订"),
    ("bounced", "Bounced", "退信"),
    ("complained", "Complained", "投诉"),
    ("manual", "By hand", "手动"),
)
