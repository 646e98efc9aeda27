"""Locks on people and teams, and the order in which every room takes its locks, so that nobody waits in a circle.

1. what stands above single people: an app, a team, an access review, an invitation, the tree of departments, the stamp of rights;
2. the person, several of them by id;
3. what is theirs or is said of them: roles (with those of all administrators), grants and codes of apps, tokens, sessions,
   links, factors, what a directory calls them.

Whoever is given something of the third kind finds out whose it is, locks the person, and reads it again.
"""

from collections.abc import Iterable
from uuid import UUID

from zhike.kit.errors import NotFound
from zhike.platform.identity.models import Team, User


def locked_user(user_id: UUID) -> User:
    """The person, until the transaction ends nobody else's to change. Raises NotFound."""
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NotFound
    return user


def locked_users(user_ids: Iterable[UUID]) -> list[User]:
    """The same for several people at once; who is not there is left out."""
    rows = User.objects.select_for_update().filter(id__in=set(user_ids))
    return list(rows.order_by("id"))


def locked_team(team_id: UUID) -> Team:
    """The team and who is in it, until the transaction ends nobody else's to change. Raises NotFound."""
    team = Team.objects.select_for_update().filter(id=team_id).first()
    if team is None:
        raise NotFound
    return team
