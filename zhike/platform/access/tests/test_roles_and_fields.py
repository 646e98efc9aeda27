"""What several roles mean together: for fields, for rows, and for who sees all that another sees."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.platform.access.book import Attribute, Rule
from zhike.platform.access.policy import EVERYTHING, Policy, RowScope
from zhike.platform.access.roles import ROLES, FieldAccess, Role, field_access, granted, wider
from zhike.platform.identity.profile import Profile, profile_of

ONE, TWO, TEAM = new_id(), new_id(), new_id()
ALL = RowScope("all", None, unowned=True)
NONE = RowScope("none", (), unowned=False)
MINE = RowScope("own", (ONE,), unowned=False)
OURS = RowScope("team", (ONE, TWO), unowned=True)


def role(key: str, view: str = "all", **parts: object) -> Role:
    """A made role that shows contacts in this scope."""
    objects = {"contact": {"view": view}}
    return Role(key, Text(key, key), {}, objects=objects, **parts)  # type: ignore[arg-type]  # scopes as text


def rule(**parts: object) -> Rule:
    given: dict[str, object] = {
        "id": new_id(),
        "object": "contact",
        "name": "r",
        "filter": "{}",
        "role": "",
        "team": None,
        "department": None,
        "access": "view",
    }
    return Rule(**{**given, **parts})  # type: ignore[arg-type]  # one of each field


MASKING = role("masking", fields={"contact": {"phone": "masked"}})
HIDING = role("hiding", classes={"personal": "hidden"})
READING = role("reading", fields={"contact": {"phone": "view"}})
PLAIN = role("plain")
ELSEWHERE = Role("elsewhere", Text("e", "e"), {}, objects={"order": {"view": "all"}})


@pytest.mark.parametrize(
    ("roles", "access"),
    [
        ((), "hidden"),
        ((MASKING,), "masked"),
        ((HIDING,), "hidden"),
        ((HIDING, MASKING), "masked"),
        ((MASKING, HIDING), "masked"),
        ((HIDING, PLAIN), "edit"),
        ((READING,), "view"),
        ((READING, MASKING), "view"),
        ((MASKING, READING, HIDING), "view"),
        ((READING, PLAIN), "edit"),
        ((MASKING, ELSEWHERE), "masked"),
        ((ELSEWHERE,), "hidden"),
        ((HIDING, ROLES["administrator"]), "edit"),
    ],
)
def test_the_widest_role_that_shows_the_object_decides_how_a_field_is_seen(
    roles: tuple[Role, ...], access: FieldAccess
) -> None:
    assert Policy(None, roles).field("contact", "phone", "personal") == access


@pytest.mark.parametrize(
    ("roles", "limits"),
    [
        ((), True),
        ((MASKING,), True),
        ((HIDING,), True),
        ((PLAIN,), False),
        ((PLAIN, MASKING), True),
        ((MASKING, ELSEWHERE), True),
        ((MASKING, ROLES["administrator"]), False),
        ((ROLES["member"],), False),
    ],
)
def test_whether_anything_may_be_limited(roles: tuple[Role, ...], *, limits: bool) -> None:
    assert Policy(None, roles).limits_fields is limits


def test_a_field_goes_before_its_class_and_the_class_before_nothing() -> None:
    both = role("both", fields={"contact": {"phone": "view"}}, classes={"personal": "hidden"})
    assert field_access(both, "contact", "phone", "personal") == "view"
    assert field_access(both, "contact", "email", "personal") == "hidden"
    assert field_access(both, "contact", "stage", "internal") == "edit"
    assert field_access(both, "company", "phone", "internal") == "edit"
    assert field_access(ROLES["administrator"], "contact", "phone", "personal") == "edit"
    assert both.limits_fields
    assert not PLAIN.limits_fields


def test_actions_of_consequence_are_named_and_other_verbs_follow_edit() -> None:
    editor = Role("e", Text("e", "e"), {}, objects={"contact": {"edit": "team", "close": "own"}})
    assert granted(editor, "contact", "close") == "own"
    assert granted(editor, "contact", "reopen") == "team"
    for action in (
        "view",
        "create",
        "delete",
        "import",
        "export",
        "bulk",
        "reveal",
        "admin",
        "send",
    ):
        assert granted(editor, "contact", action) == "none", action
    assert granted(editor, "company", "reopen") == "none"


def test_the_wider_scope() -> None:
    order = ("none", "own", "team", "department", "all")
    for place, narrow in enumerate(order):
        for wide in order[place:]:
            assert wider(narrow, wide) == wider(wide, narrow) == wide  # type: ignore[arg-type]  # scopes as text


@pytest.mark.parametrize(
    ("one", "other", "includes"),
    [
        (ALL, ALL, True),
        (ALL, OURS, True),
        (ALL, NONE, True),
        (NONE, NONE, True),
        (MINE, NONE, True),
        (NONE, MINE, False),
        (NONE, ALL, False),
        (OURS, MINE, True),
        (MINE, OURS, False),
        (OURS, ALL, False),
        (OURS, OURS, True),
        (RowScope("team", (ONE, TWO), unowned=False), OURS, False),
        (RowScope("team", (ONE, TWO), unowned=False), MINE, True),
        (OURS, RowScope("own", (ONE,), unowned=False, shared=True), False),
        (OURS, RowScope("own", (ONE,), unowned=False, follows=("company",)), False),
        (OURS, RowScope("own", (ONE,), unowned=False, rules=(rule(),)), False),
        (ALL, RowScope("own", (ONE,), unowned=False, shared=True), True),
    ],
)
def test_which_rows_are_surely_among_others(
    one: RowScope, other: RowScope, *, includes: bool
) -> None:
    assert one.includes(other) is includes


def test_shares_and_follows_are_a_persons_own() -> None:
    """Two people of one scope need not be shared the same records, and a rule may name its reader."""
    shared = RowScope("own", (ONE,), unowned=False, shared=True)
    follows = RowScope("own", (ONE,), unowned=False, follows=("company",))
    assert not shared.includes(shared)
    assert not follows.includes(follows)
    ruled = RowScope("own", (ONE,), unowned=False, rules=(rule(id=UUID(int=1)),))
    assert not ruled.includes(ruled)
    assert ruled.widened
    assert shared.widened
    assert follows.widened
    assert not OURS.widened


def test_who_sees_all_that_another_sees() -> None:
    plain, masking = Policy(None, (PLAIN,)), Policy(None, (MASKING,))
    own = Policy(None, (role("own", "none"),))
    assert EVERYTHING.sees_all_of(plain, ["contact"])
    assert plain.sees_all_of(masking, ["contact"])
    assert not masking.sees_all_of(plain, ["contact"])
    assert masking.sees_all_of(Policy(None, (MASKING,)), ["contact"])
    assert not own.sees_all_of(plain, ["contact"])
    assert own.sees_all_of(plain, [])
    assert not plain.sees_all_of(Policy(None, (PLAIN, ELSEWHERE)), ["contact", "order"])


def test_whom_a_rule_is_for() -> None:
    nowhere: frozenset[UUID] = frozenset()
    here, elsewhere = frozenset({TEAM}), frozenset({new_id()})
    assert rule().is_for((), nowhere, nowhere)
    assert rule(role="plain").is_for((PLAIN,), nowhere, nowhere)
    assert not rule(role="plain").is_for((MASKING,), here, here)
    assert rule(team=TEAM).is_for((), here, nowhere)
    assert not rule(team=TEAM).is_for((PLAIN,), elsewhere, here)
    assert not rule(team=TEAM, role="plain").is_for((PLAIN,), nowhere, nowhere)
    assert rule(department=TEAM).is_for((), nowhere, here)
    assert not rule(department=TEAM).is_for((PLAIN,), here, elsewhere)


def test_values_are_known_by_key_and_by_name() -> None:
    area = Attribute("area", Text("Area", "区域"), (("east", Text("East", "华东")),))
    assert area.words(["east", "west"]) == ("east", "East", "华东", "west")
    assert area.words([]) == ()


@pytest.fixture
def alice_profile(alice: object) -> Profile:
    found = profile_of(alice.id)  # type: ignore[attr-defined]  # the cast's client
    assert found is not None
    return found


def test_rules_open_what_they_say_and_no_action_of_consequence(alice_profile: Profile) -> None:
    view, edit = rule(access="view"), rule(access="edit")
    member = Policy(alice_profile, (ROLES["member"],), (view, edit))
    assert member.rows("contact", "view").rules == (view, edit)
    assert member.rows("contact", "edit").rules == (edit,)
    assert member.rows("contact", "pause").rules == (edit,)
    for action in ("delete", "create"):
        assert member.rows("contact", action).rules == (), action
    assert member.rows("company", "view").rules == ()
    nobody = Policy(alice_profile, (role("none", "none"),), (view,))
    assert nobody.rows("contact", "view").scope == "none"
    assert not nobody.may("contact", "view")


def test_following_opens_to_view_only(alice_profile: Profile) -> None:
    follower = role("follower", "own", follows={"contact": ("company",)})
    again = role("again", "own", follows={"contact": ("company", "other")})
    policy = Policy(alice_profile, (follower, again))
    assert policy.rows("contact", "view").follows == ("company", "other")
    assert policy.rows("contact", "edit").follows == ()
    assert policy.rows("company", "view").follows == ()


def test_a_department_is_reached_by_its_scope_alone(alice_profile: Profile) -> None:
    profile = replace(alice_profile, department_mates=(TWO,), team_mates=(TEAM,))
    owners = {
        scope: set(Policy(profile, (role("r", scope),)).rows("contact", "view").owners or ())
        for scope in ("own", "team", "department")
    }
    me = alice_profile.user_id
    assert owners == {"own": {me}, "team": {me, TEAM}, "department": {me, TWO}}


def test_a_kept_policy_is_no_other_persons_and_of_no_other_rights(alice_profile: Profile) -> None:
    kept = Policy(alice_profile, (PLAIN,), (rule(id=UUID(int=1)),))
    same = (rule(id=UUID(int=1)),)
    assert kept.is_for(alice_profile, (PLAIN,), same, ())
    assert not kept.is_for(alice_profile, (PLAIN,), (), ())
    assert not kept.is_for(alice_profile, (MASKING,), same, ())
    attribute = Attribute("area", Text("Area", "区域"))
    assert not kept.is_for(alice_profile, (PLAIN,), same, (attribute,))
    for part in ("teams", "team_mates", "department_mates"):
        changed: dict[str, Any] = {part: ((TWO, "x"),)}
        other = replace(alice_profile, **changed)
        assert not kept.is_for(other, (PLAIN,), same, ()), part
    for fact in ("shares", "departments", "attributes"):
        told = replace(alice_profile, facts={**alice_profile.facts, fact: ("x:y",)})
        assert not kept.is_for(told, (PLAIN,), same, ()), fact
    assert not Policy(None, (PLAIN,), same).is_for(alice_profile, (PLAIN,), same, ())


def test_what_is_noted_of_somebody_is_kept_apart_by_attribute(alice_profile: Profile) -> None:
    """A value is written as its key and in both languages; of another attribute, or of the house, nothing is told."""
    options = (("e", Text("East", "东")), ("w", Text("West", "西")))
    attributes = (
        Attribute("region", Text("Region", "区域"), options),
        Attribute("line", Text("Line", "产品线")),
        Attribute("level", Text("Level", "级别")),
    )
    facts = {**alice_profile.facts, "attributes": ("region:e", "line:pumps:large", "line:e")}
    person = Policy(replace(alice_profile, facts=facts), (PLAIN,), (), attributes)
    assert person.mine == {
        "region": ("e", "East", "东"),
        "line": ("pumps:large", "e"),
        "level": (),
    }
    assert Policy(alice_profile, (PLAIN,), (), attributes).mine == {
        "region": (),
        "line": (),
        "level": (),
    }


def test_nobody_in_particular_has_neither_team_nor_department() -> None:
    """A policy without a person, whatever its roles say of teams."""
    for scope in ("own", "team", "department"):
        policy = Policy(None, (role("r", scope),))
        assert policy.rows("contact", "view").owners == ()
        assert not policy.rows("contact", "view").shared
    assert (policy.teams, policy.departments, policy.me) == ((), (), None)


def test_ones_teams_and_departments_are_ones_own(alice_profile: Profile) -> None:
    facts = {**alice_profile.facts, "departments": (str(ONE), str(TWO))}
    profile = replace(alice_profile, teams=((TEAM, "East"),), facts=facts)
    policy = Policy(profile, (PLAIN,))
    assert (policy.teams, policy.departments) == ((TEAM,), (ONE, TWO))


@pytest.mark.parametrize(
    ("shares", "views", "edits"),
    [
        ((), False, False),
        (("contact:view",), True, False),
        (("contact:edit",), True, True),
        (("company:edit",), False, False),
    ],
)
def test_shares_open_the_object_they_are_of(
    alice_profile: Profile, shares: tuple[str, ...], *, views: bool, edits: bool
) -> None:
    profile = replace(alice_profile, facts={**alice_profile.facts, "shares": shares})
    member = Policy(profile, (ROLES["member"],))
    assert member.rows("contact", "view").shared is views
    assert member.rows("contact", "edit").shared is edits
    assert not member.rows("contact", "delete").shared


def test_a_stored_limit_does_not_limit_the_administrator() -> None:
    admin = replace(ROLES["administrator"], classes={"personal": "hidden"})
    assert not admin.limits_fields


def test_without_a_right_there_are_no_rows_at_all(alice_profile: Profile) -> None:
    """Neither one's own nor those of nobody, whatever is shared or ruled."""
    facts = {**alice_profile.facts, "shares": ("contact:edit",)}
    nothing = Policy(replace(alice_profile, facts=facts), (role("r", "none"),), (rule(),))
    for policy in (nothing, Policy(alice_profile, ())):
        assert policy.rows("contact", "view") == NONE
        assert policy.slices("contact", "view", "r") == ()
    assert Policy(alice_profile, (ROLES["member"],)).rows("contact", "send") == NONE
    assert Policy(alice_profile, (PLAIN,)).rows("contact", "view") == ALL
