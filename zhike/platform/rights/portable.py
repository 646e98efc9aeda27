"""Rights as a file: attributes of people, roles and sharing rules written out, held against those of another house, and
taken over.

Teams and departments are named, not numbered, and rules are known by object and name, so a file fits any installation.
What is noted of single people is not in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self
from uuid import UUID

from django.db import transaction

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.models import PersonAttribute, SharingRule, StoredRole
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ROLES
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Department, Team
from zhike.platform.rights import actions
from zhike.platform.rights import attribute_actions as attributes

FORMAT: Final = "zhike-rights-1"
NOT_OURS = Text("This is no file of rights ({format}).", "这不是权限配置文件（{format}）。")
NO_TEAM = Text("There is no team “{team}”.", "没有团队“{team}”。")
NO_DEPARTMENT = Text("There is no department “{department}”.", "没有部门“{department}”。")


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a file over would do to one of them; `before` and `after` are None where it is not there."""

    kind: Literal["attribute", "role", "rule"]
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Places:
    """All teams and departments, by which a file names whom a rule is for."""

    team_names: Mapping[UUID, str]
    departments: Mapping[UUID, tuple[str, UUID | None]]

    @classmethod
    def read(cls) -> Self:
        """As they are now, in two statements."""
        departments = Department.objects.values_list("id", "name", "parent_id")
        return cls(
            dict(Team.objects.values_list("id", "name")),
            {id_: (name, parent) for id_, name, parent in departments},
        )

    def path(self, department: UUID) -> list[str]:
        """The names of a department and those above it, from the top down."""
        name, parent = self.departments[department]
        return [*([] if parent is None else self.path(parent)), name]

    def team(self, rule: Mapping[str, Any]) -> UUID | None:
        """The team a rule of the file names. Raises ValidationFailed."""
        name = rule.get("team")
        if name is None:
            return None
        found = next((id_ for id_, one in self.team_names.items() if one == name), None)
        if found is None:
            raise ValidationFailed(
                problems=[Problem(("rules",), "no-team", NO_TEAM, {"team": name})]
            )
        return found

    def department(self, rule: Mapping[str, Any]) -> UUID | None:
        """The department a rule of the file names. Raises ValidationFailed."""
        names, found = rule.get("department") or (), None
        below = {place: id_ for id_, place in self.departments.items()}
        for name in names:
            found = below.get((name, found))
            if found is None:
                data = {"department": " / ".join(names)}
                problem = Problem(("rules",), "no-department", NO_DEPARTMENT, data)
                raise ValidationFailed(problems=[problem])
        return found


def written_out(actor: Actor) -> dict[str, Any]:
    """All attributes, all roles that differ from the built-in ones, and all rules. Raises Forbidden."""
    policy_of(actor).require("role", "admin")
    places = _Places.read()
    return {
        "format": FORMAT,
        "attributes": [
            attributes.attribute_facts(row) for row in PersonAttribute.objects.order_by("key")
        ],
        "roles": [_role(row) for row in StoredRole.objects.order_by("key")],
        "rules": [_rule(row, places) for row in SharingRule.objects.all()],
    }


def differences(actor: Actor, document: Mapping[str, Any]) -> list[Difference]:
    """What taking the file over would change, in the order it would be done. Raises Forbidden, ValidationFailed."""
    here, there = written_out(actor), _checked(document)
    ours, theirs = _by_key(here["attributes"]), _by_key(there.get("attributes") or [])
    noted = list(_different("attribute", ours, theirs))
    return [
        # What rules speak of must be there before them, and may only go after them.
        *(one for one in noted if one.after is not None),
        *_different("role", _by_key(here["roles"]), _by_key(there["roles"])),
        *_different("rule", _by_name(here["rules"]), _by_name(there["rules"])),
        *(one for one in noted if one.after is None),
    ]


def take_over(actor: Actor, document: Mapping[str, Any]) -> list[Difference]:
    """Make the rights of this house those of the file, all or nothing; returns what was changed.

    Raises Forbidden, ValidationFailed, and whatever single changes raise: a role people have cannot go.
    """
    policy_of(actor).require("role", "admin")
    with transaction.atomic():
        actions.lock_rights()
        found, places = differences(actor, document), _Places.read()
        roles = [one.key for one in found if one.kind == "role" and one.after is None]
        # The rules for a role go with it.
        kept = SharingRule.objects.exclude(role__in=set(roles) - set(ROLES)).order_by("-id")
        rules = {(row.object, row.name): row.id for row in kept}
        for difference in found:
            if difference.kind == "attribute":
                _take_attribute(actor, difference)
            elif difference.kind == "role":
                _take_role(actor, difference)
            else:
                _take_rule(actor, difference, rules, places)
    return found


def _role(row: StoredRole) -> dict[str, Any]:
    return actions.role_facts(row)


def _rule(row: SharingRule, places: _Places) -> dict[str, Any]:
    return {
        **actions.rule_facts(row),
        "team": None if row.team_id is None else places.team_names[row.team_id],
        "department": None if row.department_id is None else places.path(row.department_id),
    }


def _by_key(roles: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(role["key"]): role for role in roles}


def _by_name(rules: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    # Files written before there were rules for departments say nothing of them.
    return {f"{rule['object']}/{rule['name']}": {"department": None, **rule} for rule in rules}


def _different(
    kind: Literal["attribute", "role", "rule"],
    here: Mapping[str, Mapping[str, Any]],
    there: Mapping[str, Mapping[str, Any]],
) -> Iterator[Difference]:
    for key in sorted({*here, *there}):
        before, after = here.get(key), there.get(key)
        if before != after:
            yield Difference(kind, key, before, after)


def _checked(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file, if it is one: what is inside is checked when it is taken over."""
    lists = [document.get("roles"), document.get("rules"), document.get("attributes", [])]
    fits = document.get("format") == FORMAT and all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in lists
    )
    if not fits:
        problem = Problem(("format",), "not-rights", NOT_OURS, {"format": FORMAT})
        raise ValidationFailed(problems=[problem])
    return document


def _take_attribute(actor: Actor, difference: Difference) -> None:
    after = difference.after
    if after is None:
        attributes.remove_attribute(actor, difference.key)
        return
    label = Text(str(after["label"]["en"]), str(after["label"]["zh"]))
    attributes.save_attribute(
        actor, difference.key, label=label, options=after.get("options") or []
    )


def _take_role(actor: Actor, difference: Difference) -> None:
    key, role = difference.key, difference.after
    if role is None:
        if key in ROLES:
            actions.change_role(actor, key, parts={part: {} for part in actions.PARTS})
        else:
            actions.remove_role(actor, key)
        return
    label = Text(str(role["label"]["en"]), str(role["label"]["zh"]))
    if difference.before is None and key not in ROLES:
        actions.create_role(actor, key=key, label=label, base=str(role.get("base", "")))
    parts = {part: role.get(part, {}) for part in actions.PARTS}
    actions.change_role(actor, key, label=None if key in ROLES else label, parts=parts)


def _take_rule(
    actor: Actor,
    difference: Difference,
    rules: Mapping[tuple[str, str], UUID],
    places: _Places,
) -> None:
    before, rule = difference.before, difference.after
    rule_id = None if before is None else rules.get((before["object"], before["name"]))
    if rule is None:
        if rule_id is not None:
            actions.remove_rule(actor, rule_id)
        return
    values = {key: rule[key] for key in ("object", "name", "filter", "role", "access", "active")}
    whom = {"team": places.team(rule), "department": places.department(rule)}
    actions.save_rule(actor, rule_id, {**values, **whom})
