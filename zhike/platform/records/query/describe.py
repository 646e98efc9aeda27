"""A filter as a sentence in both languages.

The tree is compiled first, so a filter that could not run is refused with the same error; titles of people, records
and segments are shown only where the reader may see them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.fields import SYSTEM_LABELS, Field
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.columns import entry_title
from zhike.platform.records.query.compile import compile_filter, named_phrase
from zhike.platform.records.query.filters import (
    MINE,
    All,
    Among,
    AnyOf,
    Condition,
    Having,
    Ids,
    Named,
    Node,
    Not,
    Related,
    mine_of,
)
from zhike.platform.records.query.page import source_for
from zhike.platform.records.query.phrases import (
    Phrase,
    amount,
    comparison,
    condition_phrase,
    lowered,
    mine_phrase,
    moment_phrase,
)
from zhike.platform.records.query.reach import visible_entries


def describe_filter(actor: Actor, object_key: str, node: Node) -> Text:
    """The filter in words, at most three SQL statements. Raises UnknownObject, Forbidden, InvalidFilter."""
    source = source_for(actor, object_key)
    compile_filter(node, source)
    mine = {one.key: one.label for one in source.policy.attributes} if mine_of(node) else {}
    text = _Teller(_titles(actor, node), mine).tell(node, source.type)
    return Text(text.en[:1].upper() + text.en[1:], text.zh)


def _titles(actor: Actor, node: Node) -> dict[str, str]:
    """Titles by id of everybody and everything the tree names and the reader may see."""
    ids = set(_named_ids(node))
    if not ids:
        return {}
    entries = Sql(" FROM records_entry e WHERE e.id = ANY(%s) AND ", (list(ids),))
    policy = policy_of(actor)
    entries = Sql("SELECT e.id, ") + entry_title(policy, "e") + entries
    entries += visible_entries(policy, "e")
    people = Sql(
        " UNION ALL SELECT u.id, u.name FROM identity_user u WHERE u.id = ANY(%s)", (list(ids),)
    )
    statement = entries + people
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return {str(id_): title for id_, title in cursor.fetchall()}


def _named_ids(node: Node) -> Iterator[UUID]:
    match node:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _named_ids(part)
        case Not(part):
            yield from _named_ids(part)
        case Named():
            yield node.id
        case Related():
            if node.where is not None:
                yield from _named_ids(node.where)
        case Condition():
            for value in node.value if isinstance(node.value, list) else [node.value]:
                try:
                    yield UUID(value)
                except (ValueError, TypeError, AttributeError):
                    continue
        case Ids() | Among():
            return


@dataclass(frozen=True, slots=True)
class _Teller:
    titles: Mapping[str, str]
    mine: Mapping[str, Text]

    def tell(self, node: Node, type_: ObjectType, *, nested: bool = False) -> Text:
        """One node. A group inside another group is put in brackets."""
        match node:
            case All(()):
                plural = type_.spec.text("plural")
                return Text(f"all {lowered(plural.en)}", f"全部{plural.zh}")
            case AnyOf(()):
                plural = type_.spec.text("plural")
                return Text(f"no {lowered(plural.en)}", f"没有{plural.zh}")
            case All((part,)) | AnyOf((part,)):
                return self.tell(part, type_, nested=nested)
            case All(parts):
                return _bracketed(_joined(self._each(parts, type_), "and", "且"), nested)
            case AnyOf(parts):
                return _bracketed(_joined(self._each(parts, type_), "or", "或"), nested)
            case Not(part):
                inner = self.tell(part, type_)
                return Text(f"not ({inner.en})", f"不满足（{inner.zh}）")
            case Condition():
                return self._condition(node, type_)
            case Related():
                return self._related(node, type_)
            case Named():
                return self._named(node)
            case Ids(ids):
                label = type_.spec.text("plural")
                return Text(
                    f"{len(ids)} chosen {lowered(label.en)}",
                    f"选定的 {len(ids)} {type_.spec.counter}{label.zh}",
                )
            case Among():
                label = type_.spec.text("plural")
                return Text(f"certain {lowered(label.en)}", f"特定的{label.zh}")

    def _each(self, parts: Sequence[Node], type_: ObjectType) -> list[Text]:
        return [self.tell(part, type_, nested=True) for part in parts]

    def _condition(self, node: Condition, type_: ObjectType) -> Text:
        label, found = _walk(node.field, type_)
        if node.op == MINE:
            return mine_phrase(label, self.mine[node.value])
        return condition_phrase(Phrase(label, found, node.op, node.value, self.titles))

    def _named(self, node: Named) -> Text:
        return named_phrase(node, self.titles.get(str(node.id)))

    def _related(self, node: Related, type_: ObjectType) -> Text:
        other = registry.get(type_.relations[node.relation].object)
        when, rest = _split_time(node.where, other)
        where = None if rest is None else self.tell(rest, other)
        having = node.having or (Having("count", None, "gte", 1, ()),)
        return _joined([_having(test, other, when, where) for test in having], "and", "且")


def _walk(path: str, type_: ObjectType) -> tuple[Text, Field]:
    """What a path is called: `company.industry` is the company's industry."""
    if path in type_.fields:
        found = type_.fields[path]
        return Text(lowered(found.label.en), found.label.zh), found
    lookup, rest = type_.through(path)
    assert lookup is not None  # the filter was compiled before it is told
    label = lookup.label
    inner, found = _walk(rest, registry.get(str(lookup.settings["object"])))
    return Text(f"{lowered(label.en)}'s {inner.en}", f"{label.zh}的{inner.zh}"), found


def _bracketed(text: Text, nested: bool) -> Text:
    return Text(f"({text.en})", f"（{text.zh}）") if nested else text


def _joined(parts: Sequence[Text], en: str, zh: str) -> Text:
    """`a, b, and c` and `a，b，且c`."""
    if len(parts) == 1:
        return parts[0]
    comma = "," if len(parts) > 2 else ""
    first = ", ".join(part.en for part in parts[:-1])
    return Text(
        f"{first}{comma} {en} {parts[-1].en}",
        "，".join([*(part.zh for part in parts[:-1]), f"{zh}{parts[-1].zh}"]),
    )


def _split_time(where: Node | None, type_: ObjectType) -> tuple[Text | None, Node | None]:
    """Take the one condition on the object's only date out of `where`, so that it can be said as `近 12 个月`."""
    dates = [
        found.key
        for found in type_.fields.values()
        if found.kind.name in {"date", "datetime"}
        and not found.custom
        and found.key not in SYSTEM_LABELS
    ]
    parts = where.parts if isinstance(where, All) else (where,) if where is not None else ()
    for part in parts:
        if isinstance(part, Condition) and [part.field] == dates:
            when = moment_phrase(part.op, part.value)
            if when is not None:
                rest = tuple(other for other in parts if other is not part)
                return when, All(rest) if rest else None
    return None, where if parts else None


def _having(test: Having, type_: ObjectType, when: Text | None, where: Text | None) -> Text:
    """`3 or more orders in the last 12 months where …` and `近 12 个月订单（…）≥ 3 笔`."""
    single, plural = type_.spec.text("label"), type_.spec.text("plural")
    time = (
        Text(f" {when.en}", f"{when.zh} " if when.zh[-1:].isascii() else when.zh)
        if when is not None
        else Text("", "")
    )
    which = Text(f" where {where.en}", f"（{where.zh}）") if where is not None else Text("", "")
    things = Text(f"{lowered(plural.en)}{time.en}{which.en}", f"{time.zh}{plural.zh}{which.zh}")
    number = Decimal(str(test.value))
    if test.field is not None:
        label, found = _walk(test.field, type_)
        size = comparison(test.comparator, amount(number, found))
        words = _MEASURES[test.measure]
        return Text(
            f"{words.en} {label.en} of {things.en} is {size.en}",
            f"{things.zh}的{label.zh}{words.zh} {size.zh}",
        )
    if (test.comparator, number) in _NONE:
        return Text(f"no {things.en}", f"{time.zh}没有{plural.zh}{which.zh}")
    if (test.comparator, number) in _SOME:
        thing = f"{lowered(single.en)}{time.en}{which.en}"
        return Text(f"at least one {thing}", f"{time.zh}有{plural.zh}{which.zh}")
    size = comparison(test.comparator, amount(number, None))
    en = size.en.replace("less than", "fewer than").replace("or less", "or fewer")
    if test.comparator == "eq":
        en = f"exactly {en}"
    noun = (
        f"{lowered(single.en)}{time.en}{which.en}"
        if test.comparator == "eq" and number == 1
        else things.en
    )
    return Text(f"{en} {noun}", f"{things.zh} {size.zh} {type_.spec.counter}")


_NONE = {("eq", Decimal(0)), ("lt", Decimal(1)), ("lte", Decimal(0))}
_SOME = {("gte", Decimal(1)), ("gt", Decimal(0)), ("ne", Decimal(0))}
_MEASURES = {
    "sum": Text("the sum of", "合计"),
    "avg": Text("the average", "平均值"),
    "min": Text("the smallest", "最小值"),
    "max": Text("the largest", "最大值"),
}
