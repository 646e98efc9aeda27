"""Family and given name from the one name we keep: Chinese names begin with the family, others end with it."""

from typing import Final

from zhike.kit.words import has_han

# The compound surnames in use today; every other Chinese surname is one character.
_COMPOUND: Final = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "宇文",
        "长孙",
        "司徒",
        "司空",
        "夏侯",
        "轩辕",
        "百里",
        "呼延",
        "端木",
        "南宫",
        "西门",
        "东郭",
        "独孤",
        "闻人",
        "赫连",
        "澹台",
        "申屠",
        "钟离",
        "淳于",
        "单于",
        "太史",
        "公羊",
        "濮阳",
        "宗政",
        "仲孙",
    ]
)


def _is_chinese(name: str) -> bool:
    return 2 <= len(name) <= 4 and all(map(has_han, name))


def family_name(name: str) -> str:
    """`张伟` -> `张`, `欧阳修` -> `欧阳`, `Ann Lee` -> `Lee`; empty when there is only one word."""
    words = name.split()
    if _is_chinese(name):
        return name[:2] if len(name) > 2 and name[:2] in _COMPOUND else name[:1]
    return words[-1] if len(words) > 1 else ""


def given_name(name: str) -> str:
    """`张伟` -> `伟`, `欧阳修` -> `修`, `Ann Lee` -> `Ann`; the whole of a single word."""
    words = name.split()
    if _is_chinese(name):
        return name[len(family_name(name)) :]
    return words[0] if words else ""
