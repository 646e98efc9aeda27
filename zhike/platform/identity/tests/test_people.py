"""Oneself, other people, teams: what may be changed by whom, and that it is written down."""

from uuid import UUID

import pytest

from tests.cast import ApiClient
from zhike.platform.changes.models import Change
from zhike.platform.identity import actions, token_actions
from zhike.platform.identity.actor import OPERATOR, SYSTEM, Actor, for_job
from zhike.platform.identity.models import ApiToken, Session, Team, User
from zhike.platform.identity.tests.conftest import Mailbag


def test_one_changes_oneself_and_it_is_logged(alice: ApiClient) -> None:
    answer = alice.patch("auth/me", {"language": "zh-CN", "time_zone": "Europe/Paris"})
    assert answer.json["language"] == "zh-CN"
    assert alice.get("auth/me").json["time_zone"] == "Europe/Paris"
    change = Change.objects.get(object="user", verb="update")
    assert change.before == {"language": "en", "time_zone": "Asia/Shanghai"}
    assert change.after == {"language": "zh-CN", "time_zone": "Europe/Paris"}
    assert (change.actor_id, change.via) == (alice.id, "web")


@pytest.mark.parametrize(
    "body",
    [
        {"email": "x@example.com"},
        {"is_active": True},
        {"roles": ["administrator"]},
        {"time_zone": "../../etc/passwd"},
        {"theme": "neon"},
        {"name": ""},
        {"name": "a\u0000b"},
        {"name": "x" * 201},
        {"language": "xx"},
    ],
)
def test_anything_else_is_refused_by_name(alice: ApiClient, body: dict[str, object]) -> None:
    before = User.objects.values().get(id=alice.id)
    answer = alice.patch("auth/me", body)
    assert answer.status == 422
    assert answer.problem["errors"][0]["loc"] == [next(iter(body))]
    assert User.objects.values().get(id=alice.id) == before


def test_changing_the_password_ends_other_sessions(alice: ApiClient, guest: ApiClient) -> None:
    other = ApiClient(alice.id)
    body = {"current": "alice-password-9", "new": "harbour cloud nine"}
    assert alice.post("auth/password", body).status == 204
    assert alice.get("auth/me").status == 200
    assert other.get("auth/me").status == 401
    old = guest.post("auth/sign-in", {"email": alice.email, "password": "alice-password-9"})
    assert old.status == 401
    new = guest.post("auth/sign-in", {"email": alice.email, "password": "harbour cloud nine"})
    assert new.status == 200
    assert "harbour" not in repr(list(Change.objects.values()))


def test_the_present_password_is_needed(alice: ApiClient) -> None:
    body = {"current": "guess", "new": "harbour cloud nine"}
    assert alice.post("auth/password", body).problem["code"] == "sign-in-failed"
    assert User.objects.get(id=alice.id).check_password("alice-password-9")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short-9", "password-too-short"),
        ("password123", "password-too-common"),
        ("98765432109876", "password-entirely-numeric"),
        ("alice@example.com", "password-too-similar"),
        ("long" * 60, "password-too-long"),
        ("qwertyuiop[]\\", "password-guessable"),
        ("P@ssw0rd123!", "password-guessable"),
        ("Shanghai2024", "password-guessable"),
        ("xyxyxyxyxyxyxyxy", "password-guessable"),
    ],
)
def test_weak_passwords_are_refused(alice: ApiClient, password: str, code: str) -> None:
    answer = alice.post("auth/password", {"current": "alice-password-9", "new": password})
    assert answer.status == 422
    assert code in [error["code"] for error in answer.problem["errors"]]


def test_pickers_find_people_by_name_pinyin_and_address(admin: ApiClient, bob: ApiClient) -> None:
    actions.create_user(SYSTEM, email="zw@acme.cn", name="张伟")
    for typed in ("张伟", "zhangw", "zw", "acme"):
        rows = bob.get("users", query={"q": typed}).json["rows"]
        assert [row["title"] for row in rows] == ["张伟"], typed
    assert len(bob.get("users").json["rows"]) == 3
    assert bob.get("users", query={"q": "nobody"}).json["rows"] == []
    assert bob.get("users", query={"limit": "101"}).status == 422
    assert ApiClient().get("users").status == 401


def test_disabling_ends_sessions_and_tokens_at_once(alice: ApiClient, admin: ApiClient) -> None:
    assert alice.id is not None
    _, secret = token_actions.create_token(
        OPERATOR, user_id=alice.id, name="program", scopes=["full"]
    )
    program = ApiClient(alice.id, token=secret)
    assert alice.get("auth/me").status == program.get("auth/me").status == 200
    answer = admin.patch(f"admin/users/{alice.id}", {"active": False})
    assert answer.json["active"] is False
    assert alice.get("auth/me").status == program.get("auth/me").status == 401
    assert not Session.objects.filter(user_id=alice.id).exists()
    assert not ApiToken.objects.filter(user_id=alice.id).exists()
    assert admin.patch(f"admin/users/{alice.id}", {"active": True}).json["active"] is True
    assert alice.get("auth/me").status == 401
    assert [c.verb for c in Change.objects.filter(record=alice.id).order_by("id")] == [
        "create-token",
        "disable",
        "enable",
    ]


def test_only_administrators_manage_people(alice: ApiClient, bob: ApiClient) -> None:
    users, teams = User.objects.count(), Team.objects.count()
    refused = [
        alice.get("admin/users"),
        alice.post("admin/users", {"email": "x@example.com", "name": "X"}),
        alice.patch(f"admin/users/{bob.id}", {"active": False}),
        alice.patch(f"admin/users/{alice.id}", {"roles": ["administrator"]}),
        alice.post("teams", {"name": "Mine"}),
        alice.put(f"teams/{Team.objects.get().id}/members/{bob.id}"),
    ]
    assert [answer.status for answer in refused] == [403] * 6
    assert (User.objects.count(), Team.objects.count()) == (users, teams)
    assert not Change.objects.filter(object__in=("user", "team")).exists()


def test_an_administrator_makes_people_and_teams(admin: ApiClient, guest: ApiClient) -> None:
    body = {"email": "New@Example.com", "name": "New", "password": "harbour cloud nine"}
    made = admin.post("admin/users", {**body, "roles": ["member"]})
    assert made.status == 201
    assert made.json["email"] == "new@example.com"
    assert made.json["roles"] == ["member"]
    again = admin.post("admin/users", body)
    assert again.problem["code"] == "email-taken"
    team = admin.post("teams", {"name": "North"}).json
    assert admin.post("teams", {"name": "North"}).problem["code"] == "team-name-taken"
    path = f"teams/{team['id']}/members/{made.json['id']}"
    assert admin.put(path).status == admin.put(path).status == 204
    signed_in = guest.post("auth/sign-in", {"email": body["email"], "password": body["password"]})
    assert signed_in.json["teams"] == [team]
    assert admin.delete(path).status == 204
    assert admin.delete(path).status == 404
    assert guest.get("auth/me").json["teams"] == []


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "a b@example.com", "é@example.com", "a@x\n.com"]
)
def test_addresses_that_are_none_are_refused(admin: ApiClient, email: str) -> None:
    answer = admin.post("admin/users", {"email": email, "name": "X"})
    assert answer.status == 422
    assert answer.problem["errors"][0]["loc"] == ["email"]


def test_a_job_runs_for_its_person_and_never_as_the_house() -> None:
    person = Actor(SYSTEM.user_id, "web")
    with pytest.raises(ValueError, match="somebody"):
        for_job(person.packed())
    assert for_job(SYSTEM.packed()).is_house
    assert not Actor(None, "job").is_house


def test_until_a_language_is_chosen_the_browser_says_which(
    admin: ApiClient, guest: ApiClient
) -> None:
    body = {"email": "new@example.com", "name": "New", "password": "harbour cloud nine"}
    made = UUID(admin.post("admin/users", body).json["id"])
    sign_in = {"email": body["email"], "password": body["password"]}
    assert guest.post("auth/sign-in", sign_in).json["language"] == ""
    person = ApiClient(made)
    for asked, title in [("en", "Not found"), ("zh-CN,zh;q=0.9", "内容不存在")]:
        answer = person.get("records/contact/nowhere", headers={"Accept-Language": asked})
        assert answer.problem["title"] == title
        assert person.get("meta", headers={"Accept-Language": asked}).json["language"] == asked[:5]
    assert person.patch("auth/me", {"language": "en"}).json["language"] == "en"
    chosen = person.get("records/contact/nowhere", headers={"Accept-Language": "zh-CN"})
    assert chosen.problem["title"] == "Not found"
    change = Change.objects.filter(object="user", record=made).latest("id")
    assert (change.before, change.after) == ({"language": ""}, {"language": "en"})


def test_a_program_that_asks_for_no_language_is_told_in_its_persons_or_in_english(
    alice: ApiClient,
) -> None:
    assert alice.id is not None
    _, secret = token_actions.create_token(
        OPERATOR, user_id=alice.id, name="program", scopes=["full"]
    )
    program = ApiClient(alice.id, token=secret)
    stranger = ApiClient(None, token="nobody's")
    assert stranger.get("auth/me").problem["title"] == "Not signed in"
    for chosen, title in [("", "Not found"), ("zh-CN", "内容不存在"), ("en", "Not found")]:
        actions.update_user(OPERATOR, alice.id, {"language": chosen})
        assert program.get("records/contact/nowhere").problem["title"] == title


def test_another_address_is_told_at_the_old_one(
    admin: ApiClient, alice: ApiClient, mailbag: Mailbag
) -> None:
    path = f"admin/users/{alice.id}/email"
    assert admin.put(path, {"email": "new@example.com"}).status == 204
    (letter,) = mailbag.collect()
    assert letter.address == "alice@example.com"
    assert letter.paragraphs[1].startswith("alice@example.com is no longer the address")
    assert "new@example.com" not in repr(letter)
    assert admin.put(path, {"email": "new@example.com"}).status == 204
    assert admin.put(path, {"email": "no address"}).status == 422
    assert mailbag.collect() == []
