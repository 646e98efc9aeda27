"""Changing rights: roles and sharing rules. Each writes its change row and gives the book of rights a new stamp."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from zhike.kit.errors import NotFound, Problem, StaleVersion, ValidationFailed
from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.platform.access.actions import turn_page
from zhike.platform.access.book import current_book, stored_role
from zhike.platform.access.errors import UnknownRole
from zhike.platform.access.models import RightsStamp, RoleAssignment, SharingRule, StoredRole
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ADMINISTRATOR, ROLES
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Department, Team
from zhike.platform.rights.checks import (
    news,
    require_creatable,
    require_fitting,
    require_rule_filter,
)
from zhike.platform.rights.errors import BuiltInRole, RoleInUse, RoleKeyTaken

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
PARTS: Final = ("objects", "fields", "classes", "follows")
BAD_KEY = Text(
    "A key is lower-case letters, digits and _, at most 40.",
    "键由小写字母、数字和下划线组成，最多 40 位。",
)
NO_NAME = Text("Enter a name.", "请输入名称。")
_RIGHTS: Final = UUID(int=0x7267_0000)
"""The record id under which roles stand in the change log: roles have keys, not ids."""


def create_role(actor: Actor, *, key: str, label: Text, base: str = "") -> None:
    """Make a role like `base`, or one that grants nothing. Raises Forbidden, ValidationFailed, RoleKeyTaken."""
    policy_of(actor).require("role", "admin")
    problems = label_problems(label)
    if not KEY.match(key):
        problems.append(Problem(("key",), "bad-key", BAD_KEY))
    if base and (base not in ROLES or base == ADMINISTRATOR):
        raise UnknownRole(role=base, known=", ".join(key for key in ROLES if key != ADMINISTRATOR))
    if problems:
        raise ValidationFailed(problems=problems)
    with transaction.atomic():
        lock_rights()
        if key in current_book().roles:
            raise RoleKeyTaken(role=key)
        row = StoredRole.objects.create(
            key=key, label_en=label.en.strip(), label_zh=label.zh.strip(), base=base
        )
        _tell(actor, key, "create", {}, role_facts(row))


def change_role(
    actor: Actor,
    key: str,
    *,
    label: Text | None = None,
    parts: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> None:
    """Rename a role or replace some of its parts (`objects`, `fields`, `classes`, `follows`), each as a whole.

    `version` is the one the change is based on. Raises Forbidden, NotFound, BuiltInRole, ValidationFailed, StaleVersion.
    """
    policy_of(actor).require("role", "admin")
    parts = parts or {}
    built_in = ROLES.get(key)
    if built_in is not None and (built_in.may_all or label is not None):
        raise BuiltInRole
    problems = label_problems(label) if label is not None else []
    if problems:
        raise ValidationFailed(problems=problems)
    with transaction.atomic():
        lock_rights()
        row = _role_row(key)
        _require_version(version, row.version)
        before = role_facts(row)
        require_fitting(news(parts, before))
        if label is not None:
            row.label_en, row.label_zh = label.en.strip(), label.zh.strip()
        for part in PARTS:
            if part in parts:
                setattr(
                    row, f"{part}_set", {name: set_ for name, set_ in parts[part].items() if set_}
                )
        if role_facts(row) == before:
            return
        require_creatable(stored_role(row))
        row.version += 1
        row.save()
        _tell(actor, key, "update", before, role_facts(row))


def remove_role(actor: Actor, key: str) -> None:
    """Remove a role nobody has, and the sharing rules for it. Raises Forbidden, NotFound, BuiltInRole, RoleInUse."""
    policy_of(actor).require("role", "admin")
    if key in ROLES:
        raise BuiltInRole
    with transaction.atomic():
        lock_rights()
        row = StoredRole.objects.filter(key=key).first()
        if row is None:
            raise NotFound
        count = RoleAssignment.objects.filter(role=key).count()
        if count:
            raise RoleInUse(count=count)
        rules = SharingRule.objects.filter(role=key)
        gone = [
            ChangeRow("sharing_rule", rule.id, "delete", rule_facts(rule), {}) for rule in rules
        ]
        write_changes(actor, gone)
        rules.delete()
        row.delete()
        _tell(actor, key, "delete", role_facts(row), {})


def save_rule(
    actor: Actor, rule_id: UUID | None, values: Mapping[str, Any], *, version: int | None = None
) -> UUID:
    """Make a sharing rule, or change one based on a `version`.

    Nothing is written where nothing changed. `values` are `object`, `name`, `filter`, `role`, `team`, `department`, `access`, `active`. Raises Forbidden, NotFound,
    UnknownObject, UnknownRole, InvalidFilter, ValidationFailed, StaleVersion.
    """
    policy_of(actor).require("role", "admin")
    with transaction.atomic():
        lock_rights()
        row = SharingRule(id=new_id(), version=0) if rule_id is None else _rule_row(rule_id)
        _require_version(version, row.version)
        before = {} if rule_id is None else rule_facts(row)
        for name, value in values.items():
            setattr(row, f"{name}_id" if name in {"team", "department"} else name, value)
        row.name = row.name.strip()
        if not row.name:
            raise ValidationFailed(problems=[Problem(("name",), "required", NO_NAME)])
        require_rule_filter(row.object, row.filter)
        roles = current_book().roles
        if row.role and row.role not in roles:
            raise UnknownRole(role=row.role, known=", ".join(roles))
        if row.team_id is not None and not Team.objects.filter(id=row.team_id).exists():
            raise NotFound
        if (
            row.department_id is not None
            and not Department.objects.filter(id=row.department_id).exists()
        ):
            raise NotFound
        if rule_facts(row) == before:
            return row.id
        row.version += 1
        row.save()
        verb = "create" if rule_id is None else "update"
        write_changes(actor, [ChangeRow("sharing_rule", row.id, verb, before, rule_facts(row))])
        turn_page()
    return row.id


def remove_rule(actor: Actor, rule_id: UUID) -> None:
    """Remove a sharing rule. Raises Forbidden, NotFound."""
    policy_of(actor).require("role", "admin")
    with transaction.atomic():
        lock_rights()
        row = _rule_row(rule_id)
        write_changes(actor, [ChangeRow("sharing_rule", rule_id, "delete", rule_facts(row), {})])
        row.delete()
        turn_page()


def role_facts(row: StoredRole) -> dict[str, Any]:
    """A stored role as the change log and the portable file show it."""
    return {
        "key": row.key,
        "label": {"en": row.label_en, "zh": row.label_zh},
        "base": row.base,
        "objects": row.objects_set,
        "fields": row.fields_set,
        "classes": row.classes_set,
        "follows": row.follows_set,
    }


def rule_facts(row: SharingRule) -> dict[str, Any]:
    """A sharing rule as the change log shows it."""
    return {
        "object": row.object,
        "name": row.name,
        "filter": row.filter,
        "role": row.role,
        "team": None if row.team_id is None else str(row.team_id),
        "department": None if row.department_id is None else str(row.department_id),
        "access": row.access,
        "active": row.active,
    }


def lock_rights() -> None:
    """Changes of rights wait for each other."""
    RightsStamp.objects.select_for_update().get(id=1)


def _require_version(based_on: int | None, present: int) -> None:
    if based_on is not None and based_on != present:
        raise StaleVersion(current=present)


def _role_row(key: str) -> StoredRole:
    """The stored role; of a built-in one that was never changed, a new row."""
    row = StoredRole.objects.filter(key=key).first()
    if row is not None:
        return row
    if key not in ROLES:
        raise NotFound
    label = ROLES[key].label
    return StoredRole(key=key, label_en=label.en, label_zh=label.zh, base=key, version=0)


def _rule_row(rule_id: UUID) -> SharingRule:
    row = SharingRule.objects.filter(id=rule_id).first()
    if row is None:
        raise NotFound
    return row


def _tell(
    actor: Actor, key: str, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    facts = {"key": key}
    write_changes(
        actor, [ChangeRow("role", _RIGHTS, verb, {**facts, **before}, {**facts, **after})]
    )
    turn_page()


def label_problems(label: Text) -> list[Problem]:
    """What is wrong with a name in both languages."""
    return [
        Problem(("label", language), "required", NO_NAME)
        for language, name in label._asdict().items()
        if not name.strip() or len(name) > 100
    ]
