"""Rights as a file: roles and sharing rules written out, held against those of another house, and taken over.

Teams are named, not numbered, and rules are known by object and name, so a file fits any installation.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import transaction

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.models import SharingRule, StoredRole
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ROLES
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Team
from zhike.platform.rights import actions

FORMAT: Final = "zhike-rights-1"
PARTS: Final = ("objects", "fields", "classes", "follows")
NOT_OURS = Text("This is no file of rights ({format}).", "这不是权限配置文件（{format}）。")
NO_TEAM = Text("There is no team “{team}”.", "没有团队“{team}”。")


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a file over would do to one role or rule; `before` and `after` are None where it is not there."""

    kind: Literal["role", "rule"]
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def written_out(actor: Actor) -> dict[str, Any]:
    """All roles that differ from the built-in ones, and all rules. Raises Forbidden."""
    policy_of(actor).require("role", "admin")
    return {
        "format": FORMAT,
        "roles": [_role(row) for row in StoredRole.objects.order_by("key")],
        "rules": [_rule(row) for row in SharingRule.objects.select_related("team")],
    }


def differences(actor: Actor, document: Mapping[str, Any]) -> list[Difference]:
    """What taking the file over would change, in the order it would be done. Raises Forbidden, ValidationFailed."""
    here, there = written_out(actor), _checked(document)
    return [
        *_different("role", _by_key(here["roles"]), _by_key(there["roles"])),
        *_different("rule", _by_name(here["rules"]), _by_name(there["rules"])),
    ]


def take_over(actor: Actor, document: Mapping[str, Any]) -> list[Difference]:
    """Make the rights of this house those of the file, all or nothing; returns what was changed.

    Raises Forbidden, ValidationFailed, and whatever single changes raise: a role people have cannot go.
    """
    with transaction.atomic():
        found = differences(actor, document)
        for difference in found:
            if difference.kind == "role":
                _take_role(actor, difference)
            else:
                _take_rule(actor, difference)
    return found


def _role(row: StoredRole) -> dict[str, Any]:
    return actions.role_facts(row)


def _rule(row: SharingRule) -> dict[str, Any]:
    return {**actions.rule_facts(row), "team": None if row.team is None else row.team.name}


def _by_key(roles: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(role["key"]): role for role in roles}


def _by_name(rules: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {f"{rule['object']}/{rule['name']}": rule for rule in rules}


def _different(
    kind: Literal["role", "rule"],
    here: Mapping[str, Mapping[str, Any]],
    there: Mapping[str, Mapping[str, Any]],
) -> Iterator[Difference]:
    for key in sorted({*here, *there}):
        before, after = here.get(key), there.get(key)
        if before != after:
            yield Difference(kind, key, before, after)


def _checked(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file, if it is one: what is inside is checked when it is taken over."""
    lists = [document.get("roles"), document.get("rules")]
    fits = document.get("format") == FORMAT and all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in lists
    )
    if not fits:
        problem = Problem(("format",), "not-rights", NOT_OURS, {"format": FORMAT})
        raise ValidationFailed(problems=[problem])
    return document


def _take_role(actor: Actor, difference: Difference) -> None:
    key, role = difference.key, difference.after
    if role is None:
        if key in ROLES:
            actions.change_role(actor, key, parts={part: {} for part in PARTS})
        else:
            actions.remove_role(actor, key)
        return
    label = Text(str(role["label"]["en"]), str(role["label"]["zh"]))
    if difference.before is None and key not in ROLES:
        actions.create_role(actor, key=key, label=label, base=str(role.get("base", "")))
    parts = {part: role.get(part, {}) for part in PARTS}
    actions.change_role(actor, key, label=None if key in ROLES else label, parts=parts)


def _take_rule(actor: Actor, difference: Difference) -> None:
    before, rule = difference.before, difference.after
    row = None
    if before is not None:
        row = SharingRule.objects.filter(object=before["object"], name=before["name"]).first()
    if rule is None:
        assert (
            row is not None
        )  # it was there a moment ago, and changes of rights wait for each other
        actions.remove_rule(actor, row.id)
        return
    values = {key: rule[key] for key in ("object", "name", "filter", "role", "access", "active")}
    actions.save_rule(actor, None if row is None else row.id, {**values, "team": _team(rule)})


def _team(rule: Mapping[str, Any]) -> Any:
    name = rule.get("team")
    if name is None:
        return None
    found = Team.objects.filter(name=name).first()
    if found is None:
        raise ValidationFailed(problems=[Problem(("rules",), "no-team", NO_TEAM, {"team": name})])
    return found.id
