"""What every kind of answer carries: what it may load, who may frame it, what is told on leaving, what may be kept.

One row for each kind of answer there is. A page, a file and an error are met by the same table; https adds HSTS and locked cookies.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest

from tests.cast import Answer, ApiClient
from zhike.config.middleware import DATA_POLICY, PAGE_POLICY
from zhike.modules.marketing.tests.people import BODY, make_campaign, make_contacts
from zhike.modules.marketing.tracking.pages import MAIL_POLICY, POLICY
from zhike.platform.exports.tests.conftest import home
from zhike.platform.exports.tests.files import exported
from zhike.platform.identity.tests.browser import PASSWORD, enrol, try_password
from zhike.platform.imports.tests.uploads import upload
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.tests.servers import fake_server

__all__ = ["home"]
PAGE: Final = PAGE_POLICY.format(live="http://testserver:8001")
SECURE: Final = {
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "CSRF_TRUSTED_ORIGINS": ["https://testserver"],
}


@dataclass(frozen=True)
class Kind:
    """One kind of answer: how it is got, and what of its headers is its own."""

    name: str
    get: Callable[["House"], Answer]
    status: int
    policy: str = DATA_POLICY
    cache: str | None = "no-store"
    referrer: str = "same-origin"
    disposition: str = ""
    robots: str = ""


@dataclass
class House:
    """People, and what they made that has an address of its own."""

    admin: ApiClient
    guest: ApiClient
    export: str
    upload: str
    links: dict[str, str]


@pytest.fixture
def house(admin: ApiClient, guest: ApiClient, home: Any, settings: Any) -> House:
    """An export, an upload with a row that failed, and a mail that was sent."""
    settings.PORT, settings.ZHIKE_LIVE_PORT, settings.ZHIKE_LIVE_URL = 8000, 8001, ""
    export = exported(admin).json["id"]
    sent = upload(admin, "Name,Email\nA,none\n")
    make_contacts(1, owner=admin.id)
    kit = make_campaign(admin, body=BODY + '<a href="{{ view_url }}">view</a>')
    with fake_server() as server:
        settings.ZHIKE_SMTP_URL = server.url
        assert admin.post(f"marketing/campaigns/{kit.campaign}/send").status == 200
        run_queued_jobs()
    mail: Any = server.mails[0][1]
    html = mail.get_body(("html",)).get_content() + str(mail["List-Unsubscribe"])
    links = {
        name: re.findall(rf"http://localhost:8000(/{path}/[^\">]+)", html)[0]
        for name, path in (("open", "t/o"), ("click", "t/c"), ("view", "t/v"), ("unsubscribe", "u"))
    }
    return House(admin, guest, export, sent.json["id"], links)


KINDS: Final = (
    Kind("page", lambda h: h.guest.get("/"), 200, PAGE, "no-cache"),
    Kind("page below", lambda h: h.guest.get("/records/contact/x"), 200, PAGE, "no-cache"),
    Kind("page that takes no POST", lambda h: h.guest.post("/"), 405, PAGE, None),
    Kind("documentation", lambda h: h.guest.get("/api/docs"), 200, PAGE),
    Kind("answer", lambda h: h.admin.get("meta"), 200),
    Kind("list", lambda h: h.admin.get("records/contact"), 200),
    Kind("made", lambda h: h.admin.post("records/contact", {"name": "x"}), 201),
    Kind("nothing", lambda h: h.admin.post("audit/flags/seen"), 204),
    Kind("document", lambda h: h.admin.get("openapi.json"), 200),
    Kind("numbers", lambda h: h.admin.get("/metrics"), 200, cache=None),
    Kind("alive", lambda h: h.guest.get("/healthz"), 200, cache=None),
    Kind("not signed in", lambda h: h.guest.get("meta"), 401),
    Kind("forged", lambda h: h.admin.post("teams", {}, headers={"X-CSRFToken": ""}), 403),
    Kind("not found", lambda h: h.admin.get("records/nothing"), 404),
    Kind("no such route", lambda h: h.guest.get("nothing"), 404),
    Kind("not a method", lambda h: h.admin.delete("records/contact"), 405),
    Kind("not valid", lambda h: h.admin.post("records/contact", {}), 422),
    Kind("unreadable", lambda h: h.admin.post("segments/count", b"{"), 400),
    Kind("no file", lambda h: h.guest.get("/static/nothing.js"), 404, cache=None),
    Kind(
        "file of the house", lambda h: h.guest.get("/static/ninja/swagger-ui.css"), 200, cache=None
    ),
    Kind(
        "export",
        lambda h: h.admin.get(f"exports/{h.export}/file"),
        200,
        disposition="attachment",
    ),
    Kind(
        "rows that failed",
        lambda h: h.admin.get(f"imports/{h.upload}/errors.csv"),
        200,
        disposition="attachment",
    ),
    Kind(
        "opening",
        lambda h: h.guest.get(h.links["open"]),
        200,
        referrer="no-referrer",
        robots="noindex",
    ),
    Kind(
        "click",
        lambda h: h.guest.get(h.links["click"]),
        302,
        PAGE,
        referrer="no-referrer",
        robots="noindex",
    ),
    Kind("no click", lambda h: h.guest.get("/t/c/x"), 404, cache=None),
    Kind(
        "unsubscribing",
        lambda h: h.guest.get(h.links["unsubscribe"]),
        200,
        POLICY,
        referrer="no-referrer",
        robots="noindex",
    ),
    Kind(
        "unsubscribed",
        lambda h: h.guest.post(h.links["unsubscribe"]),
        200,
        POLICY,
        referrer="no-referrer",
        robots="noindex",
    ),
    Kind(
        "no such subscription",
        lambda h: h.guest.get("/u/x"),
        404,
        POLICY,
        referrer="no-referrer",
        robots="noindex",
    ),
    Kind(
        "mail as a page",
        lambda h: h.guest.get(h.links["view"]),
        200,
        MAIL_POLICY,
        referrer="no-referrer",
        robots="noindex",
    ),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.replace(" ", "-"))
def test_every_kind_of_answer_carries_its_headers(house: House, kind: Kind) -> None:
    answer = kind.get(house)
    assert answer.status == kind.status or (kind.policy == PAGE and answer.status == 503), answer
    headers = answer.headers
    assert headers["Content-Security-Policy"] == kind.policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == kind.referrer
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if kind.cache is not None and answer.status != 503:
        assert headers["Cache-Control"] == kind.cache
    assert headers.get("Content-Disposition", "").startswith(kind.disposition)
    assert headers.get("X-Robots-Tag", "") == kind.robots
    assert "Strict-Transport-Security" not in headers
    for told in ("Server", "X-Powered-By", "X-Runtime", "Access-Control-Allow-Origin"):
        assert told not in headers
    assert not answer.response.cookies


@pytest.fixture
def over_https(settings: Any) -> None:
    """The settings of a house whose address begins with https."""
    for name, value in SECURE.items():
        setattr(settings, name, value)


def test_over_https_every_answer_asks_for_https_from_now_on(over_https: None, db: None) -> None:
    client = ApiClient().http
    for path in ("/", "/api/v1/auth/session", "/api/v1/meta", "/healthz", "/u/x", "/static/x"):
        answer = client.get(path, secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000", path
        assert "Strict-Transport-Security" not in client.get(path).headers


# Name, http only, same site; the second name is that over https.
COOKIES: Final = (
    ("zhike", "__Host-zhike", True, "Lax"),
    ("zhike_csrf", "zhike_csrf", False, "Lax"),
    ("zhike-pending", "__Host-zhike-pending", True, "Strict"),
    ("zhike-question", "__Host-zhike-question", True, "Strict"),
)


@pytest.mark.parametrize("secure", [False, True])
def test_every_cookie_is_locked(
    alice: ApiClient, bob: ApiClient, settings: Any, secure: bool
) -> None:
    """All there are: of a session, of a first step, of a question to a passkey. And gone means gone."""
    enrol(alice)
    if secure:
        for name, value in SECURE.items():
            setattr(settings, name, value)
    browser = ApiClient()
    found: dict[str, Any] = {}
    asks: tuple[Callable[[], Answer], ...] = (
        lambda: try_password(browser, bob.email, "bob-password-9"),
        lambda: try_password(browser, alice.email, PASSWORD),
        lambda: browser.post("auth/passkey/question"),
    )
    for ask in asks:
        found.update(ask().response.cookies)
    assert set(found) == {row[secure] for row in COOKIES}
    for plain, locked, http_only, same_site in COOKIES:
        cookie = found[locked if secure else plain]
        assert bool(cookie["httponly"]) is http_only
        assert bool(cookie["secure"]) is secure
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == (same_site, "/", "")
        assert int(cookie["max-age"]) > 0


def test_signing_out_takes_the_cookies_back(bob: ApiClient, over_https: None) -> None:
    browser = ApiClient()
    try_password(browser, bob.email, "bob-password-9")
    browser._headers["X-CSRFToken"] = browser.http.cookies["zhike_csrf"].value
    gone = browser.post("auth/sign-out")
    assert gone.status == 204
    for name in ("__Host-zhike", "zhike_csrf"):
        cookie = gone.response.cookies[name]
        assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/")
    assert gone.response.cookies["__Host-zhike"]["secure"]


@pytest.mark.parametrize(
    "path", ["/index.html", "/assets/../index.html", "/favicon.svg", "/robots.txt"]
)
def test_a_file_that_is_a_page_is_framed_by_nobody(guest: ApiClient, path: str) -> None:
    """The built pages lie in a folder that is served as files: the first page must not be had from there without its policy."""
    answer = guest.get(path)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
