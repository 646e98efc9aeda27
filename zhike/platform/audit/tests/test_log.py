"""The audit log tells administrators what happened, in both languages, and nobody else anything."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.kit.ids import new_id
from zhike.platform.audit.log import Asked, log_page
from zhike.platform.changes.log import COPY_FROM, ChangeRow, write_changes
from zhike.platform.changes.models import Change
from zhike.platform.exports.tests.conftest import home
from zhike.platform.exports.tests.files import content, rows_of
from zhike.platform.identity.actor import Actor, for_job
from zhike.platform.identity.sessions import pass_of_token
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.oauth.tests.conftest import allowed, register

__all__ = ["home"]


def told(admin: ApiClient, **query: Any) -> list[dict[str, Any]]:
    answer = admin.get("audit", query=query)
    assert answer.status == 200, answer
    rows: list[dict[str, Any]] = answer.json["rows"]
    return rows


def line(row: dict[str, Any], language: str = "en") -> str:
    return f"{row['who'][language]} {row['sentence'][language]}"


def test_administrators_alone_read_it(
    manager: ApiClient, alice: ApiClient, reader: ApiClient, guest: ApiClient
) -> None:
    for person in (manager, alice, reader):
        for path in ("audit", "audit/words"):
            assert person.get(path).status == 403
        assert person.post("exports", {"object": "audit"}).status == 403
    assert guest.get("audit").status == 401


def test_a_change_is_a_sentence_with_values_before_and_after(
    admin: ApiClient, manager: ApiClient, alice: ApiClient
) -> None:
    made = manager.post("records/contact", {"name": "王芳", "stage": "contact"}).json
    change = {"stage": "customer", "owner": str(alice.id)}
    assert manager.patch(f"records/contact/{made['id']}", change, version=1).status == 200
    row, created = told(admin, object="contact")
    assert line(row) == "Morgan changed the contact “王芳”"
    assert line(row, "zh") == "Morgan 修改了联系人“王芳”"
    assert line(created) == "Morgan created the contact “王芳”"
    assert row["record"] == {"id": made["id"], "title": "王芳", "object": "contact"}
    assert row["via"] == "web"
    changes = {one["label"]["en"]: one for one in row["changes"]}
    assert changes["Stage"]["before"] == {"en": "First contact", "zh": "初次接触"}
    assert changes["Stage"]["after"] == {"en": "Customer", "zh": "成交客户"}
    assert changes["Owner"]["before"]["en"] == "Morgan"
    assert changes["Owner"]["after"]["en"] == "Alice"


def test_filters_narrow_it_and_pages_follow_one_another(
    admin: ApiClient, manager: ApiClient, alice: ApiClient
) -> None:
    ids = [manager.post("records/contact", {"name": f"c{n}"}).json["id"] for n in range(5)]
    alice.post("records/company", {"name": "宏达"})
    assert len(told(admin, person=str(manager.id))) == 5
    assert [row["object"] for row in told(admin, person=str(alice.id))] == ["company"]
    assert [row["record"]["id"] for row in told(admin, record=ids[2])] == [ids[2]]
    assert told(admin, verb="delete") == []
    assert told(admin, via="api") == []
    assert told(admin, object="contact", until=(now() - timedelta(hours=1)).isoformat()) == []
    assert len(told(admin, object="contact", since=(now() - timedelta(hours=1)).isoformat())) == 5
    first = admin.get("audit", query={"object": "contact", "limit": 3}).json
    second = admin.get(
        "audit", query={"object": "contact", "limit": 3, "cursor": first["next"]}
    ).json
    seen = [row["record"]["id"] for row in (*first["rows"], *second["rows"])]
    assert (seen, second["next"]) == (ids[::-1], None)


@pytest.mark.parametrize("query", [{"via": "x"}, {"limit": 1000}, {"since": "today"}])
def test_a_parameter_that_cannot_be_used_is_refused(admin: ApiClient, query: Any) -> None:
    assert admin.get("audit", query=query).status == 422


def sign_in(guest: ApiClient, email: str, password: str) -> int:
    return guest.post("auth/sign-in", {"email": email, "password": password}).status


def test_signing_in_and_failing_to_is_there_without_what_was_typed(
    admin: ApiClient, alice: ApiClient, guest: ApiClient
) -> None:
    assert sign_in(guest, "alice@example.com", "alice-password-9") == 200
    guest.http.cookies.clear()
    assert sign_in(guest, "alice@example.com", "wrong-typed-secret") != 200
    assert sign_in(guest, "nobody-typed@example.com", "x" * 12) != 200
    unknown, wrong, right = told(admin, object="user")[:3]
    assert line(right) == "Alice signed in"
    assert line(wrong) == "Somebody failed to sign in as Alice"
    assert line(unknown, "zh") == "某人 尝试登录未知地址失败"
    kept = str(list(Change.objects.filter(verb="sign-in-failed").values_list("after", flat=True)))
    assert "typed" not in kept
    assert {one["label"]["en"] for one in wrong["changes"]} == {"Address", "Way of signing in"}


def test_rights_tokens_and_exports_are_there(
    admin: ApiClient, manager: ApiClient, home: Any
) -> None:
    admin.patch(f"admin/users/{manager.id}", {"roles": ["read_only"]})
    admin.patch(f"admin/users/{manager.id}", {"roles": ["manager"]})
    manager.post("auth/tokens", {"name": "sync"})
    content(manager, fields=["name"])
    lines = [line(row) for row in told(admin)]
    assert lines[:2] == ["Morgan exported 0 × Contacts", "Morgan made an API token for Morgan"]
    assert (
        "Ada changed the roles of Morgan" in lines or "Admin changed the roles of Morgan" in lines
    )


def test_the_filtered_log_is_exported_and_that_is_written_down(
    admin: ApiClient, manager: ApiClient, home: Any
) -> None:
    manager.post("records/contact", {"name": "=cmd()"})
    raw = content(admin, object="audit", sort="", filter={"object": "contact", "verb": "create"})
    heading, row = rows_of(raw)
    assert heading[1:4] == ["Who", "E-mail", "Through"]
    assert row[1:5] == ["Morgan", "morgan@example.com", "Browser", "Contact"]
    assert row[7] == "created the contact “=cmd()”"
    assert "Name:  → =cmd()" in row[8]
    (exported,) = told(admin, verb="export")
    assert (exported["object"], exported["sentence"]["zh"]) == ("audit", "导出了 1 条审计日志")
    refused = admin.post("exports", {"object": "audit", "filter": {"nope": 1}})
    assert refused.problem["code"] == "invalid-query"


def test_the_words_cover_what_the_house_writes(admin: ApiClient) -> None:
    words = admin.get("audit/words").json
    assert {"contact", "user", "role", "audit"} <= {one["key"] for one in words["objects"]}
    assert {"create", "export", "reveal", "sign-in-failed"} <= {
        one["key"] for one in words["verbs"]
    }


def test_what_is_in_the_trash_has_its_name_and_no_way_to_it(
    admin: ApiClient, manager: ApiClient
) -> None:
    made = manager.post("records/contact", {"name": "Ada 王"}).json
    manager.delete(f"records/contact/{made['id']}", version=1)
    deleted, _ = told(admin, object="contact")
    assert line(deleted, "zh") == "Morgan 删除了联系人“Ada 王”"
    assert deleted["record"] is None


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"person": UUID(int=5)}, "actor"),
        ({"verb": "export"}, "verb_id"),
        ({"object": "role"}, "object_id"),
    ],
)
def test_what_is_seldom_is_found_by_an_index(db: None, query: Any, index: str) -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as captured:
        cursor.execute("SET LOCAL enable_seqscan = off")
        log_page(Asked(**query), before=None, limit=50)
    statement = captured.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement.replace("%", "%%"))
        seen = [row[0] for row in cursor.fetchall()]
    assert any(index in row and "Index" in row for row in seen), seen


def test_what_a_token_or_an_app_did_bears_its_name_even_when_it_has_ended(
    admin: ApiClient, alice: ApiClient
) -> None:
    made = alice.post("auth/tokens", {"name": "Nightly\tsync"}).json
    by_token = ApiClient(alice.id, token=made["token"])
    contact = by_token.post("records/contact", {"name": "王芳"}).json["id"]
    app = register(admin, scopes=["contact:view", "contact:edit"])
    tokens = app.redeem(allowed(alice, app, scope="contact:edit contact:view")["code"]).json
    by_app = ApiClient(alice.id, token=tokens["access_token"])
    change = {"stage": "customer"}
    assert by_app.patch(f"records/contact/{contact}", change, version=1).status == 200
    assert alice.patch(f"records/contact/{contact}", {"name": "王方"}, version=2).status == 200
    assert alice.delete(f"auth/tokens/{made['id']}").status == 204
    assert admin.delete(f"admin/apps/{app.id}").status == 204
    by_hand, changed, created = told(admin, object="contact")
    assert by_hand["through"] is None
    assert (changed["via"], changed["through"]) == (
        "api",
        {"en": "app “Shop sync”", "zh": "应用“Shop sync”"},
    )
    assert created["through"] == {"en": "token “Nightly\tsync”", "zh": "令牌“Nightly\tsync”"}
    items = alice.get(f"records/contact/{contact}/timeline").json["items"]
    assert [item["data"]["through"] for item in items] == [
        None,
        "app “Shop sync”",
        "token “Nightly\tsync”",
    ]


def test_what_a_token_has_done_in_the_background_and_in_bulk_bears_its_name(
    alice: ApiClient,
) -> None:
    made = alice.post("auth/tokens", {"name": "a\\b"}).json
    with transaction.atomic():
        found = pass_of_token(made["token"], None)
        assert found is not None
        actor = Actor(alice.id, "api", through=found.through)
        write_changes(actor, [ChangeRow("contact", new_id(), "update") for _ in range(COPY_FROM)])
        write_changes(for_job(actor.packed()), [ChangeRow("contact", new_id(), "update")])
    names = Change.objects.filter(object="contact").values_list("through", flat=True)
    assert list(names) == ["token:a\\b"] * (COPY_FROM + 1)


@pytest.mark.usefixtures("home")
def test_an_export_bears_the_name_of_the_token_it_was_asked_for_with(manager: ApiClient) -> None:
    made = manager.post("auth/tokens", {"name": "Warehouse"}).json
    program = ApiClient(manager.id, token=made["token"])
    assert program.post("exports", {"object": "contact"}).status == 202
    run_queued_jobs()
    assert Change.objects.get(verb="export").through == "token:Warehouse"
