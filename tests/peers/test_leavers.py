"""Class 19, accounts that outlive their owner (CVE-2025-64489, CVE-2017-1000489, CVE-2021-44460).

Somebody is shut out, or loses a right, in another process than the one that serves them, so that nothing is forgotten here on their
behalf. Everything they had under way must end within five seconds: measured, each by itself. A running export, a campaign that is sent,
and open connections have their own tests in `exports`, `marketing` and `live`.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from tests.cast import ApiClient, make_person
from tests.rights.asking import Ask
from zhike.kit.errors import Forbidden
from zhike.platform.exports.tests.conftest import home
from zhike.platform.exports.tests.files import exported
from zhike.platform.identity.profile import KEEP_SECONDS
from zhike.platform.jobs.testing import run_queued_jobs

__all__ = ["home"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WITHIN = 5.0
DISABLED = "UPDATE identity_user SET is_active = false WHERE id = %s"
DEMOTED = "UPDATE access_roleassignment SET role = 'read_only' WHERE user_id = %s"
ROLELESS = "DELETE FROM access_roleassignment WHERE user_id = %s"
SIGNED_OUT = "DELETE FROM identity_session WHERE user_id = %s"
UNTOKENED = "DELETE FROM identity_apitoken WHERE user_id = %s"


def elsewhere(statement: str, person: UUID) -> None:
    """Another process changes what is stored."""
    found = connections["default"].settings_dict
    with psycopg.connect(
        host=found["HOST"],
        port=found["PORT"],
        dbname=found["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
        autocommit=True,
    ) as other:
        assert other.execute(statement, [person]).rowcount > 0


def ended(works: Callable[[], bool]) -> float:
    """Seconds until something that works does so no more."""
    started = time.monotonic()
    while time.monotonic() - started < WITHIN + 2:
        if not works():
            return time.monotonic() - started
        time.sleep(0.1)
    return float("inf")


def doors(person: ApiClient) -> dict[str, Callable[[], bool]]:
    """What a person with a session and a program of theirs have under way."""
    token = person.post("auth/tokens", {"name": "t"}).json["token"]
    program = ApiClient(person.id, token=token)
    export = exported(person).json["id"]
    asked = Ask("post", "imports", {"object": "contact"}, file=b"Name\nA\n")
    upload = next(asked.send(person)).json["id"]
    person.post("records/contact", {"name": "kept"}, key="once")
    return {
        "session reads": lambda: person.get("records/contact").status == 200,
        "session writes": lambda: person.post("records/contact", {"name": "x"}).status == 201,
        "program reads": lambda: program.get("records/contact").status == 200,
        "program writes": lambda: program.post("records/contact", {"name": "x"}).status == 201,
        "finished export": lambda: person.get(f"exports/{export}/file").status == 200,
        "upload": lambda: person.post(f"imports/{upload}/preview").status == 200,
        "repeated request": lambda: (
            person.post("records/contact", {"name": "kept"}, key="once").status == 201
        ),
    }


ALL = {
    "session reads",
    "session writes",
    "program reads",
    "program writes",
    "finished export",
    "upload",
    "repeated request",
}
STILL_READER = {"session reads", "program reads", "repeated request"}
SESSION = {name for name in ALL if not name.startswith("program")}


@pytest.mark.parametrize(
    ("statement", "closed"),
    [
        (DISABLED, ALL),
        (DEMOTED, ALL - STILL_READER),
        (ROLELESS, ALL),
        (SIGNED_OUT, SESSION),
        (UNTOKENED, ALL - SESSION),
    ],
    ids=["disabled", "demoted", "without a role", "signed out", "without the token"],
)
def test_what_somebody_had_under_way_ends_within_five_seconds(
    home: Any, statement: str, closed: set[str]
) -> None:
    """What is not said to close stays open."""
    person = make_person("Morgan", "manager", "East")
    had = doors(person)
    assert {name for name, works in had.items() if works()} == ALL
    elsewhere(statement, person.id)
    seconds = {name: ended(had[name]) for name in sorted(closed)}
    assert {name: took for name, took in seconds.items() if took > WITHIN} == {}
    assert {name for name, works in had.items() if works()} == ALL - closed


def test_work_that_waits_in_the_queue_is_not_done(home: Any) -> None:
    """An export and an import asked for before: the worker finds that their person may not."""
    admin = make_person("Ada", "administrator")
    for number, statement in enumerate((DISABLED, DEMOTED, ROLELESS)):
        person = make_person(f"Morgan{number}", "manager", "East")
        assert person.post("exports", {"object": "contact"}).status == 202
        asked = Ask("post", "imports", {"object": "contact"}, file=b"Name\nA\nB\n")
        upload = next(asked.send(person)).json["id"]
        assert person.post(f"imports/{upload}/run").status == 202
        elsewhere(statement, person.id)
    time.sleep(KEEP_SECONDS + 0.1)
    run_what_waits()
    assert admin.get("records/contact", query={"count": "exact"}).json["count"]["value"] == 0
    assert admin.get("audit", query={"verb": "export"}).json["rows"] == []


def run_what_waits() -> None:
    """All of it, also what comes after a job that was refused."""
    waits = True
    while waits:
        with suppress(Forbidden):
            waits = run_queued_jobs() > 0


def test_who_looked_as_somebody_else_looks_no_longer() -> None:
    """The note of "see as" ends with the viewer's own right, and with the person looked at."""
    make_person("Other", "administrator")
    looking: list[Callable[[], bool]] = []
    for number, (statement, whose) in enumerate(((DEMOTED, 0), (DISABLED, 0), (DISABLED, 1))):
        viewer = make_person(f"Ada{number}", "administrator")
        seen = make_person(f"Bob{number}", "member", "East")
        note = viewer.post(f"auth/view-as/{seen.id}").json["note"]

        def works(viewer: ApiClient = viewer, note: str = note) -> bool:
            return viewer.get("records/contact", headers={"X-View-As": note}).status == 200

        assert works()
        looking.append(works)
        elsewhere(statement, (viewer, seen)[whose].id)
    assert all(ended(works) < WITHIN for works in looking)


def test_a_password_and_an_invitation_end_with_their_person() -> None:
    """Who was shut out does not come in again, and whom they invited is invited by nobody."""
    person, admin = make_person("Alice", "member", "East"), make_person("Ada", "administrator")
    browser = ApiClient()
    elsewhere(DISABLED, person.id)
    answer = browser.post("auth/sign-in", {"email": person.email, "password": "alice-password-9"})
    assert answer.status == 401
    invited = admin.post(
        "admin/invitations",
        {"email": "n@example.com", "name": "N", "roles": ["administrator"]},
    ).json["id"]
    link = admin.post(f"admin/invitations/{invited}/link").json["link"]
    elsewhere(DEMOTED, admin.id)
    time.sleep(KEEP_SECONDS + 0.1)
    body = {"key": link.partition("#")[2], "name": "N", "password": "harbour cloud nine"}
    refused = browser.post("auth/invitation/accept", body)
    assert (refused.status, refused.problem["code"]) == (410, "link-dead")
