"""The grid of rights: every object with its actions and fields, every role with what it comes to."""

from dataclasses import replace
from typing import Any, Final

from django.db.models import Count

from zhike.kit.language import Text, text_of
from zhike.platform.access.book import current_book
from zhike.platform.access.models import RoleAssignment, StoredRole
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ROLES, Role, Scope, follows_edit, granted
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.describe import both
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.spec import ObjectSpec
from zhike.platform.rights.checks import known_actions

LABELS: Final = {
    "view": Text("View", "查看"),
    "create": Text("Create", "新建"),
    "edit": Text("Edit", "编辑"),
    "delete": Text("Delete", "删除"),
    "import": Text("Import", "导入"),
    "export": Text("Export", "导出"),
    "bulk": Text("Bulk changes", "批量操作"),
    "reveal": Text("Reveal masked", "查看脱敏内容"),
    "admin": Text("Administer", "管理"),
}

ROWLESS: Final = frozenset({"create", "import", "bulk", "admin"})
"""Actions one may do or not: they reach no rows of their own, so any scope but none means the same."""


def matrix(actor: Actor) -> dict[str, Any]:
    """Objects and roles as `schemas.Matrix` describes them. Raises Forbidden."""
    policy_of(actor).require("role", "admin")
    versions = dict(StoredRole.objects.values_list("key", "version"))
    people = dict(
        RoleAssignment.objects.filter(user__is_active=True)
        .values_list("role")
        .annotate(Count("id"))
    )
    return {
        "objects": [_object(type_) for type_ in registry],
        "roles": [
            role_rights(role, people.get(role.key, 0), versions.get(role.key, 0))
            for role in current_book().roles.values()
        ],
    }


def role_rights(role: Role, people: int, version: int) -> dict[str, Any]:
    """One role; its version is 0 as long as nothing was set for it."""
    return {
        "key": role.key,
        "label": both(role.label),
        "base": role.base,
        "built_in": role.key in ROLES,
        "version": version,
        "may_all": role.may_all,
        "people": people,
        "grants": _grants(role),
        "defaults": _grants(replace(role, objects={})),
        "followers": {
            type_.key: [
                action for action in known_actions(type_) if follows_edit(role, type_.key, action)
            ]
            for type_ in registry
        },
        "objects": role.objects,
        "fields": role.fields,
        "classes": role.classes,
        "follows": {key: list(paths) for key, paths in role.follows.items()},
    }


def _grants(role: Role) -> dict[str, dict[str, Scope]]:
    return {
        type_.key: {action: granted(role, type_.key, action) for action in known_actions(type_)}
        for type_ in registry
    }


def action_label(spec: ObjectSpec, action: str) -> Text:
    """What an action or a verb of an object is called."""
    verbs = {verb.key: text_of(verb.label) for verb in spec.verbs}
    return verbs.get(action) or LABELS.get(action) or Text(action, action)


def _object(type_: ObjectType) -> dict[str, Any]:
    return {
        "key": type_.key,
        "label": both(type_.spec.plural),
        "icon": type_.spec.icon,
        "actions": [
            {
                "key": action,
                "label": both(action_label(type_.spec, action)),
                "by_rows": action not in ROWLESS,
            }
            for action in known_actions(type_)
        ],
        "fields": [_field(found) for found in type_.fields.values()],
        "follows": [_field(type_.fields[path]) for path in type_.spec.scope_follows],
    }


def _field(found: Field) -> dict[str, Any]:
    return {
        "key": found.path,
        "label": both(found.label),
        "field_class": found.field_class,
        "maskable": found.maskable,
        "required": found.required,
    }
