"""Two-step sign-in: nothing opens before the second step, and every code is good for once."""

from datetime import timedelta

import pytest

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity import factors
from zhike.platform.identity.models import (
    RecoveryCode,
    Session,
    SignInFailure,
    TotpFactor,
    User,
)
from zhike.platform.identity.tests.browser import (
    PASSWORD,
    AppUser,
    as_browser,
    enrol,
    try_password,
)
from zhike.platform.identity.tests.conftest import Mailbag


def take(client: ApiClient, code: str, method: str = "totp") -> tuple[int, str]:
    answer = client.post("auth/second-step", {"method": method, "code": code})
    return answer.status, answer.json.get("code", "")


def test_the_second_step_starts_the_session(app_user: AppUser, guest: ApiClient) -> None:
    answer = try_password(guest, "alice@example.com", PASSWORD)
    assert answer.status == 202
    assert answer.json == {"methods": ["totp", "recovery"]}
    assert "zhike" not in guest.http.cookies
    pending = guest.http.cookies["zhike-pending"]
    assert pending["httponly"]
    assert pending["samesite"] == "Strict"
    assert pending["max-age"] == 300
    done = guest.post("auth/second-step", {"method": "totp", "code": app_user.code()})
    assert done.status == 200
    assert done.json["email"] == "alice@example.com"
    assert guest.http.cookies["zhike-pending"].value == ""
    session = Session.objects.order_by("-created_at")[0]
    assert (session.method, session.two_factor) == ("password+totp", True)


def test_no_other_address_opens_between_the_steps(app_user: AppUser, guest: ApiClient) -> None:
    before = Session.objects.count()
    try_password(guest, "alice@example.com", PASSWORD)
    for path in ("auth/me", "meta", "auth/factors", "auth/sessions", "records/contact", "users"):
        assert guest.get(path).status == 401, path
    assert guest.post("auth/factors/totp").status == 401
    assert guest.post("auth/proof", {"method": "password", "code": PASSWORD}).status == 401
    assert guest.post("auth/sign-out").status == 401
    # The pending proof is no session, whatever cookie it is put in.
    guest.http.cookies["zhike"] = guest.http.cookies["zhike-pending"].value
    assert guest.get("auth/me").status == 401
    assert guest.get("auth/session").json["signed_in"] is False
    assert Session.objects.count() == before


def test_the_second_step_needs_the_first(app_user: AppUser, guest: ApiClient) -> None:
    assert take(guest, app_user.code()) == (401, "start-again")
    guest.http.cookies["zhike-pending"] = "made.up"
    assert take(guest, app_user.code()) == (401, "start-again")
    assert TotpFactor.objects.get().last_step < now().timestamp() // 30


def test_the_password_is_no_second_factor(app_user: AppUser, guest: ApiClient) -> None:
    try_password(guest, "alice@example.com", PASSWORD)
    assert take(guest, PASSWORD, "password") == (401, "wrong-code")


@pytest.mark.parametrize("change", ["password", "disabled", "email", "late"])
def test_the_first_step_dies_with_what_it_proved(
    app_user: AppUser, guest: ApiClient, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_password(guest, "alice@example.com", PASSWORD)
    user = User.objects.get(id=app_user.client.id)
    if change == "password":
        user.set_password("another-password-9")
    elif change == "disabled":
        user.is_active = False
    elif change == "email":
        user.email = "new@example.com"
    else:
        monkeypatch.setattr("zhike.platform.identity.sign_in_actions.PENDING_FOR", -1)
    user.save()
    assert take(guest, app_user.code()) == (401, "start-again")


def test_a_code_is_good_for_once(app_user: AppUser, guest: ApiClient) -> None:
    code = app_user.code()
    try_password(guest, "alice@example.com", PASSWORD)
    assert take(guest, code)[0] == 200
    other = ApiClient()
    try_password(other, "alice@example.com", PASSWORD)
    assert take(other, code) == (401, "wrong-code")
    assert take(other, app_user.code(-1)) == (401, "wrong-code")
    assert take(other, app_user.code(1))[0] == 200


@pytest.mark.parametrize(
    ("steps", "status"), [(-3, 401), (-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401), (3, 401)]
)
def test_codes_of_the_neighbouring_half_minutes_are_taken(
    app_user: AppUser, guest: ApiClient, steps: int, status: int
) -> None:
    TotpFactor.objects.update(last_step=0)
    try_password(guest, "alice@example.com", PASSWORD)
    assert take(guest, app_user.code(steps))[0] == status


@pytest.mark.parametrize("code", ["", "0", "12345", "1234567", "abcdef", "０１２３４５", "1" * 900])
def test_what_is_no_code_is_refused(app_user: AppUser, guest: ApiClient, code: str) -> None:
    try_password(guest, "alice@example.com", PASSWORD)
    assert take(guest, code) == (401, "wrong-code")


def test_recovery_codes_are_good_for_once_each(app_user: AppUser, guest: ApiClient) -> None:
    assert len(set(app_user.recovery)) == 10
    typed = app_user.recovery[0].upper().replace("-", " ")
    try_password(guest, "alice@example.com", PASSWORD)
    assert take(guest, typed, "recovery")[0] == 200
    other = ApiClient()
    try_password(other, "alice@example.com", PASSWORD)
    assert take(other, app_user.recovery[0], "recovery") == (401, "wrong-code")
    assert take(other, app_user.recovery[1], "recovery")[0] == 200
    assert Change.objects.filter(verb="use-recovery-code").count() == 2
    assert as_browser(other).get("auth/factors").json["recovery_left"] == 8


def test_secrets_are_not_in_the_database_in_the_clear(app_user: AppUser) -> None:
    stored = {
        *RecoveryCode.objects.values_list("code_hash", flat=True),
        bytes(TotpFactor.objects.get().sealed_seed).hex(),
        repr(list(Change.objects.values())),
    }
    for secret in (*app_user.recovery, app_user.seed):
        assert not [one for one in stored if secret in one or secret.replace("-", "") in one]


def test_guessing_codes_is_slowed_down_for_the_guesser_only(
    app_user: AppUser, guest: ApiClient
) -> None:
    def step_from(address: str, code: str) -> int:
        client = ApiClient()
        body = {"email": "alice@example.com", "password": PASSWORD}
        sent = {"content_type": "application/json", "REMOTE_ADDR": address}
        client.http.post("/api/v1/auth/sign-in", body, **sent)  # type: ignore[arg-type]
        answer = {"method": "totp", "code": code}
        path = "/api/v1/auth/second-step"
        return int(client.http.post(path, answer, **sent).status_code)  # type: ignore[arg-type]

    statuses = [step_from("203.0.113.9", "000000") for _ in range(7)]
    assert statuses == [401] * 5 + [429] * 2
    assert step_from("203.0.113.9", app_user.code()) == 429
    assert step_from("198.51.100.4", app_user.code()) == 200
    assert SignInFailure.objects.filter(blocked_until__isnull=False).count() == 1


def test_the_first_factor_ends_other_sessions(alice: ApiClient) -> None:
    other = ApiClient(alice.id)
    enrol(alice)
    assert alice.get("auth/me").status == 200
    assert other.get("auth/me").status == 401
    factors_now = alice.get("auth/factors").json
    assert factors_now["totp"] is True
    assert factors_now["proofs"] == ["totp", "recovery"]


def test_a_second_seed_waits_until_the_first_is_gone(app_user: AppUser) -> None:
    assert app_user.client.post("auth/factors/totp").problem["code"] == "not-enrolling"
    assert app_user.client.delete("auth/factors/totp").status == 204
    assert RecoveryCode.objects.count() == 0
    assert app_user.client.get("auth/factors").json["proofs"] == ["password"]
    assert app_user.client.post("auth/factors/totp").status == 200


def test_new_recovery_codes_replace_the_old(app_user: AppUser, guest: ApiClient) -> None:
    fresh = app_user.client.post("auth/factors/recovery-codes").json["recovery_codes"]
    assert len(fresh) == factors.RECOVERY_CODES
    try_password(guest, "alice@example.com", PASSWORD)
    assert take(guest, app_user.recovery[0], "recovery") == (401, "wrong-code")
    assert take(guest, fresh[0], "recovery")[0] == 200


GUARDED = [
    ("post", "auth/factors/totp", {}),
    ("post", "auth/factors/totp/confirm", {"code": "123456"}),
    ("delete", "auth/factors/totp", None),
    ("post", "auth/factors/recovery-codes", {}),
    ("post", "auth/factors/passkeys/question", {}),
    ("post", "auth/factors/passkeys", {"name": "x", "credential": {}}),
    ("delete", "auth/factors/passkeys/00000000-0000-7000-8000-000000000000", None),
    ("post", "auth/password", {"current": PASSWORD, "new": "harbour cloud nine"}),
    ("post", "auth/tokens", {"name": "x"}),
    ("patch", "admin/security", {"idle_hours": 1}),
    ("delete", "admin/users/00000000-0000-7000-8000-000000000000/factors", None),
    ("put", "admin/users/00000000-0000-7000-8000-000000000000/email", {"email": "x@example.com"}),
]


@pytest.mark.parametrize(("method", "path", "body"), GUARDED)
def test_changing_how_one_signs_in_needs_a_fresh_proof(
    admin: ApiClient, method: str, path: str, body: object
) -> None:
    Session.objects.update(proved_at=now() - timedelta(minutes=11))
    answer = admin.request(method, path, body)
    assert (answer.status, answer.problem["code"]) == (403, "proof-needed")
    assert not Change.objects.exists()


def test_a_proof_is_renewed_by_the_password_or_with_factors_by_a_factor(
    alice: ApiClient, bob: ApiClient
) -> None:
    person = enrol(alice)
    Session.objects.update(proved_at=now() - timedelta(minutes=11))
    by_password = {"method": "password", "code": "bob-password-9"}
    assert bob.get("auth/factors").json["proved_until"] is None
    assert bob.post("auth/proof", {**by_password, "code": "wrong"}).status == 401
    assert bob.post("auth/tokens", {"name": "x"}).status == 403
    assert bob.post("auth/proof", by_password).status == 204
    assert bob.post("auth/tokens", {"name": "x"}).status == 201
    refused = alice.post("auth/proof", {"method": "password", "code": PASSWORD})
    assert refused.problem["code"] == "proof-needed"
    assert alice.post("auth/proof", {"method": "totp", "code": person.code()}).status == 204
    assert alice.post("auth/tokens", {"name": "x"}).status == 201


def test_a_session_without_the_factor_proves_nothing(app_user: AppUser) -> None:
    """Such a session is started by no way in; should one ever be, it changes nothing."""
    weak = ApiClient(app_user.client.id)
    assert weak.post("auth/tokens", {"name": "x"}).problem["code"] == "proof-needed"
    assert weak.delete("auth/factors/totp").problem["code"] == "proof-needed"
    assert weak.post("auth/proof", {"method": "totp", "code": app_user.code()}).status == 204
    assert weak.post("auth/tokens", {"name": "x"}).status == 201


def test_people_are_told_by_letter_what_became_of_their_sign_in(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    person = enrol(alice)
    alice.post("auth/password", {"current": PASSWORD, "new": "harbour cloud nine"})
    try_password(guest, alice.email, "harbour cloud nine")
    take(guest, person.recovery[0], "recovery")
    alice.delete("auth/factors/totp")
    letters = mailbag.collect()
    assert [letter.subject for letter in letters] == [
        "Two-step sign-in: a way was added",
        "Your Zhike password was changed",
        "A recovery code was used",
        "Two-step sign-in: a way was removed",
    ]
    assert {letter.address for letter in letters} == {alice.email}
    assert {letter.link for letter in letters} == {"http://localhost:8000/settings/security"}


def test_an_administrator_takes_factors_from_somebody_who_lost_them(
    app_user: AppUser, admin: ApiClient, bob: ApiClient, guest: ApiClient
) -> None:
    path = f"admin/users/{app_user.client.id}/factors"
    assert bob.delete(path).status == 403
    assert TotpFactor.objects.count() == 1
    assert admin.delete(path).status == 204
    assert app_user.client.get("auth/me").status == 401
    assert try_password(guest, "alice@example.com", PASSWORD).status == 200
    assert RecoveryCode.objects.count() == 0
