"""An object made by clicks is an object: the inherited suite over one, and what is special about those that are made."""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.record_api import RecordApiTests
from zhike.platform.metadata.tests.contracts import CONTRACT, make_contract, make_object


@pytest.fixture
def contract(admin: ApiClient) -> None:
    """The workspace has contracts."""
    make_contract(admin)


@pytest.mark.usefixtures("contract")
class TestContract(RecordApiTests):
    object = "contract"
    sample = {"title": "轴承年度合同", "custom": {"status": "draft", "remark": "第一版"}}
    change = {"title": "轴承年度合同二期"}


@pytest.fixture
def two(admin: ApiClient, contract: None) -> None:
    """Contracts and sites: two objects that share a table."""
    site = {"en": "Site", "zh": "门店"}
    make_object(admin, key="site", label=site, plural="Sites", icon="store")
    field = {"key": "remark", "kind": "text", "label": {"en": "Remark", "zh": "备注"}}
    assert admin.post("objects/site/fields", field).status == 201


def make(client: ApiClient, object_key: str, title: str, **custom: Any) -> str:
    """A record; its id."""
    answer = client.post(f"records/{object_key}", {"title": title, "custom": custom})
    assert answer.status == 201, answer
    return str(answer.json["id"])


@pytest.mark.usefixtures("two")
def test_two_objects_of_one_table_never_show_each_others_rows(admin: ApiClient) -> None:
    mine, other = make(admin, "contract", "甲合同"), make(admin, "site", "甲门店")
    at = f"records/contract/{other}"
    for answer in (
        admin.get(at),
        admin.patch(at, {"title": "乙"}, version=1),
        admin.delete(at, version=1),
        admin.get(f"{at}/history"),
        admin.get(f"{at}/timeline"),
        admin.get(f"{at}/links"),
        admin.get(f"rights/records/contract/{other}/mine"),
    ):
        assert answer.status == 404, answer
    listed = admin.get("records/contract", query={"count": "exact", "sort": "title"}).json
    assert ([row["id"] for row in listed["rows"]], listed["count"]["value"]) == ([mine], 1)
    found = admin.get(
        "records/contract", query={"filter": {"field": "title", "op": "contains", "value": "甲"}}
    )
    assert [row["id"] for row in found.json["rows"]] == [mine]
    counted = admin.post("records/contract/aggregate", {"group": [], "measures": [{"fn": "count"}]})
    assert counted.json["rows"][0]["measures"] == [1]
    bulk = admin.post("records/contract/bulk", {"ids": [mine, other], "set": {"owner": None}})
    assert bulk.json["changed"] == 1
    gone = admin.post("records/contract/bulk", {"ids": [mine, other], "delete": True})
    assert gone.json["changed"] == 1
    kept = admin.get(f"records/site/{other}").json
    assert (kept["title"], kept["owner"]["id"]) == ("甲门店", str(admin.id))
    assert admin.get("trash", query={"object": "site"}).json["rows"] == []


@pytest.mark.usefixtures("two")
def test_a_record_is_found_by_words_pinyin_and_initials(admin: ApiClient) -> None:
    made = make(admin, "contract", "海川轴承年度合同", remark="含安装调试")
    make(admin, "site", "海川门店")
    for text in ("轴承", "haichuan", "hczcndht", "安装"):
        groups = admin.get("search", query={"q": text, "object": "contract"}).json["groups"]
        assert [[item["id"] for item in group["items"]] for group in groups] == [[made]], text


@pytest.mark.usefixtures("contract")
def test_a_lookup_leads_both_ways(admin: ApiClient, alice: ApiClient, charlie: ApiClient) -> None:
    company = alice.post("records/company", {"name": "海川"}).json["id"]
    made = make(alice, "contract", "年度合同", company=company, amount="120000")
    row = alice.get(f"records/contract/{made}").json
    assert row["custom"]["company"] == {"id": company, "title": "海川", "object": "company"}
    related = alice.get(f"records/company/{company}/related/contract.company").json["rows"]
    assert [one["id"] for one in related] == [made]
    meta = alice.get("meta").json["objects"]
    shown = next(one for one in meta if one["key"] == "company")
    assert "contract.company" in shown["related"]
    relation = next(one for one in shown["relations"] if one["key"] == "contract.company")
    assert relation["field"] == "custom.company"
    assert relation["label"] == {"en": "Contracts", "zh": "合同"}
    through = {"field": "custom.company.name", "op": "eq", "value": "海川"}
    having = {
        "related": "contract.company",
        "having": {"sum": {"field": "custom.amount", "gte": 100000}},
    }
    for object_key, tree in (("contract", through), ("company", having)):
        answer = alice.get(f"records/{object_key}", query={"filter": tree})
        assert [one["id"] for one in answer.json["rows"]] == [
            made if object_key == "contract" else company
        ], answer
    refused = charlie.post("records/contract", {"title": "偷看", "custom": {"company": company}})
    assert refused.problem["errors"][0]["loc"] == ["custom", "company"]
    mine = make(charlie, "contract", "自己的合同")
    assert (
        admin.patch(f"records/contract/{mine}", {"custom": {"company": company}}, version=1).json[
            "custom"
        ]["company"]["title"]
        == "海川"
    )
    assert charlie.get(f"records/contract/{mine}").json["custom"]["company"] is None


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


def test_an_empty_object_is_deleted_without_asking(admin: ApiClient) -> None:
    make_object(admin)
    assert admin.delete("objects/contract").status == 204
    assert admin.get("records/contract").status == 404


@pytest.mark.parametrize(
    "key", ["contact", "object", "role", "audit", "custom", "me", "user", "records"]
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
