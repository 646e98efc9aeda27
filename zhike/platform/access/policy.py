"""The policy: the one answer to "may this actor do that, and with which rows?".

Lists, counts, search, exports, jobs, live updates and actions all ask here. A failed look-up is a refusal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from zhike.kit.errors import Forbidden
from zhike.kit.sql import FALSE, TRUE, Sql, ident
from zhike.platform.access.roles import ACTIONS, ADMINISTRATOR, ROLES, Role, Scope, granted, wider
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.profile import Profile, profile_of

MOST_SLICES: Final = 16
"""Owners whose rows are worth reading one index range each; the time to plan grows with each."""


@dataclass(frozen=True, slots=True)
class RowScope:
    """The rows an action reaches: by owner, where `owners` is None for all rows.

    `unowned` says whether rows without an owner are among them.
    """

    scope: Scope
    owners: tuple[UUID, ...] | None
    unowned: bool

    def covers(self, owner_id: UUID | None) -> bool:
        """Whether a row of this owner is among the rows."""
        if self.scope == "none":
            return False
        if self.owners is None:
            return True
        return self.unowned if owner_id is None else owner_id in self.owners

    def includes(self, other: "RowScope") -> bool:
        """Whether every row among `other`'s is among these."""
        if other.scope == "none" or self.owners is None:
            return other.scope == "none" or self.scope != "none"
        if other.owners is None or (other.unowned and not self.unowned):
            return False
        return set(other.owners) <= set(self.owners)


class Policy:
    """What one actor may do. Cheap to ask: every answer is worked out once and kept."""

    __slots__ = ("_me", "_roles", "_scopes", "_team")

    def __init__(self, me: UUID | None, team: tuple[UUID, ...], roles: tuple[Role, ...]) -> None:
        self._me = me
        self._team = team
        self._roles = roles
        self._scopes: dict[tuple[str, str], Scope] = {}

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles the answers come from; several widen each other."""
        return self._roles

    def is_for(self, team: tuple[UUID, ...], roles: tuple[Role, ...]) -> bool:
        """Whether a policy of the same person with this team and these roles would answer the same."""
        return self._team == team and self._roles == roles

    def scope(self, object_key: str, action: str) -> Scope:
        """The widest scope any of the actor's roles gives."""
        key = (object_key, action)
        found = self._scopes.get(key)
        if found is None:
            found = "none"
            for role in self._roles:
                found = wider(found, granted(role, object_key, action))
            self._scopes[key] = found
        return found

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

        Rows without an owner are seen by everyone with any right to view, and changed with team scope or wider.
        """
        scope = self.scope(object_key, action)
        if scope == "none":
            return RowScope(scope, (), unowned=False)
        if scope == "all":
            return RowScope(scope, None, unowned=True)
        mine = () if self._me is None else (self._me,)
        if scope == "own":
            return RowScope(scope, mine, unowned=action == "view")
        return RowScope(scope, self._team or mine, unowned=True)

    def sees_all_of(self, other: "Policy", object_keys: Iterable[str]) -> bool:
        """Whether this person may view whatever the other may, of these objects.

        Who learns something worked out with another person's rights (a count, a sum) must be asked this first.
        """
        return all(self.rows(key, "view").includes(other.rows(key, "view")) for key in object_keys)

    def condition(self, object_key: str, action: str, alias: str) -> Sql:
        """The same rows as a boolean SQL piece over `alias.owner_id`."""
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
        """`condition` as one piece per owner: they share no row and together they are the same rows.

        Empty where that is of no use: for all rows, for those of one owner, and for more than `MOST_SLICES` owners.
        """
        rows = self.rows(object_key, action)
        owners = dict.fromkeys(rows.owners or ())
        if rows.owners is None or not 2 <= len(owners) + rows.unowned <= MOST_SLICES:
            return ()
        owner = ident(alias) + Sql(".owner_id")
        mine = tuple(owner + Sql(" = %s", (one,)) for one in owners)
        return (*mine, owner + Sql(" IS NULL")) if rows.unowned else mine


_EVERYTHING = Policy(None, (), (ROLES[ADMINISTRATOR],))
_NOTHING = Policy(None, (), ())
_kept: dict[UUID, tuple[Profile, Policy]] = {}
_KEPT_AT_MOST = 10_000


def policy_of(actor: Actor) -> Policy:
    """The policy of an actor; the house itself may do all, an unknown or disabled person nothing.

    Costs at most one SQL statement, and none when the person's profile is in the two-second cache.
    """
    if actor.is_house:
        return _EVERYTHING
    profile = profile_of(actor.user_id) if actor.user_id is not None else None
    if profile is None:
        return _NOTHING
    kept = _kept.get(profile.user_id)
    if kept is not None and kept[0] is profile:
        return kept[1]
    roles = tuple(ROLES[key] for key in profile.facts.get("roles", ()) if key in ROLES)
    # Other rooms keep what they worked out from a policy, so it stays the same object while rights stay the same.
    policy = (
        kept[1]
        if kept is not None and kept[1].is_for(profile.team_mates, roles)
        else Policy(profile.user_id, profile.team_mates, roles)
    )
    if len(_kept) >= _KEPT_AT_MOST:
        _kept.clear()
    _kept[profile.user_id] = (profile, policy)
    return policy
