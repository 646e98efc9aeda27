"""The pieces a list is read in are the rows the policy gives, no more and no fewer."""

from uuid import UUID

import pytest

from zhike.kit.ids import new_id
from zhike.platform.access.policy import MOST_SLICES, Policy
from zhike.platform.access.roles import ROLES
from zhike.platform.identity.profile import Profile

ME, MATES = new_id(), tuple(new_id() for _ in range(4))


def owners(policy: Policy, action: str) -> list[UUID | None]:
    """The owner each piece names; None for the piece of nobody's rows."""
    found: list[UUID | None] = []
    for piece in policy.slices("contact", action, "r"):
        assert piece.text == ('"r".owner_id = %s' if piece.params else '"r".owner_id IS NULL')
        found += [UUID(str(one)) for one in piece.params] or [None]
    return found


def person(user_id: UUID, team: tuple[UUID, ...]) -> Profile:
    """Somebody with these team mates."""
    return Profile(
        user_id=user_id,
        email="me@example.com",
        name="Me",
        language="en",
        theme="system",
        density="comfortable",
        time_zone="UTC",
        teams=(),
        team_mates=team,
        department_mates=(),
        facts={},
    )


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("action", ["view", "edit"])
@pytest.mark.parametrize("team", [(), (ME, *MATES), (ME, *MATES, ME)])
def test_pieces_name_every_owner_once(role: str, action: str, team: tuple[UUID, ...]) -> None:
    policy = Policy(person(ME, team), (ROLES[role],))
    rows, found = policy.rows("contact", action), owners(policy, action)
    assert len(set(found)) == len(found)
    if found:
        assert rows.owners is not None
        assert set(found) == set(rows.owners) | ({None} if rows.unowned else set())
    else:
        assert rows.owners is None or len(set(rows.owners)) + rows.unowned < 2


def test_too_many_owners_are_read_at_once() -> None:
    team = tuple(new_id() for _ in range(MOST_SLICES))
    assert owners(Policy(person(team[0], team), (ROLES["member"],)), "view") == []
    assert (
        len(owners(Policy(person(team[0], team[:-1]), (ROLES["member"],)), "view")) == MOST_SLICES
    )
