"""A field an administrator makes works at once wherever a built-in one does."""

from typing import Any

import pytest

from tests.cast import ApiClient

LEVEL: dict[str, Any] = {
    "key": "level",
    "kind": "choice",
    "label": {"en": "Level", "zh": "等级"},
    "settings": {
        "options": [
            {"key": "A", "label": {"en": "Gold", "zh": "金牌"}, "color": "warn"},
            {"key": "B", "label": {"en": "Silver", "zh": "银牌"}},
        ]
    },
}
SAMPLES: list[tuple[str, dict[str, Any], Any, Any]] = [
    ("text", {"limit": 10}, "  hello ", "hello"),
    ("long_text", {}, "a\r\nb", "a\nb"),
    ("number", {"places": 2}, "1,234.50", 1234.5),
    ("money", {}, "186000 CNY", {"amount": "186000.00", "currency": "CNY"}),
    ("percent", {"places": 1}, "12.5%", 12.5),
    ("rating", {"stars": 5}, "4", 4),
    ("duration", {}, "1h 30m", 5400),
    ("boolean", {}, True, True),
    ("date", {}, "2026-11-20", "2026-11-20"),
    ("datetime", {}, "2026-11-20T09:30:00+08:00", "2026-11-20T01:30:00Z"),
    ("email", {}, "Anna@Example.COM", "anna@example.com"),
    ("phone", {}, "138-0013-8000", "+8613800138000"),
    ("url", {}, "example.com/a", "https://example.com/a"),
    ("tags", {}, ["a", "b", "a"], ["a", "b"]),
    ("choice", LEVEL["settings"], "A", "A"),
    ("multi_choice", LEVEL["settings"], ["B", "A"], ["B", "A"]),
    (
        "address",
        {},
        {"region": "310104", "street": "漕溪北路 1 号"},
        {
            "country": "CN",
            "region": "310104",
            "street": "漕溪北路 1 号",
            "text": "上海市徐汇区漕溪北路 1 号",
        },
    ),
]


@pytest.mark.parametrize(("kind", "settings", "entered", "kept"), SAMPLES)
def test_every_kind_takes_keeps_and_filters_a_value(
    admin: ApiClient, kind: str, settings: dict[str, Any], entered: Any, kept: Any
) -> None:
    made = admin.post(
        "objects/contact/fields",
        {"key": "mine", "kind": kind, "label": {"en": "Mine", "zh": "我的"}, "settings": settings},
    )
    assert made.status == 201, made
    record = admin.post("records/contact", {"name": "Mia", "custom": {"mine": entered}})
    assert record.status == 201, record
    assert record.json["custom"] == {"mine": kept}
    admin.post("records/contact", {"name": "without"})
    tree = {"field": "custom.mine", "op": "is_true" if kind == "boolean" else "is_not_empty"}
    page = admin.get(
        "records/contact",
        query={
            "filter": tree,
            "fields": "custom.mine",
            **({"sort": "custom.mine"} if made.json["sortable"] else {}),
        },
    )
    assert [(row["title"], row["custom"]) for row in page.json["rows"]] == [("Mia", {"mine": kept})]
    history = admin.get(f"records/contact/{record.json['id']}/history").json["items"]
    assert {"field": "custom.mine", "before": None, "after": kept} in history[0]["data"]["fields"]


def test_a_custom_field_is_in_the_metadata(admin: ApiClient) -> None:
    before = admin.get("meta").json["version"]
    admin.post("objects/contact/fields", LEVEL)
    meta = admin.get("meta").json
    assert meta["version"] > before
    contact = next(entry for entry in meta["objects"] if entry["key"] == "contact")
    field = next(entry for entry in contact["fields"] if entry["key"] == "custom.level")
    assert (field["custom"], field["label"]) == (True, {"en": "Level", "zh": "等级"})
    assert [option["key"] for option in field["settings"]["options"]] == ["A", "B"]


def test_a_bad_value_is_placed_at_the_field(admin: ApiClient) -> None:
    admin.post("objects/contact/fields", {**LEVEL, "required": True})
    for entered, code in (("C", "unknown-option"), (None, "required")):
        refused = admin.post("records/contact", {"name": "Mia", "custom": {"level": entered}})
        assert (refused.status, refused.problem["errors"][0]["loc"]) == (422, ["custom", "level"])
        assert refused.problem["errors"][0]["code"] == code
    missing = admin.post("records/contact", {"name": "Mia"})
    assert missing.problem["errors"][0]["loc"] == ["custom", "level"]
    assert admin.get("records/contact").json["rows"] == []


def test_renaming_touches_no_record_and_removing_hides_the_value(admin: ApiClient) -> None:
    admin.post("objects/contact/fields", LEVEL)
    record = admin.post("records/contact", {"name": "Mia", "custom": {"level": "A"}})
    renamed = admin.patch("objects/contact/fields/level", {"label": {"en": "Grade", "zh": "级别"}})
    assert renamed.json["label"] == {"en": "Grade", "zh": "级别"}
    path = f"records/contact/{record.json['id']}"
    assert admin.get(path).version == record.version
    assert admin.delete("objects/contact/fields/level").status == 204
    assert "custom" not in admin.get(path).json
    assert admin.get("records/contact", query={"fields": "custom.level"}).status == 400


@pytest.mark.parametrize(
    ("change", "loc"),
    [
        ({"key": "Level"}, ["key"]),
        ({"key": "a b"}, ["key"]),
        ({"key": "x" * 41}, ["key"]),
        ({"key": "a'; --"}, ["key"]),
        ({"kind": "lookup"}, ["settings"]),
        ({"kind": "json"}, ["kind"]),
        ({"kind": "rating", "settings": {"stars": 11}}, ["settings"]),
        ({"settings": {}}, ["settings"]),
        ({"settings": {"options": [{"key": "A"}]}}, ["settings"]),
        ({"label": {"en": "", "zh": "等级"}}, ["label", "en"]),
    ],
)
def test_a_field_that_makes_no_sense_is_refused_and_not_made(
    admin: ApiClient, change: dict[str, Any], loc: list[str]
) -> None:
    refused = admin.post("objects/contact/fields", {**LEVEL, **change})
    assert (refused.status, refused.problem["errors"][0]["loc"]) == (422, loc)
    assert not any(entry["custom"] for entry in admin.get("objects/contact/fields").json)


def test_a_key_is_taken_once(admin: ApiClient) -> None:
    assert admin.post("objects/contact/fields", LEVEL).status == 201
    refused = admin.post("objects/contact/fields", LEVEL)
    assert (refused.status, refused.problem["code"]) == (409, "field-key-taken")


def test_only_administrators_shape_objects(manager: ApiClient, alice: ApiClient) -> None:
    for client in (manager, alice):
        refused = client.post("objects/contact/fields", LEVEL)
        assert (refused.status, refused.problem["code"]) == (403, "forbidden")
    assert not any(entry["custom"] for entry in manager.get("objects/contact/fields").json)


def test_only_fields_that_say_so_are_summed(admin: ApiClient) -> None:
    money = {"key": "budget", "kind": "money", "label": {"en": "Budget", "zh": "预算"}}
    number = {"key": "size", "kind": "number", "label": {"en": "Size", "zh": "尺码"}}
    for body in (money, number):
        assert admin.post("objects/segment/fields", {**body, "settings": {}}).status == 201
    summed = {
        meta["key"]: {field["key"] for field in meta["fields"] if field["summed"]}
        for meta in admin.get("meta").json["objects"]
    }
    assert summed["segment"] == {"custom.budget"}
    assert summed["contact"] == {"spent", "order_count"}
    assert summed["order"] == {"total"}
    assert summed["product"] == set()


@pytest.mark.parametrize(
    ("kind", "entered", "kept"),
    [
        ("percent", "７５％", 75),
        ("percent", -3, -3),
        ("rating", 0, None),
        ("duration", "1:30", 5400),
        ("duration", "0:00:05", 5),
        ("duration", "PT1H30M", 5400),
        ("duration", "1.5 小时", 5400),
        ("duration", "2天 3 小时", 183_600),
        ("duration", "5ſ", 5),
        ("duration", 90, 90),
    ],
)
def test_measures_read_what_people_write(
    admin: ApiClient, kind: str, entered: Any, kept: Any
) -> None:
    body = {"key": "mine", "kind": kind, "label": {"en": "Mine", "zh": "我的"}}
    assert admin.post("objects/contact/fields", body).status == 201
    record = admin.post("records/contact", {"name": "Mia", "custom": {"mine": entered}})
    assert (record.status, record.json["custom"]) == (201, {"mine": kept})


@pytest.mark.parametrize(
    ("kind", "entered", "code"),
    [
        ("percent", "12.345%", "too-precise"),
        ("percent", "half", "not-a-number"),
        ("rating", 6, "bad-rating"),
        ("rating", 2.5, "bad-rating"),
        ("rating", -1, "bad-rating"),
        ("duration", "90", "not-a-duration"),
        ("duration", "soon", "not-a-duration"),
        ("duration", 0.5, "not-a-duration"),
        ("duration", -1, "not-a-duration"),
        ("duration", "9" * 40 + "h", "not-a-duration"),
    ],
)
def test_measures_that_make_no_sense_are_refused(
    admin: ApiClient, kind: str, entered: Any, code: str
) -> None:
    body = {"key": "mine", "kind": kind, "label": {"en": "Mine", "zh": "我的"}}
    admin.post("objects/contact/fields", body)
    refused = admin.post("records/contact", {"name": "Mia", "custom": {"mine": entered}})
    assert (refused.status, refused.problem["errors"][0]["code"]) == (422, code)
    assert admin.get("records/contact").json["rows"] == []
