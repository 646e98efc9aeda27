"""The same secret from two sides at the same moment, and ending an app while it renews: no token is left behind."""

import pytest

from tests.cast import ApiClient, make_person
from tests.peers.test_sign_in import at_once
from zhike.platform.identity.models import ApiToken
from zhike.platform.oauth.tests.conftest import App, allowed, register

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TIMES = 6


def renew_twice(app: App, renewal: str) -> list[int]:
    return at_once(lambda: app.renew(renewal).status, 2)


def redeem_twice(app: App, code: str) -> list[int]:
    return at_once(lambda: app.redeem(code).status, 2)


def test_a_code_and_a_refresh_token_give_tokens_once_and_end_when_sent_twice_at_once() -> None:
    alice, admin = make_person("Alice", "member", "East"), make_person("Ada", "administrator")
    app = register(admin)
    for _ in range(TIMES):
        assert redeem_twice(app, allowed(alice, app)["code"]) == [200, 400]
        assert not ApiToken.objects.exists()
        tokens = app.redeem(allowed(alice, app)["code"]).json
        assert renew_twice(app, tokens["refresh_token"]) == [200, 400]
        assert not ApiToken.objects.exists()


def end(how: str, app: App, alice: ApiClient, admin: ApiClient) -> int:
    match how:
        case "disconnect":
            return alice.delete(f"auth/apps/{app.id}").status
        case "disable":
            return admin.patch(f"admin/users/{alice.id}", {"active": False}).status
        case _:
            return admin.delete(f"admin/apps/{app.id}").status


def end_and_renew(
    how: str, app: App, alice: ApiClient, admin: ApiClient, renewal: str
) -> tuple[int, int]:
    """The status of the end, and that of the renewal."""
    sides = ["end", "renew"]
    found = {}

    def work() -> int:
        side = sides.pop()
        found[side] = end(how, app, alice, admin) if side == "end" else app.renew(renewal).status
        return found[side]

    at_once(work, 2)
    return found["end"], found["renew"]


@pytest.mark.parametrize("how", ["disconnect", "disable", "remove"])
def test_an_app_that_renews_while_it_is_ended_is_left_without_tokens(how: str) -> None:
    alice, admin = make_person("Alice", "member", "East"), make_person("Ada", "administrator")
    for number in range(TIMES):
        app = register(admin, name=f"App {number}")
        renewal = app.redeem(allowed(alice, app)["code"]).json["refresh_token"]
        ended, renewed = end_and_renew(how, app, alice, admin, renewal)
        assert ended == (200 if how == "disable" else 204)
        # Whoever comes first: it is renewed, and ends at once; or there is nothing left to renew.
        assert renewed in ({200, 400, 401} if how == "remove" else {200, 400})
        assert not ApiToken.objects.exists()
        if how == "disable":
            assert admin.patch(f"admin/users/{alice.id}", {"active": True}).status == 200
            alice = ApiClient(alice.id, email=alice.email)
