"""The time of day, asked for in one place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str = "Asia/Shanghai") -> date:
    """The calendar day a person in `time_zone` lives in now. Raises ZoneInfoNotFoundError for an unknown zone."""
    return datetime.now(ZoneInfo(time_zone)).date()


def is_time_zone(name: str) -> bool:
    """Whether there is a time zone of this name, here and in the database."""
    # Some systems list these files beside the zones; the database knows no such zone.
    return name in available_timezones() - {"localtime", "Factory"}
