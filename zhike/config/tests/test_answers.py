"""What the server says around the API: problems, headers, probes, the first page."""

import pytest
from django.test import override_settings

from tests.cast import ApiClient
from zhike.config import readiness


@pytest.fixture
def nobody() -> ApiClient:
    return ApiClient()


def test_a_wrong_api_path_is_a_problem_in_the_readers_language(nobody: ApiClient) -> None:
    english = nobody.get("nothing/here")
    assert english.status == 404
    assert english.problem == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "code": "not-found",
        "detail": "This does not exist.",
        "errors": [],
        "request": english.problem["request"],
    }
    chinese = nobody.get("nothing/here", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert chinese.problem["detail"] == "内容不存在。"
    assert nobody.post("nothing/here", {}).status == 404


def test_a_signed_in_reader_gets_their_own_language(alice: ApiClient) -> None:
    alice.patch("auth/me", {"language": "zh-CN"})
    assert alice.get("records/nothing").problem["title"] == "内容不存在"


def test_bodies_that_are_no_json_or_too_large_are_problems(nobody: ApiClient) -> None:
    broken = nobody.post("auth/sign-in", b"{not json")
    assert broken.status in {400, 422}
    assert broken.problem["code"] in {"bad-request", "validation-failed"}
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        large = nobody.post("auth/sign-in", b'{"email": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}')
    assert large.status == 413
    assert large.problem["code"] == "too-large"


def test_places_of_wrong_values_are_named_without_their_wrapping(nobody: ApiClient) -> None:
    answer = nobody.post("auth/sign-in", {"email": "a@example.com"})
    assert answer.status == 422
    assert answer.problem["errors"] == [
        {"loc": ["password"], "code": "missing", "message": "This is required."}
    ]


def test_an_answer_that_is_not_what_was_promised_is_our_failure(
    admin: ApiClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"objects": [], "roles": ["CANARY"]}
    monkeypatch.setattr("zhike.platform.rights.api.matrix", lambda _actor: broken)
    answer = admin.get("rights/matrix")
    assert (answer.status, answer.problem["code"]) == (500, "unexpected")
    assert answer.problem["errors"] == []
    assert "does not fit: response.roles.0" in caplog.text
    assert "CANARY" not in caplog.text


def test_an_unexpected_error_tells_a_number_and_nothing_else(
    nobody: ApiClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("zhike.platform.identity.sign_in_api.sign_in", fail)
    answer = nobody.post("auth/sign-in", {"email": "a@example.com", "password": "x" * 12})
    assert answer.status == 500
    assert answer.problem["code"] == "unexpected"
    assert b"secret" not in answer.text
    assert answer.problem["request"] in answer.problem["detail"]
    assert answer.problem["request"] in caplog.text


def test_every_answer_limits_what_may_be_done_with_it(nobody: ApiClient) -> None:
    data = nobody.get("auth/session").headers
    assert data["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert data["Cache-Control"] == "no-store"
    assert data["X-Content-Type-Options"] == "nosniff"
    assert data["X-Frame-Options"] == "DENY"
    page = nobody.get("/anything/in/the/browser").headers["Content-Security-Policy"]
    assert "script-src 'self';" in page
    assert "connect-src 'self' http://testserver:8001;" in page


def test_only_reading_reaches_the_first_page(nobody: ApiClient) -> None:
    assert nobody.post("/contacts").status == 405
    assert nobody.get("/static/nothing.js").status == 404


def test_the_documentation_of_the_api_is_served_from_here(
    nobody: ApiClient, reader: ApiClient
) -> None:
    page = nobody.get("/api/docs")
    assert page.status == 200
    assert b"//cdn" not in page.text
    assert reader.get("openapi.json").json["info"]["title"] == "Zhike"


@pytest.mark.django_db
def test_readiness_names_what_is_missing(
    nobody: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "live_answers", lambda: True)
    answer = nobody.get("/readyz")
    assert answer.status == 503
    assert answer.json == {
        "ready": False,
        "database": True,
        "migrations": True,
        "worker": False,
        "live": True,
    }
    assert nobody.get("/healthz").text == nobody.get("/livez").text == b"ok\n"


def test_metrics_count_jobs_for_administrators(
    admin: ApiClient, manager: ApiClient, guest: ApiClient
) -> None:
    assert admin.get("/metrics").text.startswith(b"# HELP zhike_jobs")
    refused = manager.get("/metrics")
    assert (refused.status, refused.problem["code"]) == (403, "forbidden")
    assert guest.get("/metrics").status == 401
