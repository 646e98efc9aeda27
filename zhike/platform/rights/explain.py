"""What one may do with a record, and why not."""

from typing import Final
from uuid import UUID

from django.db import connection

from zhike.kit.language import Text, filled
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.access.roles import Scope
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.linked import is_visible, within_reach
from zhike.platform.records.timeline import require_visible


def may_do(actor: Actor, object_key: str, record_id: UUID) -> dict[str, Text | None]:
    """For each action on the record: None where the actor may, else why not. Raises NotFound."""
    type_ = registry.get(object_key)
    require_visible(actor, type_, record_id)
    policy = policy_of(actor)
    owner = owner_of(type_, record_id)
    actions = ["edit", "delete", "reveal", *(verb.key for verb in type_.spec.verbs)]
    return {
        action: None
        if _reached(policy, type_, record_id, owner, action)
        else _why_not(policy, object_key, action)
        for action in actions
    }


_REACH: Final[dict[Scope, Text]] = {
    "none": Text(
        "None of your roles ({roles}) may do this. An administrator can change that.",
        "您的角色（{roles}）没有此权限，可请管理员调整。",
    ),
    "own": Text(
        "Your roles ({roles}) may do this with your own records only. Ask the owner to do it or to share the record"
        " with you for editing.",
        "您的角色（{roles}）只能对自己负责的记录执行此操作。可请负责人处理，或请其共享编辑权限。",
    ),
    "team": Text(
        "Your roles ({roles}) may do this with records of your teams only. Ask the owner to do it or to share the record"
        " with you for editing.",
        "您的角色（{roles}）只能对本团队的记录执行此操作。可请负责人处理，或请其共享编辑权限。",
    ),
    "department": Text(
        "Your roles ({roles}) may do this with records of your departments only. Ask the owner to do it or to share the"
        " record with you for editing.",
        "您的角色（{roles}）只能对本部门及下级部门的记录执行此操作。可请负责人处理，或请其共享编辑权限。",
    ),
}


def _why_not(policy: Policy, object_key: str, action: str) -> Text:
    names = Text(
        ", ".join(role.label.en for role in policy.roles) or "none",
        "、".join(role.label.zh for role in policy.roles) or "无",
    )
    return filled(_REACH[policy.scope(object_key, action)], {"roles": names})


def _reached(
    policy: Policy, type_: ObjectType, record_id: UUID, owner: UUID | None, action: str
) -> bool:
    """Whether the policy reaches a record of this owner; asks the database only where the owner does not decide."""
    if type_.spec.within and not is_visible(policy, type_, record_id):
        return False
    return within_reach(policy, type_, record_id, owner, action)


def owner_of(type_: ObjectType, record_id: UUID) -> UUID | None:
    """Whose a record is."""
    query = f"SELECT o.owner_id FROM {type_.spec.rows} o WHERE o.id = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [record_id])
        row = cursor.fetchone()
    return None if row is None else row[0]
