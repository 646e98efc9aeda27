"""Class 2, records and their parts fetched by somebody else's id (CVE-2026-32697, CVE-2026-33740, CVE-2026-105833).

`tests/rights` asks every route for Alice's things as Charlie and finds no value. Here: the answers are those to an id that was
never given, so that not even existence is told, and lists of ids do no more with a foreign member than without it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from django.db import transaction

from tests.cast import ApiClient, set_rights
from tests.rights.asking import Ask
from tests.rights.exits import EXITS
from tests.rights.tables import unchanged
from tests.rights.test_non_interference import levelled
from tests.rights.world import FOR_ALL, World

NEVER = "0197f000-0000-7000-8000-{:012d}"


def without(world: World, ask: Ask) -> Ask:
    """The same question about ids that were never given."""
    text = orjson.dumps([ask.path, ask.body, ask.query]).decode()
    for number, (key, one) in enumerate(sorted(world.ids.items())):
        if key not in FOR_ALL:
            text = text.replace(one, NEVER.format(number))
    path, body, query = orjson.loads(text)
    return replace(ask, path=path, body=body, query=query)


def asked(world: World, client: ApiClient, ask: Ask) -> list[tuple[int, str, bytes]]:
    """What it answers; what it does is taken back."""
    with transaction.atomic():
        found = [levelled(world, answer) for answer in ask.send(client)]
        transaction.set_rollback(True)
    return found


def test_a_foreign_id_is_answered_like_one_never_given(world: World) -> None:
    charlie, different = world.people["charlie"], []
    foreign = [one for key, one in world.ids.items() if key not in FOR_ALL]
    number = 0
    for exit_ in EXITS.values():
        for ask in exit_(world):
            if not any(one.encode() in ask.words() for one in foreign):
                continue
            number += 1
            never = without(world, ask)
            mine, theirs = asked(world, charlie, ask), asked(world, charlie, never)
            names = {NEVER.format(at).encode(): b"id" for at in range(len(world.ids))}
            names |= {one.encode(): b"id" for one in world.ids.values()}
            if _named(mine, names) != _named(theirs, names):
                different.append(f"{ask.method} {ask.path}: {mine} and {theirs}")
    assert different == []
    assert number > 100


def _named(
    answers: list[tuple[int, str, bytes]], names: dict[bytes, bytes]
) -> list[tuple[int, str, bytes]]:
    found = []
    for status, version, told in answers:
        text = told
        for one, name in names.items():
            text = text.replace(one, name)
        found.append((status, version, text))
    return found


@pytest.fixture
def own(alice: ApiClient, charlie: ApiClient) -> tuple[str, str]:
    """A contact of Charlie's, who asks, and one of Alice's."""
    ids = (client.post("records/contact", {"name": "n"}).json["id"] for client in (charlie, alice))
    first, second = ids
    return first, second


def lists(mine: str, other: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "records/contact/bulk", {"ids": [mine, other], "set": {"job_title": "x"}}
    yield "records/contact/bulk", {"ids": [mine, other], "add": {"tags": ["x"]}}
    yield "records/contact/bulk", {"ids": [mine, other], "delete": True}
    yield "exports", {"object": "contact", "ids": [mine, other]}


def test_a_foreign_member_of_a_list_counts_like_one_never_given(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, own: tuple[str, str]
) -> None:
    mine, other = own
    wide = {"contact": {"bulk": "own", "export": "own"}}
    assert set_rights(admin, "member", objects=wide).status == 200
    before = alice.get(f"records/contact/{other}").json
    for foreign, never in zip(lists(mine, other), lists(mine, NEVER.format(1)), strict=True):
        answers = []
        for path, body in (foreign, never):
            with transaction.atomic():
                answer = charlie.post(path, body)
                assert answer.status in {200, 202}, answer
                answers.append(answer.json.get("changed"))
                assert alice.get(f"records/contact/{other}").json == before
                transaction.set_rollback(True)
        assert answers[0] == answers[1]


def test_a_list_with_a_foreign_member_is_restored_in_whole_or_not_at_all(
    alice: ApiClient, charlie: ApiClient, own: tuple[str, str]
) -> None:
    mine, other = own
    for client, one in ((charlie, mine), (alice, other)):
        assert client.delete(f"records/contact/{one}", version=1).status == 204
    with unchanged():
        for foreign in (other, NEVER.format(1)):
            refused = charlie.post("records/contact/restore", {"ids": [mine, foreign]})
            assert (refused.status, refused.problem["code"]) == (404, "not-found")
    assert charlie.post("records/contact/restore", {"ids": [mine]}).status == 200


def test_the_id_in_the_body_is_not_the_one_in_the_address(
    alice: ApiClient, charlie: ApiClient, own: tuple[str, str]
) -> None:
    mine, other = own
    with unchanged():
        for extra in ({"id": other}, {"record": other}, {"pk": other}, {"entry": other}):
            values = {"name": "taken", **extra}
            assert charlie.patch(f"records/contact/{mine}", values, version=1).status == 422
            linked = charlie.post(f"records/contact/{mine}/links", {"target": mine, **extra})
            assert linked.status == 422
    assert alice.get(f"records/contact/{other}").json["name"] == "n"


@pytest.mark.parametrize("part", ["", "/history", "/timeline", "/links", "/rights", "/shares"])
def test_an_id_is_no_record_of_another_object(world: World, part: str) -> None:
    admin = world.people["admin"]
    for key in ("company", "order", "campaign", "user", "nothing"):
        answer = admin.get(f"records/{key}/{world.ids['contact']}{part}")
        assert answer.status == 404, (key, answer)


@pytest.mark.parametrize(
    "spelling",
    [
        lambda one: one.upper(),
        lambda one: one.replace("-", ""),
        lambda one: "{" + one + "}",
        lambda one: f"urn:uuid:{one}",
        lambda one: f"{one}%00",
        lambda one: f"{one}/",
        lambda one: f"{one};x",
        lambda one: f"{one}%20",
        lambda one: f"../contact/{one}",
        lambda one: f"%2e%2e/contact/{one}",
        lambda one: "1",
        lambda one: "-1",
        lambda one: "null",
    ],
)
def test_an_id_has_one_spelling(admin: ApiClient, spelling: Any) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    answer = admin.get(f"records/contact/{spelling(made)}")
    assert answer.status == 404, answer
    assert answer.problem["code"]


def test_what_belongs_to_one_person_is_nobody_elses(manager: ApiClient, reader: ApiClient) -> None:
    """Exports, imports, views and sessions, asked for by somebody who sees the same records."""
    asks = _own_things(manager)
    with unchanged():
        for method, path, body in asks:
            answer = reader.request(method, path, body)
            assert (answer.status, answer.problem["code"]) == (404, "not-found"), path


def test_an_administrator_has_no_export_and_no_session_of_anybody_else(
    admin: ApiClient, manager: ApiClient
) -> None:
    """An upload that went wrong they may help with; a file that was made for somebody is theirs alone."""
    asks = _own_things(manager)
    with unchanged():
        for method, path, body in asks:
            if path.startswith(("exports", "auth")):
                answer = admin.request(method, path, body)
                assert (answer.status, answer.problem["code"]) == (404, "not-found"), path


def _own_things(client: ApiClient) -> list[tuple[str, str, Any]]:
    export = client.post("exports", {"object": "contact"}).json["id"]
    file = next(Ask("post", "imports", {"object": "contact"}, file=b"Name\nA\n").send(client))
    view = client.post("views", {"object": "contact", "name": "mine"}).json["id"]
    session = client.get("auth/sessions").json["rows"][0]["id"]
    upload = f"imports/{file.json['id']}"
    return [
        ("get", f"exports/{export}", None),
        ("get", f"exports/{export}/file", None),
        ("get", upload, None),
        ("patch", upload, {"existing": "skip"}),
        ("post", f"{upload}/preview", None),
        ("post", f"{upload}/run", None),
        ("post", f"{upload}/cancel", None),
        ("get", f"{upload}/problems", None),
        ("get", f"{upload}/errors.csv", None),
        ("patch", f"views/{view}", {"name": "taken"}),
        ("delete", f"views/{view}", None),
        ("delete", f"auth/sessions/{session}", None),
    ]
