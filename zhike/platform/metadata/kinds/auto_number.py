"""Numbers the house gives, one after another, without a gap: `HT-2026-0001`."""

import re
from datetime import date
from typing import Final

from zhike.kit.language import Text
from zhike.platform.metadata.kinds.base import BadValue, Json, Settings
from zhike.platform.metadata.kinds.text import TEXT_OPERATORS, TextKind

PATTERN_LIMIT: Final = 60
DEFAULT_PATTERN: Final = "{n:04}"
_PLACE = re.compile(r"\{(year|month|day|n)(?::0([1-9]))?\}")
BAD_PATTERN: Final = Text(
    "Write a pattern of at most {limit} characters with {place} once, such as HT-{{year}}-{{n:04}}; {{year}}, {{month}} and"
    " {{day}} may stand in it. The count begins anew with each of them.",
    "请填写不超过 {limit} 个字符、且恰好包含一次 {place} 的格式，例如 HT-{{year}}-{{n:04}}；可使用 {{year}}、{{month}}、"
    "{{day}}，日期部分变化时重新计数。",
)


class AutoNumberKind(TextKind):
    """A text made from a pattern when the record is created. Nobody enters it."""

    name = "auto_number"
    label = Text("Automatic number", "自动编号")
    operators: tuple[str, ...] = TEXT_OPERATORS

    def clean(self, value: Json, settings: Settings) -> Json:
        """A number made before, as undo and the house bring it."""
        return super().clean(value, {})

    def clean_settings(self, settings: Settings) -> Settings:
        """`pattern`, and the number its count begins with, `start`."""
        pattern, start = settings.get("pattern", DEFAULT_PATTERN), settings.get("start", 1)
        places = _PLACE.findall(pattern) if isinstance(pattern, str) else []
        bare = _PLACE.sub("", pattern) if isinstance(pattern, str) else "{"
        counted = [name for name, _ in places].count("n")
        if counted != 1 or len(pattern) > PATTERN_LIMIT or not bare.isprintable() or "{" in bare:
            raise BadValue("bad-pattern", BAD_PATTERN, limit=PATTERN_LIMIT, place="{n}")
        if not isinstance(start, int) or isinstance(start, bool) or not 0 <= start < 10**9:
            raise BadValue(
                "bad-start",
                Text("The first number is 0 to 999,999,999.", "起始编号为 0 至 999999999。"),
            )
        return {"pattern": pattern, "start": start}


def period_of(settings: Settings, day: date) -> str:
    """What a count belongs to: the parts of the day the pattern names, empty where it names none."""
    names = {name for name, _ in _PLACE.findall(settings["pattern"])}
    parts = ((day.year, "year"), (day.month, "month"), (day.day, "day"))
    return "-".join(f"{part:02}" for part, name in parts if name in names)


def number_text(settings: Settings, day: date, number: int) -> str:
    """The pattern filled: `number` with at least as many digits as it says."""
    parts = {"year": day.year, "month": day.month, "day": day.day}

    def fill(place: re.Match[str]) -> str:
        name, digits = place.groups()
        if name == "n":
            return f"{number:0{digits or 1}}"
        return f"{parts[name]:0{digits or (4 if name == 'year' else 2)}}"

    return _PLACE.sub(fill, settings["pattern"])
