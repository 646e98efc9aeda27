"""What administrators and owners open to other people changes no answer somebody outside is given, to the byte.

Two worlds differ in a rule, a share, what opens what, or what is noted of somebody, none of it about the reader.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import ApiClient, set_rights
from tests.rights.asking import Ask
from tests.rights.test_non_interference import few, levelled, peopled, questions
from tests.rights.world import World

__all__ = ["peopled"]
Change = Callable[[World], None]
Told = list[tuple[Ask, tuple[int, str, bytes]]]
OPENED = ("contact", "company", "order", "segment", "activity")
FILTERS: dict[str, Any] = {
    "any": {"all": []},
    "mine": {"field": "name", "op": "mine", "value": "area"},
}


def done(answer: Any) -> Any:
    assert answer.status < 300, answer
    return answer.json if answer.text else None


def rule(key: str, kind: str, access: str, circle: str) -> Change:
    """A sharing rule for a circle Charlie is not in."""

    def made(world: World) -> None:
        name = {"order": "number", "activity": "subject"}.get(key, "name")
        tree = {**FILTERS[kind], "field": name} if kind == "mine" else FILTERS[kind]
        body = {"object": key, "name": "r", "filter": tree, "access": access}
        done(world.people["admin"].post("rights/rules", {**body, **circles(world)[circle]}))

    return made


def share(key: str, access: str, circle: str) -> Change:
    """Alice's record opened to a circle Charlie is not in."""

    def made(world: World) -> None:
        body = {"access": access, **circles(world)[circle]}
        body.pop("role", None)
        if not body.keys() & {"user", "team", "department"}:
            body["user"] = str(world.people["bob"].id)
        done(world.people["alice"].post(f"records/{key}/{world.ids[key]}/shares", body))

    return made


def circles(world: World) -> dict[str, dict[str, str]]:
    """A role, a team and a department of others."""
    return {
        "role": {"role": "manager"},
        "team": {"team": world.other["east"]},
        "department": {"department": world.other["sales"]},
    }


def opens(role: str) -> Change:
    """Records of one object open those of another, for a role Charlie does not have."""

    def made(world: World) -> None:
        done(set_rights(world.people["admin"], role, follows={"contact": ["company"]}))

    return made


def noted(person: str) -> Change:
    """Something noted of somebody else, with a rule in place that speaks of it."""

    def made(world: World) -> None:
        who = world.people[person].id
        values = {"values": {"area": [world.values["contact"]["name"]]}}
        done(world.people["admin"].put(f"admin/users/{who}/attributes", values))

    return made


changes = st.one_of(
    st.builds(
        rule,
        st.sampled_from(OPENED),
        st.sampled_from(sorted(FILTERS)),
        st.sampled_from(["view", "edit"]),
        st.sampled_from(["role", "team", "department"]),
    ),
    st.builds(
        share,
        st.sampled_from(OPENED),
        st.sampled_from(["view", "edit"]),
        st.sampled_from(["role", "team", "department"]),
    ),
    st.builds(opens, st.sampled_from(["manager", "clerk", "read_only"])),
    st.builds(noted, st.sampled_from(["alice", "bob", "reader"])),
)


@pytest.fixture
def shaped(peopled: World) -> World:
    """The world with a department of Bob's, an attribute, and a rule that says "mine" of contacts to everybody."""
    admin = peopled.people["admin"]
    peopled.other["east"] = next(
        one["id"] for one in admin.get("teams").json["rows"] if one["name"] == "East"
    )
    peopled.other["sales"] = done(admin.post("departments", {"name": "Sales"}))["id"]
    bob = peopled.people["bob"].id
    places = {"departments": [peopled.other["sales"]]}
    done(admin.put(f"admin/users/{bob}/departments", places))
    done(admin.put("rights/attributes/area", {"label": {"en": "Area", "zh": "区域"}}))
    mine = {"object": "contact", "name": "mine", "filter": FILTERS["mine"]}
    done(admin.post("rights/rules", mine))
    return peopled


def told(world: World, person: str, asks: list[Ask], change: Change) -> Told:
    """What the person is told in the world where this was changed."""
    found: Told = []
    with transaction.atomic():
        change(world)
        for ask in asks:
            with transaction.atomic():
                client = world.people[person]
                found += [(ask, levelled(world, answer)) for answer in ask.send(client)]
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def differing(one: Told, other: Told) -> list[str]:
    return [
        f"{ask.method} {ask.path} {ask.query or ask.body}:\n  {mine!r}\n  {theirs!r}"
        for (ask, mine), (_, theirs) in zip(one, other, strict=True)
        if mine != theirs
    ]


def nothing(_world: World) -> None:
    """The world as it is."""


@few
@given(change=changes, key=st.sampled_from(OPENED))
def test_what_is_opened_to_others_changes_no_answer(
    shaped: World, change: Change, key: str
) -> None:
    name = {"order": "number", "activity": "subject"}.get(key, "name")
    asks = list(questions(shaped, key, name, [shaped.values[key][name]]))
    seen = [told(shaped, "charlie", asks, one) for one in (nothing, change)]
    different = differing(*seen)
    assert not different, "\n".join(different)


def test_who_it_is_opened_to_is_told_the_difference(shaped: World) -> None:
    """Otherwise changes that change nothing would pass."""
    asks = list(questions(shaped, "contact", "name", [shaped.values["contact"]["name"]]))
    west = {"team": next(iter(_teams(shaped.people["admin"], "West")))}
    charlie = shaped.people["charlie"].id

    def to_west(world: World) -> None:
        body = {"object": "contact", "name": "w", "filter": {"all": []}, **west}
        done(world.people["admin"].post("rights/rules", body))

    def to_charlie(world: World) -> None:
        path = f"records/contact/{world.ids['contact']}/shares"
        done(world.people["alice"].post(path, {"user": str(charlie)}))

    for change in (to_west, to_charlie, noted("charlie")):
        assert differing(*(told(shaped, "charlie", asks, one) for one in (nothing, change)))


def _teams(admin: ApiClient, name: str) -> Iterator[str]:
    return (one["id"] for one in admin.get("teams").json["rows"] if one["name"] == name)


def test_a_count_made_with_wider_rights_is_told_to_nobody_narrower(shaped: World) -> None:
    """Charlie sees Alice's segment; how many belong to it for Alice is hers."""
    people, segment = shaped.people, shaped.ids["segment"]
    charlie = {"user": str(people["charlie"].id)}
    done(people["alice"].post(f"records/segment/{segment}/shares", charlie))
    far = done(people["admin"].post("records/contact", {"name": "far"}))["id"]

    def widened(world: World) -> None:
        share = {"user": str(people["alice"].id)}
        done(people["admin"].post(f"records/contact/{far}/shares", share))
        done(people["alice"].post(f"segments/{segment}/refresh"))

    def counted(world: World) -> None:
        done(people["alice"].post(f"segments/{segment}/refresh"))

    path, node = "records/segment", {"field": "member_count", "op": "gte", "value": 1}
    asks = [
        Ask("get", f"{path}/{segment}"),
        Ask("get", path, query={"fields": "name,member_count", "count": "exact"}),
        Ask("get", path, query={"sort": "-member_count"}),
        Ask("get", path, query={"filter": node, "count": "exact"}),
        Ask("post", f"{path}/aggregate", {"group": [{"field": "member_count"}]}),
        Ask("post", f"{path}/aggregate", {"measures": [{"fn": "max", "field": "member_count"}]}),
        Ask("get", f"segments/{segment}/portrait"),
        Ask("post", f"segments/{segment}/refresh"),
        Ask("get", "records/campaign", query={"fields": "name", "sort": "segment.member_count"}),
    ]
    assert not differing(*(told(shaped, "charlie", asks, one) for one in (counted, widened)))
    for person in ("alice", "admin"):
        assert differing(*(told(shaped, person, asks, one) for one in (counted, widened))), person
