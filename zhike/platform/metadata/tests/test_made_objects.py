"""Objects are made, renamed, switched off, deleted, restored and gone for good; who may, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import ApiClient, set_rights
from zhike.kit.clock import now
from zhike.platform.metadata.tests.contracts import CONTRACT, make, make_contract, make_object


@pytest.mark.parametrize(
    ("access", "seen", "made"),
    [
        ("usual", {"alice", "bob", "manager", "reader"}, {"alice", "manager"}),
        ("read", {"alice", "bob", "manager", "reader"}, {"manager"}),
        ("closed", set(), set()),
    ],
)
def test_who_may_use_a_new_object_is_chosen_when_it_is_made(
    admin: ApiClient,
    alice: ApiClient,
    bob: ApiClient,
    manager: ApiClient,
    reader: ApiClient,
    access: str,
    seen: set[str],
    made: set[str],
) -> None:
    people = {"alice": alice, "bob": bob, "manager": manager, "reader": reader}
    make_object(admin, access=access)
    record = make(admin, "contract", "合同")
    assert (
        admin.patch(f"records/contract/{record}", {"owner": str(alice.id)}, version=1).status == 200
    )
    for name, person in people.items():
        known = [one["key"] for one in person.get("meta").json["objects"]]
        assert ("contract" in known) == (name in seen), name
        assert person.get("records/contract").status == (200 if name in seen else 403)
        assert person.get(f"records/contract/{record}").status == (200 if name in seen else 403)
    for name in ("alice", "manager", "reader"):
        answer = people[name].post("records/contract", {"title": "新"})
        assert answer.status == (201 if name in made else 403), (name, answer)


def test_what_an_object_declares_holds_for_the_object_of_today(
    admin: ApiClient, bob: ApiClient
) -> None:
    """A key used again, after the first was deleted for good, has the rights of the second."""
    from zhike.platform.metadata.models import CustomObject  # needs settings
    from zhike.platform.metadata.registry import registry

    make_object(admin, access="closed")
    assert bob.get("records/contract").status == 403
    CustomObject.objects.all().delete()
    registry.forget()
    make_object(admin, access="usual")
    assert bob.get("meta").status == 200
    assert bob.get("records/contract").status == 200


def test_what_a_closed_object_declares_is_known_at_every_moment(admin: ApiClient) -> None:
    """Another thread may ask while what is declared is taken anew."""
    from zhike.platform.access import roles  # needs settings

    make_object(admin, access="closed")
    assert admin.get("meta").status == 200
    assert roles._made["contract"]["member"]["view"] == "none"
    assert roles.declare_made({"site": {}})
    assert roles._made["contract"]["member"]["view"] == "none"
    assert not roles.declare_made({"site": {}})


@pytest.mark.usefixtures("contract")
def test_switched_off_it_is_nowhere_and_on_again_as_it_was(
    admin: ApiClient, alice: ApiClient
) -> None:
    company = admin.post("records/company", {"name": "海川"}).json["id"]
    made = make(admin, "contract", "年度合同", company=company)
    field = {
        "key": "main",
        "kind": "lookup",
        "label": {"en": "Main", "zh": "主合同"},
        "settings": {"object": "contract"},
    }
    assert admin.post("objects/company/fields", field).status == 201
    before = admin.get(f"records/contract/{made}").json
    off = admin.patch("objects/contract", {"is_enabled": False})
    assert (off.status, off.json["is_enabled"], off.json["records"]) == (200, False, 1)
    for path in ("records/contract", f"records/contract/{made}", "objects/contract/fields"):
        answer = admin.get(path)
        assert (answer.status, answer.problem["code"]) == (404, "unknown-object")
    assert admin.get("search", query={"q": "年度合同"}).json["groups"] == []
    meta = admin.get("meta").json["objects"]
    assert "contract" not in [one["key"] for one in meta]
    shown = next(one for one in meta if one["key"] == "company")
    assert "contract.company" not in [one["key"] for one in shown["relations"]]
    assert "custom.main" not in [one["key"] for one in shown["fields"]]
    assert admin.get(f"records/company/{company}").status == 200
    assert admin.patch("objects/contract", {"is_enabled": True}).status == 200
    assert admin.get(f"records/contract/{made}").json == before
    refused = alice.patch("objects/contract", {"is_enabled": False})
    assert refused.status == 403
    assert admin.get("objects").json[0]["is_enabled"] is True


@pytest.mark.usefixtures("contract")
def test_deleting_takes_its_name_and_can_be_taken_back(admin: ApiClient, alice: ApiClient) -> None:
    made = make(admin, "contract", "年度合同")
    refused = admin.delete("objects/contract")
    assert (refused.status, refused.problem["code"]) == (409, "not-confirmed")
    assert admin.delete("objects/contract", query={"confirm": "别的"}).status == 409
    assert alice.delete("objects/contract", query={"confirm": "合同"}).status == 403
    assert admin.get(f"records/contract/{made}").status == 200
    assert admin.delete("objects/contract", query={"confirm": "合同"}).status == 204
    assert admin.get(f"records/contract/{made}").problem["code"] == "unknown-object"
    (told,) = admin.get("objects").json
    assert told["gone_at"] > told["deleted_at"]
    taken = admin.post("objects", CONTRACT)
    assert (taken.status, taken.problem["code"]) == (409, "object-key-taken")
    assert admin.delete("objects/contract").status == 404
    assert admin.post("objects/contract/restore").status == 200
    assert admin.get(f"records/contract/{made}").json["title"] == "年度合同"
    log = admin.get("audit", query={"object": "object"})
    assert log.status == 200, log
    assert [entry["verb"] for entry in log.json["rows"]] == ["restore", "delete", "create"]


def test_an_object_is_named_to_nobody_who_may_not_see_it(admin: ApiClient, bob: ApiClient) -> None:
    make_object(admin, access="closed")
    answer = bob.get("records/contracts")
    assert (answer.status, answer.problem["code"]) == (404, "unknown-object")
    named = answer.problem["detail"].partition("Objects: ")[2].rstrip(".").split(", ")
    assert "contact" in named
    assert "contract" not in named


def test_an_empty_object_is_deleted_without_asking(admin: ApiClient) -> None:
    make_object(admin)
    assert admin.delete("objects/contract").status == 204
    assert admin.get("records/contract").status == 404


@pytest.mark.parametrize(
    "key",
    ["contact", "object", "role", "audit", "custom", "me", "user", "records", "job", "import"],
)
def test_a_key_of_the_house_is_refused_and_nothing_is_made(admin: ApiClient, key: str) -> None:
    refused = admin.post("objects", {**CONTRACT, "key": key})
    assert (refused.status, refused.problem["errors"][0]["code"]) == (422, "reserved-key"), refused
    assert admin.get("objects").json == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"key": "Vertrag"}, ["key"]),
        ({"key": "a" * 41}, ["key"]),
        ({"label": {"en": "", "zh": "合同"}}, ["label", "en"]),
        ({"plural": " "}, ["plural", "en"]),
        ({"title": {"en": "Name", "zh": ""}}, ["title", "zh"]),
        ({"icon": "<svg>"}, ["icon"]),
        ({"color": "#fff"}, ["color"]),
        ({"columns": ["custom.nothing"]}, ["columns"]),
    ],
)
def test_an_object_that_makes_no_sense_is_refused(
    admin: ApiClient, change: dict[str, Any], place: list[str]
) -> None:
    refused = admin.post("objects", {**CONTRACT, **change})
    assert (refused.status, refused.problem["errors"][0]["loc"]) == (422, place), refused
    assert admin.get("objects").json == []


def test_there_is_a_most_of_objects(admin: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.platform.metadata.object_actions.OBJECTS_AT_MOST", 1)
    make_object(admin)
    refused = admin.post("objects", {**CONTRACT, "key": "site"})
    assert (refused.status, refused.problem["code"]) == (409, "too-many-objects")
    assert admin.delete("objects/contract").status == 204
    make_object(admin, key="site")
    full = admin.post("objects/contract/restore")
    assert (full.status, full.problem["code"]) == (409, "too-many-objects")
    kept = {one["key"]: one["deleted_at"] is None for one in admin.get("objects").json}
    assert kept == {"contract": False, "site": True}


def test_what_is_about_to_go_for_good_is_not_restored(admin: ApiClient) -> None:
    from zhike.platform.metadata.models import CustomObject  # needs settings

    make_object(admin)
    assert admin.delete("objects/contract").status == 204
    CustomObject.objects.update(deleted_at=now() - timedelta(days=30, seconds=1))
    late = admin.post("objects/contract/restore")
    assert (late.status, late.problem["code"]) == (404, "not-found")
    assert admin.get("objects").json[0]["deleted_at"] is not None
    CustomObject.objects.update(deleted_at=now() - timedelta(days=29))
    assert admin.post("objects/contract/restore").status == 200


@pytest.mark.usefixtures("contract")
def test_names_and_columns_change_and_the_key_stays(admin: ApiClient) -> None:
    changed = admin.patch(
        "objects/contract",
        {
            "label": {"en": "Agreement", "zh": "协议"},
            "plural": "Agreements",
            "columns": ["title", "custom.amount"],
        },
    )
    assert changed.status == 200, changed
    meta = next(one for one in admin.get("meta").json["objects"] if one["key"] == "contract")
    assert (meta["plural"], meta["columns"]) == (
        {"en": "Agreements", "zh": "协议"},
        ["title", "custom.amount"],
    )
    assert admin.patch("objects/contract", {"key": "agreement"}).status == 422


@pytest.mark.usefixtures("contract")
def test_a_choice_may_be_the_stages_of_an_object(admin: ApiClient) -> None:
    refused = admin.patch("objects/contract", {"stages": "custom.remark"})
    assert (refused.status, refused.problem["errors"][0]["loc"]) == (422, ["stages"])
    assert admin.patch("objects/contract", {"stages": "custom.status"}).json["stages"]
    meta = next(one for one in admin.get("meta").json["objects"] if one["key"] == "contract")
    assert meta["stage_field"] == "custom.status"
    assert admin.delete("objects/contract/fields/status").status == 204
    meta = next(one for one in admin.get("meta").json["objects"] if one["key"] == "contract")
    assert meta["stage_field"] is None
    assert admin.patch("objects/contract", {"icon": "box"}).status == 200


@pytest.mark.usefixtures("contract")
def test_what_a_lookup_points_at_stays(admin: ApiClient) -> None:
    refused = admin.patch("objects/contract/fields/company", {"settings": {"object": "contact"}})
    assert [one["code"] for one in refused.problem["errors"]] == ["fixed"]
    same = admin.patch("objects/contract/fields/company", {"settings": {"object": "company"}})
    assert same.json["settings"]["object"] == "company"


@pytest.mark.parametrize("who", ["alice", "manager", "reader"])
def test_only_administrators_shape_objects(
    admin: ApiClient, request: pytest.FixtureRequest, who: str
) -> None:
    make_object(admin)
    person: ApiClient = request.getfixturevalue(who)
    for answer in (
        person.get("objects"),
        person.post("objects", {**CONTRACT, "key": "site"}),
        person.patch("objects/contract", {"icon": "box"}),
        person.delete("objects/contract"),
        person.post("objects/contract/restore"),
    ):
        assert (answer.status, answer.problem["code"]) == (403, "forbidden")
    (told,) = admin.get("objects").json
    assert (told["icon"], told["deleted_at"]) == ("file-signature", None)


@pytest.mark.usefixtures("contract")
def test_after_thirty_days_all_of_it_is_gone_and_nothing_else(
    admin: ApiClient, manager: ApiClient
) -> None:
    from zhike.platform.metadata.models import CustomField  # needs settings
    from zhike.platform.records.actions.purge_objects import purge_objects
    from zhike.platform.records.models import CustomRecord, Entry

    make_object(admin, key="site", label={"en": "Site", "zh": "门店"}, plural="Sites")
    field = {"kind": "lookup", "label": {"en": "Main", "zh": "主合同"}}
    main = {**field, "key": "main", "settings": {"object": "contract"}}
    assert admin.post("objects/company/fields", main).status == 201
    company = admin.post("records/company", {"name": "海川"}).json["id"]
    made = make(admin, "contract", "年度合同", company=company)
    other = make(admin, "site", "一号店")
    version = admin.get(f"records/company/{company}").version
    linked = admin.patch(f"records/company/{company}", {"custom": {"main": made}}, version=version)
    assert linked.json["custom"]["main"]["title"] == "年度合同", linked
    view = admin.post("views", {"object": "contract", "name": "v", "shared": True})
    assert view.status == 201
    assert set_rights(admin, "member", objects={"contract": {"view": "all"}}).status == 200
    assert admin.delete("objects/contract", query={"confirm": "contract"}).status == 204
    # What was set for it may stay while other rights are changed, until it is gone.
    kept = {"contract": {"view": "all"}, "company": {"view": "all"}}
    assert set_rights(admin, "member", objects=kept).status == 200
    assert purge_objects(now() + timedelta(days=29)) == 0
    assert purge_objects(now() + timedelta(days=31)) == 1
    assert [one["key"] for one in admin.get("objects").json] == ["site"]
    assert list(CustomRecord.objects.values_list("object_key", flat=True)) == ["site"]
    assert set(Entry.objects.values_list("object", flat=True)) == {"company", "site"}
    assert CustomField.objects.count() == 0
    assert manager.get(f"records/site/{other}").json["title"] == "一号店"
    assert admin.get(f"records/company/{company}").json.get("custom", {}).get("main") is None
    roles = {one["key"]: one for one in admin.get("rights/matrix").json["roles"]}
    assert roles["member"]["objects"] == {"company": {"view": "all"}}
    make_contract(admin)
    assert admin.get("records/contract").json["rows"] == []


@pytest.mark.usefixtures("contract")
def test_a_lookup_takes_no_key_whose_old_values_are_no_ids(admin: ApiClient) -> None:
    make(admin, "contract", "年度合同", remark="第一版")
    assert admin.delete("objects/contract/fields/remark").status == 204
    lookup = {
        "kind": "lookup",
        "label": {"en": "Site", "zh": "门店"},
        "settings": {"object": "company"},
    }
    refused = admin.post("objects/contract/fields", {**lookup, "key": "remark"})
    assert [one["code"] for one in refused.problem["errors"]] == ["held"]
    assert admin.get("records/contract").status == 200
    assert admin.post("objects/contract/fields", {**lookup, "key": "other"}).status == 201


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_lookups_of_large_objects_are_indexed_and_those_of_gone_fields_no_more(
    admin: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhike.platform.metadata.models import CustomField  # needs settings
    from zhike.platform.records import indexes

    make_contract(admin)
    company = admin.post("records/company", {"name": "海川"}).json["id"]
    make(admin, "contract", "年度合同", company=company)
    assert indexes.settle_indexes() == ([], [])
    monkeypatch.setattr(indexes, "ENOUGH", 1)
    name = f"records_lookup_{CustomField.objects.get(key='company').id.hex}"
    assert indexes.settle_indexes() == ([name], [])
    assert indexes.settle_indexes() == ([], [])
    path = f"records/company/{company}/related/contract.company"
    assert [one["title"] for one in admin.get(path).json["rows"]] == ["年度合同"]
    assert admin.delete("objects/contract/fields/company").status == 204
    assert indexes.settle_indexes() == ([], [name])


def test_an_object_another_process_made_is_known_at_once(
    admin: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhike.platform.metadata import registry as room  # needs settings

    monkeypatch.setattr(room, "VERSION_CHECK_SECONDS", 600.0)
    assert admin.get("records/contract").status == 404
    monkeypatch.setattr(room.registry, "forget", lambda: None)
    assert admin.post("objects", CONTRACT).status == 201
    assert admin.get("records/contract").status == 404
    monkeypatch.setattr(room, "AGAIN_SECONDS", 0.0)
    assert admin.get("records/contract").json["rows"] == []
