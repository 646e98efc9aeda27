"""Access reviews: who is asked, what an answer does, what reminders are sent, and that the result proves itself."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient, make_person
from zhike.kit.clock import today
from zhike.kit.signing import sign
from zhike.platform.access.models import RoleAssignment
from zhike.platform.changes.models import Change
from zhike.platform.identity import department_actions
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.tests.conftest import Mailbag, mailbag
from zhike.platform.rights.models import AccessReview, ReviewItem
from zhike.platform.rights.reviews.jobs import remind
from zhike.platform.rights.reviews.result import _digest

__all__ = ["mailbag"]
PATH = "rights/reviews"


@pytest.fixture
def head(db: None) -> ApiClient:
    """The head of Alice's and Bob's department; no administrator."""
    return make_person("Hedda", "manager")


@pytest.fixture
def house(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient, head: ApiClient
) -> None:
    """Sales has the head Hedda; below it East, without a head, with Alice and Bob. Charlie has no department."""
    sales = department_actions.create_department(SYSTEM, name="Sales", head_id=head.id)
    east = department_actions.create_department(SYSTEM, name="East", parent_id=sales.id)
    department_actions.set_departments(SYSTEM, head.id, [sales.id])
    for client in (alice, bob):
        department_actions.set_departments(SYSTEM, client.id, [east.id])


def start(admin: ApiClient, days: int = 14, **more: Any) -> dict[str, Any]:
    due = today() + timedelta(days=days)
    answer = admin.post(PATH, {"name": "Autumn", "due_on": due.isoformat(), **more})
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json
    return found


def item_of(review: dict[str, Any], client: ApiClient) -> str:
    (found,) = [one["id"] for one in review["items"] if one["person"]["id"] == str(client.id)]
    return str(found)


def roles_of(client: ApiClient) -> list[str]:
    held = RoleAssignment.objects.filter(user_id=client.id).order_by("role")
    return list(held.values_list("role", flat=True))


def everything() -> list[Any]:
    """What a refused request must leave as it was."""
    return [
        *(list(model.objects.order_by("id").values()) for model in (AccessReview, ReviewItem)),
        list(RoleAssignment.objects.order_by("id").values()),
        Change.objects.count(),
    ]


@pytest.mark.usefixtures("house")
def test_heads_are_asked_nobody_about_themselves_and_the_rest_falls_to_who_started(
    admin: ApiClient,
    alice: ApiClient,
    bob: ApiClient,
    charlie: ApiClient,
    head: ApiClient,
    mailbag: Mailbag,
) -> None:
    review = start(admin)
    asked = {
        one["person"]["name"]: one["reviewer"] and one["reviewer"]["title"]
        for one in review["items"]
    }
    assert asked == {
        "Ada": None,
        "Alice": "Hedda",
        "Bob": "Hedda",
        "Charlie": "Ada",
        "Hedda": "Ada",
    }
    assert review["total"] == 5
    letters = mailbag.collect()
    assert {one.address for one in letters} == {head.email, admin.email}
    assert all(one.link.endswith("/reviews") for one in letters)
    assert head.get(f"{PATH}/mine/count").json == {"count": 2}
    (mine,) = head.get(f"{PATH}/mine").json["rows"]
    assert [one["person"]["name"] for one in mine["items"]] == ["Alice", "Bob"]
    person = mine["items"][0]["person"]
    assert (person["departments"], person["teams"], person["tokens"]) == (["East"], ["East"], 0)
    assert person["last_seen_at"] is not None
    assert alice.get(f"{PATH}/mine").json == {"rows": []}
    only = start(admin, roles=["manager"])
    assert [one["person"]["name"] for one in only["items"]] == ["Hedda"]


@pytest.mark.usefixtures("house")
def test_withdrawing_takes_the_role_at_once_and_undo_gives_it_back(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, head: ApiClient
) -> None:
    review = start(admin)
    path, item = f"{PATH}/{review['id']}", item_of(review, alice)
    alice.post("records/contact", {"name": "Ann"})
    assert len(alice.get("records/contact").json["rows"]) == 1
    assert head.post(f"{path}/withdraw", {"item": item, "note": "left the team"}).status == 204
    assert roles_of(alice) == []
    assert alice.get("records/contact").status == 403
    row = Change.objects.get(object="user", verb="set-roles", record=alice.id)
    assert (row.actor_id, row.before, row.after) == (head.id, {"roles": ["member"]}, {"roles": []})
    told = Change.objects.get(object="access_review", verb="withdraw-role")
    assert (told.actor_id, told.after["note"], told.request) == (
        head.id,
        "left the team",
        row.request,
    )
    before = everything()
    again = head.post(f"{path}/confirm", {"items": [item]})
    assert (again.status, again.problem["code"]) == (409, "already-decided")
    both = head.post(f"{path}/confirm", {"items": [item, item_of(review, bob)]})
    assert both.status == 409
    assert everything() == before
    assert head.post(f"{path}/undo", {"item": item}).status == 204
    assert roles_of(alice) == ["member"]
    assert len(alice.get("records/contact").json["rows"]) == 1
    assert head.post(f"{path}/undo", {"item": item}).problem["code"] == "not-decided"
    items = [item, item_of(review, bob)]
    assert head.post(f"{path}/confirm", {"items": items, "note": "fine"}).status == 204
    assert head.get(f"{PATH}/mine/count").json == {"count": 0}


@pytest.mark.usefixtures("house")
def test_undo_does_not_override_what_an_administrator_did_since(
    admin: ApiClient, alice: ApiClient, head: ApiClient
) -> None:
    review = start(admin)
    path, item = f"{PATH}/{review['id']}", item_of(review, alice)
    head.post(f"{path}/withdraw", {"item": item})
    for roles in (["member"], ["read_only"]):
        assert admin.patch(f"admin/users/{alice.id}", {"roles": roles}).status == 200
    before = everything()
    answer = head.post(f"{path}/undo", {"item": item})
    assert (answer.status, answer.problem["code"]) == (409, "roles-changed-since")
    assert everything() == before
    assert roles_of(alice) == ["read_only"]


@pytest.mark.usefixtures("house")
def test_only_administrators_run_reviews_and_only_the_asked_answer(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient, head: ApiClient
) -> None:
    review = start(admin)
    path, item = f"{PATH}/{review['id']}", item_of(review, alice)
    other, new = item_of(review, charlie), {"name": "Mine", "due_on": today().isoformat()}
    before = everything()
    for client in (alice, bob, charlie, head):
        assert client.get(PATH).status == 403
        assert client.post(PATH, new).status == 403
        assert client.get(path).status == 404
        assert client.get(f"{path}/result").status == 404
        assert client.post(f"{path}/close").status == 403
        assert (
            client.post(f"{path}/assign", {"items": [item], "reviewer": str(bob.id)}).status == 403
        )
        assert client.post(f"{PATH}/verify", {"document": "{}"}).status == 403
    for client in (alice, bob, charlie, admin):
        assert client.post(f"{path}/confirm", {"items": [item]}).status == 404
        assert client.post(f"{path}/withdraw", {"item": item}).status == 404
        assert client.post(f"{path}/undo", {"item": item}).status == 404
    assert head.post(f"{path}/confirm", {"items": [item, other]}).status == 404
    assert head.post(f"{path}/withdraw", {"item": other}).status == 404
    for body in (
        {"name": " ", "due_on": new["due_on"]},
        {"name": "x", "due_on": (today() - timedelta(days=1)).isoformat()},
        {**new, "roles": ["nobody"]},
        {**new, "roles": ["read_only"]},
        {**new, "started_by": str(bob.id)},
    ):
        assert admin.post(PATH, body).status == 422, body
    assert everything() == before


@pytest.mark.usefixtures("house")
def test_another_reviewer_is_named_but_never_the_person(
    admin: ApiClient,
    alice: ApiClient,
    bob: ApiClient,
    charlie: ApiClient,
    head: ApiClient,
    mailbag: Mailbag,
) -> None:
    review = start(admin)
    mailbag.collect()
    path, item = f"{PATH}/{review['id']}", item_of(review, admin)
    before = everything()
    for reviewer in (admin.id, UUID(int=1)):
        answer = admin.post(f"{path}/assign", {"items": [item], "reviewer": str(reviewer)})
        assert answer.problem["errors"][0]["loc"] == ["reviewer"]
    assert everything() == before
    assert (
        admin.post(f"{path}/assign", {"items": [item], "reviewer": str(charlie.id)}).status == 204
    )
    assert [one.address for one in mailbag.collect()] == [charlie.email]
    before = everything()
    last = charlie.post(f"{path}/withdraw", {"item": item})
    assert (last.status, last.problem["code"]) == (409, "last-administrator")
    assert everything() == before
    assert charlie.post(f"{path}/confirm", {"items": [item]}).status == 204
    moved = admin.post(f"{path}/assign", {"items": [item], "reviewer": str(bob.id)})
    assert moved.problem["code"] == "already-decided"


@pytest.mark.usefixtures("house")
def test_reminders_three_days_before_and_on_the_day_once_each(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, head: ApiClient, mailbag: Mailbag
) -> None:
    review = start(admin, days=10)
    mailbag.collect()
    path = f"{PATH}/{review['id']}"
    head.post(f"{path}/confirm", {"items": [item_of(review, alice), item_of(review, bob)]})
    due = AccessReview.objects.get().due_on
    sent = []
    for days, hour in ((-4, 12), (-3, 7), (-3, 8), (-2, 12), (0, 9), (0, 10), (1, 12)):
        at = datetime(due.year, due.month, due.day, hour, tzinfo=UTC) + timedelta(
            days=days, hours=-8
        )
        remind(UUID(review["id"]), at)
        sent.append([one.address for one in mailbag.collect()])
    assert sent == [[], [], [admin.email], [], [admin.email], [], []]
    assert admin.get(path).json["overdue"] is False
    AccessReview.objects.update(due_on=today() - timedelta(days=1))
    assert admin.get(path).json["overdue"] is True


@pytest.mark.usefixtures("house")
def test_many_questions_cost_as_many_statements_as_few(admin: ApiClient, head: ApiClient) -> None:
    few, many = start(admin, roles=["manager"])["id"], start(admin)["id"]
    counts = []
    for review in (few, many):
        with CaptureQueriesContext(connection) as statements:
            assert admin.get(f"{PATH}/{review}").status == 200
        counts.append(len(statements))
    assert counts[0] == counts[1], counts
    with CaptureQueriesContext(connection) as statements:
        assert head.get(f"{PATH}/mine/count").json == {"count": 2}
    assert len(statements) <= 3


@pytest.fixture
def closed(house: None, admin: ApiClient, alice: ApiClient, head: ApiClient) -> str:
    """The text of a result."""
    review = start(admin)
    path = f"{PATH}/{review['id']}"
    assert admin.get(f"{path}/result").problem["code"] == "review-open"
    head.post(f"{path}/withdraw", {"item": item_of(review, alice), "note": "left"})
    assert admin.post(f"{path}/close").status == 200
    before = everything()
    assert admin.post(f"{path}/close").problem["code"] == "review-closed"
    for verb in ("undo", "withdraw"):
        answer = head.post(f"{path}/{verb}", {"item": item_of(review, alice)})
        assert answer.problem["code"] == "review-closed"
    assert everything() == before
    assert head.get(f"{PATH}/mine").json == {"rows": []}
    return admin.get(f"{path}/result").text.decode()


def test_a_result_is_genuine_until_anything_in_it_changes(closed: str, admin: ApiClient) -> None:
    def kind(text: str) -> str:
        return str(admin.post(f"{PATH}/verify", {"document": text}).json["kind"])

    document = json.loads(closed)
    assert document["totals"] == {"items": 5, "confirmed": 0, "withdrawn": 1, "undecided": 4}
    alice = next(one for one in document["items"] if one["person"]["name"] == "Alice")
    assert (alice["decision"], alice["note"], alice["decided_by"]["name"]) == (
        "withdraw",
        "left",
        "Hedda",
    )
    assert kind(closed) == "genuine"
    assert kind(json.dumps(document)) == "genuine"
    assert kind(closed.replace('"withdraw"', '"confirm"')) == "altered"
    assert kind(json.dumps({**document, "extra": 1})) == "altered"
    assert kind(json.dumps({**document, "signature": "AA.AA"})) == "altered"
    assert kind(closed.replace('"note": "left"', '"note": "x", "note": "left"')) == "unreadable"
    for text in ("", "[]", "{}", "[" * 100_000, '{"review": 1, "signature": "x"}'):
        assert kind(text) == "unreadable", text[:20]
    told = Change.objects.get(object="access_review", verb="close")
    assert told.after["digest"] == AccessReview.objects.get().digest
    # Whoever has the key can sign, but cannot make the log say so.
    forged = {**{key: document[key] for key in document if key != "signature"}, "items": []}
    signature = sign(_digest(forged), "access-review", settings.SECRET_KEY)
    assert kind(json.dumps({**forged, "signature": signature})) == "unknown"


def test_the_command_says_whether_a_file_is_genuine(
    closed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from zhike.config.commands.audit import _review

    file = tmp_path / "result.json"
    file.write_text(closed, encoding="utf-8")
    assert _review(file) == 0
    assert "is genuine: “Autumn”" in capsys.readouterr().out
    file.write_text(closed.replace("left", "right"), encoding="utf-8")
    assert _review(file) == 1
    assert "was altered" in capsys.readouterr().err
