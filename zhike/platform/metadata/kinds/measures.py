"""Numbers with a meaning of their own: a share of a hundred, so many stars, a length of time."""

import re
from decimal import Decimal
from typing import Final

from zhike.kit.language import Text
from zhike.platform.metadata.kinds.base import BadValue, Json, Settings
from zhike.platform.metadata.kinds.number import NumberKind, parse_decimal

MOST_STARS: Final = 10
_STARS = re.compile(r"([★⭐]+)[☆\s\ufe0f]*\Z")
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?\Z")
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\Z", re.IGNORECASE)
_PART = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*"
    r"(days?|d|天|日|hours?|hrs?|hr|h|小时|个小时|时|minutes?|mins?|min|m|分钟|分|seconds?|secs?|sec|s|秒)[\s,，]*",
    re.IGNORECASE,
)
_SECONDS: Final = {"d": 86_400, "天": 86_400, "日": 86_400, "h": 3_600, "小": 3_600, "个": 3_600, "时": 3_600,
                   "m": 60, "分": 60, "s": 1, "秒": 1}  # fmt: skip
LONGEST: Final = 3_600_000_000
"""A million hours, in seconds."""
NOT_A_DURATION: Final = Text(
    "Enter a length of time with its units, such as 1h 30m, 90 min or 1:30.",
    "请输入带单位的时长，例如 1小时30分、90 分钟 或 1:30。",
)


class PercentKind(NumberKind):
    """A share in hundredths: 12.5 is 12.5 %."""

    name = "percent"
    label = Text("Percent", "百分比")
    measures: tuple[str, ...] = ("avg", "min", "max")

    def clean(self, value: Json, settings: Settings) -> Json:
        """A number; in text a percent sign may follow."""
        if isinstance(value, str):
            value = value.strip().removesuffix("%").removesuffix("％")
        return super().clean(value, settings)

    def to_text(self, value: Json, settings: Settings) -> str:
        """`12.5%`."""
        return "" if value is None else f"{value}%"


class RatingKind(NumberKind):
    """So many stars of at most `stars`; no star is no rating."""

    name = "rating"
    label = Text("Rating", "评分")
    measures: tuple[str, ...] = ("avg", "min", "max")

    def clean(self, value: Json, settings: Settings) -> Json:
        """A whole number from 1; 0 takes the rating away."""
        most = int(settings.get("stars", 5))
        number = parse_decimal(value)
        if number != number.to_integral_value() or not 0 <= number <= most:
            raise BadValue(
                "bad-rating",
                Text("Give a whole number from 1 to {most}.", "请填写 1 至 {most} 的整数。"),
                most=most,
            )
        return int(number) or None

    def clean_settings(self, settings: Settings) -> Settings:
        """`stars`: how many there are, 3 to 10."""
        stars = settings.get("stars", 5)
        if not isinstance(stars, int) or isinstance(stars, bool) or not 3 <= stars <= MOST_STARS:
            raise BadValue(
                "bad-stars",
                Text("A rating has 3 to {most} stars.", "评分为 3 至 {most} 颗星。"),
                most=MOST_STARS,
            )
        return {"stars": stars}

    def from_text(self, text: str, settings: Settings) -> Json:
        """A number, `4/5`, or the stars themselves."""
        plain = text.strip()
        if stars := _STARS.match(plain):
            return self.clean(len(stars[1]), settings)
        return self.clean(plain.removesuffix(f"/{settings.get('stars', 5)}"), settings)


class DurationKind(NumberKind):
    """A length of time in whole seconds, at most a million hours."""

    name = "duration"
    label = Text("Duration", "时长")

    def clean(self, value: Json, settings: Settings) -> Json:
        """Seconds, or text that names its units."""
        if isinstance(value, str):
            return parse_duration(value)
        number = parse_decimal(value)
        if number != number.to_integral_value() or not 0 <= number <= LONGEST:
            raise BadValue("not-a-duration", NOT_A_DURATION)
        return int(number)

    def clean_settings(self, settings: Settings) -> Settings:
        """No settings."""
        return {}

    def to_text(self, value: Json, settings: Settings) -> str:
        """Hours, minutes and seconds: `1:30:00`."""
        if value is None:
            return ""
        minutes, seconds = divmod(int(value), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"

    def from_text(self, text: str, settings: Settings) -> Json:
        """As entered by hand."""
        return parse_duration(text)


def parse_duration(text: str) -> int | None:
    """Seconds from `1h 30m`, `1:30`, `1:30:00`, `PT1H30M`, `1.5 小时`; raise BadValue."""
    plain = text.strip()
    if not plain:
        return None
    if len(plain) <= 60:
        if clock := _CLOCK.match(plain):
            hours, minutes, seconds = (int(part) for part in clock.groups("0"))
            return _within(hours * 3_600 + minutes * 60 + seconds)
        if (iso := _ISO.match(plain)) and any(iso.groups()):
            days, hours, minutes, seconds = (int(part) for part in iso.groups("0"))
            return _within(days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
        total, place = Decimal(0), 0
        while part := _PART.match(plain, place):
            total += Decimal(part[1]) * _SECONDS[part[2][0].casefold()]
            place = part.end()
        if place == len(plain) and total == total.to_integral_value():
            return _within(int(total))
    raise BadValue("not-a-duration", NOT_A_DURATION)


def _within(seconds: int) -> int:
    if seconds > LONGEST:
        raise BadValue("not-a-duration", NOT_A_DURATION)
    return seconds
