"""What may be noted of people (their region, their product line), and noting it: rules and filters say "mine" of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.actions import turn_page
from zhike.platform.access.models import PersonAttribute, PersonValue, SharingRule
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import User
from zhike.platform.identity.profile import forget
from zhike.platform.metadata.describe import both
from zhike.platform.records.query.filters import mine_of, parse_filter
from zhike.platform.rights.actions import BAD_KEY, KEY, label_problems, lock_rights
from zhike.platform.rights.errors import AttributeInUse, OwnAttributes

MOST: Final = 20
"""Attributes there may be: each is looked at on every request of everybody."""
TOO_MANY: Final = Text("There are {limit} attributes already.", "最多只能有 {limit} 个人员属性。")
TWICE: Final = Text("Give each option a key of its own.", "每个选项的键不能重复。")
NO_OPTION: Final = Text(
    "“{value}” is not an option. Options: {options}.", "“{value}”不在选项中，可选：{options}。"
)
UNKNOWN: Final = Text("There is no attribute “{key}”.", "没有人员属性“{key}”。")
BLANK: Final = Text("Leave no value empty.", "值不能为空。")
_RIGHTS: Final = UUID(int=0x7267_0001)
"""The record id under which attributes stand in the change log: they have keys, not ids."""


def list_attributes(actor: Actor) -> list[dict[str, Any]]:
    """All attributes as `schemas.AttributeOut` describes them. Raises Forbidden."""
    policy_of(actor).require("role", "admin")
    people = Counter(
        attribute
        for attribute, _ in PersonValue.objects.values_list("attribute", "user").distinct()
    )
    rules = _rules_by_attribute()
    return [
        {
            **attribute_facts(row),
            "people": people[row.key],
            "rules": [rule.name for rule in rules.get(row.key, ())],
        }
        for row in PersonAttribute.objects.order_by("created_at", "key")
    ]


def save_attribute(
    actor: Actor, key: str, *, label: Text, options: Sequence[Mapping[str, Any]]
) -> None:
    """Make an attribute or change one. People lose values that are no option any more. Raises Forbidden, ValidationFailed."""
    policy_of(actor).require("role", "admin")
    problems = label_problems(label)
    if not KEY.match(key):
        problems.append(Problem(("key",), "bad-key", BAD_KEY))
    keys = [str(option["key"]) for option in options]
    if len(set(keys)) < len(keys):
        problems.append(Problem(("options",), "bad-options", TWICE))
    with transaction.atomic():
        lock_rights()
        row = PersonAttribute.objects.filter(key=key).first()
        if row is None and PersonAttribute.objects.count() >= MOST:
            problems.append(Problem((), "too-many", TOO_MANY, {"limit": MOST}))
        if problems:
            raise ValidationFailed(problems=problems)
        before = {} if row is None else attribute_facts(row)
        row = row or PersonAttribute(key=key)
        row.label_en, row.label_zh = label.en.strip(), label.zh.strip()
        row.options = [{"key": one["key"], "label": dict(one["label"])} for one in options]
        if attribute_facts(row) == before:
            return
        row.save()
        if keys:
            _take(actor, PersonValue.objects.filter(attribute=row).exclude(value__in=keys))
        verb = "update" if before else "create"
        _tell(actor, verb, before, attribute_facts(row))


def remove_attribute(actor: Actor, key: str) -> None:
    """Remove an attribute and what is noted of it. Raises Forbidden, NotFound, AttributeInUse."""
    policy_of(actor).require("role", "admin")
    with transaction.atomic():
        lock_rights()
        row = PersonAttribute.objects.filter(key=key).first()
        if row is None:
            raise NotFound
        if rules := _rules_by_attribute().get(key):
            raise AttributeInUse(rules=", ".join(rule.name for rule in rules))
        facts = attribute_facts(row)
        _take(actor, PersonValue.objects.filter(attribute=row))
        row.delete()
        _tell(actor, "delete", facts, {})


def values_of(actor: Actor, user_id: UUID) -> dict[str, list[str]]:
    """What is noted of a person. Raises Forbidden, NotFound."""
    policy_of(actor).require("user", "admin")
    if not User.objects.filter(id=user_id).exists():
        raise NotFound
    return _noted(user_id)


def note_values(actor: Actor, user_id: UUID, values: Mapping[str, Sequence[str]]) -> None:
    """Note exactly these values of a person. Raises Forbidden, OwnAttributes, NotFound, ValidationFailed."""
    policy_of(actor).require("user", "admin")
    if user_id == actor.user_id:
        raise OwnAttributes
    with transaction.atomic():
        locked_user(user_id)
        wanted = _checked(values)
        before = _noted(user_id)
        if before == wanted:
            return
        PersonValue.objects.filter(user_id=user_id).delete()
        PersonValue.objects.bulk_create(
            PersonValue(user_id=user_id, attribute_id=key, value=value)
            for key, texts in wanted.items()
            for value in texts
        )
        row = ChangeRow(
            "user", user_id, "set-attributes", {"attributes": before}, {"attributes": wanted}
        )
        write_changes(actor, [row])
        forget(user_id)


def _take(actor: Actor, values: QuerySet[PersonValue]) -> None:
    """Take values from whoever has them; what each loses is in the log."""
    lost: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for value in values.order_by("user_id", "value"):
        lost[value.user_id][value.attribute_id].append(value.value)
    rows = [
        ChangeRow(
            "user",
            user_id,
            "set-attributes",
            {"attributes": dict(before)},
            {"attributes": {key: [] for key in before}},
        )
        for user_id, before in lost.items()
    ]
    write_changes(actor, rows)
    values.delete()


def attribute_facts(row: PersonAttribute) -> dict[str, Any]:
    """An attribute as the change log and the portable file show it."""
    return {
        "key": row.key,
        "label": both(Text(row.label_en, row.label_zh)),
        "options": row.options,
    }


def _noted(user_id: UUID) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = PersonValue.objects.filter(user_id=user_id).order_by("attribute", "value")
    for key, value in rows.values_list("attribute", "value"):
        found.setdefault(key, []).append(value)
    return found


def _checked(values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The values in the order they are stored in, without repetition. Raises ValidationFailed."""
    known = {row.key: row for row in PersonAttribute.objects.all()}
    problems = []
    wanted: dict[str, list[str]] = {}
    for key, texts in sorted(values.items()):
        if key not in known:
            problems.append(Problem(("values", key), "unknown", UNKNOWN, {"key": key}))
            continue
        options = [one["key"] for one in known[key].options]
        trimmed = sorted({text.strip() for text in texts})
        for text in trimmed:
            if not text:
                problems.append(Problem(("values", key), "required", BLANK))
            elif options and text not in options:
                data = {"value": text, "options": ", ".join(options)}
                problems.append(Problem(("values", key), "unknown-option", NO_OPTION, data))
        if trimmed:
            wanted[key] = trimmed
    if problems:
        raise ValidationFailed(problems=problems)
    return wanted


def _rules_by_attribute() -> dict[str, list[SharingRule]]:
    """The sharing rules that speak of each attribute."""
    found: dict[str, list[SharingRule]] = {}
    for rule in SharingRule.objects.all():
        for key in sorted(mine_of(parse_filter(rule.filter))):
            found.setdefault(key, []).append(rule)
    return found


def _tell(actor: Actor, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    write_changes(actor, [ChangeRow("person_attribute", _RIGHTS, verb, before, after)])
    turn_page()
