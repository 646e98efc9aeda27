"""Values of records as cells: typed where a spreadsheet can count with them, in words of the reader where not."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from zhike.kit.language import Language, Text, say
from zhike.platform.metadata.fields import Field


@dataclass(frozen=True, slots=True)
class Amount:
    """Money. `usual` when the field takes no other currency, so that the bare number says all."""

    amount: Decimal
    currency: str
    usual: bool


Cell = str | int | float | Amount | date | datetime | None
"""A `datetime` is local to the reader and has no zone."""

YES: Final = Text("Yes", "是")
NO: Final = Text("No", "否")
SEPARATOR: Final = "; "


@dataclass(frozen=True, slots=True)
class Reading:
    """In which language and time zone a file speaks."""

    language: Language
    time_zone: str


def cell_of(found: Field, value: Any, reading: Reading) -> Cell:
    """The cell of a field's JSON value. A masked value is text, whatever its kind."""
    if value is None:
        return None
    match found.kind.name:
        case "person" | "lookup":
            return str(value["title"])
        case "choice":
            return _labels(found, reading.language).get(value, str(value))
        case "multi_choice":
            labels = _labels(found, reading.language)
            return SEPARATOR.join(labels.get(item, str(item)) for item in value)
        case "boolean" if isinstance(value, bool):
            return say(YES if value else NO, reading.language)
        case "number" | "percent" | "rating" if isinstance(value, int | float):
            return value
        case "money" if isinstance(value, dict):
            usual = [value["currency"]] == list(found.settings.get("currencies", ()))
            return Amount(Decimal(value["amount"]), value["currency"], usual)
        case "date" if not found.masked:
            return date.fromisoformat(value)
        case "datetime" if not found.masked:
            return local_moment(datetime.fromisoformat(value), reading.time_zone)
        case _:
            return found.kind.to_text(value, found.settings)


def local_moment(moment: datetime, time_zone: str) -> datetime:
    """The clock of the reader at a moment, to the second, without a zone."""
    return moment.astimezone(_zone(time_zone)).replace(tzinfo=None, microsecond=0)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _labels(found: Field, language: Language) -> dict[str, str]:
    """The words of a choice by key; kept, because a field is the same object for all rows."""
    kept = _kept_labels.get(id(found))
    if kept is None or kept[0] is not found or kept[1] != language:
        words = {
            option.key: say(option.label, language) for option in found.settings.get("options", ())
        }
        kept = _kept_labels[id(found)] = (found, language, words)
        if len(_kept_labels) > _MOST_KEPT:
            _kept_labels.clear()
    return kept[2]


_MOST_KEPT: Final = 500
_kept_labels: Final[dict[int, tuple[Field, Language, dict[str, str]]]] = {}
