"""What the workspace demands: second factors by role, networks, and how long sessions last."""

from datetime import timedelta
from typing import Any

from django.conf import LazySettings

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity import security_actions, token_actions
from zhike.platform.identity.actor import OPERATOR
from zhike.platform.identity.models import Session, WorkspaceSecurity
from zhike.platform.identity.sessions import start_session
from zhike.platform.identity.tests.browser import PASSWORD, as_browser, enrol, try_password


def demand(admin: ApiClient, **values: Any) -> None:
    answer = admin.patch("admin/security", values)
    assert answer.status == 200, answer


def test_the_row_is_for_administrators_and_logged(admin: ApiClient, alice: ApiClient) -> None:
    assert admin.get("admin/security").json == {
        "two_factor_roles": [],
        "networks": [],
        "idle_hours": 168,
        "longest_hours": 720,
        "provider_only": False,
        "address": "127.0.0.1",
    }
    assert alice.get("admin/security").status == 403
    assert alice.patch("admin/security", {"idle_hours": 1}).status == 403
    assert not WorkspaceSecurity.objects.exists()
    demand(admin, two_factor_roles=["manager", "manager"], idle_hours=24)
    change = Change.objects.get(object="security")
    assert change.before == {"two_factor_roles": [], "idle_hours": 168}
    assert change.after == {"two_factor_roles": ["manager"], "idle_hours": 24}


def test_a_role_that_needs_a_factor_opens_only_the_way_to_one(
    admin: ApiClient, alice: ApiClient, bob: ApiClient
) -> None:
    demand(admin, two_factor_roles=["member"])
    for path in ("meta", "records/contact", "users", "auth/sessions", "auth/tokens", "departments"):
        answer = alice.get(path)
        assert (answer.status, answer.problem["code"]) == (403, "second-factor-missing"), path
    for path, body in (("auth/tokens", {"name": "x"}), ("records/contact", {"name": "x"})):
        assert alice.post(path, body).problem["code"] == "second-factor-missing"
    assert alice.patch("auth/me", {"theme": "dark"}).problem["code"] == "second-factor-missing"
    state = alice.get("auth/session").json
    assert (state["signed_in"], state["enrolling"]) == (False, True)
    assert alice.get("auth/factors").json["required"] is True
    assert alice.get("auth/me").json["email"] == alice.email
    enrol(alice)
    assert alice.get("meta").status == 200
    assert alice.delete("auth/factors/totp").problem["code"] == "last-factor"
    assert alice.get("meta").status == 200
    assert bob.post("auth/sign-out").status == 204
    assert admin.get("meta").status == 200


def test_signing_in_without_a_factor_leads_to_setting_one_up(
    admin: ApiClient, alice: ApiClient, guest: ApiClient
) -> None:
    demand(admin, two_factor_roles=["member"])
    assert try_password(guest, alice.email, PASSWORD).status == 200
    assert guest.get("meta").problem["code"] == "second-factor-missing"
    forged = guest.post("auth/factors/totp")
    assert forged.problem["code"] == "csrf-failed"
    enrol(as_browser(guest))
    assert guest.get("meta").status == 200


def test_tokens_wait_for_their_persons_factor_too(admin: ApiClient, alice: ApiClient) -> None:
    _, secret = token_actions.create_token(
        OPERATOR, user_id=alice.id, name="program", scopes=["full"]
    )
    program = ApiClient(alice.id, token=secret)
    assert program.get("meta").status == 200
    demand(admin, two_factor_roles=["member"])
    assert program.get("meta").problem["code"] == "second-factor-missing"
    assert program.get("auth/factors").problem["code"] == "second-factor-missing"
    enrol(alice)
    assert program.get("meta").status == 200


def from_address(client: ApiClient, address: str, path: str = "meta", **extra: str) -> int:
    return client.http.get(f"/api/v1/{path}", REMOTE_ADDR=address, **extra).status_code  # type: ignore[arg-type]


def test_only_allowed_networks_get_in(admin: ApiClient, alice: ApiClient, guest: ApiClient) -> None:
    demand(admin, networks=["127.0.0.1", "203.0.113.77/24", "2001:db8::/32"])
    assert admin.get("admin/security").json["networks"] == [
        "127.0.0.1/32",
        "203.0.113.0/24",
        "2001:db8::/32",
    ]
    assert from_address(alice, "203.0.113.9") == 200
    assert from_address(alice, "2001:db8:7::1") == 200
    assert from_address(alice, "::ffff:203.0.113.9") == 200
    assert from_address(alice, "198.51.100.4") == 403
    assert from_address(alice, "not an address") == 403
    assert from_address(alice, "198.51.100.4", "auth/factors") == 403
    before = Session.objects.count()
    sent: Any = {"content_type": "application/json", "REMOTE_ADDR": "198.51.100.4"}
    for password in (PASSWORD, "wrong"):
        body = {"email": alice.email, "password": password}
        answer = guest.http.post("/api/v1/auth/sign-in", body, **sent)
        assert answer.json()["code"] == "network-not-allowed"
    assert Session.objects.count() == before


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(
    admin: ApiClient, alice: ApiClient, settings: LazySettings
) -> None:
    demand(admin, networks=["127.0.0.1", "203.0.113.0/24"])
    spoof = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert from_address(alice, "198.51.100.4", **spoof) == 403
    settings.ZHIKE_TRUSTED_PROXIES = ["198.51.100.4/32"]
    assert from_address(alice, "198.51.100.4", **spoof) == 200
    two = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.1"}
    assert from_address(alice, "198.51.100.4", **two) == 403


def test_an_administrator_cannot_lock_themselves_out(admin: ApiClient) -> None:
    for networks in (["203.0.113.0/24"], ["::1"], ["10.0.0.0/8", "192.168.0.0/16"]):
        answer = admin.patch("admin/security", {"networks": networks})
        assert answer.problem["code"] == "own-network-missing"
        assert "127.0.0.1" in answer.problem["detail"]
    for networks in (["nonsense"], ["127.0.0.1", "300.1.1.1/8"], ["127.0.0.1/33"], [""]):
        answer = admin.patch("admin/security", {"networks": networks})
        assert answer.status == 422
        assert answer.problem["errors"][0]["loc"][0] == "networks"
    assert not WorkspaceSecurity.objects.filter(networks__len__gt=0).exists()
    assert admin.get("meta").status == 200


def test_unknown_roles_and_lengths_are_refused(admin: ApiClient) -> None:
    for body in (
        {"two_factor_roles": ["emperor"]},
        {"idle_hours": 0},
        {"longest_hours": 721},
        {"idle_hours": 200, "longest_hours": 100},
        {"id": 2},
    ):
        assert admin.patch("admin/security", body).status == 422
    assert not Change.objects.filter(object="security").exists()


def test_shorter_sessions_end_at_once(admin: ApiClient, alice: ApiClient) -> None:
    Session.objects.filter(user_id=alice.id).update(created_at=now() - timedelta(hours=9))
    demand(admin, idle_hours=4, longest_hours=8)
    assert alice.get("auth/me").status == 401
    assert admin.get("auth/me").status == 200
    session, _ = start_session(alice.id, ip=None, agent="")
    assert session.expires_at - session.created_at == timedelta(hours=4)


def test_using_a_session_lengthens_it_as_far_as_the_workspace_allows(
    admin: ApiClient, alice: ApiClient
) -> None:
    demand(admin, idle_hours=4, longest_hours=5)
    long_ago = now() - timedelta(hours=3)
    Session.objects.filter(user_id=alice.id).update(
        created_at=long_ago, last_seen_at=long_ago, expires_at=now() + timedelta(minutes=5)
    )
    assert alice.get("auth/me").status == 200
    session = Session.objects.get(user_id=alice.id)
    assert session.expires_at == session.created_at + timedelta(hours=5)


def test_only_administrators_touch_other_peoples_ways_in(
    admin: ApiClient, manager: ApiClient, bob: ApiClient
) -> None:
    for client in (manager, bob):
        refused = [
            client.get("admin/ways-in"),
            client.put(f"admin/users/{admin.id}/email", {"email": "x@example.com"}),
            client.delete(f"admin/users/{admin.id}/factors"),
        ]
        assert [answer.status for answer in refused] == [403] * 3
    assert admin.get("auth/me").json["email"] == admin.email
    enrol(bob)
    ways = {row["id"]: row for row in admin.get("admin/ways-in").json["rows"]}
    assert (ways[str(bob.id)]["totp"], ways[str(admin.id)]["totp"]) == (True, False)
    taken = admin.put(f"admin/users/{bob.id}/email", {"email": manager.email})
    assert taken.problem["code"] == "email-taken"
    assert admin.put(f"admin/users/{bob.id}/email", {"email": "Bo@Example.com"}).status == 204
    assert bob.get("auth/me").json["email"] == "bo@example.com"


def test_the_row_is_one(admin: ApiClient) -> None:
    demand(admin, idle_hours=4)
    demand(admin, idle_hours=5)
    assert WorkspaceSecurity.objects.count() == 1
    assert security_actions.security_of_workspace().idle_hours == 5


def test_all_other_sessions_end_together(alice: ApiClient, bob: ApiClient) -> None:
    path = "auth/sessions"
    others = [ApiClient(alice.id) for _ in range(2)]
    assert len(alice.get(path).json["rows"]) == 3
    assert alice.delete(path).status == 204
    assert [row["current"] for row in alice.get(path).json["rows"]] == [True]
    assert {client.get("auth/me").status for client in others} == {401}
    assert bob.get("auth/me").status == 200
