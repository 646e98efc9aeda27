"""Divisions of China as English texts write them: `Shanghai`, `Xihu, Hangzhou`. Made from pinyin, with the few names
English has of its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
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
_CHINA: Final = frozenset(
    ("china", "prc", "prchina", "peoplesrepublicofchina", "mainlandchina", "cn")
)
_WRITTEN_ENDS = re.compile(
    r"(?<=\w)[ ,-]+(?:province|municipality|city|prefecture|district|county|(?:\w+ )?autonomous region|special administrative region"
    r"|sar|sheng|shi|qu|xian)\Z"
)
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


def find_english(written: Iterable[str]) -> str | None:
    """The code of the division that names in English or pinyin lead to, given from wide to narrow or the other way round.

    `["Shanghai"]`, `["Zhejiang", "Hangzhou"]`, `["Xuhui", "Shanghai", "China"]`. None unless all of them are understood,
    and for a city two provinces have (`Suzhou`) while no province is given.
    """
    names = [name for part in written if (name := _key(part)) and name not in _CHINA]
    return _walk(names) or _walk(names[::-1]) if names else None


def _walk(names: Sequence[str]) -> str | None:
    code = ""
    before = ""
    for name in names:
        below = _below(code).get(name)
        if below is None and name == before:
            continue
        if below is None:
            return None
        code, before = below, name
    return code


def _key(written: str) -> str:
    """Letters alone, without accents and without the word for what it is."""
    plain = unicodedata.normalize("NFKD", written).casefold().strip(" .,")
    return "".join(letter for letter in _WRITTEN_ENDS.sub("", plain) if letter.isalpha())


@lru_cache(maxsize=4096)
def _below(code: str) -> dict[str, str]:
    """The codes of the divisions inside one by name; with no code provinces, and cities whose name is the only one."""
    nodes = _nodes()[code].children if code else regions.tree()
    found = _by_name(nodes)
    if not code:
        cities = _by_name([city for province in nodes for city in province.children])
        found = cities | found
    return found


def _by_name(nodes: Iterable[regions.Node]) -> dict[str, str]:
    spelled: dict[str, set[str]] = {}
    spoken: dict[str, set[str]] = {}
    for node in nodes:
        spelled.setdefault(_key(_spelled(node.name)), set()).add(node.code)
        spoken.setdefault("".join(_spoken(_ENDS.sub("", node.name) or node.name)), set()).add(
            node.code
        )
    # Shanxi is one province, whatever the pinyin of Shaanxi is.
    both = {name: codes for name, codes in spoken.items() if name not in spelled} | spelled
    return {name: min(codes) for name, codes in both.items() if len(codes) == 1}


@lru_cache(maxsize=1)
def _nodes() -> dict[str, regions.Node]:
    found: dict[str, regions.Node] = {}
    waiting = list(regions.tree())
    while waiting:
        node = waiting.pop()
        found[node.code] = node
        waiting.extend(node.children)
    return found


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
