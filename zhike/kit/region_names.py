"""Divisions of China as English texts write them: `Shanghai`, `Xihu, Hangzhou`. Made from pinyin, with the few names
English has of its own.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from zhike.kit import regions
from zhike.kit.pinyin import general_syllables

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
    "朝阳": "Chaoyang",
    "闵行": "Minhang",
    "吕梁": "Lüliang",
    "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir",
    "齐齐哈尔": "Qiqihar",
    "日喀则": "Shigatse",
    "吐鲁番": "Turpan",
    "克拉玛依": "Karamay",
    "喀什": "Kashgar",
    "鄂伦春": "Oroqen",
    "鄂温克族": "Ewenki",
    "东乡族": "Dongxiang",
    "长子": "Zhangzi",
}
# Readings that characters have in names of places, whatever they commonly have.
_IN_PLACES: Final = {
    "都": "du",
    "什": "shi",
    "长": "chang",
    "重": "chong",
    "乐": "le",
    "单": "shan",
    "曾": "zeng",
    "漯": "luo",
}
_PEOPLES: Final = (
    "保安族|布朗族|布依族|朝鲜族|傣族|达斡尔族|德昂族|东乡族|侗族|独龙族|鄂伦春族?|鄂温克族|仡佬族|哈尼族|哈萨克族?|回族"
    "|景颇族|柯尔克孜|拉祜族|黎族|傈僳族|满族|毛南族|蒙古族?|苗族|纳西族|怒族|普米族|羌族|撒拉族|畲族|水族|塔吉克|土家族"
    "|土族|佤族|维吾尔|锡伯|瑶族|彝族|裕固族|藏族|壮族|仫佬族|白族|各族"
)
_SELF_GOVERNED: Final = re.compile(rf"(?<=..)(?:{_PEOPLES})*自治[区州县旗]\Z")
_ENDS = re.compile(r"(?:特别行政区|自治[区州县旗]|新区|地区|省|市|盟|区|县|旗)\Z")


def english_names(name: str) -> tuple[str, str]:
    """One division alone as English texts write it, and as pinyin with a space between syllables: what finds it."""
    return _spelled(name), " ".join(_spoken(name))


@lru_cache(maxsize=4096)
def english_name(code: str) -> str | None:
    """The division with the one above it, or None for an unknown code."""
    names = regions.names_of(code)
    if not names:
        return None
    return ", ".join(_spelled(name) for name in reversed(names[-2:]))


@lru_cache(maxsize=4096)
def _spelled(name: str) -> str:
    short = _SELF_GOVERNED.sub("", name)
    if short == name:
        short = _ENDS.sub("", name)
    if len(short) < 2:
        short = name
    return _OWN_NAMES.get(short) or _joined(_spoken(short)).capitalize()


def _spoken(name: str) -> list[str]:
    readings = general_syllables(name)
    return [
        _IN_PLACES.get(character, spoken) for character, spoken in zip(name, readings, strict=True)
    ]


def _joined(spoken: Sequence[str]) -> str:
    """One word; an apostrophe keeps `Tai'an` from reading like `Taian`."""
    return "".join(
        f"'{one}" if place and one[0] in "aoe" else one for place, one in enumerate(spoken)
    )
