"""Who can see a record, and why; what one may do with it, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zhike.kit.language import Text, filled
from zhike.kit.sql import Sql, ident
from zhike.platform.access.book import Rule
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.access.roles import Scope, granted
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import User
from zhike.platform.identity.profile import Profile, profile_of
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.models import Share
from zhike.platform.records.query.compile import rule_condition
from zhike.platform.records.query.linked import is_visible, within_reach
from zhike.platform.records.query.reach import opened_rows
from zhike.platform.records.timeline import require_visible

ReasonKind = Literal["role", "rule", "share", "follows", "none"]
MOST_PEOPLE: Final = 500


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody reaches a record: the kind, and the sentence in both languages."""

    kind: ReasonKind
    text: Text


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who may view the record: what they may do with it, and the reasons for viewing."""

    user_id: UUID
    name: str
    actions: tuple[str, ...]
    reasons: tuple[Reason, ...]


_BY_SCOPE: Final = {
    "all": Text("{role}: sees all {plural}", "{role}：可查看全部{plural}"),
    "own": Text("{role}: is the owner", "{role}：是负责人"),
    "team": Text("{role}: shares a team with the owner", "{role}：与负责人同一团队"),
    "department": Text(
        "{role}: the owner is in their department or below it", "{role}：负责人在其部门或下级部门"
    ),
    "unowned": Text("{role}: nobody owns this record", "{role}：该记录没有负责人"),
}
_RULE: Final = Text("Sharing rule “{name}”", "共享规则“{name}”")
_SHARE: Final = Text("Shared with them{part}", "已共享给此人{part}")
_TEAM_SHARE: Final = Text("Shared with team {team}", "已共享给团队“{team}”")
_FOLLOWS: Final = Text("May view its {field}", "可查看其{field}")


def who_sees(actor: Actor, object_key: str, record_id: UUID) -> list[Seer]:
    """Everybody who may view the record, by name, at most 500. Raises NotFound where the actor may not view it."""
    type_ = registry.get(object_key)
    require_visible(actor, type_, record_id)
    owner = _owner(type_, record_id)
    seers = []
    for user in User.objects.filter(is_active=True).order_by("name", "id"):
        policy = policy_of(Actor(user.id, "web"))
        if not _reached(policy, type_, record_id, owner, "view"):
            continue
        seers.append(
            Seer(
                user.id,
                user.name,
                tuple(
                    action
                    for action in ("edit", "delete")
                    if _reached(policy, type_, record_id, owner, action)
                ),
                tuple(reasons(policy, type_, record_id, owner)),
            )
        )
        if len(seers) == MOST_PEOPLE:
            break
    return seers


def reasons(
    policy: Policy, type_: ObjectType, record_id: UUID, owner: UUID | None, action: str = "view"
) -> Iterator[Reason]:
    """Every way in which the policy reaches the record with an action."""
    assert policy.me is not None
    profile = profile_of(policy.me)
    assert profile is not None
    for role in policy.roles:
        why = _by_owner(granted(role, type_.key, action), policy.me, profile, owner)
        if why is not None:
            data = {"role": role.label, "plural": type_.spec.text("plural")}
            yield Reason("role", filled(why, data))
    scope = policy.rows(type_.key, action)
    for rule in scope.rules:
        if _matches(policy, type_, rule, record_id):
            yield Reason("rule", filled(_RULE, {"name": rule.name}))
    mine = Q(user_id=policy.me) | Q(team_id__in=policy.teams)
    for share in Share.objects.filter(mine, entry_id=record_id).select_related("team"):
        if share.team is not None:
            yield Reason("share", filled(_TEAM_SHARE, {"team": share.team.name}))
        else:
            part = Text(f" as {share.part}", f"（{share.part}）") if share.part else Text("", "")
            yield Reason("share", filled(_SHARE, {"part": part}))
    for path in scope.follows:
        if _opens(policy, type_, path, record_id):
            yield Reason("follows", filled(_FOLLOWS, {"field": type_.fields[path].label}))


def may_do(actor: Actor, object_key: str, record_id: UUID) -> dict[str, Text | None]:
    """For each action on the record: None where the actor may, else why not. Raises NotFound."""
    type_ = registry.get(object_key)
    require_visible(actor, type_, record_id)
    policy = policy_of(actor)
    owner = _owner(type_, record_id)
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


def _owner(type_: ObjectType, record_id: UUID) -> UUID | None:
    query = f"SELECT owner_id FROM {ident(type_.spec.table).text} WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [record_id])
        row = cursor.fetchone()
    return None if row is None else row[0]


def _by_owner(scope: Scope, me: UUID, profile: Profile, owner: UUID | None) -> Text | None:
    """Why a role of this scope reaches a record of this owner, or None when it does not."""
    if scope == "none":
        return None
    if scope == "all":
        return _BY_SCOPE["all"]
    if owner is None:
        return _BY_SCOPE["unowned"]
    if owner == me:
        return _BY_SCOPE["own"]
    if scope == "team" and owner in profile.team_mates:
        return _BY_SCOPE["team"]
    if scope == "department" and owner in profile.department_mates:
        return _BY_SCOPE["department"]
    return None


def _matches(policy: Policy, type_: ObjectType, rule: Rule, record_id: UUID) -> bool:
    return _found(type_, record_id, rule_condition(policy, rule, "o"))


def _opens(policy: Policy, type_: ObjectType, path: str, record_id: UUID) -> bool:
    return _found(type_, record_id, opened_rows(type_, policy, "o", path))


def _found(type_: ObjectType, record_id: UUID, condition: Sql) -> bool:
    statement = (
        Sql(f"SELECT 1 FROM {ident(type_.spec.table).text} o WHERE o.id = %s AND ", (record_id,))
        + condition
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return cursor.fetchone() is not None
