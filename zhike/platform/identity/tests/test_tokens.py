"""Tokens of programs: shown once, stored as a hash, ended at will, and not enough to make more of themselves."""

from datetime import timedelta

import pytest

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity import actions
from zhike.platform.identity.actor import OPERATOR
from zhike.platform.identity.models import ApiToken, User


def new_token(client: ApiClient, **body: object) -> tuple[str, ApiClient]:
    answer = client.post("auth/tokens", {"name": "importer", **body})
    assert answer.status == 201
    return answer.json["id"], ApiClient(client.id, token=answer.json["token"])


def test_a_token_is_shown_once_and_works_without_csrf(alice: ApiClient) -> None:
    _, program = new_token(alice)
    assert program.get("auth/me").json["name"] == "Alice"
    assert program.patch("auth/me", {"theme": "dark"}).status == 200
    (row,) = alice.get("auth/tokens").json["rows"]
    assert row["prefix"].startswith("zk_")
    assert len(row["prefix"]) == 8
    assert "token" not in row
    stored = ApiToken.objects.get()
    assert stored.key_hash not in program._headers["Authorization"]
    assert stored.last_used_at is not None


def test_the_secret_is_not_in_the_change_log(alice: ApiClient) -> None:
    _, program = new_token(alice)
    secret = program._headers["Authorization"].removeprefix("Bearer ")
    change = Change.objects.get(verb="create-token")
    assert change.actor_id == alice.id
    assert change.record == alice.id
    assert secret not in repr(change.after)


@pytest.mark.parametrize("header", ["Bearer ", "Bearer zk_x", "Basic YTpi", "zk_x", "Bearer \x00"])
def test_a_wrong_token_is_nobody_even_beside_a_session(alice: ApiClient, header: str) -> None:
    assert alice.get("auth/me", headers={"Authorization": header}).status == 401


def test_an_ended_token_stops_at_once(alice: ApiClient, bob: ApiClient) -> None:
    token_id, program = new_token(alice)
    assert program.get("auth/me").status == 200
    assert bob.delete(f"auth/tokens/{token_id}").status == 404
    assert program.get("auth/me").status == 200
    assert alice.delete(f"auth/tokens/{token_id}").status == 204
    assert program.get("auth/me").status == 401


def test_a_token_ends_by_itself(alice: ApiClient) -> None:
    _, program = new_token(alice, expires_in_days=1)
    ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))
    assert program.get("auth/me").status == 401


def test_a_program_makes_no_tokens_and_changes_no_password(alice: ApiClient) -> None:
    _, program = new_token(alice)
    assert program.post("auth/tokens", {"name": "again"}).problem["code"] == "session-required"
    answer = program.post(
        "auth/password", {"current": "alice-password-9", "new": "another-good-one"}
    )
    assert answer.problem["code"] == "session-required"
    assert ApiToken.objects.count() == 1
    assert User.objects.get(id=alice.id).check_password("alice-password-9")


def test_the_operator_makes_a_token_for_anybody(alice: ApiClient) -> None:
    assert alice.id is not None
    _, secret = actions.create_token(OPERATOR, user_id=alice.id, name="shell")
    assert ApiClient(alice.id, token=secret).get("auth/me").json["email"] == alice.email
