"""Tokens of programs: shown once, stored as a hash, ended at will, and not enough to make more of themselves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity import token_actions
from zhike.platform.identity.actor import OPERATOR, Actor, for_job
from zhike.platform.identity.models import ApiToken, User
from zhike.platform.identity.profile import forget


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
    answer = alice.get("auth/me", headers={"Authorization": header})
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Zhike", error="invalid_token"'
    assert "WWW-Authenticate" not in ApiClient().get("auth/me").headers


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
    (token,) = ApiToken.objects.all()
    ending = program.delete(f"auth/tokens/{token.id}")
    renewing = program.post(f"auth/tokens/{token.id}/rotate")
    for refused in (ending, renewing):
        assert refused.problem["code"] == "session-required"
    assert ApiToken.objects.count() == 1
    assert User.objects.get(id=alice.id).check_password("alice-password-9")


def test_the_operator_makes_a_token_for_anybody(alice: ApiClient) -> None:
    assert alice.id is not None
    _, secret = token_actions.create_token(
        OPERATOR, user_id=alice.id, name="shell", scopes=["full"]
    )
    assert ApiClient(alice.id, token=secret).get("auth/me").json["email"] == alice.email


def test_a_token_lasts_a_year_unless_somebody_says_otherwise(alice: ApiClient) -> None:
    year = alice.post("auth/tokens", {"name": "year"}).json
    never = alice.post("auth/tokens", {"name": "never", "expires_in_days": None}).json
    assert never["expires_at"] is None
    lasts = ApiToken.objects.get(id=year["id"]).expires_at
    assert lasts is not None
    assert timedelta(days=364) < lasts - now() <= timedelta(days=365)


def test_scopes_are_kept_in_order_and_whoever_edits_may_view(alice: ApiClient) -> None:
    asked = ["order:view", "contact:edit", "contact:edit"]
    made = alice.post("auth/tokens", {"name": "sync", "scopes": asked}).json
    assert made["scopes"] == ["contact:edit", "contact:view", "order:view"]
    reads = alice.post("auth/tokens", {"name": "r", "scopes": ["read", "contact:view"]}).json
    assert reads["scopes"] == ["read"]
    whole = alice.post("auth/tokens", {"name": "w", "scopes": ["full", "contact:view"]}).json
    assert whole["scopes"] == ["full"]
    (row,) = [row for row in alice.get("auth/tokens").json["rows"] if row["id"] == made["id"]]
    assert row["scopes"] == made["scopes"]


@pytest.mark.parametrize(
    ("scopes", "code"),
    [
        ([], "missing"),
        (["contact"], "unknown-scope"),
        (["contact:fly"], "unknown-scope"),
        (["unicorn:view"], "unknown-scope"),
        (["contact:view:edit"], "unknown-scope"),
        (["user:view"], "unknown-scope"),
        (["Full"], "unknown-scope"),
    ],
)
def test_a_scope_nobody_knows_makes_no_token(
    alice: ApiClient, scopes: list[str], code: str
) -> None:
    answer = alice.post("auth/tokens", {"name": "x", "scopes": scopes})
    assert answer.status == 422
    (error,) = answer.problem["errors"]
    assert (error["loc"], error["code"]) == (["scopes"], code)
    assert not ApiToken.objects.exists()


def test_a_token_with_a_scope_does_that_and_no_more(alice: ApiClient) -> None:
    made = alice.post("records/contact", {"name": "Wei"}).json["id"]
    _, program = new_token(alice, scopes=["contact:edit"])
    found = program.get(f"records/contact/{made}")
    assert found.json["name"] == "Wei"
    edited = program.patch(f"records/contact/{made}", {"job_title": "Buyer"}, version=found.version)
    assert (edited.status, edited.json["job_title"]) == (200, "Buyer")
    assert program.delete(f"records/contact/{made}", version=edited.version).status == 403
    assert program.post("records/contact", {"name": "New"}).status == 403
    assert program.get("records/company").status == 403
    closed = program.get("jobs")
    assert closed.problem["code"] == "scope-too-narrow"
    assert closed.headers["WWW-Authenticate"] == 'Bearer realm="Zhike", error="insufficient_scope"'
    assert program.get("auth/me").json["name"] == "Alice"
    assert alice.get("records/contact", query={"count": "exact"}).json["count"]["value"] == 1


def test_a_renewed_token_has_a_new_secret_and_the_old_one_stops(alice: ApiClient) -> None:
    token_id, program = new_token(alice, scopes=["read"], expires_in_days=10)
    ApiToken.objects.update(
        expires_at=now() + timedelta(days=1), created_at=now() - timedelta(days=9)
    )
    assert program.get("auth/me").status == 200
    renewed = alice.post(f"auth/tokens/{token_id}/rotate")
    assert renewed.status == 200
    assert program.get("auth/me").status == 401
    assert ApiClient(alice.id, token=renewed.json["token"]).get("auth/me").status == 200
    token = ApiToken.objects.get()
    assert (str(token.id), token.scopes) == (token_id, ["read"])
    assert token.expires_at is not None
    assert token.expires_at - now() > timedelta(days=9)
    assert Change.objects.filter(verb="rotate-token", record=alice.id).count() == 1


def test_nobody_renews_the_token_of_another_not_even_an_administrator(
    alice: ApiClient, bob: ApiClient, admin: ApiClient
) -> None:
    token_id, program = new_token(alice)
    for other in (bob, admin):
        assert other.post(f"auth/tokens/{token_id}/rotate").status == 404
    assert program.get("auth/me").status == 200


def test_administrators_see_and_end_everybodys_tokens(
    alice: ApiClient, bob: ApiClient, admin: ApiClient
) -> None:
    token_id, program = new_token(alice, scopes=["read"])
    (row,) = admin.get("admin/tokens").json["rows"]
    assert (row["id"], row["user"]["title"], row["scopes"]) == (token_id, "Alice", ["read"])
    assert "token" not in row
    assert bob.get("admin/tokens").status == 403
    assert admin.delete(f"auth/tokens/{token_id}").status == 204
    assert program.get("auth/me").status == 401


def test_a_request_with_a_scoped_token_costs_one_statement_before_its_own(alice: ApiClient) -> None:
    _, program = new_token(alice, scopes=["contact:view"])
    for _ in range(2):
        # The first time notes the use, the second does not: it is one statement all the same.
        forget(alice.id)
        with CaptureQueriesContext(connection) as captured:
            assert program.get("auth/me").status == 200
        assert len(captured.captured_queries) == 1


def test_a_token_tells_when_and_from_where_it_was_used(alice: ApiClient) -> None:
    _, program = new_token(alice)
    program.http.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert program.get("auth/me").status == 200
    (row,) = alice.get("auth/tokens").json["rows"]
    assert row["last_used_ip"] == "198.51.100.7"
    assert row["last_used_at"] is not None


def test_a_token_whose_person_is_disabled_opens_nothing_then_or_later(
    alice: ApiClient, admin: ApiClient
) -> None:
    _, program = new_token(alice)
    assert program.get("auth/me").status == 200
    assert admin.patch(f"admin/users/{alice.id}", {"active": False}).status == 200
    assert program.get("auth/me").status == 401
    assert admin.patch(f"admin/users/{alice.id}", {"active": True}).status == 200
    assert program.get("auth/me").status == 401


def test_what_a_token_sets_going_is_limited_as_it_is(alice: ApiClient) -> None:
    actor = Actor(alice.id, "api", scopes=frozenset({"contact:view", "contact:export"}))
    assert for_job(actor.packed()).scopes == actor.scopes
    assert for_job(Actor(alice.id, "web").packed()).scopes is None


def test_an_export_begun_with_a_token_ends_with_what_the_token_may(manager: ApiClient) -> None:
    from zhike.platform.jobs.testing import run_queued_jobs

    manager.post("records/company", {"name": "Acme"})
    whole = manager.post("exports", {"object": "company"}).json["id"]
    _, program = new_token(manager, scopes=["contact:view", "contact:export"])
    assert program.post("exports", {"object": "company"}).status == 403
    mine = program.post("exports", {"object": "contact"})
    assert mine.status == 202
    run_queued_jobs()
    assert program.get(f"exports/{whole}").status == 404
    assert program.get(f"exports/{whole}/file").status == 404
    assert [row["id"] for row in program.get("exports").json["rows"]] == [mine.json["id"]]
    assert program.get(f"exports/{mine.json['id']}/file").status == 200
    assert len(manager.get("exports").json["rows"]) == 2
