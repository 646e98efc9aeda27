"""The log as something that can be exported."""

from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError

from zhike.kit.language import Text, say
from zhike.platform.access.policy import policy_of
from zhike.platform.audit.log import LogRow, log_count, log_pages
from zhike.platform.audit.schemas import AuditFilter
from zhike.platform.audit.telling import Entry, Told, entries_of
from zhike.platform.audit.words import VERBS, WAYS, object_label
from zhike.platform.exports.cells import Cell, Reading, local_moment
from zhike.platform.exports.sources import Asked
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import User
from zhike.platform.records.errors import InvalidQuery

PAGE: Final = 500
KEY: Final = "audit"
COLUMNS: Final = {
    "at": Text("Time", "时间"),
    "who": Text("Who", "操作人"),
    "email": Text("E-mail", "邮箱"),
    "via": Text("Through", "途径"),
    "object": Text("Object", "对象"),
    "record": Text("Record", "记录 ID"),
    "verb": Text("Action", "操作"),
    "what": Text("What happened", "内容"),
    "changes": Text("Before → after", "变更前 → 变更后"),
}


class AuditSource:
    """What `audit` is in exports: for administrators of the log."""

    title = Text("Audit log", "审计日志")

    def __init__(self, actor: Actor, asked: Asked) -> None:
        """Raises Forbidden, InvalidQuery."""
        policy_of(actor).require(KEY, "admin")
        if asked.ids is not None or asked.sort or set(asked.fields) - COLUMNS.keys():
            raise InvalidQuery(parameter="body", reason=f"filter; fields: {', '.join(COLUMNS)}")
        try:
            self._asked = AuditFilter.model_validate(asked.filter or {}).asked()
        except ValidationError:
            reason = ", ".join(AuditFilter.model_fields)
            raise InvalidQuery(parameter="filter", reason=reason) from None
        self._actor = actor
        self.fields = tuple(asked.fields) or tuple(COLUMNS)
        self.sentence = _sentence(asked)

    def headings(self, reading: Reading) -> list[str]:
        """The names of the columns."""
        return [say(COLUMNS[field], reading.language) for field in self.fields]

    def count(self) -> int:
        """How many rows there are."""
        return log_count(self._asked)

    def pages(self, reading: Reading) -> Iterator[list[list[Cell]]]:
        """The rows, newest first."""
        for rows in log_pages(self._asked, PAGE):
            policy_of(self._actor).require(KEY, "admin")
            yield self._cells(rows, reading)

    def _cells(self, rows: list[LogRow], reading: Reading) -> list[list[Cell]]:
        people = {row.actor_id for row in rows if row.actor_id is not None}
        emails = dict(User.objects.filter(id__in=people).values_list("id", "email"))
        lines: list[list[Cell]] = []
        for row, entry in zip(rows, entries_of(self._actor, rows), strict=True):
            language = reading.language
            cells: dict[str, Cell] = {
                "at": local_moment(entry.at, reading.time_zone),
                "who": say(entry.who, language),
                "email": emails.get(row.actor_id) if row.actor_id else None,
                "via": " · ".join(say(one, language) for one in _ways(entry)),
                "object": say(object_label(row.object), language),
                "record": str(row.record),
                "verb": say(VERBS[row.verb][0], language) if row.verb in VERBS else row.verb,
                "what": say(entry.sentence, language),
                "changes": "; ".join(_change(told, reading) for told in entry.changes),
            }
            lines.append([cells[field] for field in self.fields])
        return lines


def _ways(entry: Entry) -> list[Text]:
    """How it was done, and by which token or app."""
    way = WAYS.get(entry.via, Text(entry.via, entry.via))
    return [way] if entry.through is None else [way, entry.through]


def _change(told: Told, reading: Reading) -> str:
    before = say(told.before, reading.language) if told.before else ""
    after = say(told.after, reading.language) if told.after else ""
    return f"{say(told.label, reading.language)}: {before} → {after}"


def _sentence(asked: Asked) -> Text:
    parts = [f"{key} = {value}" for key, value in (asked.filter or {}).items() if value]
    return Text(", ".join(parts), ", ".join(parts)) if parts else Text("everything", "全部")
