"""The policy: the one answer to "may this actor do that, with which rows, and seeing which fields?".

Lists, counts, search, exports, jobs, live updates and actions all ask here. A failed look-up is a refusal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from zhike.kit.errors import Forbidden
from zhike.kit.sql import FALSE, TRUE, Sql, ident
from zhike.platform.access.book import Attribute, Rule, book_of, current_book
from zhike.platform.access.roles import (
    ACCESS_WIDTH,
    ACTIONS,
    ADMINISTRATOR,
    NAMED_ONLY,
    ROLES,
    FieldAccess,
    Grants,
    Role,
    Scope,
    declare_made,
    field_access,
    granted,
    wider,
)
from zhike.platform.access.scopes import covers
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.profile import Profile, profile_of

MOST_SLICES: Final = 16
"""Owners whose rows are worth reading one index range each; the time to plan grows with each."""


@dataclass(frozen=True, slots=True)
class RowScope:
    """The rows an action reaches. By owner: `owners` is None for all rows, and `unowned` says whether rows without an
    owner are among them. Beyond that: rows that match one of the `rules`, rows `shared` with the person, and rows whose
    record at one of the lookups `follows` they may view.
    """

    scope: Scope
    owners: tuple[UUID, ...] | None
    unowned: bool
    rules: tuple[Rule, ...] = ()
    shared: bool = False
    follows: tuple[str, ...] = ()

    @property
    def widened(self) -> bool:
        """Whether rows are reached by more than their owner."""
        return bool(self.rules or self.shared or self.follows)

    def covers(self, owner_id: UUID | None) -> bool:
        """Whether a row is reached because of its owner; a `widened` scope may reach more."""
        if self.scope == "none":
            return False
        if self.owners is None:
            return True
        return self.unowned if owner_id is None else owner_id in self.owners

    def includes(self, other: "RowScope") -> bool:
        """Whether every row among `other`'s is surely among these."""
        if self.owners is None:
            return True
        if other.owners is None or other.widened or (other.unowned and not self.unowned):
            return False
        return set(other.owners) <= set(self.owners)


class Policy:
    """What one actor may do. Cheap to ask: every answer is worked out once and kept.

    `limit` are the scopes of the token the actor came with: what they do not cover is not among their rights.
    """

    __slots__ = ("_attributes", "_limit", "_profile", "_rules", "_scopes", "kept", "me", "roles")

    def __init__(
        self,
        profile: Profile | None,
        roles: tuple[Role, ...],
        rules: tuple[Rule, ...] = (),
        attributes: tuple[Attribute, ...] = (),
        limit: frozenset[str] | None = None,
    ) -> None:
        self._profile = profile
        self.me = None if profile is None else profile.user_id
        self.roles = roles
        self._rules = rules
        self._attributes = attributes
        self._limit = limit
        self._scopes: dict[tuple[str, str], RowScope] = {}
        self.kept: dict[object, object] = {}
        """What rooms above worked out from this policy and want to keep as long as it lives."""

    def is_for(
        self,
        profile: Profile,
        roles: tuple[Role, ...],
        rules: tuple[Rule, ...],
        attributes: tuple[Attribute, ...],
    ) -> bool:
        """Whether a policy of the same person with these would answer the same."""
        mine = self._profile
        return (
            mine is not None
            and mine.teams == profile.teams
            and mine.team_mates == profile.team_mates
            and mine.department_mates == profile.department_mates
            and all(mine.facts.get(name) == profile.facts.get(name) for name in _FACTS)
            and self.roles == roles
            and self._rules == rules
            and self._attributes == attributes
        )

    @property
    def teams(self) -> tuple[UUID, ...]:
        """The ids of the teams the person is in."""
        return () if self._profile is None else tuple(team for team, _ in self._profile.teams)

    @property
    def departments(self) -> tuple[UUID, ...]:
        """The ids of the departments the person works in or heads, and of all above these."""
        return () if self._profile is None else departments_of(self._profile)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """What may be noted of people here."""
        return current_book().attributes if self._profile is None else self._attributes

    @property
    def mine(self) -> Mapping[str, tuple[str, ...]]:
        """What is noted of the person, by attribute; of the house nothing is."""
        told = () if self._profile is None else self._profile.facts.get("attributes", ())
        pairs = [fact.split(":", 1) for fact in told]
        return {
            attribute.key: attribute.words([value for key, value in pairs if key == attribute.key])
            for attribute in self.attributes
        }

    def scope(self, object_key: str, action: str) -> Scope:
        """The widest scope any of the actor's roles gives."""
        return self.rows(object_key, action).scope

    def may(self, object_key: str, action: str) -> bool:
        """Whether the actor may do `action` with at least some rows of the object."""
        return self.scope(object_key, action) != "none"

    def require(self, object_key: str, action: str) -> None:
        """Raise Forbidden unless `may`."""
        if not self.may(object_key, action):
            raise Forbidden(object=object_key, action=action)

    def actions(self, object_key: str, verbs: tuple[str, ...] = ()) -> list[str]:
        """The actions and verbs the actor may use on the object, for menus."""
        return [action for action in (*ACTIONS, *verbs) if self.may(object_key, action)]

    def rows(self, object_key: str, action: str) -> RowScope:
        """The rows of the object that `action` reaches.

        Rows without an owner are seen by everyone with any right to view, and changed with team scope or wider. Rules and
        shares open rows to whoever has any right to the action: they widen a right and never give one.
        """
        found = self._scopes.get((object_key, action))
        if found is None:
            found = self._scopes[object_key, action] = self._rows(object_key, action)
        return found

    def _rows(self, object_key: str, action: str) -> RowScope:
        if self._limit is not None and not covers(self._limit, object_key, action):
            return RowScope("none", (), unowned=False)
        scopes = {granted(role, object_key, action) for role in self.roles}
        widest: Scope = "none"
        for scope in scopes:
            widest = wider(widest, scope)
        if widest == "none":
            return RowScope(widest, (), unowned=False)
        if widest == "all":
            return RowScope(widest, None, unowned=True)
        owners: set[UUID] = set() if self.me is None else {self.me}
        if self._profile is not None and "team" in scopes:
            owners.update(self._profile.team_mates)
        if self._profile is not None and "department" in scopes:
            owners.update(self._profile.department_mates)
        edits = action == "edit" or action not in NAMED_ONLY
        opened = {"view", "edit"} if action == "view" else {"edit"} if edits else set()
        shares = self._profile.facts.get("shares", ()) if self._profile is not None else ()
        return RowScope(
            widest,
            # In one order for everybody of a team: what is the same for them is asked once.
            tuple(sorted(owners)),
            unowned=action == "view" or widest != "own",
            rules=tuple(
                rule for rule in self._rules if rule.object == object_key and rule.access in opened
            ),
            shared=any(f"{object_key}:{access}" in shares for access in opened),
            follows=tuple(
                dict.fromkeys(
                    path for role in self.roles for path in role.follows.get(object_key, ())
                )
            )
            if action == "view"
            else (),
        )

    def field(self, object_key: str, path: str, field_class: str) -> FieldAccess:
        """How the actor sees a field: the widest that any of their roles gives which shows the object at all.

        A role that was given for something else says nothing about its fields. Without a role nothing is seen.
        """
        accesses: list[FieldAccess] = ["hidden"]
        accesses += [
            field_access(role, object_key, path, field_class)
            for role in self.roles
            if granted(role, object_key, "view") != "none"
        ]
        return max(accesses, key=ACCESS_WIDTH.__getitem__)

    @property
    def limits_fields(self) -> bool:
        """Whether any field of any object may be seen less than whole; false is the common and the fast case."""
        if any(role.may_all for role in self.roles):
            return False
        return not self.roles or any(role.limits_fields for role in self.roles)

    def sees_all_of(self, other: "Policy", object_keys: Iterable[str]) -> bool:
        """Whether this person may view whatever the other may, of these objects.

        Who learns something worked out with another person's rights (a count, a sum) must be asked this first.
        """
        if self.limits_fields and self.roles != other.roles:
            return False
        return all(self.rows(key, "view").includes(other.rows(key, "view")) for key in object_keys)

    def owned(self, object_key: str, action: str, alias: str) -> Sql:
        """The rows reached because of their owner, as a boolean SQL piece over `alias.owner_id`."""
        rows = self.rows(object_key, action)
        if rows.scope == "none":
            return FALSE
        if rows.owners is None:
            return TRUE
        owner = ident(alias) + Sql(".owner_id")
        if len(rows.owners) == 1:
            mine = owner + Sql(" = %s", (rows.owners[0],))
        else:
            # One text instead of a list, which the driver would take apart for every statement.
            listed = "{" + ",".join(map(str, rows.owners)) + "}"
            mine = owner + Sql(" = ANY(%s::uuid[])", (listed,))
        if not rows.unowned:
            return mine
        return (mine + Sql(" OR ") + owner + Sql(" IS NULL")).wrapped()

    def slices(self, object_key: str, action: str, alias: str) -> tuple[Sql, ...]:
        """`owned` as one piece per owner: they share no row and together they are the same rows.

        Empty where that is of no use: for all rows, for those of one owner, for more than `MOST_SLICES` owners, and
        where rows are reached by more than their owner.
        """
        rows = self.rows(object_key, action)
        owners = dict.fromkeys(rows.owners or ())
        if (
            rows.owners is None
            or rows.widened
            or not 2 <= len(owners) + rows.unowned <= MOST_SLICES
        ):
            return ()
        owner = ident(alias) + Sql(".owner_id")
        mine = tuple(owner + Sql(" = %s", (one,)) for one in owners)
        return (*mine, owner + Sql(" IS NULL")) if rows.unowned else mine


def departments_of(profile: Profile) -> tuple[UUID, ...]:
    """See `Policy.departments`."""
    return tuple(map(UUID, profile.facts.get("departments", ())))


_FACTS: Final = ("shares", "departments", "attributes")
"""Facts of a profile that a policy answers from."""
EVERYTHING = Policy(None, (ROLES[ADMINISTRATOR],))
"""The house's own policy. Never for a person: what runs with it must show nobody what they may not see."""
_NOTHING = Policy(None, ())
_Kept = dict[tuple[UUID, frozenset[str] | None], tuple[Profile, Policy]]
_kept: Final[list[_Kept]] = [{}]
"""The policies under what objects declare now. Declared anew, another dict takes its place: what another thread began
to work out before is put where nobody looks any more."""
_KEPT_AT_MOST = 10_000


def take_declared(grants: Mapping[str, Grants]) -> None:
    """Take what the objects administrators made declare. Policies worked out before know others, and are made again."""
    if declare_made(grants):
        _kept[0] = {}


def policy_of(actor: Actor) -> Policy:
    """The policy of an actor; the house itself may do all, an unknown or disabled person nothing.

    Costs at most one SQL statement, and none when the person's profile is in the two-second cache; four when roles or
    rules were changed since the last time.
    """
    if actor.is_house:
        return EVERYTHING
    profile = profile_of(actor.user_id) if actor.user_id is not None else None
    if profile is None:
        return _NOTHING
    policies = _kept[0]
    key = (profile.user_id, actor.scopes)
    kept = policies.get(key)
    if kept is not None and kept[0] is profile:
        return kept[1]
    book = book_of(profile.facts["rights"][0])
    roles = tuple(book.roles[key] for key in profile.facts.get("roles", ()) if key in book.roles)
    teams = frozenset(team for team, _ in profile.teams)
    departments = frozenset(departments_of(profile))
    rules = tuple(rule for rule in book.rules if rule.is_for(roles, teams, departments))
    # Other rooms keep what they worked out from a policy, so it stays the same object while rights stay the same.
    policy = (
        kept[1]
        if kept is not None and kept[1].is_for(profile, roles, rules, book.attributes)
        else Policy(profile, roles, rules, book.attributes, actor.scopes)
    )
    if len(policies) >= _KEPT_AT_MOST:
        policies.clear()
    policies[key] = (profile, policy)
    return policy
