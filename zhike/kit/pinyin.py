"""How Chinese characters are read, without tones: `张伟` is `zhang wei`.

Dictionaries come from pypinyin and are loaded at first use. Names get the reading of their surname (`单伟` is
`shan wei`), which general dictionaries do not know.
"""

import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import orjson

# Surnames whose reading differs from the commonest reading of the character.
_SURNAME_READINGS: Final[dict[str, str]] = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "区": "ou", "盖": "ge",
    "翟": "zhai", "种": "chong", "乐": "yue", "员": "yun", "召": "shao", "秘": "bi", "折": "she", "缪": "miao",
    "覃": "qin", "洗": "xian", "逄": "pang", "宓": "mi", "隗": "wei", "黑": "he", "祭": "zhai", "能": "nai",
    "句": "gou", "牟": "mu", "郗": "xi", "任": "ren", "华": "hua", "卜": "bu", "葛": "ge", "谌": "chen",
    "长": "zhang", "繁": "po", "晟": "cheng", "尉": "wei", "薄": "bo", "訾": "zi", "撒": "sa", "石": "shi",
    "车": "che", "都": "du", "宁": "ning", "贾": "jia", "冯": "feng", "曲": "qu", "沈": "shen", "燕": "yan",
    "令": "ling", "万": "wan", "澹": "tan", "强": "qiang", "盛": "sheng", "应": "ying", "干": "gan", "俞": "yu",
    "行": "xing", "柏": "bai", "相": "xiang", "幺": "yao", "哈": "ha", "瞿": "qu", "戚": "qi", "佴": "nai",
}  # fmt: skip
_COMPOUND_SURNAMES: Final[dict[str, tuple[str, str]]] = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai"),
    "令狐": ("ling", "hu"), "宇文": ("yu", "wen"), "单于": ("chan", "yu"), "欧阳": ("ou", "yang"),
    "上官": ("shang", "guan"), "司马": ("si", "ma"), "诸葛": ("zhu", "ge"), "夏侯": ("xia", "hou"),
    "皇甫": ("huang", "fu"), "公孙": ("gong", "sun"), "慕容": ("mu", "rong"), "司徒": ("si", "tu"),
    "东方": ("dong", "fang"), "独孤": ("du", "gu"), "南宫": ("nan", "gong"), "呼延": ("hu", "yan"),
}  # fmt: skip
_COMMON_SURNAMES: Final[frozenset[str]] = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来缪苟全褚廉简娄盖"
    "符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台"
    "巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺水云昌凤酆常皮伍元平湛禹狄贝麻危江支经干丰巴弓全班仰秋仲伊宁仇甘厉戎祖刘景詹"
)
_LONGEST_PHRASE: Final = 4


def _plain_vowels() -> dict[int, str]:
    table: dict[int, str] = {}
    for letter in "aeiouümn":
        for mark in "\u0304\u0301\u030c\u0300\u0302":
            composed = unicodedata.normalize("NFC", letter + mark)
            if len(composed) == 1:
                table[ord(composed)] = "v" if letter == "ü" else letter
    table[ord("ü")] = "v"
    table.update({ord(mark): "" for mark in "\u0304\u0301\u030c\u0300\u0302"})
    return table


_PLAIN: Final = _plain_vowels()
_characters: dict[int, str] = {}
_phrases: dict[str, list[list[str]]] = {}


def _load() -> None:
    """Fill the dictionaries (0.1 s, 30 MB), so a process that never meets Chinese pays nothing.

    The data files are read without importing the package, which would build a segmenter nobody here uses.
    """
    package = find_spec("pypinyin")
    assert package is not None
    assert package.submodule_search_locations
    folder = Path(next(iter(package.submodule_search_locations)))
    _phrases.update(orjson.loads((folder / "phrases_dict.json").read_bytes()))
    characters = orjson.loads((folder / "pinyin_dict.json").read_bytes())
    _characters.update({int(code): known for code, known in characters.items()})


@lru_cache(maxsize=16384)
def reading(character: str) -> str:
    """The commonest reading of one Chinese character, without tone; the character itself when it has none."""
    if not _characters:
        _load()
    known = _characters.get(ord(character))
    return known.split(",", 1)[0].translate(_PLAIN) if known else character


@lru_cache(maxsize=16384)
def _phrase(text: str) -> tuple[str, ...] | None:
    known = _phrases.get(text)
    return tuple(options[0].translate(_PLAIN) for options in known) if known else None


@lru_cache(maxsize=65536)
def general_syllables(run: str) -> tuple[str, ...]:
    """One reading for each character, by the longest known phrases from the left; knows no surnames."""
    if not _characters:
        _load()
    found: list[str] = []
    at, end = 0, len(run)
    while at < end:
        for size in range(min(_LONGEST_PHRASE, end - at), 1, -1):
            piece = run[at : at + size]
            if piece in _phrases:
                known = _phrase(piece)
                if known is not None and len(known) == size:
                    found.extend(known)
                    at += size
                    break
        else:
            found.append(reading(run[at]))
            at += 1
    return tuple(found)


@lru_cache(maxsize=32768)
def syllables(run: str) -> tuple[str, ...]:
    """One reading for each character of a run of Chinese characters, surname first where it looks like a name."""
    if not 2 <= len(run) <= 4:
        return general_syllables(run)
    compound = _COMPOUND_SURNAMES.get(run[:2])
    if compound and len(run) > 2:
        return (*compound, *general_syllables(run[2:]))
    first = run[0]
    surname = _SURNAME_READINGS.get(first)
    if surname is None and first not in _COMMON_SURNAMES:
        return general_syllables(run)
    if not _characters:
        _load()
    # A whole known phrase is a word (`长安`), not a person.
    if run in _phrases:
        return general_syllables(run)
    return (surname or reading(first), *general_syllables(run[1:]))


def other_syllables(run: str) -> tuple[str, ...] | None:
    """The reading somebody may type who does not know the surname (`单伟` as `dan wei`), or None."""
    if not 2 <= len(run) <= 4 or run[0] not in _SURNAME_READINGS:
        return None
    main, general = syllables(run), general_syllables(run)
    if main != general:
        return general
    surname = (_SURNAME_READINGS[run[0]], *main[1:])
    return surname if surname != main else None
