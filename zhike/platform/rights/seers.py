"""Who can see a record, and why: asked of everybody at once.

What only the database knows is asked for all people together, so that five hundred cost as many statements as five.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from zhike.kit.language import Text, filled
from zhike.kit.sql import FALSE, TRUE
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.access.roles import Scope, granted
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.profile import Profile, active_profiles
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.actions.shares import receiver_of
from zhike.platform.records.models import Share
from zhike.platform.records.query.compile import rule_condition
from zhike.platform.records.query.reach import opened_rows, reached_rows
from zhike.platform.records.query.together import (
    Answer,
    Questions,
    seen_around_by_each,
    surroundings_of,
)
from zhike.platform.records.timeline import require_visible
from zhike.platform.rights.explain import owner_of

ReasonKind = Literal["role", "rule", "share", "follows"]
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
_SHARES: Final = {
    "User": Text("Shared with them{part}", "已共享给此人{part}"),
    "Team": Text("Shared with team {name}{part}", "已共享给团队“{name}”{part}"),
    "Department": Text("Shared with department {name}{part}", "已共享给部门“{name}”{part}"),
}
_FOLLOWS: Final = Text("May view its {field}", "可查看其{field}")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody who may see the record, with the questions that decide it."""

    profile: Profile
    policy: Policy
    reached: dict[str, Answer]
    rules: tuple[tuple[str, Answer], ...]
    follows: tuple[tuple[Text, Answer], ...]


def who_sees(actor: Actor, object_key: str, record_id: UUID) -> list[Seer]:
    """Everybody who may view the record, by name, at most 500. Raises NotFound where the actor may not view it."""
    type_ = registry.get(object_key)
    require_visible(actor, type_, record_id)
    owner = owner_of(type_, record_id)
    shares = list(
        Share.objects.filter(entry_id=record_id)
        .select_related("user", "team", "department")
        .order_by("created_at", "id")
    )
    questions = Questions(type_, [record_id])
    candidates = [_candidate(one, type_, owner, questions) for one in active_profiles()]
    questions.put()
    policies = {one.profile.user_id: one.policy for one in candidates}
    around = seen_around_by_each(surroundings_of(type_, [record_id]), policies)
    seers = []
    for one in candidates:
        if not (record_id in around[one.profile.user_id] and one.reached["view"]()):
            continue
        actions = tuple(name for name in ("edit", "delete") if one.reached[name]())
        why = tuple(_reasons(one, type_, owner, shares))
        seers.append(Seer(one.profile.user_id, one.profile.name, actions, why))
    return seers[:MOST_PEOPLE]


def _candidate(
    profile: Profile, type_: ObjectType, owner: UUID | None, questions: Questions
) -> _Candidate:
    policy = policy_of(Actor(profile.user_id, "web"))
    scope = policy.rows(type_.key, "view")

    def reached(action: str) -> Answer:
        rows = policy.rows(type_.key, action)
        if rows.covers(owner) or not rows.widened:
            return questions.ask(TRUE if rows.covers(owner) else FALSE)
        return questions.ask(reached_rows(type_, policy, "o", action))

    return _Candidate(
        profile,
        policy,
        {action: reached(action) for action in ("view", "edit", "delete")},
        tuple((one.name, questions.ask(rule_condition(policy, one, "o"))) for one in scope.rules),
        tuple(
            (type_.fields[path].label, questions.ask(opened_rows(type_, policy, "o", path)))
            for path in scope.follows
            if path in type_.fields
        ),
    )


def _reasons(
    one: _Candidate, type_: ObjectType, owner: UUID | None, shares: Sequence[Share]
) -> Iterator[Reason]:
    """Every way in which somebody may view the record."""
    for role in one.policy.roles:
        why = _by_owner(granted(role, type_.key, "view"), one.profile, owner)
        if why is not None:
            data = {"role": role.label, "plural": type_.spec.text("plural")}
            yield Reason("role", filled(why, data))
    for name, fits in one.rules:
        if fits():
            yield Reason("rule", filled(_RULE, {"name": name}))
    circles = {one.profile.user_id, *one.policy.teams, *one.policy.departments}
    for share in shares:
        receiver = receiver_of(share)
        if receiver.pk in circles:
            part = Text(f" as {share.part}", f"（{share.part}）") if share.part else Text("", "")
            said = _SHARES[type(receiver).__name__]
            yield Reason("share", filled(said, {"name": receiver.name, "part": part}))
    for label, opens in one.follows:
        if opens():
            yield Reason("follows", filled(_FOLLOWS, {"field": label}))


def _by_owner(scope: Scope, profile: Profile, owner: UUID | None) -> Text | None:
    """Why a role of this scope reaches a record of this owner, or None when it does not."""
    if scope == "none":
        return None
    if scope == "all":
        return _BY_SCOPE["all"]
    if owner is None:
        return _BY_SCOPE["unowned"]
    if owner == profile.user_id:
        return _BY_SCOPE["own"]
    if scope == "team" and owner in profile.team_mates:
        return _BY_SCOPE["team"]
    if scope == "department" and owner in profile.department_mates:
        return _BY_SCOPE["department"]
    return None
