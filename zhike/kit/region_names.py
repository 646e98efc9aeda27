"""Divisions of China as English texts write them: `Shanghai`, `Xihu, Hangzhou`. Made from pinyin, with the few names
English has of its own.
"""

import re
from functools import lru_cache
from typing import Final

from zhike.kit import regions
from zhike.kit.pinyin import syllables

_OWN_NAMES: Final = {
    "内蒙古": "Inner Mongolia",
    "西藏": "Tibet",
    "陕西": "Shaanxi",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "呼和浩特": "Hohhot",
    "乌鲁木齐": "Urumqi",
    "拉萨": "Lhasa",
    "哈尔滨": "Harbin",
    "西安": "Xi'an",
    "朝阳": "Chaoyang",
}
_ENDS = re.compile(
    r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|自治州|自治县|自治旗|地区|省|市|盟|区|县|旗)\Z"
)


@lru_cache(maxsize=4096)
def english_name(code: str) -> str | None:
    """The division with the one above it, or None for an unknown code."""
    names = regions.names_of(code)
    if not names:
        return None
    return ", ".join(_spelled(name) for name in reversed(names[-2:]))


def _spelled(name: str) -> str:
    short = _ENDS.sub("", name)
    if len(short) < 2:
        short = name
    return _OWN_NAMES.get(short) or "".join(syllables(short)).capitalize()
