"""Segments: kept filters that count, list, nest, stay fresh and respect rights."""

from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from tests.cast import ApiClient, set_rights
from tests.record_api import RecordApiTests
from zhike.foundation.segment import actions
from zhike.foundation.segment.actions import mark_stale
from zhike.foundation.segment.consumers import StaleSegments
from zhike.foundation.segment.jobs import refresh_stale_segments
from zhike.foundation.segment.models import Segment, SegmentCount
from zhike.foundation.segment.queries import segments_to_count
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.jobs.testing import run_queued_jobs

SHANGHAI = {"field": "address", "op": "in_region", "value": ["310000"]}
YEAR = {"field": "ordered_at", "op": "in_last", "value": {"amount": 12, "unit": "month"}}
RECENT = {"field": "ordered_at", "op": "in_last", "value": {"amount": 60, "unit": "day"}}
LAPSING = {
    "all": [
        SHANGHAI,
        {"related": "orders", "where": YEAR, "having": {"count": {"gte": 3}}},
        {"related": "orders", "where": RECENT, "having": {"count": {"eq": 0}}},
    ]
}


class TestSegment(RecordApiTests):
    object = "segment"
    sample = {"name": "上海老客户", "filter": SHANGHAI}
    change = {"name": "上海客户", "description": "每周回访"}


def person(
    client: ApiClient,
    name: str,
    region: str = "310104",
    months_ago: tuple[int, ...] = (),
    **more: Any,
) -> str:
    """A contact with an order of 100 so many months ago each."""
    from zhike.platform.metadata.kinds.dates import back  # needs settings

    who = client.post(
        "records/contact", {"name": name, "address": {"region": region}, **more}
    ).json["id"]
    for months in months_ago:
        day = back(now().date(), months, "month").isoformat()
        values = {
            "number": f"{name} {months}",
            "contact": who,
            "ordered_at": f"{day}T10:00:00Z",
            "total": 100,
        }
        assert client.post("records/order", values).status == 201
    return str(who)


def segment(client: ApiClient, filter: dict[str, Any], **more: Any) -> str:
    answer = client.post("records/segment", {"name": "S", "filter": filter, **more})
    assert answer.status == 201, answer
    return str(answer.json["id"])


def names(answer: Any) -> list[str]:
    assert answer.status == 200, answer
    return sorted(row["name"] for row in answer.json["rows"])


def test_lapsing_regulars_of_a_city_are_counted_listed_and_pictured(alice: ApiClient) -> None:
    person(alice, "张伟", months_ago=(3, 4, 5, 6), stage="repeat")
    person(alice, "李娜", months_ago=(1, 3, 4, 5))
    person(alice, "王芳", months_ago=(3, 4))
    person(alice, "赵敏", region="330106", months_ago=(3, 4, 5))
    assert alice.post("segments/count", {"object": "contact", "filter": LAPSING}).json["value"] == 1
    made = segment(alice, LAPSING)
    assert names(alice.get(f"segments/{made}/members")) == ["张伟"]
    assert alice.get(f"records/segment/{made}").json["member_count"] is None
    run_queued_jobs()
    row = alice.get(f"records/segment/{made}")
    assert (row.json["member_count"], row.version) == (1, '"1"')
    picture = alice.get(f"segments/{made}/portrait").json
    groups = {
        group["field"]: [(entry["key"], entry["count"]) for entry in group["rows"]]
        for group in picture["groups"]
    }
    assert (picture["count"], groups["stage"], groups["address"]) == (
        1,
        [("repeat", 1)],
        [("310000", 1)],
    )
    assert groups["source"] == [(None, 1)]
    assert picture["totals"][0] == {
        "field": "spent",
        "label": {"en": "Spent", "zh": "累计消费"},
        "sum": "400.00",
        "average": "400.00",
    }
    assert [point["count"] for point in picture["history"]] == [1]


def test_the_count_follows_what_changes(alice: ApiClient) -> None:
    made = segment(alice, LAPSING)
    run_queued_jobs()
    person(alice, "张伟", months_ago=(3, 4, 5))
    # Consumers read only what is committed, and a test commits nothing.
    mark_stale(["order"])
    assert Segment.objects.get(pk=UUID(made)).stale
    Segment.objects.filter(pk=UUID(made)).update(took_ms=0)
    refresh_stale_segments.func(0)
    assert alice.get(f"records/segment/{made}").json["member_count"] == 1
    assert SegmentCount.objects.filter(segment_id=UUID(made)).count() == 1
    assert alice.post(f"segments/{made}/refresh").json["value"] == 1


def test_what_a_filter_reads_is_known(alice: ApiClient) -> None:
    inner = segment(alice, LAPSING)
    outer = segment(
        alice, {"any": [{"segment": inner}, {"field": "company.industry", "op": "is_empty"}]}
    )
    assert Segment.objects.get(pk=UUID(inner)).reads == ["contact", "order"]
    assert Segment.objects.get(pk=UUID(outer)).reads == ["company", "contact", "order", "segment"]


def test_a_segment_narrows_lists_and_other_segments(alice: ApiClient) -> None:
    person(alice, "张伟", months_ago=(3, 4, 5))
    person(alice, "李娜")
    inner = segment(alice, LAPSING)
    assert names(alice.get("records/contact", query={"filter": {"not": {"segment": inner}}})) == [
        "李娜"
    ]
    outer = segment(
        alice, {"all": [{"segment": inner}, {"field": "name", "op": "contains", "value": "张"}]}
    )
    assert names(alice.get(f"segments/{outer}/members")) == ["张伟"]
    narrowed = alice.get(
        f"segments/{outer}/members", query={"filter": {"field": "name", "op": "eq", "value": "x"}}
    )
    assert names(narrowed) == []


def test_members_are_those_the_reader_may_see_and_the_count_is_the_owners(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, admin: ApiClient
) -> None:
    person(alice, "张伟")
    person(charlie, "李娜")
    made = segment(admin, SHANGHAI, owner=str(alice.id))
    assert names(bob.get(f"segments/{made}/members")) == ["张伟"]
    assert names(admin.get(f"segments/{made}/members")) == ["张伟", "李娜"]
    for path in (f"segments/{made}/members", f"segments/{made}/portrait"):
        assert charlie.get(path).status == 404
    assert charlie.post(f"segments/{made}/refresh").status == 404
    assert bob.post(f"segments/{made}/refresh").json["value"] == 1
    used = charlie.get("records/contact", query={"filter": {"segment": made}})
    assert used.problem["errors"][0]["code"] == "unknown-filter"


def test_segments_that_contain_each_other_are_refused(alice: ApiClient) -> None:
    inner = segment(alice, SHANGHAI)
    outer = segment(alice, {"segment": inner})
    refused = alice.patch(
        f"records/segment/{inner}", {"filter": {"not": {"segment": outer}}}, version=1
    )
    assert refused.problem["errors"][0]["code"] == "cycle"
    assert alice.get(f"records/segment/{inner}").json["filter"] == SHANGHAI


def test_filters_that_multiply_are_refused(alice: ApiClient) -> None:
    inner = segment(alice, SHANGHAI)
    many = alice.post(
        "records/segment", {"name": "x", "filter": {"any": [{"segment": inner}] * 21}}
    )
    assert (many.status, many.problem["errors"][0]["code"]) == (422, "unknown-filter")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"filter": {"field": "nope", "op": "eq", "value": 1}}, "unknown-field"),
        ({"filter": {"field": "name", "op": "nope", "value": "x"}}, "unknown-operator"),
        ({"filter": {"nope": []}}, "filter-shape"),
        ({"filter": {}}, "filter-shape"),
        ({"filter": "x"}, "not-structured"),
        ({"filter": SHANGHAI, "target": "nope"}, "unknown-object"),
        ({"filter": SHANGHAI, "member_count": 5}, "read-only"),
        ({"filter": {"segment": "00000000-0000-7000-8000-000000000000"}}, "unknown-filter"),
    ],
)
def test_a_filter_that_cannot_run_is_refused(
    alice: ApiClient, values: dict[str, Any], code: str
) -> None:
    answer = alice.post("records/segment", {"name": "x", **values})
    assert (answer.status, answer.problem["errors"][0]["code"]) == (422, code)
    assert not Segment.objects.exists()


def test_a_segment_whose_owner_is_gone_keeps_its_last_count(
    alice: ApiClient, admin: ApiClient
) -> None:
    person(alice, "张伟")
    made = segment(alice, SHANGHAI)
    run_queued_jobs()
    assert admin.patch(f"admin/users/{alice.id}", {"active": False}).status == 200
    assert admin.post(f"segments/{made}/refresh").json == {"value": None, "ms": None}
    assert admin.get(f"records/segment/{made}").json["member_count"] == 1


def test_a_count_that_the_database_gives_up_is_tried_again_later(
    alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = segment(alice, SHANGHAI)

    def too_slow(*_: Any) -> tuple[int, int]:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(actions, "count_matching", too_slow)
    assert alice.post(f"segments/{made}/refresh").json == {"value": None, "ms": None}
    kept = Segment.objects.get(pk=UUID(made))
    assert (kept.stale, kept.member_count, kept.took_ms) == (True, None, actions.GIVEN_UP_MS)
    assert kept.pk not in segments_to_count(10)


def test_counting_in_the_background_ends(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A filter may be made so that its count would take hours."""
    made = segment(alice, SHANGHAI)

    def endless(*_: Any) -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")
        return 0, 0

    monkeypatch.setattr(actions, "count_matching", endless)
    monkeypatch.setattr(actions, "GIVEN_UP_MS", 50)
    run_queued_jobs()
    kept = Segment.objects.get(pk=UUID(made))
    assert (kept.stale, kept.member_count, kept.took_ms) == (True, None, 50)


def test_a_count_answers_no_question_about_records_out_of_sight(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, manager: ApiClient
) -> None:
    """Alice sees what nobody owns and what her manager owns; neither may count Charlie's people for her."""
    person(charlie, "李娜", email="li.na@example.com")
    asked = {"name": "?", "filter": {"field": "email", "op": "eq", "value": "li.na@example.com"}}
    for owner in (None, str(manager.id)):
        refused = alice.post("records/segment", {**asked, "owner": owner})
        assert (refused.status, refused.problem["errors"][0]["code"]) == (422, "sees-more")
    mine = alice.post("records/segment", asked).json
    for owner in (None, str(manager.id)):
        handed = alice.patch(f"records/segment/{mine['id']}", {"owner": owner}, version=1)
        assert handed.problem["errors"][0]["code"] == "sees-more"
    assert alice.post(f"segments/{mine['id']}/refresh").json["value"] == 0
    to_bob = alice.patch(f"records/segment/{mine['id']}", {"owner": str(bob.id)}, version=1)
    assert to_bob.status == 200
    assert manager.post("records/segment", {**asked, "owner": None}).status == 201


def test_looking_makes_no_segment_stale(alice: ApiClient) -> None:
    made = UUID(segment(alice, SHANGHAI))
    run_queued_jobs()
    Segment.objects.filter(pk=made).update(stale=False)
    StaleSegments().handle([Change(object="contact", verb=verb) for verb in ("export", "reveal")])
    assert not Segment.objects.get(pk=made).stale
    StaleSegments().handle([Change(object="contact", verb="update")])
    assert Segment.objects.get(pk=made).stale


PHONE = {"field": "phone", "op": "eq", "value": "+8613800138000"}
DEEP = {"all": [SHANGHAI, {"not": {"related": "contacts", "where": {"any": [PHONE]}}}]}


@pytest.mark.parametrize("access", ["hidden", "masked"])
def test_what_somebody_typed_about_a_field_is_for_who_sees_it_whole(
    admin: ApiClient, manager: ApiClient, bob: ApiClient, access: str
) -> None:
    """In the list, on the page, in the history and in an export; the owner's own stays theirs."""
    bodies = [
        {"name": "a", "filter": PHONE},
        {"name": "b", "filter": {"all": [SHANGHAI, {"any": [PHONE]}]}},
        {"name": "c", "target": "company", "filter": DEEP},
        {"name": "d", "filter": SHANGHAI},
    ]
    ids = [manager.post("records/segment", body).json["id"] for body in bodies]
    for one, body in zip(ids, bodies, strict=True):
        changed = {"filter": {"all": [body["filter"]]}}
        answer = manager.patch(f"records/segment/{one}", changed, version=1)
        assert answer.status == 200, answer
    own = bob.post("records/segment", {"name": "e", "filter": PHONE}).json["id"]
    member = {"objects": {"segment": {"view": "all"}}, "fields": {"contact": {"phone": access}}}
    assert set_rights(admin, "member", **member).status == 200

    def filters(client: ApiClient) -> dict[str, Any]:
        rows = client.get("records/segment", query={"fields": "name,filter"}).json["rows"]
        return {row["name"]: row["filter"] for row in rows}

    whole = {body["name"]: {"all": [body["filter"]]} for body in bodies}
    assert filters(manager) == {**whole, "e": PHONE}
    assert filters(bob) == {"a": None, "b": None, "c": None, "d": whole["d"], "e": PHONE}
    for one in ids[:3]:
        assert bob.get(f"records/segment/{one}").json["filter"] is None
        assert "13800138000" not in repr(bob.get(f"records/segment/{one}/timeline").json)
        assert "13800138000" in repr(manager.get(f"records/segment/{one}/timeline").json)
    assert bob.get(f"records/segment/{own}").json["filter"] == PHONE
