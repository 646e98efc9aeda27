"""Rows of the log in words: who did what to what, and each value before and after, as far as the reader may see it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.audit.log import LogRow
from zhike.platform.audit.words import (
    FACTS,
    FLAGS,
    NOT_FOUND,
    VERBS,
    object_label,
    plural_label,
)
from zhike.platform.changes.through import in_words
from zhike.platform.exports.cells import NO, YES
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Team, User
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.masked import shown_value
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.columns import entry_title
from zhike.platform.records.query.linked import visible_references
from zhike.platform.records.query.statement import all_rows

HOUSE: Final = Text("Zhike", "系统")
SOMEBODY: Final = Text("Somebody", "某人")
HIDDEN: Final = Text("something you may not see", "您无权查看的内容")
LONGEST: Final = 300
NOBODY: Final = UUID(int=0)
_TOGETHER: Final = frozenset({"reveal", "export", "flag", "share", "link"})
_TOLD: Final = frozenset({"cause", "kind"})
"""Facts that the sentence of a flag tells, or that are for the house alone."""
_BETWEEN: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One value that changed; None where there was none."""

    label: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row in words. `through` is the token or app by which it was done; `record` is what it leads to, where the reader may open it: `{"id", "title", "object"}`."""

    id: UUID
    at: datetime
    who: Text
    person: UUID | None
    via: str
    through: Text | None
    object: str
    verb: str
    sentence: Text
    record: Mapping[str, Any] | None
    changes: list[Told]


def entries_of(actor: Actor, rows: Sequence[LogRow]) -> list[Entry]:
    """The rows in words, with a fixed number of statements."""
    return _Teller(policy_of(actor), rows).entries(rows)


class _Teller:
    def __init__(self, policy: Policy, rows: Sequence[LogRow]) -> None:
        self._types = {
            type_.key: seen_by(policy, type_.key)
            for type_ in registry
            if type_.key in {row.object for row in rows}
        }
        ids = {row.record for row in rows} | set(self._named(rows, "lookup"))
        people = {row.actor_id for row in rows} | {row.record for row in rows}
        people |= set(self._named(rows, "person")) | set(_people_in(rows))
        found = User.objects.filter(id__in={one for one in people if one is not None})
        self._people = dict(found.values_list("id", "name"))
        teams = {row.record for row in rows if row.object == "team"}
        self._teams = dict(Team.objects.filter(id__in=teams).values_list("id", "name"))
        self._titles = _titles(policy, {row.record for row in rows if row.object in self._types})
        self._records = {
            UUID(str(one["id"])): one
            for one in visible_references(policy, ids - set(self._people) - {NOBODY})
        }

    def entries(self, rows: Iterable[LogRow]) -> list[Entry]:
        return [
            Entry(
                row.id,
                row.at,
                self._who(row),
                row.actor_id,
                row.via,
                in_words(row.through),
                row.object,
                row.verb,
                self._sentence(row),
                self._records.get(row.record) if row.object in self._types else None,
                list(self._changes(row)),
            )
            for row in rows
        ]

    def _who(self, row: LogRow) -> Text:
        if row.actor_id is None:
            return HOUSE if row.via in {"system", "cli", "job"} else SOMEBODY
        name = self._people.get(row.actor_id)
        return Text(name, name) if name else SOMEBODY

    def _sentence(self, row: LogRow) -> Text:
        known = VERBS.get(row.verb)
        phrase = known[1] if known else Text(f"{row.verb}: {{what}}", f"{row.verb}：{{what}}")
        flag = row.after.get("flag", {})
        data = {"what": self._what(row), "why": FLAGS.get(flag.get("kind", ""), HIDDEN)}
        return Text(
            phrase.en.replace("{what}", data["what"].en).replace("{why}", data["why"].en),
            _spaced(phrase.zh.replace("{what}", data["what"].zh).replace("{why}", data["why"].zh)),
        )

    def _what(self, row: LogRow) -> Text:
        """`the contact “王芳”`; `12 contacts` of an export."""
        if row.verb == "export":
            facts, plural = row.after.get("export", {}), plural_label(row.object)
            rows = facts.get("rows", 0)
            return Text(f"{rows:,} × {plural.en}", f"{rows:,} 条{plural.zh}")
        label = object_label(row.object)
        if row.object == "user":
            if row.record == NOBODY:
                return NOT_FOUND
            name = self._people.get(row.record)
            return Text(name, name) if name else label
        name = self._name(row)
        if name is None:
            article = "an" if label.en[:1] in "AEIOU" else "a"
            return Text(f"{article} {label.en[:1].lower()}{label.en[1:]}", label.zh)
        return Text(f"the {label.en[:1].lower()}{label.en[1:]} “{name}”", f"{label.zh}“{name}”")

    def _name(self, row: LogRow) -> str | None:
        if row.object in self._types:
            return self._titles.get(row.record) or None
        if row.record in self._teams:
            return self._teams[row.record]
        for values in (row.after, row.before):
            for key in ("name", "label_zh", "key", "email", "role"):
                if isinstance(values.get(key), str) and values[key]:
                    return str(values[key])[:80]
        return None

    def _changes(self, row: LogRow) -> Iterator[Told]:
        before, after = _opened(row.before), _opened(row.after)
        type_ = self._types.get(row.object)
        whole = registry.get(row.object).fields if type_ else {}
        for key in dict.fromkeys((*before, *after)):
            if key in whole and type_ is not None and key not in type_.fields:
                continue  # hidden from the reader
            found = type_.fields.get(key) if type_ else None
            yield Told(
                found.label if found else FACTS.get(key, Text(key, key)),
                self._text(found, key, before.get(key)),
                self._text(found, key, after.get(key)),
            )

    def _text(self, found: Field | None, key: str, value: Any) -> Text | None:
        if value is None or value in ("", []):
            return None
        if found is None:
            return self._fact(key, value)
        value = shown_value(found.kind, value)
        if value is None:
            return None
        match found.kind.name:
            case "person":
                name = self._people.get(UUID(str(value)))
                return Text(name, name) if name else HIDDEN
            case "lookup":
                record = self._records.get(UUID(str(value)))
                return Text(record["title"], record["title"]) if record else HIDDEN
            case "choice" | "multi_choice":
                return _labels(found, value if isinstance(value, list) else [value])
            case "boolean":
                return YES if value else NO
            case _:
                return _short(found.kind.to_text(value, found.settings))

    def _fact(self, key: str, value: Any) -> Text:
        if isinstance(value, dict) and value.keys() == {"en", "zh"}:
            return Text(str(value["en"]), str(value["zh"]))
        if isinstance(value, bool):
            return YES if value else NO
        if key == "object":
            return object_label(str(value))
        if key == "user" and (person := _id_of(value)) in self._people:
            return Text(self._people[person], self._people[person])
        if key == "kind" and value in FLAGS:
            return FLAGS[value]
        if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
            return _short(", ".join(map(str, value)))
        if isinstance(value, dict | list):
            return _short(orjson.dumps(value).decode())
        return _short(str(value))

    def _named(self, rows: Iterable[LogRow], kind: str) -> Iterator[UUID]:
        """The people or records that changed fields hold."""
        for row in rows:
            fields = self._types[row.object].fields if row.object in self._types else {}
            for values in (row.before, row.after):
                for path, value in values.items():
                    found = fields.get(path)
                    if value is not None and found is not None and found.kind.name == kind:
                        yield UUID(str(value))


def _titles(policy: Policy, ids: Collection[UUID]) -> dict[UUID, str]:
    """Titles of records, in the trash or not, of the objects whose rows the reader may all view."""
    whole = [type_.key for type_ in registry if policy.rows(type_.key, "view").owners is None]
    statement = (
        Sql("SELECT e.id, ")
        + entry_title(policy, "e")
        + Sql(
            " FROM records_entry e WHERE e.id = ANY(%s) AND e.object = ANY(%s)", (list(ids), whole)
        )
    )
    return dict(all_rows(statement)) if ids else {}


def _opened(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that were written together under one name (`reveal`, `export`, `flag`, `share`) stand side by side."""
    if len(values) != 1:
        return dict(values)
    ((name, inner),) = values.items()
    if not isinstance(inner, dict) or name not in _TOGETHER:
        return dict(values)
    return {key: value for key, value in inner.items() if name != "flag" or key not in _TOLD}


def _people_in(rows: Iterable[LogRow]) -> Iterator[UUID]:
    for row in rows:
        for values in (_opened(row.before), _opened(row.after)):
            if (found := _id_of(values.get("user"))) is not None:
                yield found


def _spaced(text: str) -> str:
    """Chinese with a space before and after Latin words and numbers."""
    return _BETWEEN.sub(" ", text)


def _id_of(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _labels(found: Field, keys: Iterable[Any]) -> Text:
    known = {option.key: option.label for option in found.settings.get("options", ())}
    texts = [known.get(key, Text(str(key), str(key))) for key in keys]
    return Text(", ".join(text.en for text in texts), "、".join(text.zh for text in texts))


def _short(text: str) -> Text:
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return Text(shown, shown)
