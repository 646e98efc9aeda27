"""The time of day, asked for in one place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str = "Asia/Shanghai") -> date:
    """The calendar day a person in `time_zone` lives in now. Raises ZoneInfoNotFoundError for an unknown zone."""
    return datetime.now(ZoneInfo(time_zone)).date()
