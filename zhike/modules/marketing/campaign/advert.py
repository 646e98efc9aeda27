"""Advertising mail says so at the head of its subject: 广告 or AD, as China asks of mail to people there.

互联网电子邮件服务管理办法 (Measures for the Administration of Internet E-mail Services), article 13.
"""

from typing import Final, Literal

from zhike.modules.marketing.campaign.model import Campaign
from zhike.modules.marketing.template.model import Template

Advert = Literal["added", "present", "missing", "not-needed"]
_ZH, _EN = "广告：", "AD: "
_MARKS: Final = ("广告", "AD")


def advert_prefix(template: Template, advert: str) -> str:
    """What is put before the subject: nothing where it says so by itself, is no advertising, or the campaign says no."""
    wanted = advert == "on" or (advert != "off" and template.language != "en")
    if template.purpose != "marketing" or not wanted or _says_so(template.subject):
        return ""
    return _EN if template.language == "en" else _ZH


def advert_of(campaign: Campaign, template: Template) -> tuple[Advert, str]:
    """How the subject of a campaign stands, and the prefix it gets."""
    prefix = advert_prefix(template, campaign.advert)
    if prefix:
        return "added", prefix
    if template.purpose != "marketing":
        return "not-needed", ""
    return ("present" if _says_so(template.subject) else "missing"), ""


def _says_so(subject: str) -> bool:
    """`AD: …` and `【广告】…` do; `Added`, `Adventure` do not."""
    head = subject.lstrip(" \u3000[(【［（〔「<《")
    mark = next((one for one in _MARKS if head.startswith(one)), "")
    return mark == "广告" or (mark == "AD" and not head[2:3].isalnum())
